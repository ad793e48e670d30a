"""Where the list begins on a sheet: titles above it, empty columns in it and totals below it are passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from models.exchange.headings import halves_of_names, meant
from models.exchange.sheets import Book, Rows
from models.kinds.kind import RecordKind

# Lists begin within the first rows of a sheet; so many are looked at.
LOOKED_AT = 15
_SAMPLED = 40
_LONGEST_HEADING, _LONGEST_TOTAL = 60, 30
_FIGURES = re.compile(r"^[\s$€£\d.,:/%+-]+$")
_TOTAL = re.compile(r"(grand[ -]?|sub[ -]?)?(totals?|sum|summe|suma)( \w+)?:?( ?\$?[\d.,]+)?", re.IGNORECASE)


@dataclass(slots=True)
class Table:
    """One list of a sheet.

    Attributes:
        header: What stands above each column.
        header_line: The line on which that stands.
        rows: The line and the cells of each row; cells beyond the last column come last. They can be taken once.
        first: The first lines of the sheet with their cells, for choosing another line as the header.
        notes: What was passed over, in sentences; complete when all rows are taken.
        sheets: The sheets that are read as one list, see `models.exchange.together`; none where only one is read.
    """

    header: list[str]
    header_line: int
    rows: Iterator[tuple[int, list[str]]]
    first: list[tuple[int, list[str]]]
    notes: list[str] = field(default_factory=list)
    sheets: tuple[str, ...] = ()


def lay_out(kind: RecordKind, book: Book, *, sheet: str | None = None, header_line: int | None = None) -> Table | None:
    """Find the list on a sheet; None where the sheet is empty.

    Args:
        kind: What its rows are: the line that names most of its columns is the header.
        sheet: Its name; the first one where None.
        header_line: The line of the header, where somebody chose it.

    Raises:
        NotReadable: The sheet cannot be read.
    """
    rows = book.rows(sheet)
    first = list(islice(rows, 1))
    if not first:
        return None
    if header_line is None and _names_all(kind, first[0][1]):
        sample = list(islice(rows, _SAMPLED))
        place = 0
    else:
        sample = list(islice(rows, _SAMPLED))
        place = _header_place(kind, [*first, *sample], header_line)
    looked_at = [*first, *sample]
    line, heads = looked_at[place]
    header = [" ".join(head.split()) for head in heads]
    for position, name in enumerate(header):
        if name and name in header[:position]:
            header[position] = f"{name} (column {letter(position)})"
    below = looked_at[place + 1 :]
    _name_the_nameless(header, [cells for _, cells in below if not _is_total(cells)])
    table = Table(header, line, iter(()), looked_at[:LOOKED_AT], list(book.notes))
    if place:
        passed = " ".join(next(cell for cell in looked_at[0][1] if cell.strip()).split())[:60]
        table.notes.append(f"What stands above the names of the columns (“{passed}”) was passed over.")
    table.rows = _without_totals(table, chain(below, rows))
    _join_names(kind, table)
    return table


def _join_names(kind: RecordKind, table: Table) -> None:
    """Make one column of two that hold a person's given and family name."""
    halves = halves_of_names(kind, table.header)
    if halves is None:
        return
    given, family = halves
    table.notes.append(f"“{table.header[given]}” and “{table.header[family]}” are read as one name.")
    table.header[given] = "Name"
    del table.header[family]

    def joined(rows: Rows) -> Iterator[tuple[int, list[str]]]:
        for line, cells in rows:
            whole = [*cells, *[""] * (max(halves) + 1 - len(cells))]
            whole[given] = " ".join(filter(None, (whole[given].strip(), whole[family].strip())))
            del whole[family]
            yield line, whole

    table.rows = joined(table.rows)


def _names_all(kind: RecordKind, cells: list[str]) -> bool:
    named = [cell.strip().casefold() for cell in cells if cell.strip()]
    return len(named) > 1 and all(name in kind.columns for name in named)


def _header_place(kind: RecordKind, rows: list[tuple[int, list[str]]], header_line: int | None) -> int:
    if header_line is not None:
        return next((place for place, (line, _) in enumerate(rows) if line == header_line), 0)
    scores = [_score(kind, cells) for _, cells in rows[:LOOKED_AT]]
    return scores.index(max(scores))


def _score(kind: RecordKind, cells: list[str]) -> float:
    """Say how much a row looks like the names of columns."""
    said = [" ".join(cell.split()) for cell in cells if cell.strip()]
    known = len({meant(kind, text) for text in said} - {None})
    figures = sum(1 for text in said if _FIGURES.match(text))
    long = sum(1 for text in said if len(text) > _LONGEST_HEADING)
    return known * 4 + min(len(set(said)), 8) - 3 * figures - 2 * long


def _name_the_nameless(header: list[str], sample: list[list[str]]) -> None:
    """Call a column without a heading by its letter where something stands in it."""
    while header and not header[-1]:
        if any(len(cells) >= len(header) and cells[len(header) - 1].strip() for cells in sample):
            break
        header.pop()
    for position, name in enumerate(header):
        if not name and any(len(cells) > position and cells[position].strip() for cells in sample):
            header[position] = f"Column {letter(position)}"


def letter(position: int) -> str:
    """Name a column as spreadsheets do: A, B … Z, AA."""
    text = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        text = chr(65 + rest) + text
    return text


def _without_totals(table: Table, rows: Rows) -> Iterator[tuple[int, list[str]]]:
    left_out = 0
    for line, cells in rows:
        if _is_total(cells):
            left_out += 1
            continue
        yield line, cells
    if left_out:
        table.notes.append(f"{left_out} {'row' if left_out == 1 else 'rows'} of totals left out.")


def _is_total(cells: list[str]) -> bool:
    begins = next(filter(str.strip, cells), "").strip()
    if len(begins) >= _LONGEST_TOTAL or not _TOTAL.fullmatch(begins):
        return False
    filled = [cell for cell in cells if cell.strip()]
    # A sum that nobody computed is empty; a firm called Total has more to tell.
    return len(filled) <= 2 or any(_FIGURES.match(cell) for cell in filled)
