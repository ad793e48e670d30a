"""The calendar of look-backs, held against the definition day by day."""

from datetime import date

import pytest

from models.continuum.time.calendar import back, expiry, month_ends_before, month_of, quarter_of
from tests.models.continuum.rows import day


def iso(number):
    return date.fromordinal(number).isoformat()


@pytest.mark.parametrize(
    ("on", "months", "expected"),
    [
        ("2026-06-30", 12, "2025-06-30"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2026-08-31", 18, "2025-02-28"),
    ],
)
def test_a_day_that_a_month_lacks_becomes_its_last(on, months, expected):
    assert iso(back(day(on).toordinal(), months)) == expected


@pytest.mark.parametrize("months", [1, 12, 14, 24])
@pytest.mark.parametrize("grace", [0, 60])
def test_a_record_expires_on_the_first_day_whose_look_back_reaches_it(months, grace):
    for number in range(day("2023-12-01").toordinal(), day("2024-04-05").toordinal()):
        expected = number
        while back(expected, months) - grace < number:
            expected += 1
        assert expiry(number, months, grace) == expected, iso(number)


def test_quarters_are_those_of_the_school_year():
    days = {month: quarter_of(date(2026, month, 12).toordinal()) for month in range(1, 13)}

    assert days == {7: 1, 8: 1, 9: 1, 10: 2, 11: 2, 12: 2, 1: 3, 2: 3, 3: 3, 4: 4, 5: 4, 6: 4}


def test_months_are_counted_through_the_years():
    assert month_of(day("2026-01-31").toordinal()) - month_of(day("2025-12-01").toordinal()) == 1


def test_the_ends_of_the_twelve_months_before_leave_out_the_asked_days_own_month():
    ends = [iso(end) for end in month_ends_before(day("2026-06-30").toordinal())]

    assert (ends[0], ends[-1], len(ends)) == ("2026-05-31", "2025-06-30", 12)
    assert iso(month_ends_before(day("2026-07-01").toordinal())[0]) == "2026-06-30"
