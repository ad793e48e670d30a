"""What the columns of a kind of record are made of: what a cell may hold, where it is stored, what people call it.

A *record row* is a plain dict from column name to typed value; `Holds` says which Python type a column has. The short
functions at the end make the columns of the declarations that stand beside the tables.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from models.addresses import link as read_link

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
    DAYS_AHEAD = "numbers of days"  # tuple of str, the most first, or one word for none
    FILE = "a file"  # the file's name or None
    STAGES = "a time line of stages"  # tuple of (date, stage)
    PEOPLE = "a time line of people"  # tuple of (date, name or None)
    TERM = "a time line of text"  # tuple of (date, text or None)
    TERM_MARK = "a time line of marks"  # tuple of (date, True or None)


# Values that hang on days of their own, kept as sorted tuples of (date, value).
TIME_LINES = frozenset({Holds.STAGES, Holds.PEOPLE, Holds.TERM, Holds.TERM_MARK, Holds.REFS})
# Of these an empty cell is an empty tuple, of all others None.
SEVERAL = frozenset({Holds.DATES, Holds.CODES, Holds.PARTNERS, Holds.INDICATORS, Holds.DAYS_AHEAD}) | TIME_LINES


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
        most: The largest number that can be meant; None where only what can be stored bounds it.
        places: Digits before the decimal point that can be stored.
        reads: Turns a text into what is stored of it, or raises ValueError that says what would be right.
        label: What people call it, where that does not follow from its name.
        in_directory: It says something of the organisation, which the district's directory holds for all schools.
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
    most: Decimal | None = None
    places: int = 10
    reads: Callable[[str], str] | None = None
    label: str = ""
    in_directory: bool = False

    @property
    def stored_as(self) -> str:
        """The attribute of the table that holds the value, or the id it refers to."""
        name = self.attribute or self.name
        return f"{name}_id" if self.holds in (Holds.PARTNER, Holds.REF) else name

    @property
    def nothing(self) -> Any:
        """The typed value of an empty cell."""
        return () if self.holds in SEVERAL else self.empty


NEEDED = True


def text(name: str, required: bool = False, *, longest: int = 4000, label: str = "") -> Column:
    """Make a column of text."""
    return Column(name, required=required, longest=longest, label=label)


def line(name: str, required: bool = False, *, in_directory: bool = False, label: str = "") -> Column:
    """Make a column of text on one line."""
    return Column(name, required=required, longest=200, in_directory=in_directory, label=label, reads=on_one_line)


def link(name: str) -> Column:
    """Make a column of a whole web address."""
    return Column(name, longest=500, reads=read_link)


def day(name: str, required: bool = False, *, label: str = "") -> Column:
    """Make a column of one date."""
    return Column(name, Holds.DATE, required, label=label)


def occurred_on() -> Column:
    """Make the column of the day on which it happened."""
    return day("occurred_on", NEEDED, label="Day")


def days(name: str, *, label: str = "") -> Column:
    """Make a column of several dates."""
    return Column(name, Holds.DATES, label=label)


def mark(name: str, required: bool = False, *, empty: bool | None = None, label: str = "") -> Column:
    """Make a column of yes or no."""
    return Column(name, Holds.MARK, required, empty=empty, label=label)


def number(name: str, *, least: int = 0, most: int | None = None, label: str = "") -> Column:
    """Make a column of a whole number."""
    return Column(name, Holds.NUMBER, least=least, most=None if most is None else Decimal(most), label=label)


def days_ahead(name: str, *, label: str = "") -> Column:
    """Make a column of how many days before something people are told of it."""
    return Column(name, Holds.DAYS_AHEAD, longest=60, label=label)


def amount(name: str, *, places: int = 10, most: Decimal | None = None) -> Column:
    """Make a column of a number with decimals."""
    return Column(name, Holds.DECIMAL, places=places, most=most)


def code(
    name: str,
    choices: str,
    required: bool = False,
    *,
    own_words: bool = False,
    attribute: str | None = None,
    empty: str | None = None,
    label: str = "",
    in_directory: bool = False,
) -> Column:
    """Make a column of one code of a list."""
    return Column(
        name,
        Holds.CODE,
        required,
        choices=choices,
        own_words=own_words,
        longest=40,
        attribute=attribute,
        empty=empty,
        label=label,
        in_directory=in_directory,
    )


def codes(name: str, choices: str, required: bool = False, *, own_words: bool = False, label: str = "") -> Column:
    """Make a column of several codes of a list."""
    return Column(name, Holds.CODES, required, choices=choices, own_words=own_words, longest=200, label=label)


def partner(required: bool = False) -> Column:
    """Make the column that names one organisation."""
    return Column("partner", Holds.PARTNER, required)


def ref(name: str, required: bool = False) -> Column:
    """Make a column that names a record of the kind it is called after."""
    return Column(name, Holds.REF, required, refers_to=name)


def term(name: str, label: str, *, is_mark: bool = False) -> Column:
    """Make the column of a term of a partnership, which has days of its own."""
    return Column(name, Holds.TERM_MARK if is_mark else Holds.TERM, label=label)


# The first column of every file, and the last ones.
REF = Column("ref", required=True, longest=80)
OF_ALL_KINDS = (code("record_status", "record_status", empty="confirmed", label="Status"), text("note"))


def on_one_line(text: str) -> str:
    """Write a text on one line, with single spaces."""
    return " ".join(text.split())
