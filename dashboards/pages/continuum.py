"""The continuum dashboard: where every indicator stands, how that grew, and what the school's activity is made of."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import html

from dashboards.addresses import HOME
from dashboards.page import Page
from dashboards.pages.growth import growth
from dashboards.pages.mix import mix
from dashboards.pages.parts import section
from dashboards.pages.slope import slope
from dashboards.pages.standing import standing
from dashboards.pages.view import View, view_of
from dashboards.pages.worth import worth_of_logging
from dashboards.reading import Reading
from models.queries.mix import activity_mix, kinds_by_ref
from models.queries.years import ratings_said

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


def fill_standing(reading: Reading, view: View) -> list[Any]:
    """Build the head of the page with the matrix; what the team said and wants is for those who may read the year."""
    may = view.may("year:read")
    return standing(view, ratings_said(reading.session(), view.window.year, scope=reading.scope()) if may else {})


def fill_growth(_reading: Reading, view: View) -> list[Any]:
    """Build what moved: month by month, and since the last school year."""
    return [section(*part) for part in (growth(view), slope(view)) if part]


def fill_mix(reading: Reading, view: View) -> list[Any]:
    """Build what the activity is made of, and what it is worth."""
    asked: dict[str, Any] = {"scope": reading.scope(), "start": view.window.first, "end": view.end}
    counts = activity_mix(reading.session(), **asked, only=view.only)
    lists = (
        ("kind", "By kind", "kind", counts.kinds),
        ("audience", "By audience", "audience", counts.audiences),
        ("channel", "By channel", "channel", counts.channels),
    )
    # What is narrowed to an indicator flows to that one alone, and so does all that does not count toward it.
    kinds = kinds_by_ref(reading.session(), **asked, only=replace(view.only, refs=None))
    return [section(*part) for part in (worth_of_logging(view, kinds), mix(view, counts.total, lists)) if part]


PAGE = Page(
    path=HOME,
    title="Continuum",
    permission="dashboards:read",
    view=view_of,
    layout=layout,
    parts={STANDING: fill_standing, GROWTH: fill_growth, MIX: fill_mix},
)
