"""Counts as step functions of time: every distinct way of counting is swept once, then any day is a look-up.

A tally knows for every value it counts (a month, a partner, a group …) on which days it is covered by some fact's
window. The number of covered values, day by day, is the count. One fact more or less changes the windows of its own
values alone, so that a changed tally is made of its earlier one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from models.continuum.evidence.alike import Alike, periods_covered, records_apart, values_covered
from models.continuum.evidence.distinct import PATCHES, Distinct
from models.continuum.evidence.facts import NONE, Fact, RecordKey, Said
from models.continuum.time.calendar import NEVER, expiry, month_of, quarter_of
from models.continuum.time.spans import Span
from models.continuum.time.steps import Running

RECORDS, GROUPS, TOPICS = "records", "stakeholder_groups", "topics"
# Every matching fact, and every one that has a property: for shares.
MATCHING, HOLDING = "matching", "holding:"
# What a fact adds to these follows from its day alone.
PERIODS: Mapping[str, Callable[[int], int]] = {"months": month_of, "quarters": quarter_of}


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on a field: any of the values (`True` for a property that must hold).

    Attributes:
        unsaid: Facts that say nothing in the field are taken too.
    """

    field: str
    values: frozenset[str] | bool
    unsaid: bool = False

    def holds(self, said: Said) -> bool:
        """Whether what is said meets it."""
        value = said.values.get(self.field)
        if not value:
            return self.unsaid
        if isinstance(self.values, frozenset):
            return isinstance(value, frozenset) and not value.isdisjoint(self.values)
        return True


