"""Sets of days as sorted, disjoint, half-open spans of ordinals: when something holds."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.continuum.time.calendar import NEVER, month_end, month_of

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Spans:
    """Days on which something holds."""

    spans: tuple[Span, ...] = ()

    @classmethod
    def of(cls, spans: Iterable[Span]) -> Spans:
        """Join spans in any order, overlapping or empty ones too."""
        joined: list[Span] = []
        for start, end in sorted(spans):
            if start >= end:
                continue
            if not joined or start > joined[-1][1]:
                joined.append((start, end))
            elif end > joined[-1][1]:
                joined[-1] = (joined[-1][0], end)
        return cls(tuple(joined))

    @classmethod
    def since(cls, day: int) -> Spans:
        """From a day on, for good."""
        return cls(((day, NEVER),))

    def __contains__(self, day: int) -> bool:
        index = bisect_right(self.spans, (day, NEVER)) - 1
        return index >= 0 and self.spans[index][0] <= day < self.spans[index][1]

    def __and__(self, other: Spans) -> Spans:
        mine, others, found = self.spans, other.spans, []
        i = j = 0
        while i < len(mine) and j < len(others):
            start, end = max(mine[i][0], others[j][0]), min(mine[i][1], others[j][1])
            if start < end:
                found.append((start, end))
            if mine[i][1] < others[j][1]:
                i += 1
            else:
                j += 1
        return Spans(tuple(found))


def union(parts: Iterable[Spans]) -> Spans:
    """Join any number of sets of days."""
    return Spans.of(span for part in parts for span in part.spans)


def common(parts: Sequence[Spans]) -> Spans:
    """Keep the days that are in every one of the sets."""
    found = parts[0]
    for part in parts[1:]:
        found &= part
    return found


def at_least(parts: Sequence[Spans], needed: int) -> Spans:
    """Keep the days that are in so many of the sets."""
    if len(parts) == 1 and needed == 1:
        return parts[0]
    changes = sorted(edge for part in parts for start, end in part.spans for edge in ((start, 1), (end, -1)))
    found: list[Span] = []
    count, start = 0, 0
    for day, change in changes:
        if count < needed <= count + change:
            start = day
        elif count + change < needed <= count:
            found.append((start, day))
        count += change
    return Spans.of(found)


def remembered(days: Spans, months: int) -> Spans:
    """Say of which days one of the last month-ends is in a set of days; a day's own month has not ended on it."""
    found: list[Span] = []
    for start, end in days.spans:
        first, last = month_of(max(start, 1)), month_of(end) - 1
        if first <= last:
            until = NEVER if last + months >= month_of(NEVER) else month_end(last + months) + 1
            found.append((month_end(first) + 1, until))
    return Spans.of(found)
