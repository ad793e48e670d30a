"""What the columns of record files are made of: what a cell may hold, and where it is stored.

A *record row* is a plain dict from column name to typed value; `Holds` says which Python type a column has. The kinds
with their columns stand in `models.exchange.kinds`.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models.records import Record

# Column name -> typed value; see `Holds` for the types. `ref` and `record_status` are always there.
Row = dict[str, Any]


class Holds(enum.StrEnum):
    """What a column's cells hold; the Python value of a row stands behind each."""

    TEXT = "text"  # str or None
    DATE = "a date"  # date or None
    DATES = "dates"  # tuple of dates, earliest first
    MARK = "a mark"  # bool or None
    NUMBER = "a whole number"  # int or None
    DECIMAL = "a number"  # Decimal or None
    CODE = "a code"  # str or None
    CODES = "codes"  # tuple of str, as written, without repeats
    PARTNER = "a partner"  # the organisation's name or None
    PARTNERS = "partners"  # tuple of names, sorted
    REF = "a record"  # the ref or None
    REFS = "records"  # time line of tuples of refs
    REF_OR_MARK = "a record or a mark"  # the ref, or bool, or None
    PRACTICE = "a practice"  # practice key, or None
    EXEMPTED = "a practice or a stakeholder group"
    INDICATORS = "indicators"  # tuple of indicator codes
    FILE = "a file"  # the file's name or None
    STAGES = "a time line of stages"  # tuple of (date, stage)
    PEOPLE = "a time line of people"  # tuple of (date, name or None)
    TERM = "a time line of text"  # tuple of (date, text or None)
    TERM_MARK = "a time line of marks"  # tuple of (date, True or None)


# Values that hang on days of their own, kept as sorted tuples of (date, value).
TIME_LINES = frozenset({Holds.STAGES, Holds.PEOPLE, Holds.TERM, Holds.TERM_MARK, Holds.REFS})
# Of these an empty cell is an empty tuple, of all others None.
SEVERAL = frozenset({Holds.DATES, Holds.CODES, Holds.PARTNERS, Holds.INDICATORS}) | TIME_LINES


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a record file.

    Attributes:
        name: As the header says it.
        holds: What its cells hold.
        required: A row without it is refused.
        choices: The vocabulary list that its codes come from.
        own_words: Values outside the list are kept as written ("the school's own words").
        refers_to: The kind of record that a ref names.
        longest: Characters that can be stored.
        attribute: The table's attribute, where its name differs.
        empty: What an empty cell means, where that is not None or an empty tuple.
        least: The smallest whole number that can be stored.
        places: Digits before the decimal point that can be stored.
    """

    name: str
    holds: Holds = Holds.TEXT
    required: bool = False
    choices: str | None = None
    own_words: bool = False
    refers_to: str | None = None
    longest: int = 4000
    attribute: str | None = None
    empty: Any = None
    least: int = 0
    places: int = 10

    @property
    def stored_as(self) -> str:
        """The attribute of the table that holds the value, or the id it refers to."""
        name = self.attribute or self.name
        return f"{name}_id" if self.holds in (Holds.PARTNER, Holds.REF) else name

    @property
    def nothing(self) -> Any:
        """The typed value of an empty cell."""
        return () if self.holds in SEVERAL else self.empty


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record file.

    Attributes:
        name: `activity`, `match` …, as the command line and links say it.
        table: Where its rows are stored.
        columns: By name, in the order of an export; those of all kinds come last.
        in_order: Pairs of date columns (earlier, later, may be equal).
    """

    name: str
    table: type[Record]
    columns: Mapping[str, Column]
    in_order: tuple[tuple[str, str, bool], ...] = field(default=())
