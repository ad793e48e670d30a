"""What the pages of an import show: causes in a sentence each, and rows in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.exchange.cells import NO_SUCH_PARTNERSHIP, NOT_A_PARTNER, NOT_A_VALUE, REQUIRED
from models.exchange.choices import Words
from models.exchange.day_texts import NOT_A_DAY
from models.exchange.problems import causes, shown
from models.exchange.quantities import NOT_A_NUMBER
from models.exchange.reading import Reading
from models.exchange.together import LINES_OF_A_SHEET, line_words
from models.kinds.columns import Column, Holds, Row
from models.kinds.kind import RecordKind
from models.operations.import_rules import TO_COME
from models.operations.imports import Prepared
from models.wording import counted, day_words, listed, number_words

_LINES, _VALUES, _ROWS, _COLUMNS = 8, 4, 10, 6


# What the command says of a cell -> what a page says.
_IN_WORDS = {
    NOT_A_DAY: "cannot be read as a day",
    NOT_A_VALUE: "is no word that is known here",
    NOT_A_PARTNER: "is not in your directory",
    NOT_A_NUMBER: "is not a number",
    TO_COME: "has not come yet",
    NO_SUCH_PARTNERSHIP: "cannot be matched with one partnership that runs; start it first",
}


_EMPTY = "is empty, and every row needs it"


@dataclass(frozen=True, slots=True)
class CauseShown:
    """Why rows cannot be stored: how many, why, and where they stand."""

    rows: str
    why: str
    lines: str


def causes_shown(prepared: Prepared) -> list[CauseShown]:
    """Say in a sentence each why rows are left out."""
    kind, reading = prepared.kind, prepared.reading
    headings = {
        column.name: head for column, head in zip(reading.columns, reading.header, strict=False) if column is not None
    }
    found: list[CauseShown] = []
    for cause in causes(reading.refusals):
        column = kind.columns.get(cause.column)
        label = headings.get(cause.column) or (kind.label_of(column.stored_as) if column else cause.column)
        values = [f"“{shown(value)}”" for value in cause.values if value]
        said = listed(values, most=_VALUES) if values else ""
        plain = _EMPTY if cause.reason.startswith(REQUIRED) else _IN_WORDS.get(cause.reason, cause.reason)
        plain = f"are {plain.removeprefix('is ')}" if len(values) > 1 and plain.startswith("is ") else plain
        reason = plain if plain[:1].isupper() else f"{said or 'it'} {plain}"
        if cause.reason[:1].isupper() and said:
            reason = f"{reason} ({said})"
        lines = [line_words(line, reading.sheets) for line in cause.lines[:_LINES]]
        more = len(cause.lines) - len(lines)
        where = "Line " if len(cause.lines) == 1 else "Lines "
        places = where + ", ".join(lines) + (f" and {number_words(more)} more" if more else "")
        why = f"{label}: {reason}".rstrip(".") + "."
        found.append(CauseShown(counted(len(cause.lines), "row", "rows"), why, places))
    return found


def lines_shown(lines: Iterable[int], sheets: Sequence[str] = ()) -> str:
    """Say which lines of the list these are, those that follow each other as one part; empty where there are none."""
    parts: list[list[int]] = []
    for line in sorted(lines):
        if parts and line == parts[-1][-1] + 1:
            parts[-1] = [parts[-1][0], line]
        else:
            parts.append([line])
    if not parts:
        return ""
    said: list[str] = []
    for part in parts:
        first = number_words(part[0] % LINES_OF_A_SHEET)
        words = [first] * (len(part) - 1) + [line_words(part[-1], sheets)]
        said += words if part[-1] - part[0] == 1 else [" to ".join(words)]
    one = len(said) == 1 and len(parts[0]) == 1
    return ("Line " if one else "Lines ") + listed(said, most=_LINES)


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row as it will be stored.

    Attributes:
        line: Where it stands in the list.
        is_new: False where a record of the school is changed by it.
        cells: What stood there before, empty where that stays so, and what will stand there.
    """

    line: str
    is_new: bool
    cells: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class RowsShown:
    """The first changed rows of a list and the first new ones, as they will be stored."""

    heads: Sequence[str]
    rows: Sequence[RowShown]


def rows_shown(prepared: Prepared, words: Words) -> RowsShown:
    """Write the first changed rows, with what changes, and the first new ones."""
    kind = prepared.kind
    stood = {line: before for line, _, _, before in prepared.changed[:_ROWS]}
    rows = {line: row for line, _, row, _ in prepared.changed[:_ROWS]} | dict(prepared.added[:_ROWS])
    differing = {
        name for line, before in stood.items() for name in kind.columns if before.get(name) != rows[line].get(name)
    }
    all_rows = [*rows.values(), *stood.values()]
    told = [one for one in kind.columns.values() if _tells(one, all_rows)]
    # What changes is shown first of all.
    told.sort(key=lambda one: one.name not in differing)
    chosen = {one.name for one in told[:_COLUMNS]}
    columns = [one for one in kind.columns.values() if one.name in chosen]
    named = _named(prepared.reading, rows)
    shown_rows = []
    for line, row in sorted(rows.items(), key=lambda one: (one[0] not in stood, one[0])):
        now = [_words(kind, column, row, words, named) for column in columns]
        before = [_words(kind, column, stood[line], words, named) for column in columns] if line in stood else now
        cells = [(old if old != new else "", new) for old, new in zip(before, now, strict=True)]
        shown_rows.append(RowShown(line_words(line, prepared.reading.sheets), line not in stood, cells))
    return RowsShown([kind.label_of(column.stored_as) for column in columns], shown_rows)


def _tells(column: Column, rows: Sequence[Row]) -> bool:
    if column.name in ("ref", "record_status") or column.holds in (Holds.STAGES, Holds.PEOPLE):
        return False
    return any(row.get(column.name) not in (None, (), False) for row in rows)


def _named(reading: Reading, rows: Mapping[int, Row]) -> dict[str, str]:
    """Give the records that rows name as the list itself calls them: ref -> its words."""
    places = [(at, one.name) for at, one in enumerate(reading.columns) if one is not None and one.holds is Holds.REF]
    return {
        str(row[name]): reading.cells[line][at].strip()
        for line, row in rows.items()
        for at, name in places
        if row.get(name)
    }


def _words(kind: RecordKind, column: Column, row: Row, words: Words, named: Mapping[str, str]) -> str:
    value = row.get(column.name)
    labels = words.lists[column.choices].labels if column.choices else named if column.holds is Holds.REF else {}
    return shown(", ".join(_one(part, labels) for part in (value if isinstance(value, tuple) else (value,))))


def _one(value: Any, labels: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, tuple):  # a dated part of a partnership
        return _one(value[1], labels)
    return str(labels.get(str(value), value))
