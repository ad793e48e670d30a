"""Conditions as step functions of time: every distinct one is swept once, then any day is a look-up.

Facts enter a running count on the day they can be known and leave it when the window passes them. What comes out is
a list of days on which the counts change and the counts from each of them on.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from models.continuum.evidence import Evidence
from models.continuum.facts import Fact, RecordKey
from models.continuum.partnerships import PartnershipDays
from models.continuum.rules import Condition, Coverage, Records
from models.continuum.spans import Spans
from models.continuum.windows import NEVER, back, expiry

IN_FORCE_MONTHS = 12
EVALUATED = "eval_"
Counts = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """A step function of time.

    Attributes:
        days: Days on which the counts change, ascending.
        counts: The counts from each of those days on.
        zero: The counts before the first of them.
    """

    days: tuple[int, ...]
    counts: tuple[Counts, ...]
    zero: Counts

    def at(self, day: int) -> Counts:
        """Look up the counts of a day."""
        index = bisect_right(self.days, day) - 1
        return self.counts[index] if index >= 0 else self.zero

    def next_change(self, day: int) -> int:
        """Find the next day on which the counts change."""
        index = bisect_right(self.days, day)
        return self.days[index] if index < len(self.days) else NEVER


@dataclass(frozen=True, slots=True)
class Look:
    """How a records condition is looked at, beside its own words.

    Attributes:
        indicator: Leaves out records that were taken out of this indicator.
        grace: Whether the days of grace count.
        near_end: Days cut off at the window's near end, because the following year has used them.
    """

    indicator: str
    grace: bool = True
    near_end: int = 0


class FactIndex:
    """Finds the facts that meet a condition, starting from its rarest value."""

    def __init__(self, facts: Mapping[str, Sequence[Fact]]) -> None:
        self.facts = facts
        self._by_value: dict[str, dict[tuple[str, Any], list[Fact]]] = {}
        self._matching: dict[tuple[str, tuple[Condition, ...], str], tuple[list[int], list[Fact]]] = {}

    def _of_kind(self, kind: str) -> dict[tuple[str, Any], list[Fact]]:
        if kind not in self._by_value:
            index: dict[tuple[str, Any], list[Fact]] = defaultdict(list)
            for fact in self.facts.get(kind, ()):
                for name, value in fact.values.items():
                    if isinstance(value, frozenset):
                        for code in value:
                            index[name, code].append(fact)
                    else:
                        index[name, True].append(fact)
            self._by_value[kind] = index
        return self._by_value[kind]

    def matching(self, rule: Records, indicator: str) -> list[Fact]:
        """List the facts that meet a rule's conditions and were not taken out of an indicator, by day."""
        return self._dated(rule, indicator)[1]

    def between(self, rule: Records, indicator: str, first: int, last: int) -> list[Fact]:
        """List the matching facts of the days from ``first`` to ``last``."""
        days, facts = self._dated(rule, indicator)
        return facts[bisect_left(days, first) : bisect_right(days, last)]

    def _dated(self, rule: Records, indicator: str) -> tuple[list[int], list[Fact]]:
        key = (rule.kind, rule.where, indicator)
        if key not in self._matching:
            facts = sorted(self._find(rule, indicator), key=lambda fact: (fact.on, fact.record))
            self._matching[key] = ([fact.on for fact in facts], facts)
        return self._matching[key]

    def _find(self, rule: Records, indicator: str) -> list[Fact]:
        index = self._of_kind(rule.kind)
        candidates: Sequence[Fact] = self.facts.get(rule.kind, ())
        for condition in rule.where:
            wanted: Iterable[Any] = condition.values if isinstance(condition.values, frozenset) else (True,)
            lists = [index.get((condition.field, value), []) for value in wanted]
            if sum(map(len, lists)) < len(candidates):
                candidates = lists[0] if len(lists) == 1 else list({id(f): f for some in lists for f in some}.values())
        return [fact for fact in candidates if meets(fact, rule) and indicator not in fact.not_for]


def meets(fact: Fact, rule: Records) -> bool:
    """Say whether a fact meets all of a rule's conditions."""
    for condition in rule.where:
        value = fact.values.get(condition.field)
        if not value:
            return False
        if isinstance(condition.values, frozenset) and not (isinstance(value, frozenset) and value & condition.values):
            return False
    return True


def window(fact: Fact, rule: Records, look: Look) -> tuple[int, int]:
    """Say from which day to before which day a fact counts toward a rule; empty where it never does."""
    end = expiry(fact.on, rule.window_months, rule.grace_days if look.grace else 0)
    return max(fact.start, fact.on + look.near_end), min(end, fact.end)


def dimensions(rule: Records) -> tuple[str, ...]:
    """Name what a rule counts, in its order."""
    return tuple(name for name, _ in rule.needs)


def added(fact: Fact, rule: Records, dimension: str) -> frozenset[Any]:
    """Say which distinct values a fact adds to one dimension of a rule."""
    if dimension == "records":
        return frozenset((fact.identity,))
    if dimension == "stakeholder_groups" and rule.outside_only:
        return fact.spread.get("outside_groups", frozenset())
    values = fact.spread.get(dimension, frozenset())
    if dimension == "topics":
        asked = rule.asked("topic")
        return values & asked if asked is not None else values
    return values


