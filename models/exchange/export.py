"""Write records as files: what an export gives, an import takes back unchanged."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from models.exchange.cells import SEPARATOR
from models.exchange.formulas import guarded
from models.exchange.time_lines import TimeLine, current
from models.kinds.columns import Column, Holds, Row
from models.kinds.kind import RecordKind

# Without it a spreadsheet takes UTF-8 for something else, and shows É as two letters.
BYTE_ORDER_MARK = "\ufeff"
_TERMS = (Holds.TERM, Holds.TERM_MARK, Holds.REFS)


def records_csv(kind: RecordKind, rows: Iterable[Row]) -> str:
    """Write rows of one kind as a record file with every column.

    Of a partnership's terms the file holds what they say now. `written_on` is given where all of them were written
    on one day; otherwise it is empty, and an import into the same school leaves each its own.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(kind.columns)
    for row in rows:
        writer.writerow(row_cells(kind, row).values())
    return out.getvalue()


def row_cells(kind: RecordKind, row: Row) -> dict[str, str]:
    """Write one row: column -> cell, in the order of an export."""
    return {column.name: _cell(kind, column, row) for column in kind.columns.values()}


def _cell(kind: RecordKind, column: Column, row: Row) -> str:
    if column.name == "written_on":
        return _written_on(kind, row)
    value = row[column.name]
    if column.holds in (Holds.STAGES, Holds.PEOPLE):
        return guarded(SEPARATOR.join(f"{held or ''}@{day.isoformat()}" for day, held in value))
    if column.holds in _TERMS:
        value = current(value)
    return guarded(_text(value))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, tuple):
        return SEPARATOR.join(_text(one) for one in value)
    return str(value)


def _written_on(kind: RecordKind, row: Row) -> str:
    lines: list[TimeLine] = [row[name] for name, column in kind.columns.items() if column.holds in _TERMS]
    days = {day for line in lines for day, _ in line}
    return days.pop().isoformat() if len(days) == 1 else ""
