"""School years run from July to June."""

from __future__ import annotations

from datetime import date

import pytest

from models.school_years import SchoolYear


def test_june_and_july_belong_to_different_years() -> None:
    assert SchoolYear.of(date(2026, 6, 30)) == SchoolYear(2025)
    assert SchoolYear.of(date(2026, 7, 1)) == SchoolYear(2026)


def test_a_year_is_written_as_it_is_read() -> None:
    assert str(SchoolYear.parse("1999-00")) == "1999-00"


@pytest.mark.parametrize("text", ["2025", "2025-27", "25-26", "2025-2026", "", "abcd-ef", "1980-81"])
def test_what_is_no_school_year_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="school year"):
        SchoolYear.parse(text)


def test_a_past_year_is_judged_on_its_last_day_and_the_running_one_today() -> None:
    today = date(2026, 11, 23)
    assert SchoolYear(2025).asked_day(today) == date(2026, 6, 30)
    assert SchoolYear(2026).asked_day(today) == today