class Tally:
    """Running counts of the distinct values in a window."""

    def __init__(self, rule: Records) -> None:
        self.rule = rule
        self.names = dimensions(rule)
        self.counters: list[Counter[Any]] = [Counter() for _ in self.names]
        self.holding = 0
        self.matching = 0

    def change(self, fact: Fact, by: int) -> None:
        """Add a fact to the counts (1) or take it out (-1)."""
        for name, counter in zip(self.names, self.counters, strict=True):
            for value in added(fact, self.rule, name):
                if counter[value] + by:
                    counter[value] += by
                else:
                    del counter[value]
        self.matching += by
        if self.rule.share is not None and fact.values.get(self.rule.share[0]):
            self.holding += by

    def counts(self) -> Counts:
        """Give the distinct values per dimension, then, where the rule asks for a share, holding and matching."""
        found = tuple(len(counter) for counter in self.counters)
        return (*found, self.holding, self.matching) if self.rule.share is not None else found


def sweep_records(index: FactIndex, rule: Records, look: Look) -> Steps:
    """Sweep one records condition through time."""
    events: list[tuple[int, int, Fact]] = []
    for fact in index.matching(rule, look.indicator):
        start, end = window(fact, rule, look)
        if start < end:
            events.append((start, 1, fact))
            events.append((end, -1, fact))
    events.sort(key=lambda event: event[0])
    tally = Tally(rule)
    zero = tally.counts()
    days: list[int] = []
    counts: list[Counts] = []
    for day, by, fact in events:
        tally.change(fact, by)
        if days and days[-1] == day:
            counts[-1] = tally.counts()
        else:
            days.append(day)
            counts.append(tally.counts())
    return Steps(tuple(days), tuple(counts), zero)


def in_set(partnership: PartnershipDays, of: str) -> Spans:
    """Say on which days a partnership is active and in a rule's set."""
    if of == "led_by_teachers":
        return partnership.active & partnership.led_by_teachers
    if of == "long_standing":
        return partnership.active & partnership.long_standing
    return partnership.active


def old_enough(partnership: PartnershipDays, predicate: str) -> Spans:
    """Say on which days a partnership is old enough to be asked for something."""
    asks_evaluation = predicate.startswith(EVALUATED) or predicate == "monitored"
    return partnership.evaluable if asks_evaluation else partnership.grown


def pool(evidence: Evidence, rule: Coverage, day: int, *, without: str | None = None) -> list[PartnershipDays]:
    """List the partnerships below the line on a day: the young ones only where there are no others.

    Args:
        without: Reference of a partnership to be left out as if it had never been.
    """
    active = [one for one in evidence.partnerships if one.ref != without and day in in_set(one, rule.of)]
    grown = [one for one in active if day in old_enough(one, rule.predicate)]
    return grown or active


def in_force_lately(partnership: PartnershipDays, of: str) -> Spans:
    """Say on which days a partnership was in force on some day of the twelve months before."""
    return Spans.of(
        (start, expiry(end - 1, IN_FORCE_MONTHS) if end < NEVER else NEVER)
        for start, end in in_set(partnership, of).spans
    )


def sweep_coverage(evidence: Evidence, rule: Coverage) -> Steps:
    """Sweep one coverage condition: counts are those that have it, those asked, those in force within the year."""
    parts = [
        (
            one,
            in_set(one, rule.of),
            old_enough(one, rule.predicate),
            one.has[rule.predicate],
            in_force_lately(one, rule.of),
        )
        for one in evidence.partnerships
    ]
    days = sorted({edge for part in parts for spans in part[1:] for span in spans.spans for edge in span} - {NEVER})
    counts: list[Counts] = []
    for day in days:
        active = [part for part in parts if day in part[1]]
        asked = [part for part in active if day in part[2]] or active
        counts.append((sum(day in part[3] for part in asked), len(asked), sum(day in part[4] for part in parts)))
    return Steps(tuple(days), tuple(counts), (0, 0, 0))


class Sweeps:
    """The swept conditions of one school; each is made when first asked for and kept."""

    def __init__(self, evidence: Evidence, facts: Mapping[str, Sequence[Fact]] | None = None) -> None:
        self.evidence = evidence
        self.index = FactIndex(facts if facts is not None else evidence.facts)
        self._records: dict[tuple[Any, ...], Steps] = {}
        self._coverage: dict[tuple[str, str], Steps] = {}

    def _apart(self, indicator: str) -> str:
        """Name an indicator only if some record was taken out of it: otherwise indicators share their sweeps."""
        return indicator if indicator in self.evidence.kept_out else ""

    def records(self, rule: Records, look: Look) -> Steps:
        """Give a records condition as steps."""
        look = replace(look, indicator=self._apart(look.indicator))
        key = (
            rule.kind,
            rule.where,
            dimensions(rule),
            rule.share[0] if rule.share else None,
            rule.window_months,
            rule.grace_days if look.grace else 0,
            rule.outside_only,
            look.near_end,
            look.indicator,
        )
        found = self._records.get(key)
        if found is None:
            found = self._records[key] = sweep_records(self.index, rule, look)
        return found

    def coverage(self, rule: Coverage) -> Steps:
        """Give a coverage condition as steps."""
        key = (rule.predicate, rule.of)
        found = self._coverage.get(key)
        if found is None:
            found = self._coverage[key] = sweep_coverage(self.evidence, rule)
        return found

    def counted(self, rule: Records, look: Look, day: int) -> list[Fact]:
        """List the facts that a records condition counts on a day, oldest first."""
        oldest = back(day, rule.window_months) - rule.grace_days
        found = []
        for fact in self.index.between(rule, self._apart(look.indicator), oldest, day):
            start, end = window(fact, rule, look)
            if start <= day < end:
                found.append(fact)
        return found


__all__ = ["Counts", "FactIndex", "Look", "RecordKey", "Steps", "Sweeps", "Tally", "meets", "pool"]
