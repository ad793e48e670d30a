"""Days that an address asks for: said where a page cannot go by them, never ignored without a word."""

from __future__ import annotations

from datetime import date

from flask import request

from models.days import NotADay, read_day
from models.wording import quoted


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
