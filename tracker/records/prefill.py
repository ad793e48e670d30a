"""Where a form of a small record comes from and what its address fills in: both in the address, both only asked for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from models.days import NotADay, read_day
from models.kinds.columns import Column, Holds
from models.texts import identity_key
from tracker.accounts.signin import safe_next
from tracker.records.forms import OWN
from tracker.records.offered import Offered
from tracker.records.page import Page

# What stands for the page somebody came from, by what it shows.
PLACES: Mapping[str, str] = MappingProxyType(
    {
        "partners.show": "the partner",
        "partnerships.show": "the partnership",
        "indicators.show": "“Why this level?”",
        "home.show": "Home",
        "activities.log": "the log",
        "activities.show": "the activity",
        "records.index": "Records",
    }
)
# The day by which files know a request is the one that the form asks for.
SAME_AS = MappingProxyType({"requested_on": "occurred_on"})


def back() -> str | None:
    """Give the page to go back to, as the address asks; None where it asks for none of this product."""
    return safe_next(request.args.get("back"))


def place_of(address: str | None) -> str:
    """Say in words which page an address is of: "the partner"; "where you came from" for others."""
    if address is None:
        return ""
    path = address.partition("?")[0].partition("#")[0]
    try:
        endpoint = request.url_rule and _adapter().match(path)[0]
    except HTTPException:
        endpoint = None
    return PLACES.get(str(endpoint), "where you came from")


def prefilled(page: Page, found: Offered) -> tuple[dict[str, Any], list[str]]:
    """Read from the address what it fills in.

    Returns:
        Field -> value, and what the address said that nobody knows, as it was written.
    """
    values: dict[str, Any] = {}
    unknown: list[str] = []
    for asked in page.questions:
        column = page.kind.columns[asked.column]
        for text in _asked_for(request.args, asked.column):
            read = _read(asked.field, column, text, found)
            if read is None:
                unknown.append(text[:80])
            elif column.holds is Holds.CODES:
                for name, value in read.items():
                    values[name] = [*values.get(name, ()), value] if name == asked.field else value
            else:
                values |= read
    return values, unknown


def _asked_for(args: MultiDict[str, str], name: str) -> list[str]:
    said = args.getlist(name) or args.getlist(SAME_AS.get(name, name))
    return [part.strip() for text in said for part in text.split(";") if part.strip()]


def _read(name: str, column: Column, text: str, found: Offered) -> dict[str, Any] | None:
    """Read one text as a value of a column's field; None where it can be none."""
    if column.holds is Holds.PARTNER:
        key = identity_key(text)
        known = (number for number, one in found.partners.items() if key in (identity_key(one.name), str(number)))
        number = next(known, None)
        return None if number is None else {name: str(number)}
    if column.holds is Holds.REF:
        refs = (number for number, one in found.needs.items() if text in (one.ref, str(number)))
        number = next(refs, None)
        return None if number is None else {name: str(number)}
    if column.holds is Holds.DATE:
        try:
            return {name: read_day(text)}
        except NotADay:
            return None
    if column.holds is Holds.MARK:
        mark = {"yes": True, "1": True, "true": True, "no": False, "0": False, "false": False}.get(text.casefold())
        if mark is None:
            return None
        return {name: ("yes" if mark else "no") if column.required else mark}
    if column.holds in (Holds.CODE, Holds.CODES, Holds.PRACTICE, Holds.EXEMPTED):
        if text in dict(found.pairs(column)):
            return {name: text}
        return {name + OWN: text} if column.own_words else None
    return {name: text} if column.holds is Holds.TEXT else None


def _adapter() -> Any:
    from flask import current_app

    return current_app.url_map.bind("")
