"""The charts of a page, each by itself and with nothing to press: for paper, and for other people's pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component
from markupsafe import Markup

from dashboards.figures.on_paper import picture_of
from dashboards.page import Page, V
from dashboards.reading import Reading
from dashboards.still import ATTRIBUTE, written

# A row under a chart names the chart by these: its drawing, where it has one, and its table.
ROW_OF = ("data-drawing-of", "data-csv-of")
_HEADS = (html.H2, html.H3)
_LEADS, _LED = re.compile(r"<a\b[^>]*>"), re.compile(r"</a>")


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart.

    Attributes:
        name: What it is called on the page; what is a table and nothing else, what that is called.
        finding: Its main point, a sentence.
        sub: Of what it speaks.
        body: What is drawn, as HTML without a link.
    """

    name: str
    finding: str
    sub: str
    body: Markup


def charts_of(page: Page[V], reading: Reading, view: V) -> list[Chart]:
    """Build a page and take its charts out of it, in the order in which they stand."""
    found = [chart for fill in page.parts.values() for chart in _within(fill(reading, view), "")]
    return list({chart.name: chart for chart in found}.values())


def _within(shown: Any, finding: str) -> Iterator[Chart]:
    """Find the charts within something; `finding` is the head that stands above it."""
    if isinstance(shown, Component):
        shown = getattr(shown, "children", None)
    children = list(shown) if isinstance(shown, list | tuple) else [] if shown is None else [shown]
    finding = next((said(one) for one in children if isinstance(one, _HEADS)), finding)
    name = next((found for one in children if (found := _named_by(one))), "")
    if name:
        yield _chart(name, finding, children)
        return
    for one in children:
        if isinstance(one, Component | list | tuple):
            yield from _within(one, finding)


def _named_by(shown: Any) -> str:
    """Give which chart a row of tools is of; empty for everything else."""
    if getattr(shown, "className", "") != "tools":
        return ""
    named = (getattr(one, row, None) for row in ROW_OF for one in shown.children)
    return next((str(name) for name in named if name), "")


def _chart(name: str, finding: str, children: list[Any]) -> Chart:
    sub = " ".join(said(one) for one in children if getattr(one, "className", "") == "sub")
    rest = [one for one in children if not isinstance(one, _HEADS) and getattr(one, "className", "") != "sub"]
    drawn = [one for one in rest if not isinstance(one, html.Details | html.Ul) or not _is_table(one)]
    bodies = [plain for one in drawn if (plain := _plain(one)) is not None]
    if not any(map(_is_drawn, drawn)):
        bodies = [_plain(one.children[1:]) for one in rest if isinstance(one, html.Details)]
    return Chart(name, finding, _without_presses(sub), written(bodies))


def _without_presses(sub: str) -> str:
    """Leave out the sentences about what can be pressed."""
    return " ".join(one for one in re.split(r"(?<=\.) ", sub) if not one.startswith("Press "))


def _is_table(shown: Component) -> bool:
    return isinstance(shown, html.Details)


def _is_drawn(shown: Any) -> bool:
    """Whether a part of a chart is what is seen first, and not a sentence or a row of tools."""
    return isinstance(shown, html.Div | html.Table | html.Ul)


def said(shown: Any) -> str:
    """Give the text of something, without its looks."""
    if isinstance(shown, list | tuple):
        return "".join(map(said, shown))
    if isinstance(shown, Component):
        return said(getattr(shown, "children", None))
    return "" if shown is None else str(shown)


def _plain(shown: Any) -> Any:
    """Give something with nothing to press, and without the names that a page knows it by."""
    if isinstance(shown, list | tuple):
        return [plain for one in shown if (plain := _plain(one)) is not None]
    if not isinstance(shown, Component):
        return shown
    if isinstance(shown, dcc.Graph):
        return picture_of(shown.figure, label=str(shown.id))
    if getattr(shown, "formAction", None):
        return html.Span(_plain(shown.children), className="was-link")
    if isinstance(shown, html.A | dcc.Link):
        # It keeps its looks: the tint and the length of a part of a bar.
        return html.Span(_plain(shown.children), className=f"was-link {getattr(shown, 'className', '')}".strip())
    if isinstance(shown, html.Span) and said(shown).startswith("press "):
        return None
    if isinstance(shown, html.Button | html.Details) or getattr(shown, "className", "") == "tools":
        return None
    if (kept := getattr(shown, ATTRIBUTE, None)) is not None:
        # A drawing of our own: escaped where it was written.
        return Markup(_LED.sub("</g>", _LEADS.sub("<g>", kept)))  # noqa: S704
    made = copy(shown)
    for name in ("id", "tabIndex", "role", "key"):
        if hasattr(made, name):
            delattr(made, name)
    if getattr(made, "children", None) is not None:
        made.children = _plain(made.children)
    return made
