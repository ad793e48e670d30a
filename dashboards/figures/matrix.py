"""The continuum matrix: indicators down, levels across, the share of each level's parts in its cell.

It is a table and not a drawing: every number is text, every cell a link, and a screen reader walks it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from models.wording import counted, percent_words

SUPPORTED = "●"


@dataclass(frozen=True, slots=True)
class Cell:
    """One level of one indicator.

    Attributes:
        share: Mean share of the level's parts, 0 to 1; None where the level is not judged.
        parts: Parts met and parts that apply.
        is_supported: It is the supported level.
        is_below: It lies at or below the supported level.
    """

    level: int
    level_name: str
    share: float | None
    parts: tuple[int, int]
    is_supported: bool
    is_below: bool
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator."""

    code: str
    name: str
    href: str
    cells: tuple[Cell, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Block:
    """One desired outcome with its indicators."""

    code: str
    name: str
    rows: tuple[Row, ...]


def continuum_matrix(blocks: Sequence[Block], levels: Sequence[tuple[int, str]]) -> html.Table:
    """Build the matrix.

    Args:
        blocks: Outcomes in the order of the map.
        levels: Number and name of each level in the order of the columns.
    """
    order = [number for number, _ in levels]
    head = html.Thead(
        html.Tr(
            [html.Th(html.Span("Indicator", className="sr-only"), scope="col")]
            + [html.Th(name, scope="col") for _, name in levels]
        )
    )
    bodies = []
    for block in blocks:
        rows: list[Any] = [
            html.Tr(html.Th(f"{block.code} · {block.name}", colSpan=6, scope="rowgroup"), className="outcome")
        ]
        rows += [_row(row, order) for row in block.rows]
        bodies.append(html.Tbody(rows))
    caption = html.Caption(
        "How much of what each level asks for is there, by indicator; the level that our records show is marked",
        className="sr-only",
    )
    columns = html.Colgroup([html.Col(className="name"), html.Col(span="5")])
    return html.Table([caption, columns, head, *bodies], className="matrix", id="matrix")


def _row(row: Row, order: Sequence[int]) -> html.Tr:
    by_level = {cell.level: cell for cell in row.cells}
    name = html.Th(html.A([row.name, html.Small(row.code)], href=row.href), scope="row")
    if not row.cells:
        return html.Tr([name, html.Td(row.says, colSpan=5, className="nothing")])
    return html.Tr([name, *(_cell(row, by_level[level]) for level in order)])


def _cell(row: Row, cell: Cell) -> html.Td:
    if cell.share is None:
        return html.Td(html.Span("does not apply", className="small"), className="nothing")
    whole = percent_words(cell.share)
    met, total = cell.parts
    mark = (
        [
            html.Span(SUPPORTED, className="mk", **{"aria-hidden": "true"}),
            html.Span("what our records show: ", className="sr-only"),
        ]
        if cell.is_supported
        else []
    )
    asked = counted(total, "thing", "things")
    title = f"{row.name}, {cell.level_name}: {met} of the {asked} it asks for. Open the records."
    link = html.A([*mark, whole], href=cell.href, title=title, **{"data-level": str(cell.level)})
    if cell.is_below:
        return html.Td(link, className=f"s{cell.level}{' here' if cell.is_supported else ''}")
    # Whole tenths are enough for a tint; the number says the rest.
    return html.Td(link, className=f"part p{int(cell.share * 20) * 5}")
