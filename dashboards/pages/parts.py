"""Pieces that dashboard pages share: titled charts with their table, chips, panels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html

from dashboards.addresses import SCHOOLS
from dashboards.pages.filtering import filter_form, in_use, save_this, saved_views
from dashboards.pages.view import View
from dashboards.theme import GRAPH_CONFIG
from dashboards.windows import Window
from models.school_years import SchoolYear
from models.wording import number_words

YEARS_OFFERED = 4
# More marks than these nobody tells apart in a chart; the list that is led to has them all.
MOST = 50


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


def chip_rows(*rows: html.Ul) -> html.Div:
    """Set rows of choices side by side; on a phone only what is in use stands there, until the others are asked for."""
    others = html.Button(
        "Other choices", type="button", className="others", **{"data-others": "", "aria-expanded": "false"}
    )
    return html.Div([*rows, others], className="chip-rows")


def _current(chosen: bool) -> dict[str, str]:
    return {"title": "shown now"} if chosen else {}


def page_choice(view: View) -> html.Nav:
    """Build the choice of pages; the days and everything that they are narrowed to go along."""
    filters = view.filters

    def href_of(path: str) -> str:
        return path if path == SCHOOLS else filters.href(path=path, reversed=False, compared=False)

    return choice_of_pages(view.pages, filters.path, href_of, query=filters.query)


def choice_of_pages(
    offered: Iterable[tuple[str, str]], here: str, href_of: Callable[[str], str], *, query: str
) -> html.Nav:
    """Build the choice of pages, with the ways to show this one before an audience and to take its charts along.

    Args:
        offered: Address and title of each.
        here: The page in use.
        href_of: Gives where the choice of a page leads.
        query: What the page shows, as somebody saves it.
    """
    pages = html.Ul(
        [
            html.Li(
                dcc.Link(
                    title,
                    href=href_of(path),
                    className=f"chip{' on' if path == here else ''}",
                    **_current(path == here),
                )
            )
            for path, title in offered
        ],
        className="row chips",
    )
    present = html.Button("Present", type="button", className="btn quiet", **{"data-present": ""})
    asked = urlencode({"page": here, "query": query})
    paper = html.A("PDF and website", href=f"/charts?{asked}", className="btn quiet")
    return html.Nav(
        [pages, html.Div([present, paper], className="row")],
        className="page-choice",
        **{"aria-label": "Dashboards"},
    )


def year_chips(view: View) -> html.Ul:
    """Build the choice of the school year: the last few, and the one in use."""
    filters, current = view.filters, SchoolYear.of(view.today, view.filters.year.first_month)
    windows = [Window.of_year(current.back(years)) for years in range(YEARS_OFFERED)]
    if filters.window not in windows:
        windows.append(filters.window)
    return chip_links("School year", [(str(one), filters.href(window=one), one == filters.window) for one in windows])


def who_chips(view: View) -> html.Ul:
    """Build the choice of who acted: everybody, or one group of people."""
    filters = view.filters
    offered = [(value.label, code) for code, value in view.rules.vocabularies["by"].items()]
    chips = [("Everybody", filters.href(by=None), filters.by is None)]
    chips += [(label, filters.href(by=code), code == filters.by) for label, code in offered]
    return chip_links("Who did it", chips)


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


def first_of(items: list[html.Li], most: int, look: str) -> list[Any]:
    """List so many and fold the rest.

    Args:
        look: Name of the list in the style sheet.
    """
    shown, rest = items[:most], items[most:]
    more = html.Details([html.Summary(f"and {len(rest)} more"), html.Ul(rest, className=look)])
    return [html.Ul(shown, className=look), *([more] if rest else [])]


def folded(inner: html.Table) -> html.Details:
    """Fold a chart's table; one that is wide scrolls in its own box, by keys too."""
    named = {"aria-label": str(inner.children[0].children)}
    return html.Details(
        [html.Summary("Table"), html.Div(inner, className="scroll", tabIndex="0", role="region", **named)],
        className="data-table",
    )


