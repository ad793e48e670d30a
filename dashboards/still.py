"""Text and tables that nothing happens to travel as HTML, not as hundreds of components.

Dash tells every component of a page of every change to any of them: with each cell of a table a component of its own, a
page of 1,700 needed ten seconds to draw. What holds no chart, no button's count and no name that a callback knows is
written here, escaped, into an attribute of the component around it; `still.js` puts it into the page.
"""

from __future__ import annotations

import hashlib
from typing import Any

from dash import html
from dash.development.base_component import Component
from markupsafe import Markup, escape

# Less than this is left as it is.
FEWEST = 8
# The attribute that `still.js` looks for.
ATTRIBUTE = "data-still"
_HTML = "dash_html_components"
# What only Dash and React read of an element, and what Dash keeps beside its properties.
_UNSHOWN = frozenset({"children", "key", "disable_n_clicks", *vars(html.Div())})
_CHANGING = frozenset({"id", "n_clicks", "n_clicks_timestamp", "style"})
_NAMES = {"className": "class", "htmlFor": "for"}
_VOID = frozenset({"br", "col", "hr", "img"})


def stilled(shown: Any) -> Any:
    """Give what a callback answers with its still parts as HTML; what is no component stays as it is.

    Args:
        shown: A component, a text, or a list or tuple of such; figures and other values pass through.
    """
    if isinstance(shown, list | tuple):
        return type(shown)(stilled(one) for one in shown)
    if not isinstance(shown, Component):
        return shown
    children = getattr(shown, "children", None)
    if shown._namespace == _HTML and _is_still(children) and _count(children) >= FEWEST:
        text = str(written(children))
        # Under another key React makes the element anew, and never mends what it has not put there.
        key = hashlib.sha256(text.encode()).hexdigest()[:16]
        shown.children = None
        setattr(shown, ATTRIBUTE, text)
        shown.key = key
    elif children is not None:
        shown.children = stilled(children)
    return shown


def of_html(text: Markup) -> html.Div:
    """Place HTML that is escaped already, with elements that Dash has no component for."""
    key = hashlib.sha256(text.encode()).hexdigest()[:16]
    return html.Div(key=key, **{ATTRIBUTE: str(text)})


def written(shown: Any) -> Markup:
    """Write components as HTML, every text and value escaped."""
    return Markup(_text(shown))  # noqa: S704  (each part of it is escaped)


def _text(shown: Any) -> str:
    # Thousands of cells of a page: put together as plain texts, each part of which is escaped where it is taken.
    if shown is None:
        return ""
    if isinstance(shown, list | tuple):
        return "".join(map(_text, shown))
    if not isinstance(shown, Component):
        return f"{escape(shown)}"
    # Asked of the object itself: its own `to_plotly_json` looks for every property that any element may have. In one
    # order, for Dash sets them in another one in each process.
    tag, given = shown._type.lower(), vars(shown)
    attributes = "".join([_attribute(name, given[name]) for name in sorted(given.keys() - _UNSHOWN)])
    if tag in _VOID:
        return f"<{tag}{attributes}>"
    return f"<{tag}{attributes}>{_text(given.get('children'))}</{tag}>"


def _attribute(name: str, value: Any) -> str:
    said = name.startswith(("aria-", "data-"))
    if value is None or (value is False and not said):
        return ""
    shown = escape(_NAMES.get(name, name if said else name.lower()))
    if value is True and not said:
        return f" {shown}"
    if isinstance(value, bool):
        value = str(value).lower()
    return f' {shown}="{escape(value)}"'


def _is_still(shown: Any) -> bool:
    """Say whether nothing in it can change or be pressed through Dash."""
    if isinstance(shown, list | tuple):
        return all(map(_is_still, shown))
    if not isinstance(shown, Component):
        return True
    if shown._namespace != _HTML or not _CHANGING.isdisjoint(vars(shown)):
        return False
    return _is_still(getattr(shown, "children", None))


def _count(shown: Any) -> int:
    if isinstance(shown, list | tuple):
        return sum(map(_count, shown))
    return 1 + _count(getattr(shown, "children", None)) if isinstance(shown, Component) else 0
