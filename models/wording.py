"""How numbers, days and lists are written, by the customs of one country: the only place that decides it.

Every function is pure: the same value and locale give the same words. Where no locale is named, the
installation's is used, ``en_US`` unless `speak` chose another. Babel knows the customs; it is loaded when the
first words are asked for, so that a command that writes none does not wait for it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from babel import Locale

Number = int | float | Decimal

AMERICAN = "en_US"
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_PARTS = {
    (0, 1): "none",
    (1, 5): "a fifth",
    (1, 4): "a quarter",
    (1, 3): "a third",
    (2, 5): "two fifths",
    (1, 2): "half",
    (3, 5): "three fifths",
    (2, 3): "two thirds",
    (3, 4): "three quarters",
    (4, 5): "four fifths",
    (1, 1): "all",
}
# A third is written as .33 in some data; a part this near to a fraction is the fraction.
_NEARLY = 0.004
_spoken = AMERICAN


class UnknownLocale(ValueError):
    """A locale is unknown, or not one of English, which all texts are written in."""


# What a page says of a part of its address that it cannot go by.
LEFT_OUT = "It was left out."
LONGEST_QUOTED = 20


def speak(locale: str) -> None:
    """Choose the customs of the whole installation, once, when it starts.

    Raises:
        UnknownLocale: Nobody knows the locale, or its language is not English.
    """
    global _spoken  # one process serves one installation, and threads must not differ
    if locale != AMERICAN and _named(locale).language != "en":
        raise UnknownLocale(f"{locale!r} is not a country's English, such as en_US or en_GB.")
    _spoken = locale


def country(*, locale: str | None = None) -> str:
    """Name the country by its two letters, such as US; empty where the locale names none."""
    return _locale(locale).territory or ""


def number_word(number: int) -> str:
    """Write a number inside a sentence: "no", "one" to "nine" as words, others in figures."""
    return _SMALL[number] if 0 <= number < len(_SMALL) else number_words(number)


def number_words(number: Number, *, locale: str | None = None) -> str:
    """Write a number in figures: `1,204`, with at most two decimals and only where they are needed."""
    return _figures(number if isinstance(number, int) else _cents(number), locale or _spoken)


def noun(number: Number, one: str, many: str, *, locale: str | None = None) -> str:
    """Choose between the noun for one and for several: 0 and 1.5 take the second."""
    size = number if isinstance(number, int) else _cents(number)
    # For Babel "1.00" is no "one": it looks at the figures as they are written.
    written = int(size) if size == int(size) else size
    return one if _locale(locale).plural_form(written) == "one" else many


def counted(number: Number, one: str, many: str, *, locale: str | None = None) -> str:
    """Write a number with its noun: `1 day`, `1,204 activities`."""
    return f"{number_words(number, locale=locale)} {noun(number, one, many, locale=locale)}"


def percent_words(share: float, *, locale: str | None = None) -> str:
    """Write a share of 1 as a whole percentage, cut and never rounded up: `100%` means all of it."""
    # A millionth of slack: 0.29 * 100 is 28.999… in binary and is 29% to everybody.
    return _percent(math.trunc(share * 100 + math.copysign(1e-6, share)), locale or _spoken)


def part_words(share: float, *, locale: str | None = None) -> str:
    """Write a part of 1 as people say it: "three quarters", "half", "9 in 10", else a whole percentage."""
    for (over, under), words in _PARTS.items():
        exact = over in (0, under)
        if abs(share - over / under) < (1e-9 if exact else _NEARLY):
            return words
    tenths = round(share * 10)
    if 0 < tenths < 10 and abs(share * 10 - tenths) < 1e-6:
        return f"{tenths} in 10"
    return percent_words(share, locale=locale)


def joined(parts: Iterable[str], word: Literal["and", "or"] = "and", *, locale: str | None = None) -> str:
    """Join parts as in a sentence: "a", "a and b", "a, b and c"; empty for nothing."""
    some = [part for part in parts if part]
    if len(some) < 2:
        return "".join(some)
    patterns = _locale(locale).list_patterns["or" if word == "or" else "standard"]
    told = some[0]
    for part in some[1:-1]:
        told = patterns["middle"].format(told, part)
    # The pattern of two also ends a longer list: no comma stands before its last word.
    return str(patterns["2"].format(told, some[-1]))


def listed(names: Iterable[str], *, most: int | None = None, locale: str | None = None) -> str:
    """Put names side by side: as in a sentence, by commas alone where a name has an "and" of its own.

    Args:
        most: How many to name at most; the rest is counted: "a, b and 2 more". None names all.
    """
    some = [name for name in names if name]
    if most is not None and len(some) > most + 1:
        some = [*some[:most], f"{number_words(len(some) - most, locale=locale)} more"]
    return ", ".join(some) if any(" and " in name for name in some) else joined(some, locale=locale)


def stopped(sentence: str) -> str:
    """End a sentence whose last word may have a full stop of its own: "El Rito Observatory, Inc."."""
    return sentence if sentence.endswith(".") else f"{sentence}."


def day_words(day: date, *, locale: str | None = None) -> str:
    """Write a day as the reader's country does: `Mar 14, 2026`."""
    return _day(_plain(day), "medium", locale or _spoken)


