"""Rules in force from a day on judge no earlier day, and what was met before it holds and carries on."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.continuum.judging.answers import Status
from models.continuum.rulebook.reader import parse_catalogue
from models.continuum.time.calendar import month_ends_before
from seed.catalogue import catalogue_data, load_catalogue
from tests.models.continuum.random_changes import read
from tests.models.continuum.random_schools import random_school
from tests.models.continuum.rows import activity, day, logging_since

few = settings(max_examples=4, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
CHANGE = day("2026-03-01")
FIRST, SECOND = load_catalogue("2026.1"), replace(load_catalogue("2026.2"), in_force_from=CHANGE)
LONG_BEFORE = [day("2024-06-30"), day("2024-12-17"), day("2025-01-31")]
JUST_BEFORE = [day("2025-11-23"), day("2026-02-28")]


def settled(answer):
    """Leave out of an answer what it says of days to come, on which other rules may be in force."""
    return repr(replace(answer, held_until=None, carried_until=None))


def same_before(rows, one, other):
    """Compare two schools on days before the change."""
    for on in LONG_BEFORE:
        assert repr(one.on(on)) == repr(other.on(on)), on
    for on in JUST_BEFORE:
        answers = [school.on(on).indicators for school in (one, other)]
        assert {code: settled(answer) for code, answer in answers[0].items()} == {
            code: settled(answer) for code, answer in answers[1].items()
        }, on


@few
@given(st.integers(0, 100_000))
def test_days_before_a_version_are_answered_as_if_it_were_not_there(seed):
    rows = random_school(seed, FIRST, records=60)

    same_before(rows, read(rows, [FIRST]), read(rows, [FIRST, SECOND]))


def marked_otherwise(data):
    """Give other marks to values of many vocabularies."""
    data = copy.deepcopy(data)
    for name, mark in (
        ("channel", "two_way"),
        ("channel", "reaches_community"),
        ("audience", "beyond_school"),
        ("audience", "spoken_to"),
        ("stage", "in_force"),
        ("match_status", "answers"),
        ("data", "selects"),
        ("training_topic", "trains_roles"),
        ("agreement_kind", "ends"),
        ("finding", "no_aim"),
        ("purpose", "two_way"),
        ("way", "given"),
    ):
        for value in data["vocabularies"][name][::2]:
            value[mark] = not value.get(mark, False)
    return {**data, "version": "marked", "in_force_from": CHANGE}


@few
@given(st.integers(0, 100_000))
def test_marks_that_change_from_a_day_change_no_earlier_answer(seed):
    second = load_catalogue("2026.2")
    marked = parse_catalogue(marked_otherwise(catalogue_data("2026.2")))
    rows = random_school(seed, second, records=60)
    both = read(rows, [second, marked])

    same_before(rows, read(rows, [second]), both)
    only_marked = read(rows, [replace(marked, in_force_from=second.in_force_from)])
    # What is met on a later day is asked with the new marks alone.
    on = day("2026-11-23").toordinal()
    assert all(both.share(key, on) == only_marked.share(key, on) for key in marked.practices)


@few
@given(st.integers(0, 100_000), st.sampled_from([3, 40, 200, 330]))
def test_a_part_is_held_by_what_met_it_under_the_rules_of_that_day(seed, later):
    rows = random_school(seed, FIRST, records=90)
    school, on = read(rows, [FIRST, SECOND]), CHANGE + timedelta(days=later)
    ends = month_ends_before(on.toordinal(), 12)
    alone = {rules.version: read(rows, [rules]) for rules in (FIRST, SECOND)}
    for code, answer in school.on(on).indicators.items():
        for key, one in answer.practices.items():
            # Each month-end is asked of a school that has only the rules of that day.
            was_met = any(
                alone["2026.1" if end < CHANGE.toordinal() else "2026.2"].share(key, end) == 1 for end in ends
            )
            if one.status is Status.HELD:
                assert was_met, (code, key)
            elif one.status in (Status.PARTLY, Status.NOT_MET, Status.UNKNOWN):
                assert not was_met, (code, key)


def with_rule(catalogue, key, **numbers):
    """Ask other numbers of the records of a practice."""
    practice = catalogue.practices[key]
    changed = replace(practice, rule=replace(practice.rule, **numbers))
    return replace(catalogue, practices={**catalogue.practices, key: changed})


def test_a_level_that_stricter_rules_ended_is_held_across_their_first_day():
    told = [activity("2026-01-12", "communication", "teachers", audience="students families")]
    strict = with_rule(FIRST, "EC3.T1.GS.1", needs=(("records", 9),))
    strict = replace(with_rule(strict, "EC3.T1.GS.2", needs=(("records", 9),)), version="strict", in_force_from=CHANGE)
    school = read({"activity": told, **logging_since("2020-07-01")}, [FIRST, strict])
    before, after, later = (
        school.indicator("EC3.Teachers1", day(on)) for on in ("2026-02-28", "2026-03-01", "2027-03-01")
    )

    assert (before.supported, after.supported, later.supported) == (1, 1, 0)
    assert set(after.held) == {"EC3.T1.GS.1", "EC3.T1.GS.2"}
    assert {record for one in after.held.values() for record in one.records} == {("activity", told[0]["ref"])}
    assert all(one.until == day("2027-02-28") for one in after.held.values())


@few
@given(st.integers(0, 100_000))
def test_what_is_carried_across_a_first_day_was_reached_by_the_rules_before_it(seed):
    rows = random_school(seed, FIRST, records=160)
    school, on = read(rows, [FIRST, SECOND]), CHANGE + timedelta(days=10)
    limits = SECOND.thresholds
    for code, answer in school.on(on).indicators.items():
        if answer.carried_from is None:
            continue
        months = min(limits.carried_months * (answer.carried_from - answer.supported), limits.carried_most_months)
        ends = month_ends_before(on.toordinal(), months)
        assert any(school.levels(code, end)[answer.carried_from - 1].reached for end in ends), code
