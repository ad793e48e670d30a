"""Read record files: UTF-8 CSV -> typed rows, and every problem of the file in one run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import getitem
from types import MappingProxyType

from models.exchange.cells import CellProblem, Cells
from models.exchange.memory import ColumnMemory
from models.kinds.columns import Column, Row
from models.kinds.kind import RecordKind

# A cell longer than this is damage, not text: usually a quote that was never closed.
_LONGEST_CELL = 1_000_000
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a row, or the whole file, is refused.

    Attributes:
        line: Line of the file on which the row begins; 1 is the header.
        column: The column; empty where the row or file as a whole is meant.
        value: What stands there, shortened for printing.
        reason: What is wrong and what would be right.
    """

    line: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        """Say it in one line."""
        place = f"line {self.line}" + (f", {self.column}" if self.column else "")
        return f"{place}: {self.value!r}: {self.reason}" if self.value else f"{place}: {self.reason}"


@dataclass(slots=True)
class Reading:
    """What a file holds.

    Attributes:
        header: The columns as the file names them.
        rows: (line, typed row) of every good row. A row has the columns of the file only.
        refusals: Every problem, in the order of lines.
        refused: The cells of every refused row, as read; empty where the file as such is refused.
        is_whole: The file as such could be read: False where its header or encoding is wrong, so no row is good.
    """

    header: list[str] = field(default_factory=list)
    rows: list[tuple[int, Row]] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    refused: list[list[str]] = field(default_factory=list)
    is_whole: bool = True

    def refuse_file(self, reason: str, *, line: int = 1, column: str = "", value: str = "") -> None:
        """Note a problem that spoils the whole file."""
        self.refusals.append(Refusal(line, column, shown(value), reason))
        self.is_whole = False


def shown(value: str) -> str:
    """Shorten a value for printing, on one line."""
    flat = " ".join(value.split())
    return flat if len(flat) <= _SHOWN else f"{flat[:_SHOWN]}…"


def read_records(
    kind: RecordKind, content: bytes | str, *, cells: Cells, stored: Mapping[str, Row] = MappingProxyType({})
) -> Reading:
    """Read one file of one kind.

    Args:
        kind: What its rows are.
        content: The file: UTF-8, with or without a byte order mark.
        cells: Reads single cells; knows the words, partners and records that may be named.
        stored: Ref -> row of the records that are there: what a file leaves out stays as it is there.

    Returns:
        The good rows and all problems. Where `is_whole` is False no row may be stored.
    """
    reading = Reading()
    text = _decoded(content, reading)
    if text is None:
        return reading
    lines = _lines(text, reading)
    first = next(lines, None)
    if first is None:
        if not reading.refusals:
            reading.refuse_file(f"the file is empty; its first line names the columns, such as {_example(kind)}")
        return reading
    reading.header = first[1]
    columns = _columns_of(kind, reading)
    rows = _RowReader(kind, columns, cells, stored)
    first_lines: dict[str, int] = {}
    for line, values in lines:
        row, problems = rows.read(values)
        if len(values) != len(columns):
            problems = [("", "", f"the row has {len(values)} values, the header has {len(columns)} columns")]
        ref = row.get("ref")
        if ref:
            if ref in first_lines:
                problems.append(("ref", ref, f"the same ref stands on line {first_lines[ref]}; each row has its own"))
            first_lines.setdefault(ref, line)
        if problems:
            reading.refusals += [Refusal(line, column, shown(value), reason) for column, value, reason in problems]
            reading.refused.append(values)
        else:
            reading.rows.append((line, row))
    if not reading.is_whole:
        reading.rows.clear()
        reading.refused.clear()
    return reading


def _decoded(content: bytes | str, reading: Reading) -> str | None:
    if isinstance(content, bytes):
        if b"\x00" in content:
            reading.refuse_file("this is not a text file (it holds NUL bytes); save it as CSV in UTF-8")
            return None
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            line = content.count(b"\n", 0, problem.start) + 1
            reading.refuse_file("the file is not UTF-8 from here on; save it as CSV in UTF-8", line=line)
            return None
    else:
        text = content.removeprefix("\ufeff")
        if "\x00" in text:
            reading.refuse_file("this is not a text file (it holds NUL bytes); save it as CSV in UTF-8")
            return None
    return text