def day_of_year_words(day: date, *, locale: str | None = None) -> str:
    """Write a day whose year is clear from where it stands: `Mar 14`."""
    return _by_skeleton(_plain(day), "MMMd", locale or _spoken)


def weekday_words(day: date, *, locale: str | None = None) -> str:
    """Name a day's place in the week: `Saturday`."""
    return _day(_plain(day), "EEEE", locale or _spoken)


def month_words(day: date, *, locale: str | None = None) -> str:
    """Write a day's month: `Mar 2026`."""
    return _by_skeleton(_plain(day), "yMMM", locale or _spoken)


def whole_month_words(day: date, *, locale: str | None = None) -> str:
    """Write a day's month with its whole name: `March 2026`."""
    return _by_skeleton(_plain(day), "yMMMM", locale or _spoken)


def month_name(month: int, *, locale: str | None = None) -> str:
    """Name a month of any year, from 1 to 12: `March`."""
    return _day(date(2000, month, 1), "LLLL", locale or _spoken)


def short_month_name(month: int, *, locale: str | None = None) -> str:
    """Name a month of any year, from 1 to 12, where there is little room: `Mar`."""
    return _day(date(2000, month, 1), "LLL", locale or _spoken)


def since_words(first: date, *, locale: str | None = None) -> str:
    """Say from which day on: `since Sep 25, 2025`."""
    return f"since {day_words(first, locale=locale)}"


def span_words(first: date | None, last: date | None, *, locale: str | None = None) -> str:
    """Say from which day to which, both counted; an end that is not known is left out.

    Returns:
        `Sep 25, 2025 to Mar 14, 2026`, `since Sep 25, 2025`, `until Mar 14, 2026`, or nothing.
    """
    if last is None:
        return since_words(first, locale=locale) if first else ""
    if first is None:
        return f"until {day_words(last, locale=locale)}"
    if first == last:
        return day_words(first, locale=locale)
    return f"{day_words(first, locale=locale)} to {day_words(last, locale=locale)}"


def moment_words(moment: datetime, *, locale: str | None = None) -> str:
    """Write an instant in the time zone it is given in: `Mar 14, 2026, 4:05 PM`."""
    from babel.dates import format_time

    clock = format_time(moment.time(), "short", locale=_locale(locale))
    # Babel keeps the hour and its half of the day together with a space that searching and terminals do not know.
    return f"{day_words(moment, locale=locale)}, {clock}".replace("\u202f", " ")


def days_words(days: int, *, locale: str | None = None) -> str:
    """Write a number of days: `1 day`, `24 days`."""
    return counted(days, "day", "days", locale=locale)


def days_ago_words(day: date | None, today: date, *, locale: str | None = None) -> str:
    """Say how long ago a day was: `today`, `24 days ago`; `never` for None."""
    if day is None:
        return "never"
    return "today" if day >= today else f"{days_words((today - day).days, locale=locale)} ago"


