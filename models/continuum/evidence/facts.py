"""A fact: one dated thing that a record says, whatever table it came from.

A property that hangs on a date of its own (an answer, a receipt, an evaluation by the other side) makes two facts of
one record: the one without it, which holds until that date, and the one with it, which holds from then on. So any past
day reads as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

from models.continuum.time.calendar import NEVER, month_of, quarter_of

Row = Mapping[str, Any]
RecordKey = tuple[str, str]
Values = Mapping[str, "frozenset[str] | bool"]
Spread = Mapping[str, "frozenset[Any]"]
NONE: frozenset[str] = frozenset()


class Asked(Protocol):
    """A condition on what is said."""

    def holds(self, said: Said) -> bool:
        """Whether it is met."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a fact says, apart from whose it is and when: records that say the same share one of these.

    Attributes:
        values: Field -> codes, or True for a mark that holds. Fields that say nothing are absent.
        spread: Dimension -> distinct values it adds (`partners`, `stakeholder_groups`, `channels` …).
    """

    kind: str
    values: Values
    spread: Spread
    _meets: dict[int, bool] = field(default_factory=dict, compare=False, repr=False)

    def meets(self, where: Iterable[Asked], shape: int) -> bool:
        """Whether it meets some conditions: found once for all that ask alike.

        Args:
            shape: The number of the conditions, see `tallies.shape_of`.
        """
        found = self._meets.get(shape)
        if found is None:
            found = self._meets[shape] = all(condition.holds(self) for condition in where)
        return found


@dataclass(frozen=True, slots=True)
class Fact:
    """One dated thing that a record says.

    Attributes:
        said: What it says.
        record: Kind and reference of the record it comes from.
        on: The day it happened.
        start: The first day on which it can be known as it stands here.
        end: The first day on which it no longer stands so.
        identity: Facts of equal identity count once in a number of records.
        not_for: Indicators it is kept out of.
    """

    said: Said
    record: RecordKey
    on: int
    start: int
    end: int
    identity: tuple[Any, ...]
    not_for: frozenset[str] = NONE

    @property
    def kind(self) -> str:
        """What sort of thing it is; derived facts have kinds of their own."""
        return self.said.kind

    @property
    def values(self) -> Values:
        """Field -> codes, or True."""
        return self.said.values

    def adds(self, dimension: str) -> frozenset[Any]:
        """Say which distinct values it adds to a dimension."""
        if dimension == "months":
            return shared_set(month_of(self.on))
        if dimension == "quarters":
            return shared_set(quarter_of(self.on))
        return self.said.spread.get(dimension, NONE)


def make_fact(
    said: Said,
    record: RecordKey,
    on: date,
    *,
    start: int | None = None,
    end: int = NEVER,
    identity: tuple[Any, ...] | None = None,
    not_for: frozenset[str] = NONE,
) -> Fact:
    """Date what a record says; it can be known from its own day on at the earliest."""
    day = on.toordinal()
    return Fact(said, record, day, max(day, start if start is not None else day), end, identity or record, not_for)


def codes(row: Row, name: str) -> frozenset[str]:
    """Read a field of codes: none, one or several."""
    value = row.get(name)
    return shared_set(value) if value else NONE


@lru_cache(maxsize=1 << 14)
def shared_set(value: str | int | tuple[str, ...]) -> frozenset[Any]:
    """Make a set once for all facts that have it: a school uses some dozens of combinations, however much it logs."""
    return frozenset(value) if isinstance(value, tuple) else frozenset((value,))


def is_said(value: Any) -> bool:
    """Whether a text, a file or a mark is there."""
    return bool(value.strip()) if isinstance(value, str) else bool(value)


def values_of(**fields: Any) -> dict[str, frozenset[str] | bool]:
    """Keep what says something: codes that are there, marks that hold."""
    return {name: value for name, value in fields.items() if value}


def named(*names: str | None) -> frozenset[str]:
    """Keep the names that are given."""
    return frozenset(name for name in names if name)
