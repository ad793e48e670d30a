"""Days as lists hold them: ISO, American, day first, with a month's name, as a spreadsheet's number.

The days of one file are read one way. What can be meant in two ways is read in neither until somebody says which, or
another day of the same column shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from models.days import TOO_FAR, NotADay, is_possible

Order = Literal["us", "day-first"]
ORDERS: tuple[Order, ...] = ("us", "day-first")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:,? \d{1,2}:\d{2}.*)?", re.ASCII)
_WEEKDAY = re.compile(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
_MONTH_FIRST = re.compile(
    r"([a-z]{3,9})\.?\s*[- ]?\s*(\d{1,2})(?:st|nd|rd|th)?(?:[,\s-]+(\d{4}|\d{2}))?", re.IGNORECASE
)
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?\.?[\s-]+(?:of )?([a-z]{3,9})\.?(?:[,\s-]+(\d{4}|\d{2}))?", re.IGNORECASE
)
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.0+)?", re.ASCII)
_NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
          "december")  # fmt: skip
# Day 0 of the count that spreadsheets keep, as they count since 1 March 1900.
_DAY_ZERO = date(1899, 12, 30)
# Two figures mean this century up to here.
_CENTURY_TURNS = 50
NOT_A_DAY = "is not a date; write it as YYYY-MM-DD, such as 2026-03-14"
AMBIGUOUS = "it could be read with the month first or the day first"
SHORT_YEAR = "it has only two figures of the year"
SERIAL = "it is a spreadsheet's number for a day"
NO_YEAR = "it has no year"


@dataclass(frozen=True, slots=True)
class DayWay:
    """How the days of one file are read.

    Attributes:
        order: What comes first in 3/4/2026; None reads only what can be meant in one way.
        is_told: Somebody said so: two figures of a year and numbers of a spreadsheet are read too.
        year_start: The first day of the school year into which days without a year fall; None refuses them.
    """

    order: Order | None = None
    is_told: bool = False
    year_start: date | None = None


PLAIN = DayWay()


def read_day_text(text: str, way: DayWay = PLAIN) -> date:
    """Read a day.

    Raises:
        NotADay: It is none, could be two, or lies outside the years that can be meant.
    """
    day = _read(_bare(text), way)
    if not is_possible(day):
        raise NotADay(TOO_FAR)
    return day


def _bare(text: str) -> str:
    """Leave out what says nothing more of a day: its weekday, spaces."""
    return _WEEKDAY.sub("", " ".join(text.split()))


def _read(text: str, way: DayWay) -> date:
    found = _YEAR_FIRST.fullmatch(text)
    if found:
        year, month, day = map(int, found.groups())
        return _made(year, month, day)
    found = _YEAR_LAST.fullmatch(text)
    if found:
        return _read_figures(int(found[1]), int(found[2]), found[3], way)
    if _SERIAL.fullmatch(text):
        if not way.is_told:
            raise NotADay(NOT_A_DAY, SERIAL)
        return _DAY_ZERO + timedelta(days=int(text.split(".")[0]))
    return _read_named(text, way)


def _read_figures(first: int, second: int, year: str, way: DayWay) -> date:
    order = way.order or _only_order(first, second)
    if order is None and first != second:
        raise NotADay(NOT_A_DAY, AMBIGUOUS)
    whole = _year(year, way)
    return _made(whole, second, first) if order == "day-first" else _made(whole, first, second)


def _only_order(first: int, second: int) -> Order | None:
    if first > 12 >= second:
        return "day-first"
    return "us" if second > 12 >= first else None


def _read_named(text: str, way: DayWay) -> date:
    found = _MONTH_FIRST.fullmatch(text)
    name, day, year = (found[1], found[2], found[3]) if found else ("", "", None)
    if not found:
        found = _DAY_FIRST.fullmatch(text)
        if found:
            name, day, year = found[2], found[1], found[3]
    month = _month(name)
    if month is None:
        raise NotADay(NOT_A_DAY)
    if year is not None:
        return _made(_year(year, way), month, int(day))
    if way.year_start is None:
        raise NotADay(NOT_A_DAY, NO_YEAR)
    start = way.year_start
    # 29 February is in whichever of the two years has one.
    made = [_possible(whole, month, int(day)) for whole in (start.year, start.year + 1)]
    inside = [one for one in made if one is not None and start <= one < start.replace(year=start.year + 1)]
    if not inside:
        raise NotADay(NOT_A_DAY)
    return inside[0]


def _month(name: str) -> int | None:
    short = name.lower()
    if short == "sept":
        return 9
    return next((number for number, full in enumerate(_NAMES, 1) if short and full.startswith(short)), None)


def _year(text: str, way: DayWay) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    if not way.is_told:
        raise NotADay(NOT_A_DAY, SHORT_YEAR)
    return year + (2000 if year <= _CENTURY_TURNS else 1900)


def _possible(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _made(year: int, month: int, day: int) -> date:
    made = _possible(year, month, day)
    if made is None:
        raise NotADay(NOT_A_DAY)
    return made


@dataclass(frozen=True, slots=True)
class DaySurvey:
    """What the days of a file look like.

    Attributes:
        order: The order that some of them prove; None where none does, or some prove one and some the other.
        ambiguous: How many different ones could be read both ways, with the month first or the day first.
        is_mixed: Some can only be read with the month first, others only with the day first.
        short: How many are written with two figures for the year, or as a spreadsheet's number.
        without_year: How many have no year.
        examples: Some of them as written, those first that show how they are read.
    """

    order: Order | None
    ambiguous: int
    is_mixed: bool
    short: int
    without_year: int
    examples: tuple[str, ...]


def survey_days(texts: Iterable[str]) -> DaySurvey:
    """Look through the different days of a file."""
    proven: set[Order] = set()
    ambiguous = short = without_year = 0
    telling: list[str] = []
    others: list[str] = []
    for text in dict.fromkeys(" ".join(text.split()) for text in texts):
        found = _YEAR_LAST.fullmatch(_bare(text))
        order = _only_order(int(found[1]), int(found[2])) or _order_by_weekday(text) if found else None
        if order is not None:
            proven.add(order)
        elif found and found[1] != found[2]:
            ambiguous += 1
        try:
            read_day_text(text, DayWay(order="us"))
        except NotADay as problem:
            short += problem.hint in (SHORT_YEAR, SERIAL)
            without_year += problem.hint == NO_YEAR
        (telling if found or _SERIAL.fullmatch(text) else others).append(text)
    one = proven.pop() if len(proven) == 1 else None
    return DaySurvey(one, ambiguous, bool(proven), short, without_year, tuple([*telling, *others][:3]))


def _order_by_weekday(text: str) -> Order | None:
    """Say in which order a day is the weekday beside it: "Mon 3/2/26" is in March."""
    weekday = _WEEKDAY.match(text)
    if not weekday:
        return None
    fits: list[Order] = []
    for order in ORDERS:
        try:
            day = read_day_text(text, DayWay(order, is_told=True))
        except NotADay:
            continue
        if weekday[1].lower() == day.strftime("%a").lower():
            fits.append(order)
    return fits[0] if len(fits) == 1 else None


def settled(way: DayWay, texts: Iterable[str]) -> DayWay:
    """Read ambiguous days as the others of their file are written, where nobody said how."""
    if way.order is not None:
        return way
    return replace(way, order=survey_days(texts).order)
