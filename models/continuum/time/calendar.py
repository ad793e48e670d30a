"""Calendar arithmetic of look-backs. Days are ordinals (`date.toordinal`): the engine compares millions of them."""

from __future__ import annotations

import calendar
from datetime import date
from functools import lru_cache

# A day that never comes: the end of what has no end.
NEVER = date.max.toordinal()


@lru_cache(maxsize=1 << 16)
def back(day: int, months: int) -> int:
    """Go back so many months; a day the month lacks becomes its last."""
    found = date.fromordinal(day)
    year, month = divmod(found.year * 12 + found.month - 1 - months, 12)
    return date(year, month + 1, min(found.day, calendar.monthrange(year, month + 1)[1])).toordinal()


@lru_cache(maxsize=1 << 16)
def expiry(day: int, months: int, grace_days: int = 0) -> int:
    """Find the first day on which a record of `day` no longer counts.

    A record of day d counts on day D when D - months - grace < d <= D. Going back is monotone, so the answer is
    the first D whose look-back reaches d.
    """
    return first_day_reaching(day + grace_days, months)


@lru_cache(maxsize=1 << 16)
def first_day_reaching(day: int, months: int) -> int:
    """Find the first day from which one gets to `day` or later by going back so many months.

    It is the same day so many months on, or the first of the next month where that month lacks the day; NEVER where
    the calendar ends before.
    """
    found = date.fromordinal(max(day, 1))
    year, month = divmod(found.year * 12 + found.month - 1 + months, 12)
    if year >= date.max.year:
        return NEVER
    if found.day <= calendar.monthrange(year, month + 1)[1]:
        return date(year, month + 1, found.day).toordinal()
    year, month = divmod(year * 12 + month + 1, 12)
    return date(year, month + 1, 1).toordinal()


@lru_cache(maxsize=1 << 16)
def month_of(day: int) -> int:
    """Number a day's calendar month, counted through the years."""
    found = date.fromordinal(day)
    return found.year * 12 + found.month - 1


@lru_cache(maxsize=1 << 16)
def quarter_of(day: int) -> int:
    """Name a day's school-year quarter: 1 Jul-Sep, 2 Oct-Dec, 3 Jan-Mar, 4 Apr-Jun."""
    return (date.fromordinal(day).month - 7) % 12 // 3 + 1


@lru_cache(maxsize=1 << 12)
def month_ends_before(day: int, months: int = 12) -> tuple[int, ...]:
    """List the last days of the calendar months before a day's own month, latest first."""
    ends = []
    found = date.fromordinal(day)
    for _ in range(months):
        end = found.replace(day=1).toordinal() - 1
        ends.append(end)
        found = date.fromordinal(end)
    return tuple(ends)


def month_end(month: int) -> int:
    """Give the last day of a month numbered as by `month_of`."""
    year, of_year = divmod(month + 1, 12)
    return date(year, of_year + 1, 1).toordinal() - 1
