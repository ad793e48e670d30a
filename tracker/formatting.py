"""How values are written on screen: days, dollars, hours, shares, time left, labels of codes."""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from flask import Flask

from tracker import vocabulary
from tracker.clock import here, today


def day(value: date | None) -> str:
    """Write a day as `14 Mar 2026`; nothing for None."""
    return f"{value.day} {value:%b %Y}" if value else ""


def short_day(value: date | None) -> str:
    """Write a day of this year as `14 Mar`, any other with its year."""
    if value is None:
        return ""
    return f"{value.day} {value:%b}" if value.year == today().year else day(value)


def moment(value: datetime | None) -> str:
    """Write an instant by the clocks at the reader's school as `14 Mar 2026, 16:05`."""
    if value is None:
        return ""
    there = here(value)
    return f"{day(there.date())}, {there:%H:%M}"


def dollars(value: Decimal | float | int | None) -> str:
    """Write an amount of money: without cents from $100 on, with them below where there are any."""
    if value is None:
        return ""
    amount = Decimal(str(value))
    whole = abs(amount) >= 100 or amount == amount.to_integral_value()
    rounded = amount.quantize(Decimal(1) if whole else Decimal("0.01"), rounding=ROUND_HALF_UP)
    sign = "-" if rounded < 0 else ""
    return f"{sign}${abs(rounded):,}"


def hours(value: Decimal | float | int | None) -> str:
    """Write decimal hours with one decimal place, or two where they are needed: `212.5`, `0.25`.

    Nothing that can be entered is rounded, so that hours shown one by one add up to the sum that is shown.
    """
    if value is None:
        return ""
    exact = Decimal(str(value)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    tenths = exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{tenths if tenths == exact else exact:,}"


def percent(share: float | None) -> str:
    """Write a share of 0 to 1 as a whole percentage, cut and not rounded: 100 % means all of it."""
    if share is None:
        return ""
    # A thousandth of slack: 0.29 * 100 is 28.999… in binary and is 29 % to everybody.
    return f"{math.floor(share * 100 + 1e-6)} %"


def time_left(value: date | None, now: date | None = None) -> str:
    """Say how long until a day that ends something: "ends in 24 days", "ends today", "ended 9 days ago".

    Args:
        value: The last day of the thing; None where it is open-ended.
        now: The day it is asked on; None for today.
    """
    if value is None:
        return "no end"
    left = (value - (now or today())).days
    if left == 0:
        return "ends today"
    if left > 0:
        return f"ends in {count(left, 'day')}"
    return f"ended {count(-left, 'day')} ago"


def count(number: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun: `1 day`, `1,204 activities`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def number_word(number: int) -> str:
    """Write a small number as a word, larger ones in figures: for the start of a sentence."""
    words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")
    return words[number] if 0 <= number < len(words) else f"{number:,}"


def label(code: Any, name: str) -> str:
    """Give a code's words from one of the catalogue's lists; several codes are joined by commas.

    Args:
        code: A code, several, or None (nothing).
        name: The list, such as ``channel`` or ``audience``.
    """
    if code is None:
        return ""
    if isinstance(code, tuple | list | set | frozenset):
        return ", ".join(vocabulary.label(str(item), name) for item in code)
    return vocabulary.label(str(code), name)


def register(app: Flask) -> None:
    """Give the templates the filters of this module, and what the rules in force say."""
    app.jinja_env.filters.update(
        day=day,
        short_day=short_day,
        moment=moment,
        dollars=dollars,
        hours=hours,
        percent=percent,
        time_left=time_left,
        counted=count,
        number_word=number_word,
        label=label,
    )
    app.jinja_env.globals.update(marked=vocabulary.marked, thresholds=vocabulary.thresholds)
