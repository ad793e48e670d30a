"""What a page is narrowed to: the form, what is in use with a way to take it off, and views saved of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode

from dash import dcc, html
from markupsafe import Markup

from dashboards.addresses import HOME
from dashboards.pages.view import KEEP, View, saved_as
from dashboards.still import of_html, written
from models.wording import listed, sentence_case

# What narrows the activities of a page, and what narrows its indicators.
ACTIVITIES = ("by", "audience", "partner")
MAP = ("outcome", "indicator")
# What a page does not narrow is kept for the others, and said.
NARROWS: Mapping[str, tuple[str, ...]] = {f"{HOME}year": MAP}
PLACES = {
    "by": "Who did it",
    "audience": "For whom",
    "partner": "Partner",
    "outcome": "Desired outcome",
    "indicator": "Indicator",
}
EVERY = {"by": "Everybody", "audience": "Anybody", "partner": "Any or none", "outcome": "All", "indicator": "All"}
# What does not narrow all of a page, and what that does not reach.
PARTLY: Mapping[str, tuple[tuple[str, ...], str]] = {
    HOME: (ACTIVITIES, "Levels are of all records; what the activity was made of is narrowed."),
    f"{HOME}partnerships": (("by", "audience", *MAP), "Of this page only the contacts are narrowed so."),
}
# What the page offers in a row of its own, with a way off.
IN_A_ROW: Mapping[str, tuple[str, ...]] = {HOME: ("outcome",), f"{HOME}communication": ("by",)}
_DAY = Markup(
    '<div class="field"><label for="f-{name}">{words}</label>'
    '<input type="date" id="f-{name}" name="{name}" value="{value}"></div>'
)
_KEPT = Markup('<input type="hidden" name="{}" value="{}">')
_FORM = Markup(
    '<details class="more-filters"><summary>More filters</summary>'
    '<form method="get" action="{}" class="filters" data-filters role="search" aria-label="Filters">'
    '{}<button class="btn quiet">Show</button></form></details>'
)


def _narrows(view: View) -> tuple[str, ...]:
    return NARROWS.get(view.filters.path, (*MAP, *ACTIVITIES))


def _options(view: View, name: str) -> Iterable[tuple[str, str]]:
    rules = view.rules
    if name == "partner":
        return ((str(number), words) for number, words in view.partners().items())
    if name == "outcome":
        return ((one.code, f"{one.code} {one.name}") for one in rules.outcomes)
    if name == "indicator":
        return ((code, f"{code} {rules.indicators[code].name}") for code in rules.judged)
    return ((code, value.label) for code, value in rules.vocabularies[name].items())


def _select(view: View, name: str) -> html.Div:
    chosen = view.filters.narrowed.get(name, "")
    options = [html.Option(EVERY[name], value="")]
    # An attribute that is not there is the only way to say in HTML that an option is not chosen.
    options += [
        html.Option(words, value=value, **({"selected": True} if value == chosen else {}))
        for value, words in _options(view, name)
    ]
    label = html.Label(PLACES[name], htmlFor=f"f-{name}")
    return html.Div([label, html.Select(options, name=name, id=f"f-{name}")], className="field")


def filter_form(view: View) -> html.Div:
    """Build the form of everything that the page can be narrowed by; it writes the page's address."""
    filters, offered = view.filters, _narrows(view)
    window = filters.window
    kept = {name: value for name, value in filters.args.items() if name not in (*offered, "from", "to")}
    fields = [
        *(_KEPT.format(name, value) for name, value in kept.items()),
        _DAY.format(name="from", words="From", value="" if window.is_year else window.first.isoformat()),
        _DAY.format(name="to", words="To", value="" if window.is_year else window.last.isoformat()),
        *(written(_select(view, name)) for name in offered),
    ]
    return of_html(_FORM.format(filters.path, Markup("").join(fields)))


def in_use(view: View) -> list[Any]:
    """List the filters in use, each with its way off, and say what the page keeps only for the others."""
    filters, offered = view.filters, _narrows(view)
    said = view.narrowed
    elsewhere = IN_A_ROW.get(filters.path, ())
    chips = [
        _off(said[name], filters.href(**{name: None})) for name in said if name in offered and name not in elsewhere
    ]
    shown: list[Any] = []
    if chips:
        shown.append(html.Ul(chips, className="row chips", **{"aria-label": "Filters in use"}))
    names, words = PARTLY.get(filters.path, ((), ""))
    if any(name in said for name in names):
        shown.append(html.P(words, className="small muted"))
    waiting = [said[name] for name in said if name not in offered]
    if waiting:
        words = f"{sentence_case(listed(waiting))}: kept for the other dashboards, and not of this one."
        shown.append(html.P(words, className="small muted"))
    return shown


def _off(words: str, href: str) -> html.Li:
    seen = [sentence_case(words), html.Span(" ×", **{"aria-hidden": "true"})]
    off = html.Span(", take this filter off", className="sr-only")
    return html.Li(dcc.Link([*seen, off], href=href, className="chip on"))


def saved_views(view: View) -> list[Any]:
    """List the views of the page that the reader or the school saved; nothing where there are none."""
    filters = view.filters
    items = [
        dcc.Link(
            [one.name, html.Span(" (the school’s)", className="sr-only")] if one.is_schools else one.name,
            href=f"{filters.path}?{one.query}",
            className=f"view{' on' if _same(one.query, filters.query) else ''}",
            **({"title": "shown now"} if _same(one.query, filters.query) else {}),
        )
        for one in view.saved()
    ]
    return [html.Nav(items, className="views row", **{"aria-label": "Saved views"})] if items else []


def save_this(view: View) -> list[Any]:
    """Offer to save what is shown, where it is narrowed and not saved yet."""
    query = view.filters.query
    if not query or not view.may(KEEP) or any(_same(one.query, query) for one in view.saved()):
        return []
    asked = urlencode({"list": saved_as(view.filters.path), "query": query})
    return [html.A("Save this view", href=f"/lists/views/new?{asked}", className="small")]


def _same(one: str, other: str) -> bool:
    return parse_qs(one) == parse_qs(other)
