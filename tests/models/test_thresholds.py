"""A district's own numbers: nothing before their day changes, and what they would do is what they then do."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from models.accounts import District, School
from models.continuum.continuum import Continuum
from models.continuum.rulebook.numbers import STRICT, Number
from models.icmap import RuleSet
from models.operations.standings import refresh_standings
from models.operations.thresholds import (
    ChangedMeanwhile,
    change_thresholds,
    checked_change,
    problems_of,
    take_back,
)
from models.queries.catalogue import catalogue_on, left_aside, rulebook
from models.queries.continuum import continuum_of, kept
from models.queries.standings import standings_on
from models.queries.thresholds import effects_of, latest_change, list_schools
from models.refusals import Refused
from models.scope import Scope
from models.thresholds import ThresholdChange
from seed.catalogue import catalogue_data
from tests.factories import a_district, a_school, a_user
from tests.record_files import bring_demo, store_rules

TODAY = date(2026, 6, 30)
FIRST = date(2026, 9, 1)
AT = datetime(2026, 6, 30, 12, tzinfo=UTC)


@pytest.fixture
def scope(session: Session) -> Scope:
    """A district with one school that has records, and another district beside it."""
    kept.forget()
    store_rules(session)
    district = a_district(session, "Kestrel County")
    school = a_school(session, district=district)
    a_school(session, district=a_district(session, "Heron County"))
    bring_demo(session, school, "a")
    session.commit()
    return Scope.of_school(school.id, district_id=district.id)


def change(session: Session, edits: Mapping[str, Number], first: date = FIRST, *, scope: Scope) -> ThresholdChange:
    latest = latest_change(session, scope=scope)
    based_on = latest.id if latest else None
    numbers = checked_change(session, edits, first, scope=scope, today=TODAY, based_on=based_on)
    found = change_thresholds(session, numbers, first, "So decided", scope=scope, by=a_user(session), at=AT)
    session.commit()
    return found


def answers(continuum: Continuum, days: list[date]) -> list[object]:
    """Give what is said of every indicator on some days, and with which numbers."""
    return [
        (continuum.rules_on(day.toordinal()).version, continuum.on(day).indicators, continuum.growth([day]))
        for day in days
    ]


def test_nothing_before_the_day_of_a_change_is_answered_otherwise(session: Session, scope: Scope) -> None:
    before = continuum_of(session, scope=scope)
    days = [FIRST - timedelta(days=back) for back in (1, 2, 30, 63, 180, 366, 500)]
    told = answers(before, days)
    plain = catalogue_on(session, FIRST)
    made = change(session, {**STRICT, "cadences/occasionally/at_least": 3, "thresholds/note_length": 80}, scope=scope)
    after = continuum_of(session, scope=scope)
    assert after is not before
    assert answers(after, days) == told
    found = catalogue_on(session, FIRST, scope=scope)
    assert (found.version, found.thresholds.level_share) == (f"{plain.version}+{made.id}", 1.0)
    assert found.thresholds.note_length == 80
    assert found.cadences["occasionally"]["at_least"] == 3
    assert plain.thresholds.level_share == 0.5
    assert catalogue_on(session, FIRST - timedelta(days=1), scope=scope).version == plain.version


def test_other_districts_and_commands_without_a_district_named_are_told_right(session: Session, scope: Scope) -> None:
    change(session, STRICT, scope=scope)
    other = session.query(School).filter(School.district.has(District.name == "Heron County")).one()
    assert [one.version for one in rulebook(session, scope=Scope.of_school(other.id))] == ["2026.2"]
    assert len(rulebook(session, scope=Scope.of_school(scope.school_id))) == 2
    assert len(rulebook(session)) == 1


def test_a_look_says_what_saving_then_does_and_stored_standings_follow(session: Session, scope: Scope) -> None:
    schools = list_schools(session, scope=scope)
    refresh_standings(session, scope.school_id, today=TODAY)
    session.commit()
    edits = {**STRICT, "thresholds/carried_months": 0}
    numbers = checked_change(session, edits, FIRST, scope=scope, today=TODAY, based_on=None)
    expected = {one.indicator: one for one in effects_of(session, numbers, FIRST, schools, scope=scope)}
    assert expected
    before = continuum_of(session, scope=scope)
    levels = {code: before.supported(code, FIRST) for code in before.rulebook[-1].judged}
    change(session, edits, scope=scope)
    after = continuum_of(session, scope=scope)
    for code, level in levels.items():
        told = expected.get(code)
        assert after.supported(code, FIRST) == (told.after if told else level)
        assert told is None or told.before == level
    assert standings_on(session, TODAY, scope=scope).stale == {scope.school_id}
    refresh_standings(session, scope.school_id, today=FIRST)
    session.commit()
    stored = {one.indicator: one.supported for one in standings_on(session, FIRST, scope=scope).lines}
    assert stored == {code: after.supported(code, FIRST) for code in after.rulebook[-1].judged}


def test_a_practice_takes_a_number_of_its_own(session: Session, scope: Scope) -> None:
    place = "practices/EC2.L1.GS.1/any/0/at_least"
    change(session, {place: 9}, scope=scope)
    found = catalogue_on(session, FIRST, scope=scope).practices["EC2.L1.GS.1"].rule.alternatives[0]
    assert dict(found.needs)["records"] == 9
    change(session, {place: 2}, FIRST + timedelta(days=1), scope=scope)
    latest = latest_change(session, scope=scope)
    assert latest is not None
    assert latest.numbers == {}


@pytest.mark.parametrize(
    ("numbers", "place", "words"),
    [
        (
            {"cadences/consistently/at_least": 5, "cadences/consistently/months": 5},
            "cadences/consistently/at_least",
            "less",
        ),
        (
            {"cadences/frequently_contact/at_least": 11},
            "cadences/frequently_contact/at_least",
            "more than “Consistently”",
        ),
        ({"cadences/occasionally/months": 3}, "cadences/occasionally/months", "more than “How many”: 2"),
        ({"thresholds/level_share": 0.9}, "thresholds/level_share", "more than “The same for Sustaining”"),
        ({"thresholds/level_share": 0.0}, "thresholds/level_share", "from 1 to 100"),
        ({"thresholds/confirm_every_months": 19}, "thresholds/confirm_every_months", "may not be more"),
        ({"thresholds/oldest_months": 20}, "thresholds/oldest_months", "may not be less"),
        ({"practices/EC2.L1.GS.1/any/0/window_months": 40}, "practices/EC2.L1.GS.1/any/0/window_months", "more"),
        ({"cadences/consistently/quarters": 5}, "cadences/consistently/quarters", "from 1 to 4"),
    ],
)
def test_what_asks_less_where_more_must_be_asked_is_refused_by_the_number_that_was_set(
    numbers: dict[str, Number], place: str, words: str
) -> None:
    found = problems_of(catalogue_data(), numbers)
    assert set(found) >= {place}
    assert words in found[place]


def test_the_day_lies_neither_behind_nor_before_what_is_planned(session: Session, scope: Scope) -> None:
    with pytest.raises(Refused, match="today or a later day"):
        change(session, STRICT, TODAY - timedelta(days=1), scope=scope)
    with pytest.raises(Refused, match="No number"):
        change(session, {"thresholds/level_share": 0.5}, scope=scope)
    planned = change(session, STRICT, scope=scope)
    with pytest.raises(Refused, match="are planned from"):
        change(session, {"thresholds/note_length": 50}, TODAY, scope=scope)
    with pytest.raises(ChangedMeanwhile):
        checked_change(session, STRICT, FIRST, scope=scope, today=TODAY, based_on=None)
    later = change(session, {"thresholds/note_length": 50}, scope=scope)
    assert [one.version for one in rulebook(session, scope=scope)] == ["2026.2", f"2026.2+{later.id}"]
    by = a_user(session)
    with pytest.raises(Refused, match="Take that one back first"):
        take_back(session, planned, scope=scope, by=by, today=TODAY, at=AT)
    take_back(session, later, scope=scope, by=by, today=TODAY, at=AT)
    with pytest.raises(Refused, match="Its day has come"):
        take_back(session, planned, scope=scope, by=by, today=FIRST, at=AT)
    assert [one.version for one in rulebook(session, scope=scope)] == ["2026.2", f"2026.2+{planned.id}"]


def test_rules_that_came_later_and_do_not_go_with_the_numbers_hold_as_they_come(session: Session, scope: Scope) -> None:
    change(session, {"cadences/frequently_contact/at_least": 10}, scope=scope)
    later = catalogue_data()
    later = {**later, "version": "2027.1", "in_force_from": "2027-07-01", "cadences": deepcopy(later["cadences"])}
    later["cadences"]["consistently"]["at_least"] = 9
    session.add(RuleSet(version="2027.1", in_force_from=date(2027, 7, 1), content=later))
    session.commit()
    found = rulebook(session, scope=scope)
    assert [one.cadences["frequently_contact"]["at_least"] for one in found] == [6, 10, 6]
    assert left_aside(session, scope=scope) == [found[-1].version]


def test_whoever_judges_says_whose_rules() -> None:
    """A call without a scope answers by the product's numbers: right for words, wrong for any school's level."""
    root = Path(__file__).parents[2]
    may = {"models/queries/catalogue.py", "tracker/thresholds/views.py", "tracker/serve_cli.py", "tracker/rules.py"}
    against = [
        f"{path.relative_to(root)}:{node.lineno}"
        for folder in ("models", "tracker", "dashboards")
        for path in sorted((root / folder).rglob("*.py"))
        if str(path.relative_to(root)) not in may
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("catalogue_on", "rulebook")
        if "scope" not in {keyword.arg for keyword in node.keywords}
    ]
    assert against == []
