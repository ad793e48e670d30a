"""Read the rows of a list as records of one kind: typed rows, and every problem of the list in one run."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import getitem
from types import MappingProxyType

from models.exchange.cells import Cells
from models.exchange.headings import LEFT_OUT, matched
from models.exchange.layout import Table
from models.exchange.memory import ColumnMemory
from models.exchange.plan import AS_IT_IS, Plan
from models.exchange.problems import CellProblem, Refusal, flat
from models.exchange.quantities import unit_word
from models.exchange.sheets import DOLLARS, NotReadable, open_book
from models.exchange.together import line_words, table_of
from models.kinds.columns import Column, Row
from models.kinds.kind import RecordKind

Problems = list[tuple[str, str, str, str]]


@dataclass(slots=True)
class Reading:
    """What a file holds.

    Attributes:
        header: The columns as the file names them.
        columns: The record's column of each of them; None for one that is unknown or left out.
        rows: (line, typed row) of every good row. A row has the columns of the file only.
        refusals: Every problem, in the order of lines.
        refused_lines: Line -> the cells of every refused row, as read; empty where the file as such is refused.
        is_whole: The file as such could be read: False where its header or encoding is wrong, so no row is good.
        notes: What was supposed or passed over, in sentences.
        cells: Line -> the cells of every good row, as read.
        sheets: The sheets that were read as one list, by which `line_words` says where a line stands.
    """

    header: list[str] = field(default_factory=list)
    columns: list[Column | None] = field(default_factory=list)
    rows: list[tuple[int, Row]] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    refused_lines: dict[int, list[str]] = field(default_factory=dict)
    is_whole: bool = True
    notes: list[str] = field(default_factory=list)
    cells: dict[int, list[str]] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()

    def texts_of(self, name: str) -> list[str]:
        """List what stands in one column of good and refused rows, each text once, as read."""
        places = [place for place, column in enumerate(self.columns) if column is not None and column.name == name]
        rows = [*self.cells.values(), *self.refused_lines.values()]
        said = (cells[place].strip() for cells in rows for place in places if place < len(cells))
        return [text for text in dict.fromkeys(said) if text]

    @property
    def refused(self) -> list[list[str]]:
        """The cells of every refused row, in the order of lines."""
        return list(self.refused_lines.values())

    def refuse_file(self, reason: str, *, line: int = 1, column: str = "", value: str = "") -> None:
        """Note a problem that spoils the whole file."""
        self.refusals.append(Refusal(line, column, flat(value), reason))
        self.is_whole = False

    def refuse_rows(self, problems: Mapping[int, Sequence[Refusal]]) -> None:
        """Take rows that were good so far out of the good ones: line -> what is wrong with them."""
        if not problems:
            return
        self.rows = [(line, row) for line, row in self.rows if line not in problems]
        for line, found in problems.items():
            self.refusals += found
            self.refused_lines[line] = self.cells[line]
        # The file's own problems stand on line 1 and come first anyway.
        self.refusals.sort(key=lambda refusal: refusal.line)
        self.refused_lines = dict(sorted(self.refused_lines.items()))


def open_table(kind: RecordKind, content: bytes | str, reading: Reading, plan: Plan = AS_IT_IS) -> Table | None:
    """Open a file and find the list in it; None, and the reason noted, where there is none."""
    try:
        table = table_of(kind, open_book(content), sheet=plan.sheet, header_line=plan.header_line)
    except NotReadable as problem:
        reading.refuse_file(problem.reason, line=problem.line)
        return None
    if table is None:
        reading.refuse_file(f"the file is empty; its first line names the columns, such as {_example(kind)}")
    return table


def read_records(
    kind: RecordKind,
    content: bytes | str,
    *,
    cells: Cells,
    stored: Mapping[str, Row] = MappingProxyType({}),
    plan: Plan = AS_IT_IS,
) -> Reading:
    """Read one file of one kind.

    Args:
        kind: What its rows are.
        content: The file: CSV of any encoding and separator, or XLSX.
        cells: Reads single cells; knows the words, partners and records that may be named.
        stored: Ref -> row of the records that are there: what a file leaves out stays as it is there.
        plan: What its columns mean, where their names do not say it.

    Returns:
        The good rows and all problems. Where `is_whole` is False no row may be stored.
    """
    reading = Reading()
    table = open_table(kind, content, reading, plan)
    if table is not None:
        read_table(kind, table, reading, cells=cells, stored=stored, plan=plan)
    return reading


def read_table(
    kind: RecordKind, table: Table, reading: Reading, *, cells: Cells, stored: Mapping[str, Row], plan: Plan
) -> None:
    """Read the rows of a list into a reading; see `read_records`."""
    reading.header, reading.sheets = table.header, table.sheets
    columns = reading.columns = columns_of(kind, table.header, reading, plan)
    makes_refs = not any(column and column.name == "ref" for column in columns)
    same = _same_in_every_row(kind, columns, plan)
    rows = _RowReader(kind, columns, cells, stored, same, is_own_list=makes_refs or bool(plan.columns))
    refs = _Refs(kind, table.sheets)
    width = len(columns)
    nameless = [place for place, column in enumerate(columns) if column is None and not table.header[place]]
    try:
        for line, values in table.rows:
            problems: Problems = []
            values = _fitted(values, width, nameless, problems)
            row, wrong = rows.read(values)
            problems += wrong
            if makes_refs:
                # A sheet may be brought alone and with others: its rows are the same.
                row["ref"] = refs.made(values[: width - 1] if table.sheets else values)
            elif row.get("ref"):
                problems += refs.noted(row["ref"], line)
            if problems:
                reading.refusals += [Refusal(line, name, flat(value), *why) for name, value, *why in problems]
                reading.refused_lines[line] = values
            else:
                reading.rows.append((line, row))
                reading.cells[line] = values
    except NotReadable as problem:
        reading.refuse_file(problem.reason, line=problem.line)
    reading.notes = table.notes
    if not reading.is_whole:
        reading.rows.clear()
        reading.refused_lines.clear()


def columns_of(kind: RecordKind, header: Sequence[str], reading: Reading, plan: Plan = AS_IT_IS) -> list[Column | None]:
    """Find the column of every heading; None for one that is left out, or unknown and so refused."""
    by_name = matched(kind, header)
    said = {heading.casefold(): name for heading, name in plan.columns.items()}
    names = [said.get(head.casefold(), by_name[place]) for place, head in enumerate(header)]
    columns: list[Column | None] = []
    for place, (head, name) in enumerate(zip(header, names, strict=True)):
        column = kind.columns.get(name) if name else None
        own = _SECOND.sub("", head).strip().casefold()
        if column is not None and name in names[:place]:
            reading.refuse_file("the column stands twice", column=head)
            column = None
        elif column is None and name != LEFT_OUT and head and own in kind.columns:
            reading.refuse_file("the column stands twice", column=own)
        elif column is None and name != LEFT_OUT and head:
            reading.refuse_file(f"there is no such column; {kind.name} has {', '.join(kind.columns)}", column=head)
        columns.append(column)
    given = {column.name for column in columns if column} | set(plan.same)
    for column in kind.columns.values():
        if column.required and column.name not in given and column.name != "ref":
            reading.refuse_file("the column is missing; every row needs it", column=column.name)
    return columns


def _same_in_every_row(kind: RecordKind, columns: Sequence[Column | None], plan: Plan) -> list[tuple[Column, str]]:
    given = {column.name for column in columns if column}
    return [
        (kind.columns[name], text) for name, text in plan.same.items() if name in kind.columns and name not in given
    ]


def _fitted(values: list[str], width: int, nameless: Sequence[int], problems: Problems) -> list[str]:
    """Make a row as long as the header; what stands beyond it, or below no heading, is a problem."""
    if len(values) < width:
        values = [*values, *[""] * (width - len(values))]
    elif len(values) > width:
        if any(value.strip() for value in values[width:]):
            reason = f"the row has {len(values)} values, the header has {width} columns"
            problems.append(("", "", reason, ""))
        values = values[:width]
    for place in nameless:
        if values[place].strip():
            problems.append(("", values[place], "stands in a column without a name", ""))
    return values


class _Refs:
    """The references of one file: those it has, and those made for rows without any."""

    def __init__(self, kind: RecordKind, sheets: Sequence[str]) -> None:
        self._kind, self._sheets = kind.name, sheets
        self._lines: dict[str, int] = {}
        self._times: dict[str, int] = {}

    def noted(self, ref: str, line: int) -> Problems:
        """Note a row's own reference; a second row with it is a problem."""
        first = self._lines.setdefault(ref, line)
        if first == line:
            return []
        where = line_words(first, self._sheets)
        return [("ref", ref, f"the same ref stands on line {where}; each row has its own", "")]

    def made(self, values: Iterable[str]) -> str:
        """Make a reference from what a row says: the same file read again gives the same ones."""
        # How a spreadsheet shows a number is not what the row says.
        bare = (value.removeprefix(DOLLARS) for value in values)
        said = "\x1f".join(one for value in bare if (one := " ".join(value.split()).casefold()))
        digest = hashlib.blake2b(f"{self._kind}\x1f{said}".encode("utf-8", "replace"), digest_size=8).hexdigest()
        times = self._times[digest] = self._times.get(digest, 0) + 1
        return f"{MADE}{digest}" if times == 1 else f"{MADE}{digest}-{times}"


