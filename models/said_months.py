"""Months as people name them in a search: "gears last March", "STEM night Oct 2024"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from models.school_years import FIRST_YEAR
from models.texts import folded
from models.wording import month_name, short_month_name

_LAST = "last"
_YEAR = re.compile(r"(19|20)\d\d")


@dataclass(frozen=True, slots=True)
class SaidMonth:
    """A month that a search names, and what else it says.

    Attributes:
        year: None for that month of any year.
        rest: The other words; empty where there are none.
    """

    month: int
    year: int | None
    rest: str


def month_said(text: str, today: date) -> SaidMonth | None:
    """Find the month that a search names, with its year or as the last one before the present month.

    Returns:
        The month; None where no word names one.
    """
    words = text.split()
    plain = [folded(word.strip(".,;’'")) for word in words]
    names = {folded(name): month for month in range(1, 13) for name in (short_month_name(month), month_name(month))}
    place = next((place for place, word in enumerate(plain) if _month_of(word, names)), None)
    if place is None:
        return None
    month, taken, year = _month_of(plain[place], names), {place}, None
    if place and plain[place - 1] == _LAST:
        taken.add(place - 1)
        year = today.year if month < today.month else today.year - 1
    elif (said := plain[place + 1 : place + 2]) and _YEAR.fullmatch(said[0]) and int(said[0]) >= FIRST_YEAR:
        taken.add(place + 1)
        year = int(said[0])
    rest = " ".join(word.strip(",;") for at, word in enumerate(words) if at not in taken)
    return SaidMonth(month, year, rest.strip())


def _month_of(word: str, names: dict[str, int]) -> int:
    """Give the number of a month by its name, "March’s" too; 0 for any other word."""
    return names.get(word) or names.get(re.sub(r"[’']s$", "", word)) or 0
