"""What at a school somebody is to be reminded of: agreements, evaluations, quiet partners, and all else with a day.

A mail leaves the house. So nothing here reads what was said of people: no notes, no contacts, and of a seat of the
leadership team that it is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from models.actions import Action, Origin
from models.agreements import Agreement, reached_partner
from models.continuum.rulebook.catalogue import Catalogue
from models.evaluations import DialogueProcess
from models.partnerships import Partnership
from models.queries.catalogue import NoRules, phrases
from models.queries.continuum import continuum_of
from models.queries.evaluations_due import evaluations_due
from models.queries.partners import last_contacts
from models.queries.partnership_health import contact_due_by, contact_sentence
from models.queries.partnership_list import PartnershipRow, current_partnerships
from models.queries.reminder_people import OF_PARTNERSHIPS, OF_STATEMENTS, MayRead, Staff, staff_at
from models.queries.standing_facts import StandingFact, standing_facts
from models.records import Record, RecordStatus
from models.reminder_days import MOST_DAYS, NOTED, Offsets, ReminderKind, Subject
from models.reminders import LONGEST_TITLE
from models.scope import Scope
from models.stewardship import Coordinator, RosterMember, Transition
from models.wording import begun_small, day_words

DAY = timedelta(days=1)
_CUT = "…"  # where a title would be longer than a line of mail should be


@dataclass(frozen=True, slots=True)
class _Asked:
    """What every part of the list is asked for."""

    session: Session
    scope: Scope
    today: date
    offsets: Offsets
    staff: Staff

    @property
    def until(self) -> date:
        """The last day whose things may be due to be told of."""
        return self.today + timedelta(days=max(self.offsets.due, default=0))

    @property
    def since(self) -> date:
        """The first day whose things may still be told of."""
        return self.today - NOTED


def list_subjects(session: Session, *, scope: Scope, today: date, offsets: Offsets, may_read: MayRead) -> list[Subject]:
    """List what people of a school are to be reminded of about now: a fixed number of statements.

    Args:
        scope: Of one school.
        offsets: How long before their day things are told of.
        may_read: Kind of reminder -> roles that may read what it tells.
    """
    staff = staff_at(session, scope=scope, today=today, may_read=may_read)
    asked = _Asked(session, scope, today, offsets, staff)
    found = [*_agreements(asked), *_actions(asked)]
    try:
        rows = current_partnerships(session, scope=scope, today=today)
        return [*found, *_evaluations(asked, rows), *_quiet(asked, rows), *_hand_overs(asked, rows), *_stated(asked)]
    except NoRules:  # nothing can be judged; days are days
        return found


def _subject(
    kind: ReminderKind,
    record: tuple[str, int],
    for_on: date,
    days: tuple[int, ...],
    people: tuple[int, ...],
    words: tuple[str, str],
) -> Subject:
    title, text = words
    if len(title) > LONGEST_TITLE:
        title = title[: LONGEST_TITLE - 1] + _CUT
    return Subject(kind, *record, for_on, days, people, title, text)


def _keeper(asked: _Asked, kind: ReminderKind, partnership: Partnership) -> tuple[int, ...]:
    staff = asked.staff
    return staff.in_charge(kind, partnership, asked.today) or staff.with_role(kind, OF_PARTNERSHIPS)


def _agreements(asked: _Asked) -> Iterator[Subject]:
    """Give the agreements that come to their end: handed over, not archived, and not followed by a signed one."""
    signed = _renewals(asked, signed=True)
    handed_over = _renewals(asked, signed=False)
    phrase = phrases(asked.session)
    statement = asked.scope.limit(select(Agreement), Agreement).where(
        Agreement.record_status == RecordStatus.CONFIRMED,
        reached_partner(),
        Agreement.ends_on.between(asked.since, asked.today + timedelta(days=MOST_DAYS)),
    )
    whole = joinedload(Agreement.partnership)
    loaded = statement.options(whole.joinedload(Partnership.partner), whole.selectinload(Partnership.point_people))
    for one in asked.session.scalars(loaded.order_by(Agreement.ends_on, Agreement.id)):
        if one.id in signed or _is_over(one.partnership):
            continue
        kind = ReminderKind.AGREEMENT
        yield _subject(
            kind,
            (one.kind, one.id),
            one.ends_on,
            asked.offsets.of_agreement(one.remind_days),
            _keeper(asked, kind, one.partnership),
            agreement_words(one, phrase, is_handed_over=one.id in handed_over, today=asked.today),
        )


def agreement_words(
    agreement: Agreement, phrase: Callable[[str, str], str], *, is_handed_over: bool, today: date
) -> tuple[str, str]:
    """Say in a title and a sentence that an agreement comes to its end, or came to it.

    Args:
        phrase: Says a code in mid-sentence: vocabulary, code -> words.
        is_handed_over: A renewal lies with the partner, and not both have signed.
    """
    partner, noun = agreement.partnership.partner.name, phrase("agreement_kind", agreement.agreement_kind)
    assert agreement.ends_on is not None  # or it could not come to its end
    ends, is_past = day_words(agreement.ends_on), agreement.ends_on < today
    do = (
        "Its renewal was handed over, and not both have signed it yet."
        if is_handed_over
        else "Renew it if you go on together."
    )
    return (
        f"The agreement with {partner} {'ended' if is_past else 'ends'} on {ends}",
        f"The last day of the {noun} with {partner} {'was' if is_past else 'is'} {ends}. {do}",
    )


def _renewals(asked: _Asked, *, signed: bool) -> frozenset[int]:
    day = Agreement.signed_on if signed else Agreement.submitted_on
    statement = asked.scope.limit(select(Agreement), Agreement).where(
        Agreement.renews_id.is_not(None), day.is_not(None), Agreement.record_status == RecordStatus.CONFIRMED
    )
    found = asked.session.scalars(statement.with_only_columns(Agreement.renews_id))
    return frozenset(number for number in found if number is not None)


def _is_over(partnership: Partnership) -> bool:
    return partnership.ended_on is not None or partnership.record_status is RecordStatus.ARCHIVED


def _actions(asked: _Asked) -> Iterator[Subject]:
    """Give the open actions, those of a plan among them; whose they are is told, or else who wrote them down."""
    statement = asked.scope.limit(select(Action), Action).where(
        Action.record_status == RecordStatus.CONFIRMED,
        Action.done_on.is_(None),
        Action.carried_on.is_(None),
        or_(*(day.between(asked.since, asked.until) for day in (Action.planned_on, Action.due_on))),
    )
    for one in asked.session.scalars(statement.order_by(Action.due_on, Action.id)):
        is_planned = one.origin is Origin.PLAN
        kind = ReminderKind.PLAN if is_planned else ReminderKind.ACTION
        people = asked.staff.readers(kind, one.owner_id) or asked.staff.readers(kind, one.entered_by_id)
        of_what = "In the plan for the year" if is_planned else "An action"
        # Later days take the place of earlier words: what is planned for its last day is due on it.
        days = {one.planned_on: "Planned for", one.due_on: "Due on"}
        for on, is_so in days.items():
            if on is None or not asked.since <= on <= asked.until:
                continue
            told = f"{is_so} {day_words(on)}"
            words = (
                f"{told}: {one.what}",
                f"{of_what}, {begun_small(told)}: {one.what.rstrip('.')}. Tick it off once it is done.",
            )
            yield _subject(kind, (one.kind, one.id), on, asked.offsets.due, people, words)


def _evaluations(asked: _Asked, rows: Sequence[PartnershipRow]) -> Iterator[Subject]:
    for one in evaluations_due(asked.session, rows, scope=asked.scope, today=asked.until):
        if one.due_on < asked.since:
            continue
        partnership, kind = one.row.partnership, ReminderKind.EVALUATION
        words = (
            f"The evaluation of {partnership.partner.name} {'was' if one.due_on < asked.today else 'is'} due on "
            f"{day_words(one.due_on)}",
            f"The partnership with {partnership.partner.name} is evaluated once a year. {one.sentence}",
        )
        people = _keeper(asked, kind, partnership)
        yield _subject(kind, (partnership.kind, partnership.id), one.due_on, asked.offsets.due, people, words)


def _quiet(asked: _Asked, rows: Sequence[PartnershipRow]) -> Iterator[Subject]:
    """Give the partners with whom contact was agreed and is overdue: told once, on the first day that is too late."""
    contacts = last_contacts(asked.session, scope=asked.scope, today=asked.today)
    for row in rows:
        partnership, kind = row.partnership, ReminderKind.CONTACT
        due_by = contact_due_by(partnership, contacts.get(partnership.partner_id))
        if due_by is None or due_by + DAY < asked.since or row.is_out:
            continue
        words = (
            f"Contact with {partnership.partner.name} was due by {day_words(due_by)}",
            contact_sentence(partnership, due_by) + " Log the next one when you have been in touch.",
        )
        people = _keeper(asked, kind, partnership)
        yield _subject(kind, (partnership.kind, partnership.id), due_by + DAY, (0,), people, words)


def _hand_overs(asked: _Asked, rows: Sequence[PartnershipRow]) -> Iterator[Subject]:
    """Give the changes of people, those still to come too, for which no day of a hand-over is on record."""
    statement = asked.scope.limit(select(Transition), Transition).where(
        Transition.record_status == RecordStatus.CONFIRMED,
        Transition.done_on.is_(None),
        Transition.occurred_on.between(asked.since, asked.until),
    )
    kind = ReminderKind.HAND_OVER
    with_partner: dict[int, list[Partnership]] = {}
    for row in rows:
        with_partner.setdefault(row.partnership.partner_id, []).append(row.partnership)
    loaded = statement.options(joinedload(Transition.partner)).order_by(Transition.occurred_on, Transition.id)
    for one in asked.session.scalars(loaded):
        concerned = with_partner.get(one.partner_id or 0, [])
        people = tuple(
            dict.fromkeys(who for each in concerned for who in asked.staff.in_charge(kind, each, asked.today))
        )
        people = people or asked.staff.readers(kind, one.entered_by_id) or asked.staff.with_role(kind, OF_PARTNERSHIPS)
        where = f" at {one.partner.name}" if one.partner is not None else ""
        words = (
            f"People change{where} on {day_words(one.occurred_on)}",
            f"A change of people{where} on {day_words(one.occurred_on)} is on record, and no hand-over yet. "
            "Note the day on which it was handed over.",
        )
        yield _subject(kind, (one.kind, one.id), one.occurred_on, asked.offsets.hand_over, people, words)


def _stated(asked: _Asked) -> Iterator[Subject]:
    """Give what stands on record and counts no more from a day on unless it is said again."""
    continuum = continuum_of(asked.session, scope=asked.scope)
    facts = standing_facts(asked.session, continuum, scope=asked.scope, today=asked.today)
    rules = continuum.rules_on(asked.today.toordinal())
    kind = ReminderKind.STATEMENT
    for one in facts:
        if not asked.since <= one.until <= asked.until:
            continue
        if isinstance(one.record, Partnership):
            people = _keeper(asked, kind, one.record)
        else:
            people = asked.staff.readers(kind, one.record.entered_by_id) or asked.staff.with_role(kind, OF_STATEMENTS)
        until = day_words(one.until)
        words = (
            f"Still true? {_stated_what(one.record, one, rules)}",
            f"It was last said on {day_words(one.said_on)}, and counts no more from {until} unless it is said again.",
        )
        yield _subject(kind, (one.kind, one.record.id), one.until, asked.offsets.due, people, words)


def _stated_what(record: Record, fact: StandingFact, rules: Catalogue) -> str:
    """Say what a standing fact is about, and nobody's name."""
    if fact.practice:
        return rules.practices[fact.practice].wording
    if isinstance(record, Partnership):
        return f"What we agreed with {record.partner.name}"
    if isinstance(record, RosterMember):
        return "A seat of the leadership team"
    if isinstance(record, Coordinator):
        return "Who coordinates our partnerships"
    return f"How we hold dialogue: {record.name}" if isinstance(record, DialogueProcess) else "What is on record"
