"""What is held, and which days come out alike, against what the month-ends say one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.continuum.evidence.evidence import evidence_from_rows
from models.continuum.judging import days
from models.continuum.judging.indicators import Indicators
from models.continuum.judging.practices import Practices
from models.continuum.time.calendar import NEVER, month_ends_before
from models.continuum.time.spans import Spans, at_least, remembered
from seed.catalogue import load_catalogue
from tests.models.continuum.random_schools import random_school
from tests.models.continuum.rows import day

few = settings(max_examples=6, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
CHANGE = day("2026-03-01")
RULES = [load_catalogue("2026.1"), replace(load_catalogue("2026.2"), in_force_from=CHANGE)]
FROM = day("2025-01-31")
edges = st.lists(st.integers(FROM.toordinal(), FROM.toordinal() + 500), max_size=8, unique=True)
sets = edges.map(lambda some: Spans.of(zip(sorted(some)[::2], sorted(some)[1::2], strict=False)))


def judged(seed, records):
    rows = random_school(seed, RULES[0], records=records)
    return Indicators([Practices(rules, evidence_from_rows(rows, rules.language)) for rules in RULES])


@settings(max_examples=60, derandomize=True, deadline=None, database=None)
@given(st.lists(sets, min_size=1, max_size=4), st.integers(1, 4), st.integers(1, 13))
def test_a_day_remembers_a_month_end_as_long_as_it_is_among_the_last(parts, needed, months):
    found = remembered(at_least(parts, needed), months)

    for on in range(FROM.toordinal() - 5, FROM.toordinal() + 950, 11):
        ends = month_ends_before(on, months)
        assert (on in found) == any(sum(end in part for part in parts) >= needed for end in ends), on


def test_what_never_ends_is_remembered_for_good():
    assert remembered(Spans.since(FROM.toordinal()), 6) == Spans(((FROM.toordinal() + 1, NEVER),))


@few
@given(st.integers(0, 100_000), st.sampled_from([30, 120]))
def test_a_part_is_held_where_it_was_whole_at_one_of_the_month_ends(seed, records):
    school = judged(seed, records)

    for on in (CHANGE + timedelta(days=40 * number) for number in range(-9, 9)):
        at = on.toordinal()
        for code in school.rules_on(at).judged:
            for unit in school.units(code, at):
                for hopeful in (False, True):
                    held = at in school.held(unit.practices, unit.needed, at, hopeful=hopeful)
                    assert held == any(
                        school.was_whole(unit.practices, unit.needed, end, hopeful=hopeful)
                        for end in school.held_ends(at)
                    ), (unit.key, on, hopeful)


@few
@given(st.integers(0, 100_000), st.sampled_from([30, 120]))
def test_days_between_two_changes_come_out_as_if_each_were_judged(seed, records):
    one_by_one, alike = judged(seed, records), judged(seed, records)
    asked = [(CHANGE + timedelta(days=23 * number)).toordinal() for number in range(-25, 15)]

    for code in RULES[0].judged:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(days, "MOST_EDGES", -1)
            single = [one_by_one.outcome(code, on, hopeful=hopeful) for on in asked for hopeful in (False, True)]
        together = [alike.outcome(code, on, hopeful=hopeful) for on in asked for hopeful in (False, True)]
        assert together == single, code
        assert not one_by_one.of(code).alike
    assert any(alike.of(code).alike for code in RULES[0].judged)
