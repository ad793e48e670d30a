"""Charts by themselves: nothing to press, and all of their looks."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from dash import html

from dashboards.charts import charts_of
from dashboards.pages.parts import tools


def test_what_was_pressed_keeps_its_tint_and_its_length() -> None:
    bar = html.Div(
        [html.A("2", href="/dashboards/schools?level=4", className="s4 p35")], className="stack", id="spread"
    )
    shown = [html.H2("Most common is Progressing"), bar, tools("spread", "spread", "levels")]
    page = cast(Any, SimpleNamespace(parts={"part": lambda _reading, _view: html.Section(shown)}))
    (chart,) = charts_of(page, cast(Any, None), None)
    assert '<span class="was-link s4 p35">2</span>' in chart.body
    assert "href" not in chart.body
