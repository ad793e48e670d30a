"""Counts as step functions of time: every distinct way of counting is swept once, then any day is a look-up.

A tally knows for every value it counts (a month, a partner, a group …) on which days it is covered by some fact's
window. The number of covered values, day by day, is the count. One fact more or less changes the windows of its own
values alone, so that a changed tally is made of its earlier one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.continuum.evidence.facts import NONE, Fact, RecordKey
from models.continuum.time.calendar import expiry
from models.continuum.time.spans import Span, Spans
from models.continuum.time.steps import Steps

RECORDS, GROUPS, TOPICS = "records", "stakeholder_groups", "topics"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on a field: any of the values (`True` for a property that must hold).

    Attributes:
        unsaid: Facts that say nothing in the field are taken too.
    """

    field: str
    values: frozenset[str] | bool
    unsaid: bool = False

    def holds(self, fact: Fact) -> bool:
        """Whether a fact meets it."""
        value = fact.said.values.get(self.field)
        if not value:
            return self.unsaid
        if isinstance(self.values, frozenset):
            return isinstance(value, frozenset) and not value.isdisjoint(self.values)
        return True


@dataclass(frozen=True)
class Counting:
    """A way of counting facts, apart from how many are needed.

    Attributes:
        kind: Kind of fact.
        where: All of these hold.
        dimensions: What is counted: records, and the distinct values of other dimensions.
        share_of: Property of which the part that has it is asked; None without.
        within: Audiences that groups are counted among; None for all.
        window_months: Look-back in calendar months, and beyond it ...
        grace_days: ... days of grace.
        near_end: Days cut off at the window's near end, because the following year has used them.
        oldest_months: Nothing older counts, whatever is asked.
        while_active: Facts count beyond their window while a partnership of their partner lives on.
        indicator: Leaves out facts that are kept out of this indicator; empty where there are none.
    """

    kind: str
    where: tuple[Condition, ...]
    dimensions: tuple[str, ...]
    share_of: str | None
    within: frozenset[str] | None
    window_months: int
    grace_days: int
    near_end: int
    oldest_months: int
    while_active: bool
    indicator: str

    def __hash__(self) -> int:
        return hash((self.kind, self.where, self.dimensions, self.window_months, self.grace_days, self.near_end))

    def matches(self, fact: Fact) -> bool:
        """Whether a fact meets all conditions."""
        if fact.said.kind != self.kind or (fact.not_for and self.indicator in fact.not_for):
            return False
        return all(condition.holds(fact) for condition in self.where)

    def window(self, fact: Fact) -> Span:
        """Say from which day to before which day a fact counts by its look-back; empty where it never does."""
        end = min(expiry(fact.on, self.window_months, self.grace_days), expiry(fact.on, self.oldest_months))
        return max(fact.start, fact.on + self.near_end), min(end, fact.end)

    def adds(self, fact: Fact, dimension: str, groups: Mapping[str, str]) -> frozenset[Any]:
        """Say which distinct values a fact adds to a dimension.

        Args:
            groups: Audience -> its stakeholder group; audiences without one count as themselves in a set.
        """
        if dimension == RECORDS:
            return frozenset((fact.identity,))
        if dimension == GROUPS and self.within is not None:
            audience = fact.said.values.get("audience", NONE)
            named = audience & self.within if isinstance(audience, frozenset) else NONE
            return frozenset(groups.get(code, code) for code in named)
        values = fact.adds(dimension)
        if dimension == TOPICS:
            asked = next((one.values for one in self.where if one.field == "topic"), None)
            return values & asked if isinstance(asked, frozenset) else values
        return values


# The days on which a fact counts, as spans: one for its look-back, more where it counts beyond it.
Windows = Callable[[Fact], tuple[Span, ...]]


class Distinct:
    """How many distinct values are covered, day by day.

    Attributes:
        steps: The count.
    """

    __slots__ = ("_covered", "_later", "steps")

    def __init__(
        self, covered: Mapping[Any, Mapping[Span, int]], steps: Steps, later: Mapping[Any, Mapping[Span, int]]
    ) -> None:
        # Value -> windows that cover it, each with how many facts have it; `_later` overrides.
        self._covered = covered
        self._later = later
        self.steps = steps

    @classmethod
    def of(cls, entries: Iterable[tuple[Any, Span]]) -> Distinct:
        """Sweep all windows of all values."""
        covered: dict[Any, dict[Span, int]] = {}
        for value, span in entries:
            windows = covered.get(value)
            if windows is None:
                covered[value] = {span: 1}
            else:
                windows[span] = windows.get(span, 0) + 1
        changes: dict[int, int] = defaultdict(int)
        for windows in covered.values():
            for start, end in _joined(windows):
                changes[start] += 1
                changes[end] -= 1
        return cls(covered, Steps.counting(changes), {})

    def changed(self, removed: Iterable[tuple[Any, Span]], added: Iterable[tuple[Any, Span]]) -> Distinct:
        """Take windows out and others in; whatever they do not touch is shared."""
        later: dict[Any, dict[Span, int]] = {}
        for entries, by in ((removed, -1), (added, 1)):
            for value, span in entries:
                windows = later.get(value)
                if windows is None:
                    windows = later[value] = dict(self._windows(value))
                count = windows.get(span, 0) + by
                if count:
                    windows[span] = count
                else:
                    windows.pop(span, None)
        changes: dict[int, int] = defaultdict(int)
        for value, windows in later.items():
            for sign, spans in ((-1, _joined(self._windows(value))), (1, _joined(windows))):
                for start, end in spans:
                    changes[start] += sign
                    changes[end] -= sign
        changes = {day: by for day, by in changes.items() if by}
        patched = {**self._later, **later}
        if len(patched) > _PATCHES:
            return Distinct({**self._covered, **patched}, self.steps.with_changes(changes), {})
        return Distinct(self._covered, self.steps.with_changes(changes), patched)

    def _windows(self, value: Any) -> Mapping[Span, int]:
        found = self._later.get(value)
        return found if found is not None else self._covered.get(value, {})


