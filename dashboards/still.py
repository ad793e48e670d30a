"""Text and tables that nothing happens to travel as HTML, not as hundreds of components.

Dash tells every component of a page of every change to any of them: with each cell of a table a component of its own, a
page of 1,700 needed ten seconds to draw. What holds no chart, no button's count and no name that a callback knows is
written here, escaped, into an attribute of the component around it; `still.js` puts it into the page.
"""

from __future__ import annotations

import hashlib
from typing import Any

from dash.development.base_component import Component
from markupsafe import Markup, escape

# Less than this is left as it is.
FEWEST = 8
# The attribute that `still.js` looks for.
ATTRIBUTE = "data-still"
_HTML = "dash_html_components"
# Properties that only Dash and React read.
_UNSHOWN = frozenset({"children", "key", "disable_n_clicks"})
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


def written(shown: Any) -> Markup:
    """Write components as HTML, every text and value escaped."""
    if shown is None:
        return Markup("")
    if isinstance(shown, list | tuple):
        return Markup("").join(written(one) for one in shown)
    if not isinstance(shown, Component):
        return escape(shown)
    tag = shown._type.lower()
    given = shown.to_plotly_json()["props"]
    attributes = Markup("").join(_attribute(name, given[name]) for name in given if name not in _UNSHOWN)
    inside = Markup("") if tag in _VOID else Markup("{}</{}>").format(written(given.get("children")), tag)
    return Markup("<{}{}>{}").format(tag, attributes, inside)


def _attribute(name: str, value: Any) -> Markup:
    said = name.startswith(("aria-", "data-"))
    if value is None or (value is False and not said):
        return Markup("")
    shown = _NAMES.get(name, name if said else name.lower())
    if value is True and not said:
        return Markup(" {}").format(shown)
    if isinstance(value, bool):
        value = str(value).lower()
    return Markup(' {}="{}"').format(shown, value)


def _is_still(shown: Any) -> bool:
    """Say whether nothing in it can change or be pressed through Dash."""
    if isinstance(shown, list | tuple):
        return all(_is_still(one) for one in shown)
    if not isinstance(shown, Component):
        return True
    if shown._namespace != _HTML or not _CHANGING.isdisjoint(shown.to_plotly_json()["props"]):
        return False
    return _is_still(getattr(shown, "children", None))


def _count(shown: Any) -> int:
    if isinstance(shown, list | tuple):
        return sum(map(_count, shown))
    return 1 + _count(getattr(shown, "children", None)) if isinstance(shown, Component) else 0
