"""Marks, numbers, amounts and durations as people write them in lists."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from models.exchange.problems import CellProblem
from models.kinds.columns import Column

LARGEST_NUMBER = 10_000_000
_MARKS = {
    **dict.fromkeys(("yes", "y", "true", "x", "✓", "✔", "☑", "✅", "sí", "si", "ja"), True),
    **dict.fromkeys(("no", "n", "false", "✗", "✘", "☐", "nein"), False),
}
# "about 120", "~85", "120+": nobody counted heads, and the number is what is known.
_ROUGHLY = re.compile(
    r"^(?:about|around|approx\.?|approximately|ca\.?|c\.|roughly|~|≈)\s*(?=\d)|(?<=\d)\s*\+$", re.IGNORECASE
)
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
# As some countries write thousands; a whole number has no decimals.
_POINTED = re.compile(r"\d{1,3}(\.\d{3})+", re.ASCII)
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}", re.ASCII)
_MONEY = re.compile(r"(?:US)?\$\s*|\s*(?:USD|dollars?)$", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::[0-5]\d)?", re.ASCII)
_HOURS = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(?:h|hr|hrs|hours?)\.?(?:\s*(\d{1,2})\s*(?:m|min|mins|minutes)\.?)?", re.IGNORECASE
)
_MINUTES = re.compile(r"(\d{1,4})\s*(?:m|min|mins|minutes)\.?", re.IGNORECASE)
# Columns of which a time of day can only mean how long something took.
_DURATIONS = ("hours", "amount")
_HUNDREDTH = Decimal("0.01")
NOT_A_NUMBER = "is not a number; write digits with a point, such as 1200 or 2.5"


def marked(text: str) -> bool:
    """Read a mark.

    Raises:
        CellProblem: It is none.
    """
    mark = _MARKS.get(text.casefold())
    if mark is None:
        raise CellProblem("is not a mark; write yes or no, or leave it empty")
    return mark


def _plain(text: str) -> str:
    """Write a number with digits and a point alone: without dollar signs, and commas between thousands."""
    bare = _MONEY.sub("", text).strip()
    if _THOUSANDS.fullmatch(bare):
        return bare.replace(",", "")
    return bare.replace(",", ".") if _DECIMAL_COMMA.fullmatch(bare) else bare


def whole_in(column: Column, text: str) -> int:
    """Read a whole number.

    Raises:
        CellProblem: It is none, or one that cannot be stored.
    """
    most = int(column.most) if column.most is not None else LARGEST_NUMBER
    plain = _plain(_ROUGHLY.sub("", text.strip()))
    plain = plain.replace(".", "") if _POINTED.fullmatch(plain) else re.sub(r"\.0{1,2}$", "", plain)
    if not re.fullmatch(r"\d{1,9}", plain, re.ASCII) or not column.least <= int(plain) <= most:
        raise CellProblem(f"is not a whole number from {column.least} to {most}, written in digits alone")
    return int(plain)


def number_in(column: Column, text: str) -> Decimal:
    """Read a number with at most two decimals; of hours also how long something took, such as 1:30.

    Raises:
        CellProblem: It is none, or one that cannot be stored.
    """
    duration = _duration(text) if column.name in _DURATIONS else None
    if duration is not None:
        return duration
    plain = _plain(text)
    if not _NUMBER.fullmatch(plain):
        raise CellProblem(NOT_A_NUMBER)
    value = Decimal(plain)
    if value < 0:
        raise CellProblem("is below zero")
    if value >= Decimal(10) ** column.places:
        raise CellProblem(f"is too large: at most {column.places} digits before the point")
    if column.most is not None and value > column.most:
        raise CellProblem(f"is too large: at most {column.most}")
    if value != value.quantize(_HUNDREDTH):
        raise CellProblem("has more than two decimals")
    return value


def unit_word(text: str) -> str | None:
    """Say what an amount counts where it is written with it, as in "12 hours" and "$500"; None where it is bare."""
    if _duration(text.strip()) is not None:
        return "hours"
    return "dollars" if _MONEY.search(text.strip()) else None


def _duration(text: str) -> Decimal | None:
    clock = _CLOCK.fullmatch(text)
    if clock:
        return _hours(Decimal(clock[1]), Decimal(clock[2]))
    hours = _HOURS.fullmatch(text)
    if hours:
        return _hours(Decimal(hours[1].replace(",", ".")), Decimal(hours[2] or 0))
    minutes = _MINUTES.fullmatch(text)
    return _hours(Decimal(0), Decimal(minutes[1])) if minutes else None


def _hours(hours: Decimal, minutes: Decimal) -> Decimal:
    return (hours + minutes / 60).quantize(_HUNDREDTH, ROUND_HALF_UP)
