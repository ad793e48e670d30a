"""Agreements are renewed for as long as they ran: whole months stay whole months, and no paper has two renewals."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from models.agreements import Agreement
from models.days import months_after
from models.operations.agreements import AgreementEntry, change_agreement, end_agreement
from models.operations.renewals import following_term, renew_agreement, renewal_of, restore_agreement
from models.refusals import Refused
from models.scope import Scope
from tests.factories import TODAY, a_partner, a_partnership, a_school, an_agreement

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("term", "following"),
    [
        ("2024-01-01 2024-12-31", "2025-01-01 2025-12-31"),  # a leap year
        ("2023-01-01 2023-12-31", "2024-01-01 2024-12-31"),  # before a leap year
        ("2023-07-01 2024-06-30", "2024-07-01 2025-06-30"),
        ("2023-03-01 2024-02-29", "2024-03-01 2025-02-28"),
        ("2026-01-01 2026-06-30", "2026-07-01 2026-12-31"),  # half a year
        ("2025-07-01 2025-12-31", "2026-01-01 2026-06-30"),
        ("2025-03-01 2025-05-31", "2025-06-01 2025-08-31"),  # a quarter of 92 days, and of 92
        ("2025-04-01 2025-04-30", "2025-05-01 2025-05-31"),  # 30 days, then 31
        ("2025-06-15 2026-06-14", "2026-06-15 2027-06-14"),
        ("2025-06-15 2026-06-15", "2026-06-16 2027-06-15"),  # to the same day, as many papers say it
        ("2025-01-31 2025-02-27", "2025-02-28 2025-03-30"),
        ("2025-08-31 2026-02-27", "2026-02-28 2026-08-30"),
        ("2024-02-29 2025-02-28", "2025-03-01 2026-02-28"),
        ("2021-07-01 2024-06-30", "2024-07-01 2027-06-30"),
        # Within a school year, leaving out the summer.
        ("2025-08-18 2026-05-29", "2026-08-18 2027-05-29"),
        ("2025-08-01 2026-06-30", "2026-08-01 2027-06-30"),
        ("2025-09-02 2026-05-08", "2026-09-02 2027-05-08"),
        # Half a year and somewhat more goes on without a gap, also where a paper names the same day twice.
        ("2025-09-01 2026-03-01", "2026-03-02 2026-09-01"),
        ("2025-07-15 2026-01-14", "2026-01-15 2026-07-14"),
        ("2025-08-18 2026-02-27", "2026-02-28 2026-09-09"),
        ("2023-07-01 2024-02-29", "2024-03-01 2024-10-31"),
        # No whole months: as many days again.
        ("2026-01-10 2026-02-23", "2026-02-24 2026-04-09"),
        ("2026-03-14 2026-03-14", "2026-03-15 2026-03-15"),
    ],
)
def test_a_term_is_followed_by_one_of_the_same_length(term: str, following: str) -> None:
    first, last = map(date.fromisoformat, term.split())
    assert " ".join(day.isoformat() for day in following_term(first, last)) == following


def test_a_term_within_a_school_year_of_its_district_comes_back_a_year_later() -> None:
    first, last = date(2026, 2, 2), date(2026, 11, 27)  # where years begin in February
    assert following_term(first, last, 2) == (date(2027, 2, 2), date(2027, 11, 27))
    assert following_term(first, last)[0] == last + DAY


@pytest.mark.parametrize("months", [1, 2, 3, 6, 12, 18, 24, 36])
def test_whole_months_stay_whole_months_from_any_first_day(months: int) -> None:
    for offset in range(0, 1500, 7):
        first = date(2023, 1, 1) + timedelta(days=offset)
        term = first, months_after(first, months) - DAY
        begins, ends = following_term(*term)
        if begins == term[1] + DAY:
            assert ends + DAY == months_after(first, 2 * months), term
        else:  # it left out the summer, and comes back on the same day
            assert (begins, ends + DAY) == (months_after(first, 12), months_after(term[1] + DAY, 12)), term


@pytest.fixture
def over(session: Session) -> Agreement:
    """An agreement of one calendar year that ended on the last of 2024, seen in March 2026."""
    partnership = a_partnership(session, a_school(session), a_partner(session), started_on=date(2023, 1, 1))
    return an_agreement(
        session, partnership, submitted_on=date(2023, 12, 1), signed_on=date(2023, 12, 5), starts_on=date(2024, 1, 1),
        ends_on=date(2024, 12, 31),
    )  # fmt: skip


def test_what_is_long_over_is_suggested_from_its_end_and_says_so(over: Agreement) -> None:
    found = renewal_of(over, today=TODAY)
    assert (found.entry.starts_on, found.entry.ends_on) == (date(2025, 1, 1), date(2025, 12, 31))
    assert found.says == "Suggested from the day after its end, Jan 1, 2025. That term is over as well."


def test_what_is_long_over_can_be_suggested_from_today_and_says_so(over: Agreement) -> None:
    found = renewal_of(over, today=TODAY, from_today=True)
    assert (found.entry.starts_on, found.entry.ends_on) == (TODAY, date(2027, 3, 13))
    assert found.says == "Suggested from today, not from its end."


def test_what_still_runs_is_renewed_from_its_end_even_where_today_is_asked_for(over: Agreement) -> None:
    found = renewal_of(over, today=date(2024, 12, 31), from_today=True)
    assert found.entry.starts_on == date(2025, 1, 1)
    assert (found.from_today, found.is_over) == (False, False)


def test_a_school_years_term_is_suggested_for_the_year_that_runs(over: Agreement) -> None:
    over.starts_on, over.ends_on = date(2022, 8, 18), date(2023, 5, 29)
    running = renewal_of(over, today=TODAY, from_today=True)
    assert (running.entry.starts_on, running.entry.ends_on) == (TODAY, date(2026, 5, 29))
    coming = renewal_of(over, today=date(2026, 7, 4), from_today=True)
    assert (coming.entry.starts_on, coming.entry.ends_on) == (date(2026, 8, 18), date(2027, 5, 29))
    assert coming.says == "Suggested from Aug 18, 2026, not from its end."
    assert "the same part of 2023-24" in renewal_of(over, today=TODAY).says


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"signed_on": date(2025, 1, 1)}, "signed_on"),
        ({"submitted_on": date(2025, 1, 1)}, "submitted_on"),
        ({"submitted_on": date(2024, 12, 30), "signed_on": date(2025, 1, 1)}, "signed_on"),
    ],
)
def test_nothing_is_signed_or_submitted_after_the_last_day(over: Agreement, days: dict[str, date], field: str) -> None:
    entry = AgreementEntry(over.agreement_kind, starts_on=over.starts_on, ends_on=over.ends_on, **days)
    with pytest.raises(Refused) as refused:
        change_agreement(over, entry, today=TODAY)
    assert set(refused.value.fields) == {field}
    assert "Dec 31, 2024" in refused.value.fields[field]


def test_an_agreement_signed_on_its_last_day_is_taken(over: Agreement) -> None:
    entry = AgreementEntry(over.agreement_kind, signed_on=over.ends_on, starts_on=over.starts_on, ends_on=over.ends_on)
    change_agreement(over, entry, today=TODAY)
    assert over.signed_on == over.ends_on


def test_nothing_is_ended_before_the_day_on_which_it_was_signed(over: Agreement) -> None:
    over.signed_on = date(2024, 3, 1)
    with pytest.raises(Refused, match="later than this day"):
        end_agreement(over, date(2024, 2, 1), today=TODAY)
    end_agreement(over, date(2024, 3, 1), today=TODAY)
    assert over.ends_on == date(2024, 3, 1)


def renewed(session: Session, agreement: Agreement) -> Agreement:
    entry = AgreementEntry(agreement.agreement_kind, starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    scope = Scope.of_school(agreement.school_id)
    made = renew_agreement(session, agreement, entry, scope=scope, today=TODAY)
    session.flush()
    return made


def test_one_paper_has_one_renewal_an_archived_one_makes_room(session: Session, over: Agreement) -> None:
    first = renewed(session, over)
    with pytest.raises(Refused, match="renewed already"):
        renewed(session, over)
    first.archive()
    session.flush()
    second = renewed(session, over)
    with pytest.raises(Refused, match="Another agreement renews the same one"):
        restore_agreement(first)
    second.archive()
    session.flush()
    restore_agreement(first)
    assert (first.renews_id, second.renews_id) == (over.id, over.id)
