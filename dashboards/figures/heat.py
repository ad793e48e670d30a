"""A heat map that is a table: one row a name, one column a month, every cell a link to its records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from models.wording import number_words

# From so many on a cell is one tint darker; the scale is the same for every school and year.
STEPS = (1, 2, 4, 8)
# So many columns have room side by side on a phone, under the name of their row.
MONTHS_ON_A_PHONE = 12


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One cell: how many, and the address of the records behind it; None where its time is still to come."""

    count: int | None
    href: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One row: its name, its cells, and the whole of it.

    Attributes:
        href: The records of the whole row; empty where there are none.
        never: Where there are none at all, what that says; its cells are then one.
        way_out: What can be done about it, as words and address; empty where nothing is offered.
    """

    name: str
    cells: tuple[HeatCell, ...]
    total: int
    href: str
    never: str = ""
    way_out: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class HeatGroup:
    """Rows under one heading; without words there is none."""

    name: str
    rows: tuple[HeatRow, ...]


def heat_table(
    groups: Sequence[HeatGroup], columns: Sequence[tuple[str, str]], *, head: str, caption: str, table_id: str
) -> html.Table:
    """Build the table.

    Args:
        columns: Short and whole words of each column.
        head: What the rows are.
    """
    titles = [html.Th(html.Abbr(short, title=whole), scope="col") for short, whole in columns]
    return html.Table(
        [
            html.Caption(caption, className="sr-only"),
            html.Thead(html.Tr([html.Th(head, scope="col"), *titles, html.Th("All", scope="col")])),
            *(
                html.Tbody([*_heading(group, len(columns)), *(_row(row, columns) for row in group.rows)])
                for group in groups
            ),
        ],
        className="heat of-year" if len(columns) <= MONTHS_ON_A_PHONE else "heat",
        id=table_id,
    )


def _heading(group: HeatGroup, columns: int) -> list[html.Tr]:
    heading = html.Th(group.name, colSpan=columns + 2, scope="rowgroup", className="group")
    return [html.Tr(heading)] if group.name else []


def _row(row: HeatRow, columns: Sequence[tuple[str, str]]) -> html.Tr:
    if row.never and not row.total:
        way = [" ", html.A(row.way_out[0], href=row.way_out[1])] if row.way_out else []
        never = [html.Span(row.never, className="never on-wide"), html.Span("Never.", className="never on-narrow")]
        # A file of the table says it once.
        told = html.Td([*never, *way], colSpan=len(columns), className="reached-never", **{"data-name": row.never})
        return html.Tr([html.Th(row.name, scope="row"), told, html.Td("0", className="all")], className="no-one")
    cells = [_cell(row, cell, whole) for cell, (_short, whole) in zip(row.cells, columns, strict=True)]
    total: Any = html.A(number_words(row.total), href=row.href) if row.total else number_words(0)
    return html.Tr([html.Th(row.name, scope="row"), *cells, html.Td(total, className="all")])


def _cell(row: HeatRow, cell: HeatCell, month: str) -> html.Td:
    if cell.count is None:
        return html.Td("", className="ahead")
    if not cell.count:
        return html.Td(html.Span("0", className="sr-only"))
    label = f"{row.name}, {month}: {number_words(cell.count)}"
    link = html.A(number_words(cell.count), href=cell.href, **{"aria-label": label})
    return html.Td(link, className=f"s{sum(cell.count >= step for step in STEPS)}")
