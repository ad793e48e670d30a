"""Which hours repeat, so that somebody is asked whether last week was the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from models.hours_asks import GivenHours, expected, repeats

MONDAY = date(2026, 3, 9)
# Last week's Tuesday.
ASKED = date(2026, 3, 3)
TUTORING = GivenHours(1, 2, "tutoring", ASKED, Decimal(2), "hours", ("people",), "Room 4")


def weeks_ago(*weeks: int, one: GivenHours = TUTORING) -> list[GivenHours]:
    return [replace(one, occurred_on=one.occurred_on - timedelta(weeks=week)) for week in weeks]


@pytest.mark.parametrize(
    ("weeks", "is_asked"),
    [
        ({1, 2, 3}, True), ({2, 3, 4}, True), ({1, 2, 4}, True), ({3, 4, 5, 6}, False), ({1, 2}, False),
        ({2, 4, 6}, True), ({2, 4}, False), ({1, 5}, False), (set(), False),
    ],
)  # fmt: skip
def test_three_of_four_weeks_repeat_or_every_second_one_and_what_stopped_is_not_asked(
    weeks: set[int], is_asked: bool
) -> None:
    assert repeats(weeks) is is_asked
    assert bool(expected(weeks_ago(*weeks), MONDAY)) is is_asked


def test_the_last_weeks_hours_are_expected_on_the_same_days_of_the_week() -> None:
    thursday = replace(TUTORING, occurred_on=ASKED + timedelta(days=2), amount=Decimal("1.5"))
    given = [*weeks_ago(3, 2), *weeks_ago(1, one=replace(TUTORING, amount=Decimal(3))), *weeks_ago(1, one=thursday)]
    assert expected(given, MONDAY) == [replace(TUTORING, amount=Decimal(3)), thursday]


def test_each_person_kind_and_organization_has_a_habit_of_its_own() -> None:
    other = replace(TUTORING, user_id=9)
    given = [*weeks_ago(1, 2), *weeks_ago(3, one=other), *weeks_ago(4, one=replace(TUTORING, type="speaker"))]
    assert expected(given, MONDAY) == []


def test_two_gifts_of_one_day_are_one_question() -> None:
    (one,) = expected([*weeks_ago(1, 2, 3), *weeks_ago(1)], MONDAY)
    assert (one.amount, one.occurred_on) == (4, ASKED)
