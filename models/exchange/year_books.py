"""The report of a year as a spreadsheet: the same sheet as on the page, and behind it all that was counted.

No cell of it is a formula, and none is a link.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.exchange.formulas import guarded
from models.year_sheets import Place, Sheet, SheetLine

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | None
# A cell holds no more, whatever was written.
_LONGEST = 32_000
_MARKS = {"before": "last year", "records": "our records", "rated": "this year", "desired": "desired"}
# The scale as everywhere, light to deep; the last two carry white letters.
_TINTS = {1: "DCEDF0", 2: "A9D3DA", 3: "63AEBB", 4: "1F7A8C", 5: "0B4F5F"}
_LIGHT_ON = 4
_HEAD = 5


@dataclass(frozen=True, slots=True)
class _Table:
    """One sheet of the book.

    Attributes:
        heads: Name of a column and its width in characters.
        rows: Values, or places, which are tinted.
    """

    title: str
    heads: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Value | Place]]


def year_book(report: Mapping[str, Any], sheet: Sheet) -> bytes:
    """Write a year's report as an .xlsx file.

    Args:
        sheet: What `models.year_sheets.sheet_of` makes of the report.
    """
    from openpyxl import Workbook  # takes as long to load as a command to run

    book = Workbook()
    book.remove(book.active)
    for table in (_glance(sheet), _map(sheet), _numbers(sheet), _counted(sheet), _about(report, sheet)):
        _write(book, table, sheet)
    book.properties.title = f"{sheet.school}, {sheet.year}"
    book.properties.creator = sheet.school
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _glance(sheet: Sheet) -> _Table:
    heads = [
        ("Outcome", 9), ("Indicator", 34), ("Last year", 14), ("This year", 14), ("Since last year", 9),
        (f"Desired, {sheet.next_year}", 14), ("Our records show", 18), ("Records", 9), ("Why", 60), ("Kept up", 30),
        ("Agreed by", 20), ("Evidence", 40), ("Last year, 0 to 5", 9), ("This year, 0 to 5", 9), ("Desired, 0 to 5", 9),
        ("Our records, 0 to 5", 9),
    ]  # fmt: skip
    return _Table(
        "At a glance", heads, [_glance_row(group.code, line) for group in sheet.groups for line in group.lines]
    )


def _glance_row(outcome: str, line: SheetLine) -> Sequence[Value | Place]:
    places = (line.last, line.existing, line.desired, line.shown)
    return (
        outcome, line.name, line.last, line.existing, line.moved_words, line.desired, line.shown, line.records,
        line.why, line.kept_up, line.second_by, "; ".join(line.evidence), *(place.number for place in places),
    )  # fmt: skip


def _map(sheet: Sheet) -> _Table:
    """Lay the map out as it is printed, Sustaining left; each cell says first who stands there."""
    heads = [("Outcome", 9), ("Indicator", 34), *((name, 40) for _, _, name in reversed(sheet.levels))]
    rows: list[Sequence[Value | Place]] = []
    for group in sheet.groups:
        for line in group.lines:
            cells = []
            for cell in reversed(line.cells):
                wording = "\n".join(f"• {text}" if is_item else text for text, is_item in cell.lines)
                standing = ", ".join(_MARKS[mark] for mark in cell.marks)
                text = f"[{standing}]\n{wording}" if standing else wording
                cells.append(Place(cell.level if "rated" in cell.marks else None, text, text))
            rows.append((group.code, line.statement, *cells))
    return _Table("Map", heads, rows)


def _numbers(sheet: Sheet) -> _Table:
    this, last = sheet.counted
    heads = [("What", 44), (f"This year: {this}", 24), (f"Last year: {last}", 24)]
    return _Table("Partnerships", heads, [(one.label, one.this, one.last) for one in sheet.numbers])


def _counted(sheet: Sheet) -> _Table:
    heads = [
        ("Indicator", 34), ("Level", 18), ("What it asks for", 60), ("By which rule", 70), ("Stands", 16),
        ("Share, 0 to 1", 9), ("Records", 9), ("Which records", 50),
    ]  # fmt: skip
    names = {number: name for number, _, name in sheet.levels}
    rows = [
        (
            line.name, names[practice["level"]], practice["wording"], practice.get("rule", ""), practice["status"],
            practice["share"], len(practice["records"]),
            ", ".join(f"{kind}/{ref}" for kind, ref in practice["records"]),
        )
        for line in sheet.lines
        for practice in line.practices
    ]  # fmt: skip
    return _Table("What was counted", heads, rows)


def _about(report: Mapping[str, Any], sheet: Sheet) -> _Table:
    said: list[tuple[str, Value]] = [
        ("School", sheet.school),
        ("District", sheet.district),
        ("School year", sheet.year),
        ("Records judged as of", report["judged_on"]),
        ("Signed on", report["signed_on"]),
        ("Signed by", report["signed_by"]),
        ("Members of the leadership team", report["team"] or None),
        ("Rules", sheet.rules),
        ("Rules in force from", report["rules_from"]),
    ]
    said += [
        (f"Setting: {name.replace('_', ' ')}", _plain(value)) for name, value in sorted(report["settings"].items())
    ]
    said += [
        (f"Frequency word: {word.replace('_', ' ')}", ", ".join(f"{what} {least}" for what, least in counts.items()))
        for word, counts in sorted(report["cadences"].items())
    ]
    return _Table("About", [("What", 44), ("Value", 60)], said)


def _plain(value: Any) -> Value:
    """Write a setting: a number as it is, anything else as words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or isinstance(value, int | float):
        return value
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _write(book: Workbook, table: _Table, sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    page = book.create_sheet(table.title)
    top = (f"{sheet.school}, school year {sheet.year}", ". ".join(sheet.signed), sheet.lead)
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
    _set_up_paper(page, sheet)


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


def _set_up_paper(page: Worksheet, sheet: Sheet) -> None:
    """Print it sideways, as wide as the paper, with its head and its foot on every sheet."""
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{_HEAD}:{_HEAD}"
    page.oddFooter.left.text = sheet.foot.replace("&", "&&")
    page.oddFooter.right.text = "page &P of &N"
