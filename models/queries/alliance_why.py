"""How far a strategic alliance's own records carry the indicators about alliances, at each school it works with.

A school's level rests on all of its partners. Here the engine reads the alliance's own records and nothing else, see
`alliance_own`, so that nothing that comes out can tell of anybody else.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from models.continuum.continuum import Continuum
from models.continuum.judging.answers import Status
from models.continuum.rulebook.catalogue import Practice


@dataclass(frozen=True, slots=True)
class OwnPart:
    """One thing that the map asks of alliances, by this alliance's own records.

    Attributes:
        level: Number of its level.
        is_there: Its own records are enough by themselves.
        records: How many of them count.
    """

    key: str
    level: int
    level_name: str
    wording: str
    is_there: bool
    records: int


@dataclass(frozen=True, slots=True)
class OwnIndicator:
    """One indicator by this alliance's own records.

    Attributes:
        level_name: What they show by themselves; None for none yet.
        next_level: The lowest level above, or else the lowest at all, of which something is not there; None where
            all is.
        parts: In the map's order. What several levels ask in the same words is the lowest one's.
    """

    code: str
    name: str
    level_name: str | None
    next_level: int | None
    parts: tuple[OwnPart, ...]

    @property
    def there(self) -> int:
        """How many of the things are there."""
        return sum(part.is_there for part in self.parts)

    @property
    def next_parts(self) -> tuple[OwnPart, ...]:
        """What is not there of the next level."""
        return tuple(part for part in self.parts if part.level == self.next_level and not part.is_there)


def own_indicators(own: Continuum, *, practices: Collection[str], on: date) -> tuple[OwnIndicator, ...]:
    """Judge the indicators of some practices by an alliance's own records at a school, in the map's order.

    Args:
        own: The engine of its own records and nothing else.
        practices: Keys; the indicators that have one of them are judged.
    """
    rules = own.rules_on(on.toordinal())
    codes = [code for code in rules.indicators if any(one.key in practices for one in rules.practices_of(code))]
    return tuple(_judged(own, code, on) for code in codes)


def _judged(own: Continuum, code: str, on: date) -> OwnIndicator:
    rules = own.rules_on(on.toordinal())
    asked: dict[str, Practice] = {}
    for practice in rules.practices_of(code):
        asked.setdefault(practice.wording, practice)
    parts = tuple(
        OwnPart(
            practice.key,
            practice.level,
            rules.level_name(practice.level),
            practice.wording,
            own.practice(practice, on).status is Status.MET,
            len(own.record_keys(practice.key, on)),
        )
        for practice in asked.values()
    )
    level = own.supported(code, on)
    missing = sorted({part.level for part in parts if not part.is_there}, key=lambda one: (one <= level, one))
    name = rules.indicators[code].name
    return OwnIndicator(code, name, rules.level_name(level) if level else None, next(iter(missing), None), parts)
