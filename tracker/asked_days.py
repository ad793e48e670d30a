"""Days that an address asks for: said where a page cannot go by them, never ignored without a word."""

from __future__ import annotations

from datetime import date

from flask import g, request

from dashboards import PREFIX
from dashboards.addresses import ENGAGEMENT
from models.days import NotADay, read_day
from models.wording import listed, quoted

PARTS = ("on", "month", "year")
# They go by such a day, and say themselves where it is none.
GO_BY_DAYS = frozenset(
    {"comparisons.show", "indicators.show", "activities.log", "activities.export"}
    | {"crosswalks.show", "crosswalks.csv", "crosswalks.book", "agreements.many.renew", "alliances.given"}
)


def asked_day(name: str, *, today: date, default: date, instead: str) -> tuple[date, str | None]:
    """Read a day that an address asks for.

    Args:
        name: Of the argument.
        default: What is taken where no day is asked for, or none that can be.
        instead: How the page says which day it took in its place.

    Returns:
        The day, and a sentence where it is not the one that was asked for.
    """
    text = request.args.get(name, "").strip()
    if not text:
        return default, None
    try:
        day = read_day(text)
    except NotADay:
        return default, f"“{quoted(text)}” is not a day that can be asked about; {instead}."
    return (default, f"That day lies ahead; {instead}.") if day > today else (day, None)


def says_itself() -> bool:
    """Whether a page itself says what it knows nothing of: dashboards do, but that of an organization, of today."""
    return request.path.startswith(PREFIX) and request.path != ENGAGEMENT


def day_left_aside() -> str | None:
    """Say that a page of today was asked for another day; None where no day was asked for, or the page goes by it.

    Lists, and pages that know of no filter, say it of every part of their address (`g.filters_told`).
    """
    endpoint = request.endpoint or ""
    if request.method != "GET" or endpoint in GO_BY_DAYS or g.get("filters_told"):
        return None
    if says_itself():
        return None
    asked = [f"“{quoted(text)}”" for part in PARTS if (text := request.args.get(part, "").strip())]
    return f"This page shows how things stand today: {listed(asked)} in the address was left aside." if asked else None
