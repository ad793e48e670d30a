"""What an address fills the form of a small record with: it is only asked for, and what is unknown is said."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from models.days import NotADay, read_day
from models.kinds.columns import Column, Holds
from tracker.forms import read_amount
from tracker.records.forms import OWN
from tracker.records.offered import Offered
from tracker.records.page import Page

# The day by which files know a request is the one that the form asks for.
SAME_AS = MappingProxyType({"requested_on": "occurred_on"})


def prefilled(page: Page, found: Offered) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Read from the address what it fills in.

    Returns:
        Field -> value, and what the address said that nobody knows: a question, and the text.
    """
    values: dict[str, Any] = {}
    unknown: list[tuple[str, str]] = []
    for asked in page.questions:
        column = page.kind.columns[asked.column]
        for text in _asked_for(request.args, asked.column):
            read = _read(asked.field, column, text, found)
            if read is None:
                unknown.append((asked.question, text))
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
        partner = found.partners.find(text)
        return None if partner is None else {name: str(partner.id)}
    if column.holds is Holds.REF:
        refs = (number for number, one in found.needs.items() if text in (one.ref, str(number)))
        number = next(refs, None)
        return None if number is None else {name: str(number)}
    if column.holds is Holds.DATE:
        try:
            return {name: read_day(text)}
        except NotADay:
            return None
    if column.holds is Holds.DECIMAL:
        try:
            return {name: read_amount(text)}
        except ValueError:
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
