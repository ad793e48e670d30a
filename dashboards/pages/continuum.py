"""The continuum dashboard: where every indicator stands, how that grew, and what the school's activity is made of."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import Dash, Input, Output, html

from dashboards.addresses import HOME
from dashboards.page import Page
from dashboards.pages.growth import growth
from dashboards.pages.mix import mix
from dashboards.pages.parts import section
from dashboards.pages.slope import slope
from dashboards.pages.standing import standing
from dashboards.pages.view import view_of
from dashboards.pages.worth import worth_of_logging
from dashboards.reading import Reading
from models.queries.mix import activity_mix, kinds_by_ref

STANDING, GROWTH, MIX = "continuum-standing", "continuum-growth", "continuum-mix"


def layout() -> html.Div:
    """Lay the page out; its parts are filled one by one, the standing first."""
    return html.Div(
        [
            html.Div(html.H1("Continuum"), id=STANDING, **{"aria-live": "polite"}),
            html.Div(id=GROWTH),
            html.Div(id=MIX),
        ]
    )


def register(app: Dash, reading: Reading) -> None:
    """Register the page's callbacks on one Dash application."""

    @app.callback(Output(STANDING, "children"), Input("url", "search"))
    def show_standing(search: str | None) -> list[Any]:
        return standing(view_of(reading, search))

    @app.callback(Output(GROWTH, "children"), Input("url", "search"))
    def show_growth(search: str | None) -> list[Any]:
        view = view_of(reading, search)
        return [section(*part) for part in (growth(view), slope(view)) if part]

    @app.callback(Output(MIX, "children"), Input("url", "search"))
    def show_mix(search: str | None) -> list[Any]:
        view = view_of(reading, search)
        asked: dict[str, Any] = {"start": view.window.first, "end": view.end, "only": view.only}
        counts = activity_mix(reading.session(), scope=reading.scope(), **asked)
        lists = (
            ("kind", "By kind", "kind", counts.kinds),
            ("audience", "By audience", "audience", counts.audiences),
            ("channel", "By channel", "channel", counts.channels),
        )
        # What is narrowed to an indicator flows to that one alone, and so does all that does not count toward it.
        asked["only"] = replace(view.only, refs=None)
        kinds = kinds_by_ref(reading.session(), scope=reading.scope(), **asked)
        return [section(*part) for part in (worth_of_logging(view, kinds), mix(view, counts.total, lists)) if part]


PAGE = Page(path=HOME, title="Continuum", permission="dashboards:read", layout=layout, register=register)
