"""Numbers that change on some days: taken from one another day by day."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from models.continuum.time.calendar import NEVER
from models.continuum.time.spans import Spans
from models.continuum.time.steps import Running, Steps, chosen

DAYS = st.integers(0, 30)
NUMBERS = st.sampled_from([0.0, 0.5, 1.0])
steps = st.builds(
    lambda edges, before: Steps.of(sorted(edges.items()), before), st.dictionaries(DAYS, NUMBERS, max_size=6), NUMBERS
)
spans = st.lists(st.tuples(DAYS, st.one_of(DAYS, st.just(NEVER))), max_size=3).map(Spans.of)


@settings(max_examples=300, derandomize=True, deadline=None, database=None)
@given(spans, steps, steps)
def test_one_number_is_taken_on_some_days_and_another_on_all_others(days, inside, outside):
    found = chosen(days, inside, outside)
    assert [found.at(day) for day in range(40)] == [(inside if day in days else outside).at(day) for day in range(40)]
    # It holds the days on which it changes, and no others.
    assert list(found.days) == sorted(set(found.days))
    assert all(one != other for one, other in zip((found.before, *found.values), found.values, strict=False))


CHANGES = st.dictionaries(DAYS, st.integers(-3, 3), max_size=5)


@settings(max_examples=200, derandomize=True, deadline=None, database=None)
@given(CHANGES, st.lists(CHANGES, max_size=30), st.lists(DAYS, max_size=3))
def test_a_running_count_is_the_same_before_and_after_its_changes_are_worked_in(first, later, looked_at):
    running, whole = Running(Steps.counting(first)), Steps.counting(first)
    for changes in later:
        for day in looked_at:
            assert running.at(day) == whole.at(day)
        running, whole = running.with_changes(changes), whole.with_changes(changes)
    said = [running.at(day) for day in range(40)]
    assert said == [running.steps.at(day) for day in range(40)] == [whole.at(day) for day in range(40)]
    assert said == [running.at(day) for day in range(40)]
