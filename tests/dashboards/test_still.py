"""Still parts of a dashboard travel as HTML; whatever Dash has to know of stays a component."""

from __future__ import annotations

from typing import Any

import pytest
from dash import dcc, html

from dashboards.still import ATTRIBUTE, FEWEST, stilled, written


def table(*cells: Any) -> html.Table:
    return html.Table(html.Tr([html.Td(cell) for cell in cells]))


def test_what_was_typed_is_written_as_text() -> None:
    shown = html.A("<script>a & b</script>", href='/x?a=1&b="2"', title=None, **{"aria-hidden": False})
    assert written(shown) == (
        '<a aria-hidden="false" href="/x?a=1&amp;b=&#34;2&#34;">&lt;script&gt;a &amp; b&lt;/script&gt;</a>'
    )


def test_names_and_marks_are_those_of_html() -> None:
    cell = html.Td([html.Label("A", htmlFor="b", className="c d"), html.Br()], colSpan=2, hidden=True)
    assert written(cell) == '<td colspan="2" hidden><label class="c d" for="b">A</label><br></td>'


def test_a_still_table_is_one_component() -> None:
    shown = stilled(html.Div([table(*range(FEWEST)), html.P("after", id="after")]))
    props = shown.children[0].to_plotly_json()["props"]
    assert shown.children[1].children == "after"
    assert props["children"] is None
    assert props[ATTRIBUTE].startswith("<tr><td>0</td><td>1</td>")


@pytest.mark.parametrize(
    "alive",
    [
        dcc.Graph(id="chart"),
        dcc.Link("A page", href="/dashboards/"),
        html.Span("named", id="named"),
        html.Button("counted", n_clicks=0),
        html.Div([html.P("deep down", id="deep")]),
    ],
)
def test_what_dash_has_to_know_of_stays_a_component_and_its_neighbours_do_not(alive: Any) -> None:
    rows = [html.Tr([html.Td(number) for number in range(FEWEST)]) for _ in range(3)]
    shown = stilled([html.Table([*rows, html.Tr(html.Td(alive))])])[0]
    assert ATTRIBUTE not in shown.to_plotly_json()["props"]
    assert [ATTRIBUTE in row.to_plotly_json()["props"] for row in shown.children] == [True, True, True, False]
    assert shown.children[3].children.children is alive


def test_other_content_is_another_element() -> None:
    first, same, other = (stilled(table(*cells)).key for cells in (range(9), range(9), range(10)))
    assert first == same != other


def test_a_few_words_and_what_is_no_component_stay_as_they_are() -> None:
    figure = {"data": []}
    shown = stilled([html.P(["A ", html.B("word")]), figure, None, 3])
    assert shown[0].children[1].children == "word"
    assert shown[1:] == [figure, None, 3]