@dataclass(frozen=True)
class Counting:
    """Which facts are looked at, and for how long; what is counted of them is asked apart.

    Attributes:
        kind: Kind of fact.
        where: All of these hold.
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
    within: frozenset[str] | None
    window_months: int
    grace_days: int
    near_end: int
    oldest_months: int
    while_active: bool
    indicator: str
    look_backs: Mapping[int, Span] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Asked hundreds of times for each answer.
        hashed = hash((self.kind, self.where, self.window_months, self.grace_days, self.near_end, self.indicator))
        object.__setattr__(self, "_hashed", hashed)
        look_backs = _look_backs(self.window_months, self.grace_days, self.near_end, self.oldest_months)
        object.__setattr__(self, "look_backs", look_backs)

    def __hash__(self) -> int:
        return self._hashed  # type: ignore[attr-defined,no-any-return]

    @cached_property
    def shape(self) -> int:
        """A number that all have in common that look at the same facts."""
        return shape_of(self.kind, self.where)

    def matches(self, fact: Fact) -> bool:
        """Whether a fact meets all conditions."""
        if fact.said.kind != self.kind or (fact.not_for and self.indicator in fact.not_for):
            return False
        return fact.said.meets(self.where, self.shape)

    def look_back(self, day: int) -> Span:
        """Say on which days something of a day counts by the look-back alone."""
        return self.look_backs[day]

    def window(self, fact: Fact) -> Span:
        """Say from which day to before which day a fact counts by its look-back; empty where it never does."""
        first, end = self.look_back(fact.on)
        return max(fact.start, first), min(end, fact.end)

    def adds(self, fact: Fact, dimension: str, groups: Mapping[str, str]) -> frozenset[Any]:
        """Say which distinct values a fact adds to a dimension.

        Args:
            groups: Audience -> its stakeholder group; audiences without one count as themselves in a set.
        """
        if dimension == RECORDS:
            return frozenset((fact.identity,))
        if dimension == MATCHING:
            return frozenset(((fact.record, fact.start),))
        if dimension.startswith(HOLDING):
            held = fact.said.values.get(dimension.removeprefix(HOLDING))
            return frozenset(((fact.record, fact.start),)) if held else NONE
        if dimension == GROUPS and self.within is not None:
            audience = fact.said.values.get("audience", NONE)
            named = audience & self.within if isinstance(audience, frozenset) else NONE
            return frozenset(groups.get(code, code) for code in named)
        values = fact.adds(dimension)
        if dimension == TOPICS:
            asked = next((one.values for one in self.where if one.field == "topic"), None)
            return values & asked if isinstance(asked, frozenset) else values
        return values


_shapes: dict[tuple[str, tuple[Condition, ...]], int] = {}
_known: dict[Counting, Counting] = {}


def shape_of(kind: str, where: tuple[Condition, ...]) -> int:
    """Number a kind of fact with conditions on it, the same for all that ask the same."""
    return _shapes.setdefault((kind, where), len(_shapes))


def one_for_all(counting: Counting) -> Counting:
    """Give one object for all that count alike, so that they are found by it at once."""
    return _known.setdefault(counting, counting)


class _LookBacks(dict[int, Span]):
    """Day -> when something of that day counts, worked out once for all that look back alike.

    A school has thousands of windows, of a few hundred days.
    """

    def __init__(self, months: int, grace_days: int, near_end: int, oldest_months: int) -> None:
        super().__init__()
        self._asked = months, grace_days, near_end, oldest_months

    def __missing__(self, day: int) -> Span:
        months, grace_days, near_end, oldest_months = self._asked
        found = day + near_end, min(expiry(day, months, grace_days), expiry(day, oldest_months))
        self[day] = found
        return found


_look_backs = cache(_LookBacks)


# The days on which a fact counts, as spans: one for its look-back, more where it counts beyond it.
Windows = Callable[[Fact], tuple[Span, ...]]


class Tally:
    """The facts of one way of counting, and how many of what they are, swept through time.

    Attributes:
        counting: The way of counting.
    """

    def __init__(
        self,
        counting: Counting,
        facts: Sequence[Fact],
        distinct: dict[str, Distinct],
        groups: Mapping[str, str],
        later: tuple[tuple[Fact, ...], tuple[Fact, ...]] = ((), ()),
        *,
        is_ordered: bool = False,
        alike: Sequence[Alike] = (),
    ) -> None:
        self.counting = counting
        self._facts = facts
        self._is_ordered = is_ordered
        # The same facts by what they say, as long as none came or went.
        self._alike = alike
        # Facts taken out and put in since; the list is made when somebody asks for it.
        self._later = later
        self._of_record: dict[RecordKey, list[Fact]] | None = None
        self._distinct = distinct
        self._groups = groups

    @property
    def facts(self) -> Sequence[Fact]:
        """The facts that match, by day, then record."""
        # Others may ask at the same time: what is there is taken at once, and what comes of it is put there at once.
        known, is_ordered, (removed, added) = self._facts, self._is_ordered, self._later
        if is_ordered and not removed and not added:
            return known
        facts = list(known) if is_ordered else sorted(known, key=_place)
        for fact in added:
            facts.insert(bisect_left(facts, _place(fact), key=_place), fact)
        for fact in removed:
            place = bisect_left(facts, _place(fact), key=_place)
            while facts[place] is not fact:
                place += 1
            del facts[place]
        self._facts, self._is_ordered, self._later = facts, True, ((), ())
        return facts

    def facts_of(self, record: RecordKey) -> list[Fact]:
        """List the facts of one record."""
        if self._of_record is None:
            found: dict[RecordKey, list[Fact]] = defaultdict(list)
            for fact in self.facts:
                found[fact.record].append(fact)
            self._of_record = found
        return self._of_record.get(record, [])

    def count(self, dimension: str, windows: Windows) -> Running:
        """Count the distinct values of a dimension.

        Args:
            dimension: `records`, one of the spreads, `MATCHING`, or `HOLDING` with the name of a property.
            windows: How facts count.
        """
        found = self._distinct.get(dimension)
        if found is None:
            found = self._counted_together(dimension) or Distinct.of(self._entries(dimension, windows))
            self._distinct[dimension] = found
        return found.count

    def _counted_together(self, dimension: str) -> Distinct | None:
        """Count facts that say the same together; None where what each counts for is its own."""
        counting, groups = self.counting, self._alike
        if not groups or counting.while_active or not all(one.is_plain for one in groups):
            return None
        if dimension == RECORDS:
            return records_apart(groups, counting.look_backs)
        if dimension in PERIODS:
            return periods_covered(groups, PERIODS[dimension], counting.look_backs)
        if dimension == MATCHING or dimension.startswith(HOLDING):
            return None
        return values_covered(
            groups, lambda one: counting.adds(one.facts[0], dimension, self._groups), counting.look_backs
        )

    def _entries(self, dimension: str, windows: Windows) -> Iterator[tuple[Any, Span, int]]:
        """List the windows of all values; facts of one day that hang on nothing else share theirs."""
        counting, groups = self.counting, self._groups
        by_day: dict[int, list[Fact]] = {}
        for fact in self.facts if self._later[0] or self._later[1] else self._facts:
            if fact.start == fact.on and fact.end == NEVER and not counting.while_active:
                same = by_day.get(fact.on)
                if same is None:
                    by_day[fact.on] = [fact]
                else:
                    same.append(fact)
            else:
                yield from (
                    (value, span, 1) for span in windows(fact) for value in counting.adds(fact, dimension, groups)
                )
        for day, facts in by_day.items():
            span = counting.look_back(day)
            if span[0] >= span[1]:
                continue
            if dimension in PERIODS:
                for value in facts[0].adds(dimension):
                    yield value, span, len(facts)
            elif dimension == RECORDS:
                for fact in facts:
                    yield fact.identity, span, 1
            else:
                for fact in facts:
                    for value in counting.adds(fact, dimension, groups):
                        yield value, span, 1

    @classmethod
    def of(cls, counting: Counting, alike: Iterable[Alike], groups: Mapping[str, str]) -> Tally:
        """Take the facts that match, those together that say the same, in any order."""
        together = tuple(alike)
        return cls(counting, [fact for one in together for fact in one.facts], {}, groups, alike=together)

    def counted(self, day: int, windows: Windows) -> list[Fact]:
        """List the facts that count on a day, oldest first."""
        facts, counting = self.facts, self.counting
        last = bisect_right(facts, day - counting.near_end, key=_day)
        if counting.while_active:
            return [fact for fact in facts[:last] if any(start <= day < end for start, end in windows(fact))]
        # Looking back is monotone: from the first fact that is still reached, all that hang on nothing else count.
        first = bisect_left(facts, True, hi=last, key=lambda fact: counting.look_back(fact.on)[1] > day)
        return [
            fact
            for fact in facts[first:last]
            if (fact.end == NEVER and fact.start == fact.on) or any(a <= day < b for a, b in windows(fact))
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
        facts, is_ordered, (earlier_out, earlier_in) = self._facts, self._is_ordered, self._later
        later = ((*earlier_out, *removed), (*earlier_in, *added))
        if len(later[0]) + len(later[1]) > PATCHES:
            facts, is_ordered, later = self.facts, True, (tuple(removed), tuple(added))
        out = [(fact, before(fact)) for fact in (*removed, *moved)]
        new = [(fact, after(fact)) for fact in (*added, *moved)]
        counting, groups = self.counting, self._groups
        distinct = {
            name: one.changed(
                [
                    (value, span, 1)
                    for fact, some in out
                    for value in counting.adds(fact, name, groups)
                    for span in some
                ],
                [
                    (value, span, 1)
                    for fact, some in new
                    for value in counting.adds(fact, name, groups)
                    for span in some
                ],
            )
            for name, one in self._distinct.items()
        }
        return Tally(counting, facts, distinct, groups, later, is_ordered=is_ordered)


def _day(fact: Fact) -> int:
    return fact.on


def _place(fact: Fact) -> tuple[int, tuple[str, str], int]:
    return fact.on, fact.record, fact.start