def _lines(text: str, reading: Reading) -> Iterator[tuple[int, list[str]]]:
    """Give the line on which each row begins and its cells; blank lines are left out."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            reading.refuse_file(f"the file cannot be read on from here ({problem}); check the quotes", line=begins)
            return
        if any(value.strip() for value in values):
            yield begins, values


def _columns_of(kind: RecordKind, reading: Reading) -> list[Column | None]:
    """Find the column of every header cell; None for an unknown one."""
    names = [name.strip().casefold() for name in reading.header]
    if len(names) == 1 and ";" in names[0]:
        reading.refuse_file("the columns are separated by semicolons; save the file with commas", value=names[0])
        return [None]
    columns: list[Column | None] = []
    for position, name in enumerate(names):
        column = kind.columns.get(name)
        if column is None:
            reading.refuse_file(
                f"there is no such column; {kind.name} has {', '.join(kind.columns)}",
                column=reading.header[position].strip() or f"column {position + 1}",
            )
        elif name in names[:position]:
            reading.refuse_file("the column stands twice", column=name)
            column = None
        columns.append(column)
    for column in kind.columns.values():
        if column.required and column.name not in names:
            reading.refuse_file("the column is missing; every row needs it", column=column.name)
    return columns


class _RowReader:
    """Reads rows of one file."""

    def __init__(
        self, kind: RecordKind, columns: Sequence[Column | None], cells: Cells, stored: Mapping[str, Row]
    ) -> None:
        self._kind = kind
        self._stored = stored
        self._columns = columns
        self._names = [column.name for column in columns if column]
        self._memories = [ColumnMemory(cells, column) for column in columns if column]

    def read(self, values: list[str]) -> tuple[Row, list[tuple[str, str, str]]]:
        """Read the cells of one row: its typed values, and (column, value, reason) of each problem."""
        problems: list[tuple[str, str, str]] = []
        try:
            # Nearly every row is good, and this does not stop at each cell.
            row = dict(zip(self._names, map(getitem, self._memories, self._known(values)), strict=False))
        except CellProblem:
            row = self._read_singly(values, problems)
        if self._kind.in_order:
            problems += _out_of_order(self._kind, row, self._stored.get(row.get("ref") or "", {}))
        return row, problems

    def _known(self, values: list[str]) -> list[str]:
        """Leave out the values of columns that there are not."""
        if len(self._names) == len(self._columns):
            return values
        return [value for value, column in zip(values, self._columns, strict=False) if column]

    def _read_singly(self, values: list[str], problems: list[tuple[str, str, str]]) -> Row:
        row: Row = {}
        known = [column for column in self._columns if column]
        for column, memory, raw in zip(known, self._memories, self._known(values), strict=False):
            try:
                row[column.name] = memory[raw]
            except CellProblem as problem:
                problems.append((column.name, problem.value or raw.strip(), problem.reason))
                row[column.name] = column.nothing
        return row


def _out_of_order(
    kind: RecordKind, row: Mapping[str, object], stored: Mapping[str, object]
) -> Iterator[tuple[str, str, str]]:
    for earlier, later, may_be_equal in kind.in_order:
        first, second = (row[name] if name in row else stored.get(name) for name in (earlier, later))
        if first is None or second is None or (earlier not in row and later not in row):
            continue
        if second < first or (second == first and not may_be_equal):  # type: ignore[operator]
            if later in row:
                when = "on or after" if may_be_equal else "after"
                yield later, str(second), f"must lie {when} {earlier} ({first})"
            else:
                when = "on or before" if may_be_equal else "before"
                yield earlier, str(first), f"must lie {when} {later} ({second})"


def _example(kind: RecordKind) -> str:
    return ",".join(column.name for column in kind.columns.values() if column.required)
