"""Spreadsheets as this product writes them: a head that says what it is, plain tables, paper set up.

No cell of them is a formula, and none is a link.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.exchange.formulas import guarded
from models.year_sheets import Place

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | None
# A cell holds no more, whatever was written.
_LONGEST = 32_000
# The scale as everywhere, light to deep; the last two carry white letters.
_TINTS = {1: "DCEDF0", 2: "A9D3DA", 3: "63AEBB", 4: "1F7A8C", 5: "0B4F5F"}
_LIGHT_ON = 4
_HEAD = 5


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of a book.

    Attributes:
        heads: Name of a column and its width in characters.
        rows: Values, or places, which are tinted.
    """

    title: str
    heads: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Value | Place]]


def book_of(tables: Iterable[Table], *, title: str, creator: str, top: Sequence[str], foot: str) -> bytes:
    """Write tables as an .xlsx file.

    Args:
        top: At most three lines above each table; the first is its heading.
        foot: At the foot of every printed sheet, left.
    """
    from openpyxl import Workbook  # takes as long to load as a command to run

    book = Workbook()
    book.remove(book.active)
    for table in tables:
        _write(book.create_sheet(table.title), table, top, foot)
    book.properties.title = title
    book.properties.creator = creator
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(page: Worksheet, table: Table, top: Sequence[str], foot: str) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for row, text in enumerate(top, start=1):
        _fill(page, row, 1, text)
    page["A1"].font = Font(bold=True, size=14)
    for column, (name, width) in enumerate(table.heads, start=1):
        _fill(page, _HEAD, column, name)
        page.cell(_HEAD, column).font = Font(bold=True)
        page.cell(_HEAD, column).alignment = Alignment(wrap_text=True, vertical="bottom")
        page.column_dimensions[get_column_letter(column)].width = width
    last = _HEAD
    for last, values in enumerate(table.rows, start=_HEAD + 1):
        for column, value in enumerate(values, start=1):
            _fill(page, last, column, value)
            page.cell(last, column).alignment = Alignment(wrap_text=True, vertical="top")
    page.freeze_panes = page.cell(_HEAD + 1, 3 if len(table.heads) > 2 else 2)
    page.auto_filter.ref = f"A{_HEAD}:{get_column_letter(len(table.heads))}{last}"
    _set_up_paper(page, foot)


def _fill(page: Worksheet, row: int, column: int, value: Value | Place) -> None:
    """Put a value in a cell: a text stays a text, whatever it begins with."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font, PatternFill

    cell = page.cell(row, column)
    if isinstance(value, Place):
        tint = None if value.is_quiet else _TINTS.get(value.number or 0)
        if tint:
            cell.fill = PatternFill("solid", fgColor=tint)
            cell.font = Font(color="FFFFFF" if (value.number or 0) >= _LIGHT_ON else "1D2733")
        value = value.word
    if isinstance(value, str):
        cell.value = guarded(ILLEGAL_CHARACTERS_RE.sub("", value))[:_LONGEST]
        cell.data_type = "s"
    elif value is not None:
        cell.value = value


def _set_up_paper(page: Worksheet, foot: str) -> None:
    """Print it sideways, as wide as the paper, with its head and its foot on every sheet."""
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{_HEAD}:{_HEAD}"
    page.oddFooter.left.text = foot.replace("&", "&&")
    page.oddFooter.right.text = "page &P of &N"