def page_head(view: View, finding: str, sub: str, *choices: html.Ul) -> list[Any]:
    """Begin a page: the choice of pages, its finding, what it is about, and the choice of the year.

    Args:
        finding: The page's one sentence.
        sub: Of what and of which days it speaks.
        choices: What else can be chosen, beside the days.
    """
    return [
        page_choice(view),
        html.H1(finding),
        html.P(sub, className="sub"),
        *choosing(view, *choices),
    ]


def choosing(view: View, *choices: html.Ul) -> list[Any]:
    """Build everything by which a page is narrowed: what was asked for in vain, the days, the filters, saved views.

    Args:
        choices: What else can be chosen, beside the days.
    """
    return [
        *(html.P(remark, className="flash warn", role="status") for remark in view.filters.remarks),
        *saved_views(view),
        chip_rows(year_chips(view), *choices),
        html.Div([filter_form(view), *save_this(view)], className="row narrowing"),
        *in_use(view),
    ]


def empty(finding: str, *what_to_do: Any) -> list[Any]:
    """Say what stands in a chart's place where there is nothing to draw: that, and what to do about it."""
    return [html.H2(finding), html.P(list(what_to_do), className="sub")]


def the_rest(shown: int, number: int, which: str, *, all_of_them: str, href: str) -> html.P | None:
    """Say that a chart and its table show some of many, and lead to all; None where they show all.

    Args:
        which: What is shown, such as "partners that were silent longest".
        all_of_them: The words that lead to the list of all.
    """
    if shown >= number:
        return None
    said = f"Shown are the {number_words(shown)} {which}, of {number_words(number)}. "
    return html.P([said, html.A(all_of_them, href=href)], className="sub")


def charted(
    name: str,
    finding: str,
    sub: str,
    figure: dict[str, Any] | None,
    *,
    label: str,
    head: Sequence[str],
    rows: Sequence[Sequence[Any]],
    caption: str,
    file: str,
    look: str = "",
    rest: Any = None,
) -> list[Any]:
    """Build all of a section with one chart: the main point, the chart, its table folded, and what can be taken along.

    Args:
        name: Name of the chart on the page; its table is called by it too.
        finding: The main point, a sentence.
        sub: Of what it speaks, and where its marks lead.
        figure: The Plotly chart as plain data; None where only the table has something to say.
        label: Name of the chart for those who do not see it.
        head, rows, caption: The table, as `table` takes it.
        file: Name of the files taken along, without an ending.
        look: As `chart` takes it.
        rest: What is said where the chart and its table leave something out; see `the_rest`.
    """
    drawn = [] if figure is None else [chart(name, figure, label=label, look=look)]
    table_id = f"{name}-table"
    return [
        html.H2(finding),
        html.P(sub, className="sub"),
        *drawn,
        *([] if rest is None else [rest]),
        folded(table(head, rows, caption=caption, table_id=table_id)),
        tools(table_id, name if drawn else None, file),
    ]


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


def tools(table_id: str, graph_id: str | None, file_name: str, *more: html.A) -> html.P:
    """Build the row under a chart: CSV of its table, PNG and SVG of its drawing, and the link to it.

    Args:
        graph_id: The drawing; of a chart that is a table, the table; None where nothing is drawn.
        more: What else can be taken along.
    """
    buttons = [_tool("CSV", **{"data-csv-of": table_id, "data-file": f"{file_name}.csv"})]
    if graph_id:
        buttons += [
            _tool(name, **{"data-drawing-of": graph_id, "data-format": name.lower(), "data-file": file_name})
            for name in ("PNG", "SVG")
        ]
    return html.P([*buttons, _tool("Copy link", **{"data-link-to": table_id}), *more], className="tools")


def _tool(text: str, **data: str) -> html.Button:
    return html.Button(text, type="button", className="linkish-inline", **data)
