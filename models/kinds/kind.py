"""One declaration for each kind of record: all that the rest of the product has to know of it.

A declaration stands beside the table it is of, and `models.record_kinds` lists them in the order in which they are
read. Files, exports, imports, lists, the history and the engine's tests loop over that list; a page of its own is
registered in the web layer. So a new kind is its table, its declaration, and, where the rules are to read it, its
facts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from models.kinds.columns import OF_ALL_KINDS, REF, Column
from models.records import Record
from models.words import words


@dataclass(frozen=True, slots=True)
class Read:
    """What the engine makes of the rows of a kind. Kinds of facts are named: the engine itself knows no table.

    Attributes:
        facts: Kinds of the facts that rows give, the plainest first.
        context: What else rows are to the engine, in words: what other facts are read with, or a state with its days.
        unread: Why the engine does not read them, for a kind without either.
    """

    facts: tuple[str, ...] = ()
    context: str = ""
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Alike:
    """What two entries of one thing have in common, as two people write it down who do not know of each other.

    Attributes:
        same: Columns in which both say the same.
        no_other: Columns in which one may be silent; where both speak, and differently, it is another thing.
        on: Attributes of the day they are compared by, the first that is filled.
        days: How many days may lie between them, for people remember days differently; None where it may be any.
        until: Attribute of the first day on which the earlier one stands no more: what ended has no double.
    """

    same: tuple[str, ...]
    no_other: tuple[str, ...] = ()
    on: tuple[str, ...] = ("occurred_on",)
    days: int | None = 0
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKind:
    """One kind of record.

    Attributes:
        table: Where it is stored; its `kind` is the name that files, links and history know it by.
        noun: What people call one of it.
        nouns: What people call several.
        known_on: Attributes of the day it is known by and counts from, the first that is filled.
        about: Attributes in which its own words stand, the first that is filled; the partner's name comes before
            them, and its note after them.
        read: What the engine makes of it.
        own: Columns of its files beside the reference, the status and the note; none for a kind without files.
        without_file: Why there are no files of it.
        alike: How one that two people entered is told; None where nothing tells it, or a second changes nothing.
        in_order: Pairs of date columns (earlier, later, may be equal).
        note_required: Whether a row without a note is refused.
        called_by: The attribute whose code says what people call one record, where that depends on the record.
        labels: Attribute -> what people call it, for those that no column of a file labels.
        levels: Attributes that hold a level of the map, told by its name.
        columns: All columns of its files by name, in the order of an export; those of all kinds come last.
    """

    table: type[Record]
    noun: str
    nouns: str
    known_on: tuple[str, ...]
    read: Read
    about: tuple[str, ...] = ()
    own: tuple[Column, ...] = ()
    without_file: str = ""
    alike: Alike | None = None
    in_order: tuple[tuple[str, str, bool], ...] = ()
    note_required: bool = False
    called_by: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    levels: frozenset[str] = frozenset()
    columns: Mapping[str, Column] = field(init=False)

    def __post_init__(self) -> None:
        """Put the columns of a file together."""
        status, note = OF_ALL_KINDS
        if self.note_required:
            note = Column("note", required=True)
        of_file = (REF, *self.own, status, note) if self.own else ()
        object.__setattr__(self, "columns", MappingProxyType({column.name: column for column in of_file}))

    @property
    def name(self) -> str:
        """What files, links and history know it by: `activity`, `match` …"""
        return self.table.kind

    def column_of(self, attribute: str) -> Column | None:
        """Find the column whose values an attribute of the table holds; None where no file has it."""
        return next((column for column in self.columns.values() if column.stored_as == attribute), None)

    def label_of(self, attribute: str) -> str:
        """Say what people call an attribute of the table: `notice_days` is "Notice days" where nothing else is said."""
        column = self.column_of(attribute)
        said = column.label if column and column.label else self.labels.get(attribute)
        return said or words(attribute.removesuffix("_id").removesuffix("_on"))

    def noun_of(self, record: Any, phrase: Callable[[str, str], str]) -> str:
        """Say what people call a record of this kind.

        Args:
            phrase: Says a code in mid-sentence: vocabulary, code -> words.
        """
        column = self.column_of(self.called_by) if self.called_by else None
        if column is None or column.choices is None:
            return self.noun
        return phrase(column.choices, getattr(record, column.stored_as))

    def words_of(self, record: Any) -> str:
        """Give a record's own words; empty where it has none."""
        return next((str(said) for name in (*self.about, "note") if (said := getattr(record, name, None))), "")

    def day_of(self, record: Any) -> date | None:
        """Give the day by which a record is known; None where it has none yet."""
        return next((day for name in self.known_on if (day := getattr(record, name, None))), None)