def last_months_words(months: int, *, locale: str | None = None) -> str:
    """Say how far one looks back: `the last month`, `the last 12 months`."""
    return "the last month" if months == 1 else f"the last {number_words(months, locale=locale)} months"


def days_left_words(left: int, *, locale: str | None = None) -> str:
    """Say how long something still runs that ends in so many days; negative when it ended."""
    if left == 0:
        return "ends today"
    days = days_words(abs(left), locale=locale)
    return f"ends in {days}" if left > 0 else f"ended {days} ago"


def time_left_words(last: date | None, today: date, *, locale: str | None = None) -> str:
    """Say how long something still runs: "ends in 24 days", "ends today", "ended 9 days ago", "no end".

    Args:
        last: Its last day; None where it is open-ended.
        today: The day it is asked on.
    """
    if last is None:
        return "no end"
    return days_left_words((last - today).days, locale=locale)


def money_words(amount: Number, *, locale: str | None = None) -> str:
    """Write dollars: `$1,200`, with cents only where there are any, so that shown amounts add up to the shown sum."""
    from babel.numbers import format_currency

    dollars = _cents(amount)
    pattern = "¤#,##0" if dollars == dollars.to_integral_value() else "¤#,##0.00"
    # Without these digits Babel would give a whole amount the two decimals of its currency again.
    return format_currency(dollars, "USD", format=pattern, locale=_locale(locale), currency_digits=False)


def hours_words(hours: Number, *, locale: str | None = None) -> str:
    """Write decimal hours with their noun: `1 hour`, `2.25 hours`."""
    return counted(_cents(hours), "hour", "hours", locale=locale)


def sentence_case(text: str) -> str:
    """Begin a text with a capital and leave the rest as it is: names and short forms keep theirs."""
    return text[:1].upper() + text[1:]


def begun_small(text: str) -> str:
    """Begin a text with a small letter, unless it begins with a short form such as "STEM", or with a name.

    A name goes on with a large letter: "School Improvement Council", "Career and Technology Center".
    """
    onward = next((word for word in text.split()[1:] if word != "and"), "")
    is_name = onward[:1].isupper() and onward[1:2].islower()
    return text if text[1:2].isupper() or is_name else text[:1].lower() + text[1:]


def _cents(number: Number) -> Decimal:
    """Round to two decimals, halves up as people do."""
    return Decimal(str(number)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def _plain(day: date) -> date:
    return day.date() if isinstance(day, datetime) else day


@cache
def _named(name: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        raise UnknownLocale(f"{name!r} is not a locale, such as en_US or en_GB.") from None


def _locale(name: str | None) -> Locale:
    return _named(name or _spoken)


# A page or a school's levels write the same few numbers and days over and over.
@lru_cache(maxsize=4096)
def _figures(number: int | Decimal, locale: str) -> str:
    from babel.numbers import format_decimal

    return format_decimal(number, format="#,##0.##", locale=_named(locale))


def quoted(text: str) -> str:
    """Give the beginning of what an address holds, to name it in a sentence."""
    return text[:LONGEST_QUOTED] + ("…" if len(text) > LONGEST_QUOTED else "")


def no_filter(name: str) -> str:
    """Say that there is no part of an address of this name."""
    return f"There is no filter “{quoted(name)}”."


def not_of_the_name(label: str, text: str) -> str:
    """Say that there is nothing of a name among what a part of an address may name."""
    return f"“{label}” knows nothing of the name “{quoted(text)}”."


@lru_cache(maxsize=1024)
def _percent(whole: int, locale: str) -> str:
    from babel.numbers import format_percent

    return format_percent(Decimal(whole) / 100, format="#,##0%", locale=_named(locale))


@lru_cache(maxsize=4096)
def _day(day: date, pattern: str, locale: str) -> str:
    from babel.dates import format_date

    return format_date(day, pattern, locale=_named(locale))


@lru_cache(maxsize=1024)
def _by_skeleton(day: date, skeleton: str, locale: str) -> str:
    from babel.dates import format_skeleton

    return format_skeleton(skeleton, day, locale=_named(locale))
