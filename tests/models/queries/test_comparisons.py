"""Two days beside each other: what rose and why, and what only seems to have risen because logging began."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from models.continuum.continuum import Continuum
from models.queries.comparisons import (
    NOT_LOGGED,
    Moved,
    compare_days,
    finding,
    months_between,
    moved_between,
)
from tests.models.continuum.rows import demo_rows, school
from tests.real_schools import ALL_FIELDS, real_schools

TELL = "EC3.Teachers1"
LATE = date(2026, 6, 30)


@pytest.fixture(scope="module")
def demo() -> Continuum:
    """The demo's fullest school: years of records."""
    return school(demo_rows("c"))


def test_of_two_days_each_indicator_has_its_levels_and_what_made_the_difference(demo: Continuum) -> None:
    then = date(2025, 6, 30)
    compared = compare_days(demo, then, LATE)
    moved = compared.those(Moved.ROSE, Moved.FELL)
    assert moved
    for one in compared.changes:
        code = one.indicator.code
        assert (one.before.level, one.after.level) == (demo.supported(code, then), demo.supported(code, LATE))
        for turned in one.turned:
            key, (mine, other) = turned.practice.key, (LATE, then) if turned.came else (then, LATE)
            assert set(turned.records) <= demo.record_keys(key, mine) - demo.record_keys(key, other)
    assert any(turned.records for one in moved for turned in one.turned)


def test_the_other_way_round_what_came_went(demo: Continuum) -> None:
    days = date(2025, 6, 30), LATE
    there, back = compare_days(demo, *days), compare_days(demo, *reversed(days))
    assert len(there.those(Moved.ROSE)) == len(back.those(Moved.FELL))
    for one, other in zip(there.changes, back.changes, strict=True):
        assert {t.practice.key for t in one.turned if t.came} == {t.practice.key for t in other.turned if not t.came}


@pytest.mark.parametrize("one", real_schools(), ids=lambda one: one.name)
def test_the_start_of_logging_is_no_rise(one) -> None:
    continuum = school(one.rows(ALL_FIELDS))
    first = date.fromordinal(continuum.evidence.known_from)
    before = compare_days(continuum, first - timedelta(days=1), one.on)
    assert {change.before.unknown for change in before.changes} == {NOT_LOGGED}
    assert {change.moved for change in before.changes} == {Moved.UNKNOWN}
    assert "too young" in finding(before)
    # While the look-backs reach beyond the first day only what was impossible then can have risen.
    for code in continuum.rulebook[-1].judged:
        for days in (0, 30, 200):
            then = first + timedelta(days=days)
            if then < one.on and moved_between(continuum, code, then, one.on) is Moved.ROSE:
                young = continuum.indicator(code, then).too_early
                assert not young or continuum.supported(code, one.on) > continuum.possible(code, then)


def test_the_months_walk_from_day_to_day_and_tell_each_change_once(demo: Continuum) -> None:
    months = months_between(demo, date(2025, 3, 15), LATE)
    assert [one.on for one in months][:2] == [date(2025, 3, 15), date(2025, 3, 31)]
    assert months[-1].on == LATE and len(months) == 17
    for before, after in pairwise(months):
        changed = {code for code, place in after.places.items() if place != before.places[code]}
        assert {event.indicator.code for event in after.events} == changed
    assert len(months_between(demo, date(1950, 1, 1), LATE)) == 25


@pytest.mark.parametrize("then", [date(2024, 2, 29), LATE, date(1950, 1, 1)])
def test_an_empty_school_and_the_oddest_days_are_compared(then: date) -> None:
    empty = school({})
    compared = compare_days(empty, then, LATE)
    assert {one.moved for one in compared.changes} == {Moved.UNKNOWN}
    assert finding(compared) == "Our log is too young for these two days to be compared"
    assert months_between(empty, then, LATE)[-1].on == LATE


def test_the_same_day_twice_stayed_everywhere(demo: Continuum) -> None:
    compared = compare_days(demo, LATE, LATE)
    assert {one.moved for one in compared.changes} == {Moved.STAYED}
    assert not any(one.turned for one in compared.changes)
    assert finding(compared) == "16 of 16 indicators stayed"
