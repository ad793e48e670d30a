"""Pieces that dashboard pages share: titled charts with their table, chips, panels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboards.pages.view import View
from dashboards.theme import GRAPH_CONFIG
from models.school_years import SchoolYear

YEARS_OFFERED = 4


def chip_links(name: str, chips: Sequence[tuple[str, str, bool]]) -> html.Ul:
    """Build a row of choices that live in the address: text, address, whether it is the one in use."""
    return html.Ul(
        [
            html.Li(dcc.Link(text, href=href, className=f"chip{' on' if chosen else ''}", **_current(chosen)))
            for text, href, chosen in chips
        ],
        className="row chips",
        **{"aria-label": name},
    )


def _current(chosen: bool) -> dict[str, str]:
    return {"title": "shown now"} if chosen else {}


def page_choice(view: View) -> html.Nav:
    """Build the choice of pages; the year and the outcome go along."""
    filters = view.filters
    pages = html.Ul(
        [
            html.Li(
                dcc.Link(
                    title,
                    href=filters.href(path=path, order=False, compared=False),
                    className=f"chip{' on' if path == filters.path else ''}",
                    **_current(path == filters.path),
                )
            )
            for path, title in view.pages
        ],
        className="row chips",
    )
    present = html.Button("Present", type="button", className="btn quiet", **{"data-present": ""})
    return html.Nav(
        [pages, present],
        className="page-choice",
        **{"aria-label": "Dashboards"},
    )


def year_chips(view: View) -> html.Ul:
    """Build the choice of the school year: the last few, and the one in use."""
    filters, current = view.filters, SchoolYear.of(view.today, view.filters.year.first_month)
    years = [current.back(years) for years in range(YEARS_OFFERED)]
    if filters.year not in years:
        years.append(filters.year)
    return chip_links("School year", [(str(year), filters.href(year=year), year == filters.year) for year in years])


def panel(title: str, *children: Any) -> html.Section:
    """Build one panel of the side column."""
    return html.Section([html.H2(title), *children], className="panel")


def table(head: Sequence[str], rows: Sequence[Sequence[Any]], *, caption: str, table_id: str) -> html.Table:
    """Build a chart's table; the first column names the row, numbers stand right."""
    return html.Table(
        [
            html.Caption(caption, className="sr-only"),
            html.Thead(html.Tr([html.Th(text, scope="col") for text in head])),
            html.Tbody(
                [html.Tr([html.Th(row[0], scope="row"), *(html.Td(value) for value in row[1:])]) for row in rows]
            ),
        ],
        className="list compact",
        id=table_id,
    )


def section(*children: Any) -> html.Section:
    """Build one section of a page."""
    return html.Section(list(children), className="section")


def folded(inner: html.Table) -> html.Details:
    """Fold a chart's table; one that is wide scrolls in its own box, by keys too."""
    named = {"aria-label": str(inner.children[0].children)}
    return html.Details(
        [html.Summary("Table"), html.Div(inner, className="scroll", tabIndex="0", role="region", **named)],
        className="data-table",
    )


def chart(graph_id: str, figure: dict[str, Any], *, label: str, look: str = "") -> html.Div:
    """Place a Plotly chart; the table beside it says the same to those who do not see it.

    Args:
        look: Which of several series takes which colour, as a name of the style sheet; one series needs none.
    """
    height = figure["layout"]["height"]
    return html.Div(
        dcc.Graph(id=graph_id, figure=figure, config=GRAPH_CONFIG, style={"height": f"{height}px"}),
        className=f"chart {look}".strip(),
        role="group",
        **{"aria-label": label},
    )


def tools(table_id: str, graph_id: str | None, file_name: str) -> html.P:
    """Build the row under a chart: CSV of its table, PNG and SVG of its drawing, and the link to it."""
    buttons = [_tool("CSV", **{"data-csv-of": table_id, "data-file": f"{file_name}.csv"})]
    if graph_id:
        buttons += [
            _tool(name, **{"data-drawing-of": graph_id, "data-format": name.lower(), "data-file": file_name})
            for name in ("PNG", "SVG")
        ]
    return html.P([*buttons, _tool("Copy link", **{"data-link-to": table_id})], className="tools")


def _tool(text: str, **data: str) -> html.Button:
    return html.Button(text, type="button", className="linkish-inline", **data)
