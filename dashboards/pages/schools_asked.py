"""What the list of schools is narrowed to and sorted by: chips, the form, and the way to its other pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from markupsafe import Markup

from dashboards.addresses import SCHOOLS
from dashboards.pages.parts import chip_links, chip_rows
from dashboards.schools import Schools
from dashboards.still import of_html
from models.queries.district import LEVEL, MOVED, NAME

# With more schools than these one looks for some of them.
LONG = 12
_FORM = Markup(
    '<form method="get" action="{}" class="filters" data-filters role="search" aria-label="Filters">{}'
    '<button class="btn quiet">Show</button></form>'
)
_TEXT = Markup(
    '<div class="field"><label for="f-q">School</label><input type="search" id="f-q" name="q" value="{}"></div>'
)
_CHOICE = Markup('<div class="field"><label for="f-{0}">{1}</label><select id="f-{0}" name="{0}">{2}</select></div>')
_OPTION = Markup('<option value="{}"{}>{}</option>')
_KEPT = Markup('<input type="hidden" name="{}" value="{}">')
_TYPED = ("q", "level", "indicator")


def asked_for(shown: Schools) -> list[Any]:
    """Build the rows of choices: one desired outcome or all, and the order of the schools."""
    asked, of_outcome = shown.asked, shown.of_outcome
    outcomes = [("All outcomes", asked.href(outcome=None), of_outcome is None)]
    outcomes += [
        (f"{one.code} {one.name}", asked.href(outcome=one.code), of_outcome == one.code) for one in shown.rules.outcomes
    ]
    orders = [
        ("By name", asked.href(sort=None), asked.sort == NAME),
        ("Highest first", asked.href(sort="-level"), asked.sort == LEVEL and asked.descending),
        ("Lowest first", asked.href(sort="level"), asked.sort == LEVEL and not asked.descending),
        ("Moved most first", asked.href(sort="-moved"), asked.sort == MOVED),
    ]
    turned = "-" if asked.descending else ""
    orders += [
        (f"By “{one.name}”", asked.href(sort=f"{turned}{one.slug}"), True)
        for one in shown.columns
        if one.slug == asked.sort
    ]
    return [chip_rows(chip_links("Desired outcome", outcomes), chip_links("Order of schools", orders))]


def narrowing(shown: Schools) -> list[Any]:
    """Build the form, and what is in use of it, with a way to take each off; nothing where there are few schools."""
    asked, chips = shown.asked, shown.asked.chips()
    if shown.found.total <= LONG and not chips:
        return []
    kept = [_KEPT.format(name, value) for name, value in asked.args.items() if name not in (*_TYPED, "page")]
    levels = [(str(level), name) for level, name in shown.levels.items()]
    indicators = [(one.slug, one.name) for one in shown.rules.indicators.values() if one.code in shown.rules.judged]
    fields = [
        _TEXT.format(asked.args.get("q", "")),
        _choice("level", "Stands at", "Any level", levels, asked.args.get("level")),
        _choice("indicator", "In", "Any indicator", indicators, asked.args.get("indicator")),
    ]
    return [
        of_html(_FORM.format(SCHOOLS, Markup("").join([*kept, *fields]))),
        *_in_use(shown, chips),
        html.P(asked.counted(shown.found.schools.total), className="count", role="status"),
    ]


def _choice(name: str, words: str, every: str, options: Sequence[tuple[str, str]], chosen: str | None) -> Markup:
    marked = Markup(" selected")
    offered = (_OPTION.format(value, marked if value == chosen else "", said) for value, said in options)
    return _CHOICE.format(name, words, Markup("").join([_OPTION.format("", "", every), *offered]))


def _in_use(shown: Schools, chips: Sequence[tuple[str, str, str]]) -> list[html.Ul]:
    asked = shown.asked
    items = [
        html.Li(
            dcc.Link(
                [f"{label}: {words}", html.Span(" ×", **{"aria-hidden": "true"}),
                 html.Span(", take this filter off", className="sr-only")],
                href=href, className="chip on",
            )
        )
        for label, words, href in chips
    ]  # fmt: skip
    if not asked.get("moved"):
        href = asked.href(moved="1")
        items.append(html.Li(dcc.Link("Rose or fell since a year ago", href=href, className="chip")))
    return [html.Ul(items, className="row chips", **{"aria-label": "Filters in use"})]


def pager(shown: Schools) -> list[html.Nav]:
    """Lead to the other pages of the list; nothing where there is one."""
    part, asked = shown.found.schools, shown.asked
    if part.pages == 1:
        return []
    ways: list[Any] = [html.Span(f"Page {part.number} of {part.pages}", className="muted")]
    if part.number > 1:
        ways.insert(0, dcc.Link("Previous", href=asked.href(page=str(part.number - 1)), className="btn quiet"))
    if part.number < part.pages:
        ways.append(dcc.Link("Next", href=asked.href(page=str(part.number + 1)), className="btn quiet"))
    return [html.Nav(ways, className="pagination row", **{"aria-label": "Pages"})]
