"""What a typed row of a record file is in the table of its kind: one value for each column it speaks of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Enum

from models.kinds.columns import Column, Holds
from models.kinds.kind import RecordKind
from models.many_rows import Memory
from models.records import RecordStatus

Refs = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class StoredColumn:
    """One column of a table, and the column of a file that says what stands in it.

    Attributes:
        attribute: The table's column.
        said_by: The file's column.
        is_text: What it says is free text, which seldom stands twice.
        stored: Turns a typed value of a row into the value of the table's column.
    """

    attribute: str
    said_by: str
    is_text: bool
    stored: Callable[[Any], Any]


def attributes_of(kind: RecordKind) -> list[str]:
    """List the columns of a kind's table, in its own order."""
    return list(kind.table.__mapper__.column_attrs.keys())


def stored_columns(kind: RecordKind, *, refs: Refs, partner_ids: Mapping[str, int]) -> list[StoredColumn]:
    """Find what a file of a kind says of the kind's own table, in the order of the table.

    What is kept in other tables (time lines, several partners, an organisation's name, files) is not among it.

    Args:
        kind: What the rows are.
        refs: RecordKind -> ref -> id of the records that rows may name.
        partner_ids: Name -> id of the organisations that rows may name.
    """
    attributes = attributes_of(kind)
    found: list[StoredColumn] = []
    for column in kind.columns.values():
        if column.stored_as in attributes:
            storing = _storing(kind, column, refs, partner_ids)
            found.append(StoredColumn(column.stored_as, column.name, column.holds is Holds.TEXT, storing))
        if column.holds is Holds.REF_OR_MARK:
            named = refs[column.refers_to or ""]
            found.append(StoredColumn("workforce_need_id", column.name, False, _named_by(named)))
    return sorted(found, key=lambda stored: attributes.index(stored.attribute))


def is_one_row(kind: RecordKind) -> bool:
    """Say whether a record of this kind is one row of one table, beside its links to partners."""
    attributes = attributes_of(kind)
    return all(column.stored_as in attributes or column.holds is Holds.PARTNERS for column in kind.columns.values())


def _storing(kind: RecordKind, column: Column, refs: Refs, partner_ids: Mapping[str, int]) -> Callable[[Any], Any]:
    """Say how a typed value becomes the value of the table's column of the same name."""
    if column.holds is Holds.REF:
        return _named_by(refs[column.refers_to or ""])
    if column.holds is Holds.PARTNER:
        return _named_by(partner_ids)
    if column.holds is Holds.REF_OR_MARK:
        return lambda value: True if isinstance(value, str) else value
    kept = kind.table.__table__.columns[column.stored_as].type
    if isinstance(kept, Enum) and kept.enum_class:
        choices = kept.enum_class
        return Memory(lambda value: None if value is None else choices(value)).__getitem__
    return lambda value: value


def _named_by(ids: Mapping[str, int]) -> Callable[[Any], int | None]:
    # A mark in place of a ref names nothing.
    return lambda value: ids[value] if isinstance(value, str) else None


def starting_values(kind: RecordKind, given: Mapping[str, Any], *, entered_on: date | None = None) -> dict[str, Any]:
    """Say what stands in a new row of a kind's table before a file says anything: its defaults, and what is given.

    Args:
        kind: What the rows are.
        given: Column -> value that is the same for all rows.
        entered_on: The entry day that the session was told; None leaves it to the server's calendar.
    """
    values: dict[str, Any] = {}
    for column in kind.table.__table__.columns:
        if column.primary_key:
            continue
        default = column.default
        # A default that is worked out (a day, an instant) is the same for all rows of a file.
        values[column.key] = None if default is None else default.arg(None) if default.is_callable else default.arg
    if entered_on is not None:
        values["entered_on"] = entered_on
    return {**values, **given}


def status_before_archive(status: RecordStatus, *, before: RecordStatus | None, kept: str | None) -> str | None:
    """Say what an archived record was before, so that it can be restored as it was.

    Args:
        status: What the record is from now on.
        before: What it was until now; None for a new record.
        kept: What is noted of it so far.
    """
    if status is not RecordStatus.ARCHIVED:
        return None
    return kept if before in (None, RecordStatus.ARCHIVED) else before.value
