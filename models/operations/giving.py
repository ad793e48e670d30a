"""Record what a partner promised and what it gave. Nothing here commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from models.agreements import Commitment, Contribution
from models.continuum.language.vocabularies import FROM_SCHOOL, TO_SCHOOL
from models.operations.records import one_line, still_open, tidy
from models.partners import Partner, WorkforceNeed
from models.partnerships import Partnership
from models.refusals import Refused, refuse_if
from models.scope import Scope
from models.wording import day_words


@dataclass(frozen=True, slots=True)
class CommitmentEntry:
    """Something promised: what, how much, by when, for what."""

    agreed_on: date
    type: str | None = None
    way: str | None = None
    amount: Decimal | None = None
    unit: str | None = None
    due_on: date | None = None
    allocated_to: str | None = None
    workforce_need: WorkforceNeed | None = None
    expected_outcome: str | None = None
    confirmed_by: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ContributionEntry:
    """Something given: by which side, what, how much, when, and the promise it keeps."""

    occurred_on: date
    direction: str = TO_SCHOOL
    type: str | None = None
    way: tuple[str, ...] = ()
    amount: Decimal | None = None
    unit: str | None = None
    commitment: Commitment | None = None
    allocated_to: str | None = None
    student_facing: bool | None = None
    serves_workforce: bool | None = None
    note: str | None = None


def promise(
    session: Session, partnership: Partnership, entry: CommitmentEntry, *, scope: Scope, today: date
) -> Commitment:
    """Record a commitment of a partner.

    Raises:
        Refused: The partnership is archived or ended, nothing is said of what is promised, or wrong dates or amounts.
    """
    still_open(partnership)
    if partnership.ended_on is not None:
        raise Refused(f"This partnership ended on {day_words(partnership.ended_on)}.")
    problems = amount_problem(entry.amount, entry.unit)
    if not entry.type and not entry.way:
        problems["type"] = "Say what is promised."
    if entry.agreed_on > today:
        problems["agreed_on"] = "This day is still to come. Choose today or an earlier day."
    elif entry.due_on is not None and entry.due_on < entry.agreed_on:
        problems["due_on"] = f"It was agreed on {day_words(entry.agreed_on)}; it cannot be due before."
    refuse_if(problems)
    commitment = Commitment(
        school_id=partnership.school_id,
        partnership=partnership,
        agreed_on=entry.agreed_on,
        type=entry.type or None,
        way=entry.way or None,
        amount=entry.amount,
        unit=entry.unit,
        due_on=entry.due_on,
        allocated_to=one_line(entry.allocated_to) or None,
        serves_workforce=True if entry.workforce_need is not None else None,
        workforce_need=entry.workforce_need,
        expected_outcome=tidy(entry.expected_outcome),
        confirmed_by=entry.confirmed_by,
        note=tidy(entry.note),
        entered_on=today,
        entered_by_id=scope.user_id,
    )
    session.add(commitment)
    return commitment


def receive(commitment: Commitment, on: date, *, today: date) -> None:
    """Note that a commitment was kept on a day.

    Raises:
        Refused: Archived, received already, a day before it was agreed or still to come.
    """
    still_open(commitment)
    if commitment.received_on is not None:
        raise Refused(f"It was received on {day_words(commitment.received_on)} already.")
    if on > today:
        raise Refused({"on": "This day is still to come. Note it on the day."})
    if on < commitment.agreed_on:
        raise Refused({"on": f"It was agreed on {day_words(commitment.agreed_on)}; it cannot have come before."})
    commitment.received_on = on


def give(session: Session, partner: Partner, entry: ContributionEntry, *, scope: Scope, today: date) -> Contribution:
    """Record a contribution of a partner to the reader's school, or of the school to a partner.

    What the school gives has no way: ways are those in which alliances act.

    Raises:
        Refused: Nothing is said of what was given, a day still to come, a wrong amount, or a partner's promise that
            the school is said to have kept.
    """
    problems = amount_problem(entry.amount, entry.unit)
    if not entry.type and not entry.way:
        problems["type"] = "Say what was given."
    from_school = entry.direction == FROM_SCHOOL
    if from_school and entry.commitment is not None:
        problems["commitment"] = "This is a promise of the partner. What the school gives does not keep it."
    if entry.occurred_on > today:
        problems["occurred_on"] = "This day is still to come. Choose today or an earlier day."
    refuse_if(problems)
    contribution = Contribution(
        school_id=scope.school_id,
        partner=partner,
        occurred_on=entry.occurred_on,
        direction=entry.direction,
        type=entry.type or None,
        way=() if from_school else entry.way,
        amount=entry.amount,
        unit=entry.unit,
        commitment=entry.commitment,
        allocated_to=one_line(entry.allocated_to) or None,
        student_facing=entry.student_facing,
        serves_workforce=entry.serves_workforce,
        note=tidy(entry.note),
        entered_on=today,
        entered_by_id=scope.user_id,
    )
    session.add(contribution)
    return contribution


def amount_problem(amount: Decimal | None, unit: str | None) -> dict[str, str]:
    """Find what is wrong with an amount and what it counts: field -> one sentence."""
    if amount is not None and amount <= 0:
        return {"amount": "An amount is more than nothing."}
    if amount is not None and unit is None:
        return {"unit": "Say what the amount counts, such as dollars or hours."}
    if unit is not None and amount is None:
        return {"amount": "Say how much it is."}
    return {}
