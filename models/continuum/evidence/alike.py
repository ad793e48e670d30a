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
    """Facts of one kind that say the same.

    Attributes:
        days: Of each of them, in their order.
        identities: Facts of equal identity count once.
        is_plain: Each counts from its own day on, and nothing ends it but its look-back.
    """

    __slots__ = ("_days_of", "days", "facts", "identities", "is_plain", "said")

    def __init__(self, said: Said, facts: Sequence[Fact]) -> None:
        self.said = said
        self.facts = facts
        self.days = [fact.on for fact in facts]
        self.identities = [fact.identity for fact in facts]
        self.is_plain = all(fact.start == fact.on and fact.end == NEVER for fact in facts)
        self._days_of: dict[Any, tuple[int, ...]] | None = None

    def days_of(self, identity: Any) -> tuple[int, ...]:
        """Give the days of the facts of an identity, as many as there are facts."""
        known = self._days_of
        if known is None:
            known = dict(zip(self.identities, zip(self.days, strict=True), strict=True))
            if len(known) < len(self.identities):
                found: dict[Any, list[int]] = defaultdict(list)
                for one, day in zip(self.identities, self.days, strict=True):
                    found[one].append(day)
                known = {one: tuple(days) for one, days in found.items()}
            self._days_of = known
        return known.get(identity, ())


class _Covers:
    """What covers each identity of some plain facts: looked up when a change asks, which it does of very few."""

    def __init__(self, groups: Sequence[Alike], look_backs: Mapping[int, Span]) -> None:
        self._groups = groups
        self._look_backs = look_backs

    def get(self, identity: Any, /) -> Cover | None:
        days = [day for one in self._groups for day in one.days_of(identity)]
        if len(days) == 1:
            return self._look_backs[days[0]]
        return Counter(map(self._look_backs.__getitem__, days)) if days else None


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
    day_of = dict(zip(identities, days, strict=True))
    if len(day_of) < len(identities) and list(map(day_of.__getitem__, identities)) != days:
        return None
    numbers = Counter(day_of.values()).items()
    return Distinct.from_day_on(_Covers(groups, look_backs), ((look_backs[day], number) for day, number in numbers))


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
