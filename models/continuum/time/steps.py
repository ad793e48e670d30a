"""Step functions of time: a number that changes on some days and stays until the next of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from models.continuum.time.calendar import NEVER, first_day_reaching
from models.continuum.time.spans import Spans

# So many days may change a running count before they are worked in.
_MOST_CHANGES = 64


@dataclass(frozen=True, slots=True)
class Steps:
    """A step function of time.

    Attributes:
        days: Days on which the number changes, ascending.
        values: The number from each of those days on.
        before: The number before the first of them.
    """

    days: tuple[int, ...] = ()
    values: tuple[float, ...] = ()
    before: float = 0.0

    @classmethod
    def of(cls, edges: Iterable[tuple[int, float]], before: float = 0.0) -> Steps:
        """Make steps of (day, number from it on), days ascending; what changes nothing is left out."""
        days: list[int] = []
        values: list[float] = []
        latest = before
        for day, value in edges:
            if value != latest:
                days.append(day)
                values.append(value)
                latest = value
        return cls(tuple(days), tuple(values), before)

    @classmethod
    def counting(cls, changes: Mapping[int, int]) -> Steps:
        """Make a running count of what enters (+) and leaves (-) on some days."""
        days: list[int] = []
        values: list[float] = []
        count = 0
        for day in sorted(changes):
            if changes[day]:
                count += changes[day]
                days.append(day)
                values.append(count)
        return cls(tuple(days), tuple(values))

    def at(self, day: int) -> float:
        """Look up the number of a day."""
        index = bisect_right(self.days, day)
        return self.values[index - 1] if index else self.before

    def next_change(self, day: int) -> int:
        """Find the next day on which the number changes; NEVER where it does no more."""
        index = bisect_right(self.days, day)
        return self.days[index] if index < len(self.days) else NEVER

    def mapped(self, work: Callable[[float], float]) -> Steps:
        """Apply a function to every number."""
        return Steps.of(zip(self.days, map(work, self.values), strict=True), work(self.before))

    def parts_of(self, need: float) -> Steps:
        """Say which part of what is needed is there, at most 1."""
        if not self.days:
            return Steps((), (), min(1.0, self.before / need))
        days: list[int] = []
        values: list[float] = []
        latest = first = min(1.0, self.before / need)
        for day, value in zip(self.days, self.values, strict=True):
            part = 1.0 if value >= need else value / need
            if part != latest:
                days.append(day)
                values.append(part)
                latest = part
        return Steps(tuple(days), tuple(values), first)

    def with_changes(self, changes: Mapping[int, int]) -> Steps:
        """Add to a running count what enters (+) and leaves (-) on some days."""
        if not changes:
            return self
        return added_up(self, Steps.counting(changes))

    def shifted(self, months: int) -> Steps:
        """Ask the same of the day so many months earlier."""
        edges: dict[int, float] = {}
        for day, value in zip(self.days, self.values, strict=True):
            if day < NEVER:
                edges[first_day_reaching(day, months)] = value
        return Steps.of(edges.items(), self.before)


class Running:
    """A running count that some days change: its steps are worked out once somebody asks for more than a day.

    Args:
        steps: The count as it was worked out last.
        changes: Day -> what entered (+) and left (-) on it since.
    """

    __slots__ = ("_state",)

    def __init__(self, steps: Steps, changes: Mapping[int, int] | None = None) -> None:
        # Both in one: whoever asks while another thread works the changes in finds either all of them or none.
        self._state = (steps, changes or {})

    @property
    def steps(self) -> Steps:
        """The count through time."""
        steps, changes = self._state
        if changes:
            steps = steps.with_changes(changes)
            self._state = (steps, {})
        return steps

    def at(self, day: int) -> float:
        """Look up the count of a day."""
        steps, changes = self._state
        count = steps.at(day)
        for changed, by in changes.items():
            if changed <= day:
                count += by
        return count

    def with_changes(self, changes: Mapping[int, int]) -> Running:
        """Give the count with what enters (+) and leaves (-) on some more days."""
        if not changes:
            return self
        steps, before = self._state
        if len(before) > _MOST_CHANGES:
            steps, before = self.steps, {}
        both = {day: before.get(day, 0) + changes.get(day, 0) for day in (*before, *changes)}
        return Running(steps, {day: by for day, by in both.items() if by})


def constant(value: float) -> Steps:
    """Give the steps that never change."""
    return Steps((), (), value)


NOTHING = constant(0.0)
WHOLE = constant(1.0)


def combined(work: Callable[[float, float], float], one: Steps, other: Steps) -> Steps:
    """Apply a function of two numbers day by day."""
    first_days, first_values, second_days, second_values = one.days, one.values, other.days, other.values
    a, b = one.before, other.before
    latest = before = work(a, b)
    days: list[int] = []
    values: list[float] = []
    i = j = 0
    many, more = len(first_days), len(second_days)
    while i < many or j < more:
        if j >= more or (i < many and first_days[i] <= second_days[j]):
            day = first_days[i]
            if j < more and second_days[j] == day:
                b = second_values[j]
                j += 1
            a = first_values[i]
            i += 1
        else:
            day = second_days[j]
            b = second_values[j]
            j += 1
        value = work(a, b)
        if value != latest:
            days.append(day)
            values.append(value)
            latest = value
    return Steps(tuple(days), tuple(values), before)


def added_up(one: Steps, other: Steps) -> Steps:
    """Add two numbers day by day; where the second has few steps only they are walked."""
    if len(other.days) * 8 > len(one.days):
        return combined(lambda a, b: a + b, one, other)
    days, values = list(one.days), list(one.values)
    edges = [*other.days, NEVER]
    for at, by in enumerate(other.values):
        first = _edge(days, values, edges[at], one.before)
        last = len(days) if edges[at + 1] == NEVER else _edge(days, values, edges[at + 1], one.before)
        if by:
            values[first:last] = [value + by for value in values[first:last]]
    return Steps.of(zip(days, values, strict=True), one.before)


def _edge(days: list[int], values: list[float], day: int, before: float) -> int:
    """Find the place of a day among the edges; make one where there is none."""
    place = bisect_right(days, day)
    if place and days[place - 1] == day:
        return place - 1
    days.insert(place, day)
    values.insert(place, values[place - 1] if place else before)
    return place


def lowest(parts: Sequence[Steps]) -> Steps:
    """Take the smallest number of each day."""
    return reduce(_lower, parts)


def highest(parts: Sequence[Steps]) -> Steps:
    """Take the largest number of each day."""
    return reduce(_higher, parts)


def _lower(one: Steps, other: Steps) -> Steps:
    # Shares lie between 0 and 1, and most of a large school's are 1 for good: those need no walk.
    if one is other or (not other.days and other.before >= 1.0):
        return one
    if not one.days and one.before >= 1.0:
        return other
    return combined(min, one, other)


def _higher(one: Steps, other: Steps) -> Steps:
    if one is other or (not other.days and other.before <= 0.0):
        return one
    if not one.days and one.before <= 0.0:
        return other
    return combined(max, one, other)


def chosen(days: Spans, inside: Steps, outside: Steps) -> Steps:
    """Take one number on some days and another on all others."""
    if not days.spans:
        return outside
    found_days: list[int] = []
    values: list[float] = []

    def take(steps: Steps, first: int | None, end: int | None) -> None:
        """Take the numbers from a day on, up to another; within each they change at every step."""
        start = 0
        if first is not None:
            value = steps.at(first)
            if value != (values[-1] if values else outside.before):
                found_days.append(first)
                values.append(value)
            start = bisect_right(steps.days, first)
        last = bisect_left(steps.days, end) if end is not None else len(steps.days)
        found_days.extend(steps.days[start:last])
        values.extend(steps.values[start:last])

    since: int | None = None
    for start, end in days.spans:
        take(outside, since, start)
        take(inside, start, end if end < NEVER else None)
        since = end
    if days.spans[-1][1] < NEVER:
        take(outside, since, None)
    return Steps(tuple(found_days), tuple(values), outside.before)


def indicator(days: Spans) -> Steps:
    """Give 1 on some days, 0 on all others."""
    edges: list[tuple[int, float]] = []
    for start, end in days.spans:
        edges.append((start, 1.0))
        if end < NEVER:
            edges.append((end, 0.0))
    return Steps.of(edges)


def days_where(steps: Steps, holds: Callable[[float], bool]) -> Spans:
    """Say on which days the number is as asked; days before the first step count as days from 0 on."""
    spans: list[tuple[int, int]] = []
    start: int | None = 0 if holds(steps.before) else None
    for day, value in zip(steps.days, steps.values, strict=True):
        if holds(value):
            start = day if start is None else start
        elif start is not None:
            spans.append((start, day))
            start = None
    if start is not None:
        spans.append((start, NEVER))
    return Spans.of(spans)
