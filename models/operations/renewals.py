"""Renew agreements: what is suggested, and what is put on record. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from models.agreements import Agreement
from models.days import months_after
from models.operations.agreements import AgreementEntry, draft_agreement
from models.operations.records import restore_record, still_open
from models.records import RecordStatus
from models.refusals import Refused
from models.school_years import FIRST_MONTH, SchoolYear
from models.scope import Scope
from models.wording import day_words

DAY = timedelta(days=1)
YEAR_MONTHS = 12
# A term within one school year that is longer than this leaves out a summer, and comes back a year later. A shorter one
# is followed at once: nobody means to go without an agreement for half a year.
MOST_OF_A_YEAR_MONTHS = 8


@dataclass(frozen=True, slots=True)
class Renewal:
    """A suggested renewal.

    Attributes:
        says: In one or two sentences, from when it is suggested and why; empty where no days are.
        from_today: It begins today (or with the school year's next term) and not where the old one ended.
        is_over: The agreement it renews has ended, so that both ways can be asked for.
    """

    entry: AgreementEntry
    says: str
    from_today: bool
    is_over: bool


def renew_agreement(
    session: Session, agreement: Agreement, entry: AgreementEntry, *, scope: Scope, today: date
) -> Agreement:
    """Make the next agreement of a chain; the old one keeps its dates.

    Raises:
        Refused: Archived, never submitted, renewed already, its partnership over, or wrong dates.
    """
    still_open(agreement)
    if agreement.submitted_on is None:
        raise Refused("A draft cannot be renewed. Submit it, or change the draft.")
    if _other_renewal(session, agreement.id) is not None:
        raise Refused("This agreement was renewed already. Renew the one that follows it.")
    if agreement.ends_on is not None and entry.ends_on is not None and entry.ends_on <= agreement.ends_on:
        raise Refused(
            {"ends_on": f"The agreement it renews runs to {day_words(agreement.ends_on)}. Choose a later day."}
        )
    renewal = draft_agreement(session, agreement.partnership, entry, scope=scope, today=today)
    renewal.renews = agreement
    return renewal


def next_of(agreement: Agreement, *, today: date) -> Renewal:
    """Suggest the next agreement where many are renewed at once: from the end, or from today where that is over."""
    renewal = renewal_of(agreement, today=today)
    over = renewal.entry.ends_on is not None and renewal.entry.ends_on < today
    return renewal_of(agreement, today=today, from_today=True) if over else renewal


def renew_many(
    session: Session, agreements: Iterable[Agreement], signed_on: date | None, *, scope: Scope, today: date
) -> tuple[list[Agreement], dict[str, str]]:
    """Renew several agreements, each as `next_of` suggests; what cannot be renewed is left as it is.

    Args:
        signed_on: The day on which both had signed; None makes drafts.

    Returns:
        The renewals, and the name of each partner whose agreement was left -> why.
    """
    made, left = [], {}
    for agreement in agreements:
        entry = next_of(agreement, today=today).entry
        if entry.ends_on is None:
            left[agreement.partnership.partner.name] = "It has no first day, so nobody knows for how long to renew it."
            continue
        try:
            made.append(
                renew_agreement(session, agreement, replace(entry, signed_on=signed_on), scope=scope, today=today)
            )
        except Refused as refused:
            left[agreement.partnership.partner.name] = str(refused)
    return made, left


def restore_agreement(agreement: Agreement) -> None:
    """Bring an archived agreement back as it was.

    Raises:
        Refused: It is not archived, or another agreement renews the same one by now.
    """
    session = object_session(agreement)
    assert session is not None  # a stored record is in one
    if agreement.renews_id is not None and _other_renewal(session, agreement.renews_id, than=agreement.id) is not None:
        raise Refused("Another agreement renews the same one by now. Archive that one first.")
    restore_record(agreement)


def _other_renewal(session: Session, agreement_id: int, *, than: int | None = None) -> int | None:
    statement = select(Agreement.id).where(
        Agreement.renews_id == agreement_id, Agreement.record_status != RecordStatus.ARCHIVED
    )
    return session.scalars(statement.where(Agreement.id != than) if than is not None else statement).first()


def renewal_of(agreement: Agreement, *, today: date, from_today: bool = False) -> Renewal:
    """Suggest the next agreement: the same again for as long as the last one ran, from its end or from today.

    Args:
        from_today: Of an agreement that is over: begin today, and leave out the time since its end.
    """
    is_over = agreement.ends_on is not None and agreement.ends_on < today
    from_today = from_today and is_over
    starts_on = ends_on = None
    if agreement.ends_on is not None:
        starts_on, ends_on = agreement.ends_on + DAY, None
        if agreement.starts_on is not None:
            days = agreement.starts_on, agreement.ends_on, _year_begins_in(agreement)
            starts_on, ends_on = _term_from(today, *days) if from_today else following_term(*days)
        elif from_today:
            starts_on = today
    entry = AgreementEntry(
        agreement_kind=agreement.agreement_kind,
        starts_on=starts_on,
        ends_on=ends_on,
        notice_days=agreement.notice_days,
        expected_outcome=agreement.expected_outcome,
        serves_workforce=agreement.serves_workforce,
        remind_days=agreement.remind_days,
    )
    return Renewal(entry, _says(agreement, entry, today, from_today=from_today), from_today, is_over)


def _says(agreement: Agreement, entry: AgreementEntry, today: date, *, from_today: bool) -> str:
    if agreement.ends_on is None or entry.starts_on is None:
        return ""
    begins = day_words(entry.starts_on)
    if from_today:
        return f"Suggested from {'today' if entry.starts_on == today else begins}, not from its end."
    if entry.starts_on > agreement.ends_on + DAY:
        year = SchoolYear.of(entry.starts_on, _year_begins_in(agreement))
        return f"Suggested for the same part of {year}, from {begins}."
    over = " That term is over as well." if entry.ends_on is not None and entry.ends_on < today else ""
    return f"Suggested from the day after its end, {begins}.{over}"


def following_term(first: date, last: date, year_begins_in: int = FIRST_MONTH) -> tuple[date, date]:
    """Find the term that follows one of the same length.

    Whole months stay whole months, whatever months and leap years they meet. A term within one school year that fills
    most of it comes back a year later. Any other lasts as many days again.

    Args:
        first: First day of the term.
        last: Its last day.
        year_begins_in: Month with whose first day school years begin there.

    Returns:
        First and last day of the next one.
    """
    after = last + DAY
    if _is_school_year(first, last, year_begins_in):
        return months_after(first, YEAR_MONTHS), months_after(after, YEAR_MONTHS) - DAY
    whole = _whole_months(first, last)
    if whole is None:
        return after, after + (last - first)
    months, left_out = whole
    # Counted from the first term's first day: counted from the second's, a 31st would become a 28th for good.
    return after, months_after(first, 2 * months) - left_out


def _year_begins_in(agreement: Agreement) -> int:
    return agreement.partnership.school.district.year_begins_in


def _term_from(today: date, first: date, last: date, year_begins_in: int) -> tuple[date, date]:
    if _is_school_year(first, last, year_begins_in):
        while last < today:
            first, last = following_term(first, last, year_begins_in)
        return max(first, today), last
    whole = _whole_months(first, last)
    return today, months_after(today, whole[0]) - DAY if whole else today + (last - first)


def _is_school_year(first: date, last: date, year_begins_in: int) -> bool:
    is_in_one = SchoolYear.of(first, year_begins_in) == SchoolYear.of(last, year_begins_in)
    return is_in_one and last + DAY > months_after(first, MOST_OF_A_YEAR_MONTHS)


def _whole_months(first: date, last: date) -> tuple[int, timedelta] | None:
    """Count a term's months where they are whole.

    Returns:
        The months, and what lies between the last day and the same day so many months on: a day (15 June to 14 June),
        or nothing (15 June to 15 June, as many papers say it); None where the months are not whole.
    """
    for left_out in (DAY, timedelta()):
        end = last + left_out
        months = (end.year - first.year) * 12 + end.month - first.month
        if months > 0 and months_after(first, months) == end:
            return months, left_out
    return None
