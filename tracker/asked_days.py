"""Days that an address asks for: said where a page cannot go by them, never ignored without a word."""

from __future__ import annotations

from flask import request

from dashboards import PREFIX
from models.wording import listed

PARTS = ("on", "month", "year")
# They go by such a day, and say themselves where it is none. Lists say it of all their filters.
GO_BY_DAYS = frozenset({"indicators.show", "activities.log", "activities.export"})
LONGEST = 20


def day_left_aside() -> str | None:
    """Say that a page of today was asked for another day; None where no day was asked for, or the page goes by it."""
    endpoint = request.endpoint or ""
    if request.method != "GET" or endpoint in GO_BY_DAYS or endpoint.endswith(".index"):
        return None
    if request.path.startswith(PREFIX):
        return None
    asked = [f"“{quoted(text)}”" for part in PARTS if (text := request.args.get(part, "").strip())]
    return f"This page shows how things stand today: {listed(asked)} in the address was left aside." if asked else None


def quoted(text: str) -> str:
    """Give the beginning of what an address holds, to name it in a sentence."""
    return text[:LONGEST] + ("…" if len(text) > LONGEST else "")
