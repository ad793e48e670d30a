"""Finds the facts that meet a condition, starting from its rarest value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from models.continuum.evidence.alike import Alike
from models.continuum.evidence.facts import Fact, Said
from models.continuum.evidence.tallies import Counting

# Field and value -> where among all that is said it stands.
Saying = dict[tuple[str, Any], list[int]]


class FactIndex:
    """The facts of a school by what they say. Records that say the same are looked at together."""

    def __init__(self, facts: Mapping[str, Sequence[Fact]]) -> None:
        self._facts = facts
        # Kind -> what is said, each with the facts that say it; and field and value -> where it is said among them.
        # The two are kept together: whoever asks at the same time finds both or neither.
        self._read: dict[str, tuple[list[Alike], Saying]] = {}

    def _of(self, kind: str) -> tuple[list[Alike], Saying]:
        known = self._read.get(kind)
        if known is not None:
            return known
        groups: dict[int, tuple[Said, list[Fact]]] = {}
        for fact in self._facts.get(kind, ()):
            found = groups.get(id(fact.said))
            if found is None:
                groups[id(fact.said)] = (fact.said, [fact])
            else:
                found[1].append(fact)
        said = [Alike(one, facts) for one, facts in groups.values()]
        saying: Saying = {}
        for place, one in enumerate(said):
            for name, value in one.said.values.items():
                for code in value if isinstance(value, frozenset) else (True,):
                    saying.setdefault((name, code), []).append(place)
        self._read[kind] = said, saying
        return said, saying

    def matching(self, counting: Counting) -> Iterator[Alike]:
        """Find the facts that a way of counting looks at, those together that say the same."""
        said, saying = self._of(counting.kind)
        places: Iterable[int] = range(len(said))
        fewest = len(said)
        for condition in counting.where:
            if condition.unsaid:
                continue
            wanted: Iterable[Any] = condition.values if isinstance(condition.values, frozenset) else (True,)
            lists = [saying.get((condition.field, value), []) for value in wanted]
            if sum(map(len, lists)) < fewest:
                fewest = sum(map(len, lists))
                places = lists[0] if len(lists) == 1 else {place for some in lists for place in some}
        for place in places:
            one = said[place]
            # All that say the same meet the conditions alike; only what they are kept out of is their own.
            if all(condition.holds(one.said) for condition in counting.where):
                if not counting.indicator:
                    yield one
                elif left := [fact for fact in one.facts if counting.indicator not in fact.not_for]:
                    yield Alike(one.said, left)
