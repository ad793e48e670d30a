"""Draft, submit, sign and end agreements. Nothing here commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session, object_session

from models.agreements import Agreement
from models.documents import Document
from models.operations.records import still_open, tidy, touch
from models.operations.signatures import tell_handed_over
from models.partnerships import Partnership
from models.refusals import Refused, refuse_if
from models.scope import Scope
from models.wording import day_words

_TO_COME = "This day is still to come. Note it on the day."


@dataclass(frozen=True, slots=True)
class AgreementEntry:
    """What an agreement says.

    Attributes:
        ends_on: Its last day; None for an open-ended one.
        notice_days: Days of notice before it can be ended.
        remind_days: Days before its end on which its point person is reminded, as the agreement keeps them.
    """

    agreement_kind: str
    submitted_on: date | None = None
    signed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    notice_days: int | None = None
    expected_outcome: str | None = None
    serves_workforce: bool | None = None
    remind_days: tuple[str, ...] = ()
    note: str | None = None


def draft_agreement(
    session: Session, partnership: Partnership, entry: AgreementEntry, *, scope: Scope, today: date
) -> Agreement:
    """Put an agreement of a partnership on record: a draft, or one handed over or signed already.

    Letters tell the partner's people of one that was handed over, here and wherever else that is noted first.

    Raises:
        Refused: The partnership is archived or ended, or the dates contradict each other.
    """
    still_open(partnership)
    if partnership.ended_on is not None:
        raise Refused(f"This partnership ended on {day_words(partnership.ended_on)}.")
    agreement = Agreement(
        school_id=partnership.school_id,
        partnership=partnership,
        agreement_kind=entry.agreement_kind,
        entered_on=today,
        entered_by_id=scope.user_id,
    )
    _fill(agreement, entry, today)
    session.add(agreement)
    tell_handed_over(session, agreement, today=today)
    return agreement


def change_agreement(agreement: Agreement, entry: AgreementEntry, *, today: date) -> None:
    """Correct what is on record of an agreement.

    Raises:
        Refused: Archived, or the dates contradict each other.
    """
    still_open(agreement)
    was_handed_over = agreement.submitted_on is not None
    _fill(agreement, entry, today)
    if not was_handed_over:
        _tell(agreement, today)


def submit_agreement(agreement: Agreement, on: date, *, today: date) -> None:
    """Note that an agreement was handed to the partner.

    Raises:
        Refused: Archived, handed over or over already, or a day still to come.
    """
    still_open(agreement)
    refuse_if({"on": _TO_COME} if on > today else {})
    agreement.submit(on)
    _tell(agreement, today)


def sign_agreement(agreement: Agreement, on: date, *, today: date) -> None:
    """Note that both sides signed.

    Raises:
        Refused: Archived, still a draft, signed or over already, or a day before it was submitted or still to come.
    """
    still_open(agreement)
    refuse_if({"on": _TO_COME} if on > today else {})
    agreement.sign(on)


def end_agreement(agreement: Agreement, on: date, *, today: date) -> None:
    """End an agreement before its time.

    Args:
        on: Its last day.

    Raises:
        Refused: Archived, a draft, over already, or a day before it began or still to come.
    """
    still_open(agreement)
    refuse_if({"on": _TO_COME} if on > today else {})
    agreement.end(on)


def attach_to_agreement(agreement: Agreement, document: Document) -> None:
    """Put a stored file to an agreement; the same file twice stands once.

    Raises:
        Refused: Archived, or another school's file.
    """
    still_open(agreement)
    if document.school_id != agreement.school_id:
        raise Refused({"file": "There is no such file."})
    if document not in agreement.documents:
        agreement.documents.append(document)
        touch(agreement)


def detach_from_agreement(agreement: Agreement, document: Document) -> None:
    """Take a file from an agreement; the file itself is kept.

    Raises:
        Refused: Archived, or the agreement does not have it.
    """
    still_open(agreement)
    if document not in agreement.documents:
        raise Refused("This agreement has no such file.")
    agreement.documents.remove(document)
    touch(agreement)


def agreement_problems(entry: AgreementEntry, *, today: date) -> dict[str, str]:
    """Find what is wrong with what an agreement says.

    Returns:
        Field -> one sentence that says what to do; empty where all is well.
    """
    submitted_on = _submitted_on(entry)
    problems = {}
    if submitted_on and submitted_on > today:
        problems["submitted_on"] = _TO_COME
    if entry.signed_on and entry.signed_on > today:
        problems["signed_on"] = _TO_COME
    elif entry.signed_on and submitted_on and entry.signed_on < submitted_on:
        problems["signed_on"] = f"It was submitted on {day_words(submitted_on)}; it cannot be signed before."
    elif entry.signed_on and entry.ends_on and entry.signed_on > entry.ends_on:
        problems["signed_on"] = f"Its last day is {day_words(entry.ends_on)}; it cannot be signed after."
    elif submitted_on and entry.ends_on and submitted_on > entry.ends_on:
        problems["submitted_on"] = f"Its last day is {day_words(entry.ends_on)}; it cannot be submitted after."
    if entry.starts_on and entry.ends_on and entry.ends_on < entry.starts_on:
        problems["ends_on"] = "The last day is before the first. Choose a later day."
    if entry.notice_days is not None and entry.notice_days < 0:
        problems["notice_days"] = "Days of notice cannot be fewer than none."
    return problems


def _tell(agreement: Agreement, today: date) -> None:
    session = object_session(agreement)
    assert session is not None  # a stored record is in one
    tell_handed_over(session, agreement, today=today)


def _submitted_on(entry: AgreementEntry) -> date | None:
    # A paper that both signed was in the partner's hands on that day at the latest.
    return entry.submitted_on or entry.signed_on


def _fill(agreement: Agreement, entry: AgreementEntry, today: date) -> None:
    refuse_if(agreement_problems(entry, today=today))
    agreement.agreement_kind = entry.agreement_kind
    agreement.submitted_on = _submitted_on(entry)
    agreement.signed_on = entry.signed_on
    agreement.starts_on = entry.starts_on
    agreement.ends_on = entry.ends_on
    agreement.notice_days = entry.notice_days
    agreement.expected_outcome = tidy(entry.expected_outcome)
    agreement.serves_workforce = entry.serves_workforce
    agreement.remind_days = entry.remind_days
    agreement.note = tidy(entry.note)
