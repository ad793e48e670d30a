"""The report of a year as a spreadsheet: the same sheet as on the page, and behind it all that was counted.

No cell of it is a formula, and none is a link.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models.continuum.rulebook.rules.listing import STATEMENT
from models.exchange.books import Table, Value, book_of
from models.year_sheets import Place, Sheet, SheetLine

_MARKS = {"before": "last year", "records": "our records", "rated": "this year", "desired": "desired"}


def year_book(report: Mapping[str, Any], sheet: Sheet) -> bytes:
    """Write a year's report as an .xlsx file.

    Args:
        sheet: What `models.year_sheets.sheet_of` makes of the report.
    """
    return book_of(
        (_glance(sheet), _map(sheet), _numbers(sheet), _counted(sheet), _about(report, sheet)),
        title=f"{sheet.school}, {sheet.year}",
        creator=sheet.school,
        top=(f"{sheet.school}, school year {sheet.year}", ", ".join(sheet.signed), sheet.lead),
        foot=sheet.foot,
    )


def _glance(sheet: Sheet) -> Table:
    heads = [
        ("Outcome", 9), ("Indicator", 34), ("Last year", 14), ("This year", 14), ("Since last year", 9),
        (f"Desired, {sheet.next_year}", 14), ("Our records show", 18), ("Records", 9),
        ("Said by the team", 9), ("Why", 60), ("Kept up", 30),
        ("Agreed by", 20), ("Evidence", 40), ("Last year, 0 to 5", 9), ("This year, 0 to 5", 9), ("Desired, 0 to 5", 9),
        ("Our records, 0 to 5", 9),
    ]  # fmt: skip
    return Table(
        "At a glance", heads, [_glance_row(group.code, line) for group in sheet.groups for line in group.lines]
    )


def _glance_row(outcome: str, line: SheetLine) -> Sequence[Value | Place]:
    places = (line.last, line.existing, line.desired, line.shown)
    return (
        outcome, line.name, line.last, line.existing, line.moved_words, line.desired, line.shown, line.records,
        line.said or None, line.why, line.kept_up, line.second_by, "; ".join(line.evidence),
        *(place.number for place in places),
    )  # fmt: skip


def _map(sheet: Sheet) -> Table:
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
    return Table("Map", heads, rows)


def _numbers(sheet: Sheet) -> Table:
    this, last = sheet.counted
    heads = [("What", 44), (f"This year: {this}", 24), (f"Last year: {last}", 24)]
    return Table("Partnerships", heads, [(one.label, one.this, one.last) for one in sheet.numbers])


def _counted(sheet: Sheet) -> Table:
    heads = [
        ("Indicator", 34), ("Level", 18), ("What it asks for", 60), ("By which rule", 70), ("Stands", 16),
        ("Share, 0 to 1", 9), ("Records", 9), ("Said by the team", 9), ("Which of them", 50),
    ]  # fmt: skip
    names = {number: name for number, _, name in sheet.levels}
    rows = [
        (
            line.name, names[practice["level"]], practice["wording"], practice.get("rule", ""), practice["status"],
            practice["share"], len(practice["records"]) - (said := _said(practice)), said or None,
            ", ".join(f"{kind}/{ref}" for kind, ref in practice["records"]),
        )
        for line in sheet.lines
        for practice in line.practices
    ]  # fmt: skip
    return Table("What was counted", heads, rows)


def _said(practice: Mapping[str, Any]) -> int:
    return sum(kind == STATEMENT for kind, _ in practice["records"])


def _about(report: Mapping[str, Any], sheet: Sheet) -> Table:
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
    return Table("About", [("What", 44), ("Value", 60)], said)


def _plain(value: Any) -> Value:
    """Write a setting: a number as it is, anything else as words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or isinstance(value, int | float):
        return value
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