_PATCHES = 64


def _joined(windows: Mapping[Span, int]) -> tuple[Span, ...]:
    if len(windows) == 1:
        return tuple(windows)
    return Spans.of(windows).spans


class Tally:
    """One way of counting, swept through time.

    Attributes:
        counting: The way of counting.
    """

    def __init__(
        self,
        counting: Counting,
        facts: tuple[Fact, ...],
        distinct: tuple[Distinct, ...],
        groups: Mapping[str, str],
        later: tuple[tuple[Fact, ...], tuple[Fact, ...]] = ((), ()),
    ) -> None:
        self.counting = counting
        self._facts = facts
        # Facts taken out and put in since; the list is made when somebody asks for it.
        self._later = later
        self._days: list[int] | None = None
        self._of_record: dict[RecordKey, list[Fact]] | None = None
        self._distinct = distinct
        self._groups = groups

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that match, by day, then record."""
        removed, added = self._later
        if removed or added:
            facts = list(self._facts)
            for fact in added:
                facts.insert(bisect_left(facts, _place(fact), key=_place), fact)
            for fact in removed:
                place = bisect_left(facts, _place(fact), key=_place)
                while facts[place] is not fact:
                    place += 1
                del facts[place]
            self._facts, self._later = tuple(facts), ((), ())
        return self._facts

    def facts_of(self, record: RecordKey) -> list[Fact]:
        """List the facts of one record."""
        if self._of_record is None:
            found: dict[RecordKey, list[Fact]] = defaultdict(list)
            for fact in self.facts:
                found[fact.record].append(fact)
            self._of_record = found
        return self._of_record.get(record, [])

    @classmethod
    def of(cls, counting: Counting, facts: Iterable[Fact], windows: Windows, groups: Mapping[str, str]) -> Tally:
        """Sweep the facts that match."""
        ordered = tuple(sorted(facts, key=_place))
        tally = cls(counting, ordered, (), groups)
        spans = [(fact, windows(fact)) for fact in ordered]
        tally._distinct = tuple(
            Distinct.of((value, span) for fact, some in spans if some for value in adds(fact) for span in some)
            for adds in tally._dimensions()
        )
        return tally

    def _dimensions(self) -> list[Callable[[Fact], Iterable[Any]]]:
        counting, groups = self.counting, self._groups
        found: list[Callable[[Fact], Iterable[Any]]] = [
            lambda fact, name=name: counting.adds(fact, name, groups)  # type: ignore[misc]
            for name in counting.dimensions
        ]
        if counting.share_of is not None:
            asked = counting.share_of
            found.append(lambda fact: ((fact.record, fact.start),) if fact.said.values.get(asked) else ())
            found.append(lambda fact: ((fact.record, fact.start),))
        return found

    @property
    def counts(self) -> tuple[Steps, ...]:
        """The count of each dimension, in order."""
        return tuple(one.steps for one in self._distinct[: len(self.counting.dimensions)])

    @property
    def holding(self) -> Steps:
        """How many facts have the property."""
        return self._distinct[-2].steps

    @property
    def matching(self) -> Steps:
        """How many facts match."""
        return self._distinct[-1].steps

    def counted(self, day: int, windows: Windows) -> list[Fact]:
        """List the facts that count on a day, oldest first."""
        facts = self.facts
        if self._days is None:
            self._days = [fact.on for fact in facts]
        first = 0
        if not self.counting.while_active:
            months = min(self.counting.window_months, self.counting.oldest_months)
            first = bisect_left(self._days, day - 31 * months - self.counting.grace_days - 31)
        return [
            fact
            for fact in facts[first : bisect_right(self._days, day)]
            if any(start <= day < end for start, end in windows(fact))
        ]

    def changed(
        self,
        removed: Sequence[Fact],
        added: Sequence[Fact],
        before: Windows,
        after: Windows,
        moved: Sequence[Fact] = (),
    ) -> Tally:
        """Take facts out and others in.

        Args:
            removed: Facts that count no more.
            added: Facts that count now.
            before: How facts counted until now.
            after: How they count from now on.
            moved: Facts that stay, whose windows may differ from now on.
        """
        earlier_out, earlier_in = self._later
        later = ((*earlier_out, *removed), (*earlier_in, *added))
        facts = self._facts if len(later[0]) + len(later[1]) <= _PATCHES else self.facts
        if facts is not self._facts or not (self._later[0] or self._later[1]):
            later = (tuple(removed), tuple(added))
        out = [(fact, before(fact)) for fact in (*removed, *moved)]
        new = [(fact, after(fact)) for fact in (*added, *moved)]
        distinct = tuple(
            one.changed(
                [(value, span) for fact, some in out for value in adds(fact) for span in some],
                [(value, span) for fact, some in new for value in adds(fact) for span in some],
            )
            for one, adds in zip(self._distinct, self._dimensions(), strict=True)
        )
        return Tally(self.counting, facts, distinct, self._groups, later)


def _place(fact: Fact) -> tuple[int, tuple[str, str], int]:
    return fact.on, fact.record, fact.start
