"""Several sheets of one workbook: those with the same columns as one list, and what each of the others may list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from models.exchange.headings import LEFT_OUT, matched, plain
from models.exchange.layout import Table, lay_out
from models.exchange.sheets import Book
from models.kinds.kind import RecordKind
from models.wording import listed, number_words

# What stands for all of them where a sheet is named: no sheet may be called so.
ALL_SHEETS = "*"
# A sheet holds fewer lines; the lines of the second begin behind so many, so that every line has one number.
LINES_OF_A_SHEET = 10_000_000
# The column that says on which sheet a row stands.
SHEET = "Name of the sheet"


def table_of(kind: RecordKind, book: Book, *, sheet: str | None = None, header_line: int | None = None) -> Table | None:
    """Find the list on a sheet, or on all sheets of one shape; see `lay_out`.

    Raises:
        NotReadable: A sheet cannot be read.
    """
    if sheet != ALL_SHEETS:
        return lay_out(kind, book, sheet=sheet, header_line=header_line)
    tables = _alike(kind, book)
    if not tables:
        return None
    names = list(tables)
    first = tables[names[0]]
    notes = [*first.notes, f"{number_words(len(names))} sheets are read as one list: {listed(names, most=12)}."]
    if others := [name for name in book.sheets if name not in tables]:
        notes.append(f"Left aside, for their columns are others: {listed(others, most=12)}.")
    table = Table([*first.header, SHEET], first.header_line, iter(()), first.first, notes, tuple(names))
    table.rows = _rows_of(tables, table)
    return table


def sheets_alike(kind: RecordKind, book: Book) -> tuple[str, ...]:
    """Name the sheets that can be read as one list; none where no two of them have the same columns.

    Raises:
        NotReadable: A sheet cannot be read.
    """
    names = tuple(_alike(kind, book)) if len(book.sheets) > 1 else ()
    return names if len(names) > 1 else ()


def line_words(line: int, sheets: Sequence[str]) -> str:
    """Say where a row stands: its line, and its sheet where several are read as one list."""
    sheet, line = divmod(line, LINES_OF_A_SHEET)
    return f"{number_words(line)} of “{sheets[sheet]}”" if sheets else number_words(line)


def likeliest_kind(kinds: Sequence[RecordKind], book: Book, sheet: str) -> RecordKind:
    """Find what a sheet lists: the kind of which its headings name most, and leave least unsaid; else the first.

    Raises:
        NotReadable: The sheet cannot be read.
    """

    def known(kind: RecordKind) -> tuple[int, int]:
        table = lay_out(kind, book, sheet=sheet)
        names = {name for name in matched(kind, table.header) if name and name != LEFT_OUT} if table else set()
        missing = [one for one in kind.columns.values() if one.required and one.name not in {*names, "ref"}]
        return len(names) - len(missing), len(names)

    return max(kinds, key=known)


def _alike(kind: RecordKind, book: Book) -> dict[str, Table]:
    """Lay out the sheets that have the same columns: of several sorts, those whose columns the kind knows best."""
    shapes: dict[frozenset[str], dict[str, Table]] = {}
    for name in book.sheets:
        table = lay_out(kind, book, sheet=name)
        if table is not None:
            shapes.setdefault(frozenset(plain(one) for one in table.header if one), {})[name] = table

    def known(tables: dict[str, Table]) -> tuple[int, int]:
        return sum(map(bool, matched(kind, next(iter(tables.values())).header))), len(tables)

    return max(shapes.values(), key=known, default={})


def _rows_of(tables: dict[str, Table], whole: Table) -> Iterator[tuple[int, list[str]]]:
    """Give the rows of all sheets in the order of the first one's columns, each with the name of its sheet."""
    places = {plain(heading): place for place, heading in enumerate(whole.header[:-1]) if heading}
    width = len(whole.header)
    for number, (name, table) in enumerate(tables.items()):
        order = {place: places[plain(heading)] for place, heading in enumerate(table.header) if heading}
        for line, cells in table.rows:
            row = [""] * width
            for place, cell in enumerate(cells):
                if place in order:
                    row[order[place]] = cell
                elif cell.strip():
                    row.append(cell)
            row[width - 1] = name
            yield number * LINES_OF_A_SHEET + line, row
        whole.notes += [note for note in table.notes if note not in whole.notes and number]
