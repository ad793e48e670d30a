"""Days as people give them: which ones can be meant at all, and how they are read from text."""

from __future__ import annotations

import calendar
import re
from datetime import date

# Outside these years a day is a slip of the keyboard, and look-backs over it would leave the calendar.
FIRST_YEAR, LAST_YEAR = 1950, 2100
TOO_FAR = f"lies outside the years {FIRST_YEAR} to {LAST_YEAR}"
# How forms say it beside the field.
WITHIN_YEARS = f"Enter a date between {FIRST_YEAR} and {LAST_YEAR}."
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class NotADay(ValueError):
    """A text is no day that can be meant; the message goes on a sentence that begins with the text.

    Attributes:
        hint: Why this one is none, where that is not plain to see.
    """

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.hint = hint


def is_possible(day: date) -> bool:
    """Whether somebody can mean this day."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def months_after(day: date, months: int) -> date:
    """Find the same day so many months on; a day the month lacks becomes its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def read_day(text: str) -> date:
    """Read a day as YYYY-MM-DD, the one way that addresses, files and commands write it.

    Raises:
        NotADay: It is none, or lies outside the years that can be meant.
    """
    try:
        if not _ISO.fullmatch(text):
            raise ValueError(text)
        day = date.fromisoformat(text)
    except ValueError:
        raise NotADay("is not a date; write it as YYYY-MM-DD, such as 2026-03-14") from None
    if not is_possible(day):
        raise NotADay(TOO_FAR)
    return day
