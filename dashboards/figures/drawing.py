"""Drawings that Plotly's small bundle has no kind of chart for: SVG, with a link for every mark.

Colours stand twice: as attributes, in the light values, for the picture that somebody takes along, and as classes, by
which the style sheet gives them in the scheme of the reader.
"""

from __future__ import annotations

from typing import Any

from dash import html
from markupsafe import Markup, escape

from dashboards.still import of_html
from dashboards.theme import FONT


def tag(name: str, *inner: Any, **attributes: Any) -> Markup:
    """Write one element; every attribute and text is escaped.

    Args:
        attributes: With `_` for `-`; one behind a word of Python is dropped. None leaves it out.
    """
    said = (
        Markup(' {}="{}"').format(key.removesuffix("_").replace("_", "-"), _number(value))
        for key, value in attributes.items()
        if value is not None
    )
    opened = Markup("<") + Markup(name) + Markup("").join(said) + Markup(">")  # noqa: S704  (a name written here)
    return opened + Markup("").join(escape(one) for one in inner) + Markup("</") + Markup(name) + Markup(">")  # noqa: S704


def _number(value: Any) -> Any:
    return round(value) if isinstance(value, float) else value


def linked(href: str, said: str, *shapes: Markup) -> Markup:
    """Make shapes one mark: a link to its records, with a name of its own."""
    return tag("a", tag("title", said), *shapes, href=href, aria_label=said)


def text(words: str, x: float, y: float, *, muted: str = "", end: bool = False, bold: bool = False) -> Markup:
    """Write words in the drawing, in the middle of the line at `y`; in ink, which the style sheet gives all of them.

    Args:
        muted: The colour of what is said beside, in the light scheme.
        end: The words end at `x`.
    """
    return tag(
        "text", words, x=x, y=y, dy="0.35em", fill=muted or None, class_="muted" if muted else None,
        text_anchor="end" if end else None, font_weight=600 if bold else None,
    )  # fmt: skip


def drawing(name: str, inner: Markup, *, width: int, height: float, label: str) -> html.Div:
    """Place a drawing; one that is wider than the page scrolls in its own box, by keys too.

    Args:
        name: Its name on the page, by which it is taken along.
    """
    picture = tag(
        "svg", inner, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {width} {round(height)}", width=width,
        height=round(height), font_family=FONT, font_size=14, role="group", aria_label=label,
    )  # fmt: skip
    return html.Div(
        of_html(picture),
        id=name,
        className="chart drawing scroll",
        tabIndex="0",
        role="region",
        **{"aria-label": label},
    )