# Of two columns under one heading the second is told apart so.
_SECOND = re.compile(r" \(column [A-Z]+\)$")
# References that were made from what a row says begin so.
MADE = "row-"
_UNIT = "unit"
_AMOUNT = ("amount", _UNIT)


class _RowReader:
    """Reads rows of one file."""

    def __init__(
        self,
        kind: RecordKind,
        columns: Sequence[Column | None],
        cells: Cells,
        stored: Mapping[str, Row],
        same: Sequence[tuple[Column, str]],
        *,
        is_own_list: bool,
    ) -> None:
        self._kind = kind
        self._stored = stored
        self._all = [column is not None for column in columns]
        self._columns = [column for column in columns if column] + [column for column, _ in same]
        self._same = [text for _, text in same]
        self._names = [column.name for column in self._columns]
        self._memories = [ColumnMemory(cells, column, is_own_list=is_own_list) for column in self._columns]
        places = tuple(self._names.index(name) for name in _AMOUNT if name in self._names)
        # Of an amount and of what it counts, where both are read.
        self._units = places if len(places) == len(_AMOUNT) else ()

    def read(self, values: list[str]) -> tuple[Row, Problems]:
        """Read the cells of one row: its typed values, and (column, value, reason, hint) of each problem."""
        problems: Problems = []
        said = self._said(values)
        try:
            # Nearly every row is good, and this does not stop at each cell.
            row = dict(zip(self._names, map(getitem, self._memories, said), strict=False))
        except CellProblem:
            row = self._read_singly(said, problems)
        if self._units:
            problems += self._settle_unit(row, said)
        if self._kind.in_order:
            problems += _out_of_order(self._kind, row, self._stored.get(row.get("ref") or "", {}))
        return row, problems

    def _settle_unit(self, row: Row, said: Sequence[str]) -> Problems:
        """Take what an amount is written with for what it counts, "12 hours" in a list of dollars; in place.

        Returns:
            The problem where a column of the list says otherwise.
        """
        amount, unit = self._units
        word = unit_word(said[amount])
        try:
            counts = self._memories[unit][word] if word else None
        except CellProblem:
            return []  # the district's list of units has no such word
        if counts is None or row.get(_UNIT) == counts:
            return []
        is_own = unit < len(self._names) - len(self._same)
        if is_own and row.get(_UNIT) is not None:
            return [("amount", said[amount].strip(), f"says {word}, and the unit beside it is another", "")]
        row[_UNIT] = counts
        return []

    def _said(self, values: list[str]) -> list[str]:
        """Leave out the values of columns that are not read, and add what is the same in every row."""
        if len(self._names) == len(self._all) and not self._same:
            return values
        return [value for value, is_read in zip(values, self._all, strict=False) if is_read] + self._same

    def _read_singly(self, values: list[str], problems: Problems) -> Row:
        row: Row = {}
        for column, memory, raw in zip(self._columns, self._memories, values, strict=False):
            try:
                row[column.name] = memory[raw]
            except CellProblem as problem:
                problems.append((column.name, problem.value or raw.strip(), problem.reason, problem.hint))
                row[column.name] = column.nothing
        return row


def _out_of_order(
    kind: RecordKind, row: Mapping[str, object], stored: Mapping[str, object]
) -> Iterator[tuple[str, str, str, str]]:
    for earlier, later, may_be_equal in kind.in_order:
        first, second = (row[name] if name in row else stored.get(name) for name in (earlier, later))
        if first is None or second is None or (earlier not in row and later not in row):
            continue
        if second < first or (second == first and not may_be_equal):  # type: ignore[operator]
            if later in row:
                when = "on or after" if may_be_equal else "after"
                yield later, str(second), f"must lie {when} {earlier} ({first})", ""
            else:
                when = "on or before" if may_be_equal else "before"
                yield earlier, str(first), f"must lie {when} {later} ({second})", ""


def _example(kind: RecordKind) -> str:
    return ",".join(column.name for column in kind.columns.values() if column.required)
