"""How many distinct values are covered by some window, day by day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any, Protocol

from models.continuum.time.spans import Span, Spans
from models.continuum.time.steps import Running, Steps

# So many changes are laid over what they change before they are put together with the earlier ones.
PATCHES = 64
Entries = Iterable[tuple[Any, Span, int]]
# The windows that cover a value, each with how many facts have it; a single window of a single fact stands for itself.
Cover = Span | dict[Span, int]


class Layer(Protocol):
    """Says of a value what covers it; None where it knows nothing of it."""

    def get(self, value: Any, /) -> Cover | None: ...


# What a few changes say, what many earlier ones said, and what was there at first.
Layers = tuple[dict[Any, Cover], dict[Any, Cover], Layer]


class Distinct:
    """How many distinct values are covered, day by day.

    Attributes:
        count: How many.
    """

    __slots__ = ("_joined", "_layers", "count")

    def __init__(self, layers: Layers, count: Running) -> None:
        # Each overrides those after it. The last is left as it is, for it may be large.
        self._layers = layers
        # Value -> the days that it is covered, as far as somebody needed them.
        self._joined: dict[Any, tuple[Span, ...]] = {}
        self.count = count

    @classmethod
    def of(cls, entries: Entries) -> Distinct:
        """Sweep all windows of all values: value, window, how many facts."""
        covered: dict[Any, Cover] = {}
        for value, span, number in entries:
            cover = covered.get(value)
            if cover is None:
                covered[value] = span if number == 1 else {span: number}
            else:
                if isinstance(cover, tuple):
                    cover = covered[value] = {cover: 1}
                cover[span] = cover.get(span, 0) + number
        return cls.covering(covered)

    @classmethod
    def covering(cls, covered: Mapping[Any, Cover]) -> Distinct:
        """Count values that are covered by windows; of no window by none."""
        alone = Counter(cover for cover in covered.values() if isinstance(cover, tuple))
        joined = (span for cover in covered.values() if isinstance(cover, dict) for span in Spans.of(cover).spans)
        return cls.from_day_on(covered, chain(alone.items(), ((span, 1) for span in joined)))

    @classmethod
    def from_day_on(cls, covered: Layer, numbers: Iterable[tuple[Span, int]]) -> Distinct:
        """Count values of which it is known how many are covered from when to when.

        Args:
            numbers: Some days, and how many values are covered on them, beside those of the other days named.
        """
        changes: dict[int, int] = defaultdict(int)
        for (start, end), number in numbers:
            changes[start] += number
            changes[end] -= number
        return cls(({}, {}, covered), Running(Steps.counting(changes)))

    def changed(self, removed: Entries, added: Entries) -> Distinct:
        """Take windows out and others in; whatever they do not touch is shared."""
        later: dict[Any, dict[Span, int]] = {}
        gone: set[Any] = set()
        new: dict[Any, list[Span]] = defaultdict(list)
        for entries, sign in ((removed, -1), (added, 1)):
            for value, span, number in entries:
                windows = later.get(value)
                if windows is None:
                    windows = later[value] = self._windows(value)
                count = windows.get(span, 0) + sign * number
                if count:
                    windows[span] = count
                else:
                    windows.pop(span, None)
                    gone.add(value)
                if sign > 0:
                    new[value].append(span)
        changes: dict[int, int] = defaultdict(int)
        joined: dict[Any, tuple[Span, ...]] = {}
        for value, windows in later.items():
            before = self._spans(value)
            # Only a window that went can uncover days; one that came is joined to what was covered.
            after = Spans.of(windows if value in gone else (*before, *new[value])).spans
            joined[value] = after
            if before != after:
                for sign, spans in ((-1, before), (1, after)):
                    for start, end in spans:
                        changes[start] += sign
                        changes[end] -= sign
        swept = self.count.with_changes({day: by for day, by in changes.items() if by})
        few, many, first = self._layers
        few = {**few, **later}
        found = Distinct((few, many, first) if len(few) <= PATCHES else ({}, {**many, **few}, first), swept)
        found._joined = {**self._joined, **joined} if len(self._joined) < PATCHES else joined
        return found

    def _spans(self, value: Any) -> tuple[Span, ...]:
        """Give the days on which a value is covered."""
        spans = self._joined.get(value)
        if spans is None:
            cover = self._cover(value)
            spans = self._joined[value] = (cover,) if isinstance(cover, tuple) else Spans.of(cover).spans
        return spans

    def _windows(self, value: Any) -> dict[Span, int]:
        """Give the windows that cover a value, each with how many facts have it, to be changed."""
        found = self._cover(value)
        return {found: 1} if isinstance(found, tuple) else dict(found)

    def _cover(self, value: Any) -> Cover:
        for layer in self._layers:
            found = layer.get(value)
            if found is not None:
                return found
        return {}
