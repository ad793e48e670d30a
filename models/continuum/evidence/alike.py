"""Facts that say the same, taken together: what is asked of all at once costs a fraction of a loop over facts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from models.continuum.evidence.distinct import Cover, Distinct
from models.continuum.evidence.facts import Fact, Said
from models.continuum.time.calendar import NEVER
from models.continuum.time.spans import Span


class Alike:
    """The facts of one kind that say the same, each of its own day.

    Attributes:
        days: The day of each.
        identities: Facts of equal identity count once.
        is_plain: Each counts from its own day on, and nothing ends it but its look-back.
    """

    __slots__ = ("days", "facts", "identities", "is_plain", "said")

    def __init__(self, said: Said, facts: Sequence[Fact]) -> None:
        self.said = said
        self.facts = facts
        self.days = [fact.on for fact in facts]
        self.identities = [fact.identity for fact in facts]
        self.is_plain = all(fact.start == fact.on and fact.end == NEVER for fact in facts)


def records_apart(groups: Sequence[Alike], look_backs: Mapping[int, Span]) -> Distinct | None:
    """Count facts of equal identity once.

    Args:
        groups: Of plain facts.
        look_backs: Day -> when something of that day counts.

    Returns:
        None where one identity stands on several days, or some day never counts.
    """
    days = [day for one in groups for day in one.days]
    identities = [identity for one in groups for identity in one.identities]
    if any(start >= end for start, end in map(look_backs.__getitem__, set(days))):
        return None
    covered: dict[Any, Cover] = dict(zip(identities, map(look_backs.__getitem__, days), strict=True))
    numbers = Counter(days)
    if len(covered) < len(identities):
        day_of = dict(zip(identities, days, strict=True))
        if list(map(day_of.__getitem__, identities)) != days:
            return None
        for identity, number in Counter(identities).items():
            if number > 1:
                covered[identity] = {look_backs[day_of[identity]]: number}
        numbers = Counter(day_of.values())
    return Distinct.from_day_on(covered, ((look_backs[day], number) for day, number in numbers.items()))


def values_covered(
    groups: Iterable[Alike], values_of: Callable[[Alike], Iterable[Any]], look_backs: Mapping[int, Span]
) -> Distinct:
    """Count the distinct values that facts add, where those that say the same add the same.

    Args:
        groups: Of plain facts.
        values_of: What each fact of a group adds.
        look_backs: As for `records_apart`.
    """
    days_of: dict[Any, Counter[int]] = defaultdict(Counter)
    for one in groups:
        for value in values_of(one):
            days_of[value].update(one.days)
    return Distinct.covering({value: _windows(days, look_backs) for value, days in days_of.items()})


def periods_covered(
    groups: Iterable[Alike], period_of: Callable[[int], int], look_backs: Mapping[int, Span]
) -> Distinct:
    """Count the distinct periods, such as months, in which facts lie.

    Args:
        groups: Of plain facts.
        period_of: Day -> its period.
        look_backs: As for `records_apart`.
    """
    days_of: dict[int, dict[int, int]] = defaultdict(dict)
    for day, number in Counter(day for one in groups for day in one.days).items():
        days_of[period_of(day)][day] = number
    return Distinct.covering({period: _windows(days, look_backs) for period, days in days_of.items()})


def _windows(days: Mapping[int, int], look_backs: Mapping[int, Span]) -> dict[Span, int]:
    windows: dict[Span, int] = {}
    for day, number in days.items():
        span = look_backs[day]
        if span[0] < span[1]:
            windows[span] = windows.get(span, 0) + number
    return windows
