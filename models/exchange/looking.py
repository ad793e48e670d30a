"""What a list looks like before anything is said of it: its sheets, its columns with examples, and what they may be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from models.continuum.language.language import Language
from models.exchange.headings import counts_something, matched, proposed
from models.exchange.layout import lay_out
from models.exchange.plan import Plan
from models.exchange.sheets import Book, NotReadable, open_book
from models.exchange.together import ALL_SHEETS, sheets_alike, table_of
from models.kinds.columns import Column, Holds
from models.kinds.kind import RecordKind
from models.texts import identity_key

_SAMPLED = 200
_EXAMPLES = 3
# Beside what every row needs: what forms ask for, by kind, and of which rows.
_ASKED: Mapping[str, Mapping[str, str]] = {
    "activity": {
        "channel": "for what you told or asked",
        "audience": "for what you told or asked",
        "purpose": "for work with partners: this, or in what way",
        "way": "for work with partners: this, or the purpose",
    },
    "contribution": {"type": "needed", "unit": "where amounts are said"},
    "commitment": {"type": "optional", "unit": "where amounts are said"},
}


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """One column of a list.

    Attributes:
        heading: What stands above it.
        examples: Some of what stands in it.
        column: The record's column that it may be; empty where none is like it.
        counts: Whether it holds numbers of something, and nobody said of what: "#".
    """

    heading: str
    examples: tuple[str, ...]
    column: str
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """What a list looks like.

    Attributes:
        sheets: Names of the sheets that hold anything.
        sheet: The one that is read.
        header_line: The line that names the columns.
        first: The first lines: number and what stands there.
        columns: Its columns, those without a heading and without anything left out.
        notes: What was passed over or supposed, in sentences.
        alike: Names of the sheets that can be read as one list.
    """

    sheets: tuple[str, ...]
    sheet: str
    header_line: int
    first: tuple[tuple[int, str], ...]
    columns: tuple[FoundColumn, ...]
    notes: tuple[str, ...]
    alike: tuple[str, ...] = ()

    @property
    def header(self) -> list[str]:
        """What stands above its columns."""
        return [one.heading for one in self.columns]


def look_at(kind: RecordKind, content: bytes, plan: Plan, partners: Collection[str] = ()) -> Look:
    """Look at a list.

    Args:
        kind: What its rows are to be.
        plan: What is said of it so far.
        partners: Names that may stand in it.

    Raises:
        NotReadable: It cannot be read, or is empty.
    """
    book = open_book(content)
    sheet = plan.sheet if plan.sheet in (*book.sheets, ALL_SHEETS) else _likest_sheet(kind, book)
    table = table_of(kind, book, sheet=sheet, header_line=plan.header_line)
    if table is None:
        raise NotReadable("the file is empty")
    rows = [cells for _, cells in islice(table.rows, _SAMPLED)]
    samples = [[cells[place].strip() for cells in rows if len(cells) > place] for place in range(len(table.header))]
    samples = [[cell for cell in cells if cell] for cells in samples]
    found = proposed(kind, table.header, samples)
    _find_partners(kind, found, samples, {identity_key(name) for name in partners})
    said = {heading.casefold(): name for heading, name in plan.columns.items()}
    columns = tuple(
        FoundColumn(
            heading,
            tuple(dict.fromkeys(cells))[:_EXAMPLES],
            said.get(heading.casefold(), found[place] or ""),
            counts=not found[place] and heading.casefold() not in said and counts_something(heading, cells),
        )
        for place, (heading, cells) in enumerate(zip(table.header, samples, strict=True))
        if heading
    )
    first = tuple(
        (line, " · ".join(" ".join(cell.split()) for cell in cells if cell.strip())[:80]) for line, cells in table.first
    )
    return Look(
        tuple(book.sheets), sheet or "", table.header_line, first, columns, tuple(table.notes), sheets_alike(kind, book)
    )


def _likest_sheet(kind: RecordKind, book: Book) -> str:
    """Find the sheet whose columns are named most like those of a kind; of several alike the first."""
    names = list(book.sheets)
    if len(names) == 1:
        return names[0]
    tables = {name: lay_out(kind, book, sheet=name) for name in names}
    known = {name: sum(map(bool, matched(kind, table.header))) if table else 0 for name, table in tables.items()}
    return max(names, key=lambda name: known[name])


def _find_partners(
    kind: RecordKind, found: list[str | None], samples: Sequence[Sequence[str]], known: Collection[str]
) -> None:
    """Take the column in which most cells are names of partners for the one that names them, whatever it is called."""
    if not known or "partner" not in kind.columns or "partner" in found:
        return
    for place, cells in enumerate(samples):
        if cells and sum(identity_key(cell) in known for cell in cells) * 2 > len(cells):
            found[place] = "partner"
            return


def unsaid(kind: RecordKind, chosen: Collection[str]) -> list[Column]:
    """List the columns that a list does not have and every row needs, and those that a form asks for."""
    wanted = [column for column in kind.columns.values() if column.required and column.name != "ref"]
    wanted += [kind.columns[name] for name in _ASKED.get(kind.name, ())]
    return [column for column in wanted if column.name not in chosen and _can_be_same(column)]


def needed_for(kind: RecordKind, column: Column) -> str:
    """Say for which rows a column is needed that a list does not have; empty for one that every row needs."""
    return "" if column.required else _ASKED.get(kind.name, {}).get(column.name, "optional")


def _can_be_same(column: Column) -> bool:
    return column.holds in (Holds.CODE, Holds.CODES, Holds.DATE, Holds.TEXT, Holds.MARK, Holds.PARTNER)


def unit_of(columns: Sequence[FoundColumn], language: Language) -> str | None:
    """Say what the amounts of a list count, where its headings or cells tell.

    Args:
        language: Of the rules in force: which unit is of hours, and which of money.
    """
    for one in columns:
        if one.column == "amount":
            said = one.heading.casefold()
            if "hour" in said or "hrs" in said or any(":" in cell for cell in one.examples):
                return language.first("unit", "hours")
            if any(word in said for word in ("$", "dollar", "donation", "usd")) or any(
                "$" in cell for cell in one.examples
            ):
                return language.first("unit", "money")
    return None
