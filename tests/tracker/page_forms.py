"""Reads the forms of a page as a browser does, so that tests send what people would, whatever the page asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient

WRITTEN = ("text", "search", "url", "tel", "email")


@dataclass
class PageForm:
    """One form of a page.

    Attributes:
        action: Where it is sent; the page's own address where it names none.
        values: What it holds as it is shown: field -> values.
        written: Names of the fields in which people write freely.
        offered: What may be chosen in fields that hold nothing yet: field -> the first that is offered.
        shown: Names of all fields that are not hidden.
    """

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    offered: dict[str, str] = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)


def forms_of(page: str, *, at: str) -> list[PageForm]:
    """List the forms of a page that are sent, those of the header apart.

    Args:
        at: The page's address.
    """
    root = html5lib.parse(page, namespaceHTMLElements=False)
    found = []
    for one in root.iterfind(".//main//form"):
        if one.get("method", "get").lower() != "post":
            continue
        form = PageForm(one.get("action") or at)
        inside = list(one.iter())
        outside = [e for e in root.iter() if one.get("id") and e.get("form") == one.get("id") and e not in inside]
        for element in [*inside, *outside]:
            _read(element, form)
        found.append(form)
    return found


def last_form(client: FlaskClient, address: str) -> PageForm:
    """Open a page, and give its last form."""
    return forms_of(client.get(address).text, at=address)[-1]


def _read(element: Element, form: PageForm) -> None:
    name, kind = element.get("name"), element.get("type", "text")
    if not name or element.tag not in ("input", "select", "textarea"):
        return
    if kind != "hidden":
        form.shown.append(name)
    if element.tag == "textarea":
        form.written.append(name)
        form.values.setdefault(name, []).append((element.text or "").removeprefix("\n"))
    elif element.tag == "select":
        options = list(element.iter("option"))
        chosen = [one for one in options if one.get("selected") is not None]
        chosen = chosen or ([] if element.get("multiple") is not None else options[:1])
        form.values.setdefault(name, []).extend(one.get("value", one.text or "") for one in chosen)
        if real := [value for one in options if (value := one.get("value"))]:
            form.offered.setdefault(name, real[0])
    elif kind in ("checkbox", "radio"):
        form.offered.setdefault(name, element.get("value", "on"))
        if element.get("checked") is not None:
            form.values.setdefault(name, []).append(element.get("value", "on"))
    elif kind != "file":
        if kind in WRITTEN:
            form.written.append(name)
        form.values.setdefault(name, []).append(element.get("value", ""))
