"""Finds the days that a line names. What is a day is told here, strictly; which day it is dateparser says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAYS = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_SHORT_WEEKDAYS = r"(?:mon|tues?|wed|weds|thurs?|thu|fri|sat|sun)"
_PART = r"(?:\s+(?:night|morning|afternoon|evening|nite|noon|am|pm))"
_YEAR = r"(?:,?\s+(?:20|19)\d\d|\s*,?\s*['’]\d\d)"
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_FORMS = re.compile(
    rf"""(?<![\w$/.-])(?:
      (?P<iso>\d{{4}}-\d{{1,2}}-\d{{1,2}})
    | (?P<us>\d{{1,2}}/\d{{1,2}}(?:/(?:\d{{4}}|\d{{2}}))?|\d{{1,2}}(?P<mark>[-.])\d{{1,2}}(?P=mark)(?:\d{{4}}|\d{{2}}))
    | (?P<pointed>(?<=\ )(?:0?[1-9]|1[0-2])\.(?:[12]\d|3[01]|0[1-9]))(?=\s*(?:[,;)!]|$))
    | (?P<month>{_MONTHS}\.?\s+{_NTH}{_YEAR}?)
    | (?P<day>{_NTH}\s+(?:of\s+)?{_MONTHS}\b\.?{_YEAR}?)
    | (?P<ago>(?:\d{{1,2}}|an?|one|two|three|four|five|six|ten)\s+(?:days?|weeks?|wks?)\s+ago)
    | (?P<near>day\s+before\s+yesterday|yesterday{_PART}?|yest\b\.?{_PART}?|today|tonight|tomorrow{_PART}?|tmrw
      |last\s+(?:night|nite|evening)|tonite|this\s+(?:morning|afternoon|evening|am))
    | (?P<weekday>(?:(?:this\s+)?(?P<which>last|this|next|past|on)\s+)?{_WEEKDAYS}{_PART}?
      (?P<week>\s+(?:of\s+)?last\s+week)?)
    | (?P<short>(?:(?:this\s+)?(?P<which_short>last|this|next|past|on)\s+)?{_SHORT_WEEKDAYS}\b\.?{_PART}?
      (?P<week_short>\s+(?:of\s+)?last\s+week)?)
    | (?P<nth>(?:on\s+)?the\s+\d{{1,2}}(?:st|nd|rd|th))
    )(?![\w/])""",
    re.IGNORECASE | re.VERBOSE,
)
# Weeks, months and seasons name no day.
_SPANS = re.compile(
    r"(?<!\w)(?:(?:last|this|past)\s+(?:week|wk|month|year|yr|semester|quarter|summer|spring|fall|winter)|over\s+the\s+"
    r"weekend|(?:last|this|past)\s+weekend|(?:in|during)\s+" + _MONTHS + r"(?!\.?\s*\d))(?!\w)",
    re.IGNORECASE,
)
# "Grades 3/4" are no day; behind "8th grade" stands one.
_NOT_AFTER = re.compile(
    r"(?:(?<!\d(?:th|st|nd|rd) )(?:grades?|gr)|chapter|room|route|hwy|section|score|ratio)\.?\s*$", re.IGNORECASE
)
# "The maker room 10/28": a room that has a name has no number.
_NAMED_ROOM = re.compile(r"\b(?!(?:in|to|from|at|my|our|the|a|and|of|for)\b)[a-z]+\s+room\s+$", re.IGNORECASE)
_NOT_BEFORE = re.compile(
    r"\s*(?:%|(?:-?\s*(?:inch|cup|hours?|hrs?|hr|mile|grades?(?!\s+\d)|graders?|gr(?!\.?\s*\d)|th|split|semester|period|street|ave|annual|"
    r"anniversary)\b)|of\s+(?:the|our|my|all|students|kids|us|them|a)\b)",
    re.IGNORECASE,
)
_ONE_OF_SEVERAL = re.compile(
    r"(?:\b(?:first|second|third|fourth|1st|2nd|3rd|4th|every|each|every\s+other|most)\s+)$", re.IGNORECASE
)
_FULL = {
    "mon": "monday", "tue": "tuesday", "tues": "tuesday", "wed": "wednesday", "weds": "wednesday", "thu": "thursday",
    "thur": "thursday", "thurs": "thursday", "fri": "friday", "sat": "saturday", "sun": "sunday",
}  # fmt: skip
# These are verbs and other words as well: only where a day is plainly meant.
_DOUBTFUL = frozenset({"sat", "sun"})
# "Sat down with" begins a line with a capital; "Sun Power" is a name.
_ANOTHER_WORD = re.compile(r"\s+(?:[A-Z][a-z]|(?:down|in|with|through)\b)")
_NAMED_SO = re.compile(r"\b[A-Z][\w'’]*\s+$")
# "Volunteered at the shelter sat with friends": something else was done in the clause already.
_DONE_BEFORE = re.compile(r"\b[a-z]{3,}ed\b[^,;:.!?()]*(?<!\band)(?<!\bthen)(?<!\bwe)(?<!\bI)\s+$", re.IGNORECASE)
# A day behind these is the one by which something is wanted, not the one on which it happened.
# Who "came by 11/13" came on it.
_DEADLINE = re.compile(
    r"\b(?:(?<!came )(?<!stopped )(?<!dropped )(?<!swung )(?<!popped )by|before|until|til|till|due)\s+(?:on\s+)?$",
    re.IGNORECASE,
)
_WEEKDAY_ALONE = re.compile(rf"(?:(?:on|this|last)\s+)?(?:{_WEEKDAYS}|{_SHORT_WEEKDAYS})\.?", re.IGNORECASE)
# "Mailed 11.16": a number with a point is a day only behind these.
_SENT_ON = re.compile(r"\b(?:on|dated|e?mailed|sent|posted|signed|held)\s+$", re.IGNORECASE)
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# A day that would come within so many days is more likely that one than the one a year before.
_SOON = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class DayRead:
    """A day that a line names.

    Attributes:
        start, end: Where it stands in the text.
        day: Which day; None where it names none that is sure.
        question: What to ask about it, or None.
        ahead: It is said to be still to come: "next Tuesday", "tomorrow".
    """

    start: int
    end: int
    day: date | None
    question: str | None = None
    ahead: bool = False


def find_days(
    text: str,
    *,
    today: date,
    still_to_come: Callable[[int], bool] = lambda at: False,
    counted: Callable[[int], bool] = lambda at: False,
) -> list[DayRead]:
    """Find the days that a line names, in its order.

    Args:
        today: A day without a year is the last such day up to it.
        still_to_come: Whether the line speaks of what is ahead at a place of the text: such a day is the next one.
        counted: Whether what stands at a place of the text is something that is counted: "May 20 students" is no day.

    Returns:
        A day ahead only where the line says so.
    """
    found: list[DayRead] = []
    for match in _FORMS.finditer(text):
        short = match["us"] and len(re.split("[/.-]", match["us"])) == 2
        before = text[max(0, match.start() - 30) : match.start()]
        if short and _NOT_AFTER.search(before) and not _NAMED_ROOM.search(before):
            continue
        if match["pointed"] and not _SENT_ON.search(text, 0, match.start()):
            continue
        if match["us"] and (_NOT_BEFORE.match(text, match.end()) or not _month_and_day(match["us"])):
            continue
        if match["month"] and not re.search(_YEAR + "$", match["month"]) and counted(match.end()):
            continue
        if (
            match["day"]
            and match["day"].lower().endswith("may")
            and re.match(r"\s+(?:be|have|need|want)", text[match.end() :])
        ):
            continue
        if match["nth"] and _NOT_BEFORE.match(text, match.end()):
            continue
        if match["short"] and not _plainly_a_day(match, text):
            continue
        if not (match["near"] or match["ago"]) and _DEADLINE.search(text, 0, match.start()):
            continue
        # "Three hours each on Saturday" were on that one.
        on_it = match.group().lower().startswith("on ")
        if (match["weekday"] or match["short"]) and not on_it and _ONE_OF_SEVERAL.search(text, 0, match.start()):
            found.append(DayRead(*match.span(), None, f"On which day was it? “{match.group()}” is read as none."))
            continue
        found.append(_read(match, today, still_to_come(match.start())))
    return _told_once(found, text)


def _told_once(found: list[DayRead], text: str) -> list[DayRead]:
    """Take "Sat 2/27" and "Tues the 9th" for one day, the one whose date is said."""
    days: list[DayRead] = []
    for one in found:
        before = days[-1] if days else None
        alone = before and _WEEKDAY_ALONE.fullmatch(text[before.start : before.end])
        if before and alone and one.day is not None and not text[before.end : one.start].strip(" ,.("):
            days[-1] = replace(one, start=before.start)
        else:
            days.append(one)
    return days


def find_spans_of_time(text: str) -> list[tuple[int, int]]:
    """Find weeks, months and seasons, which name no day."""
    return [match.span() for match in _SPANS.finditer(text)]


def _month_and_day(said: str) -> bool:
    month, day = (int(number) for number in re.split("[/.-]", said)[:2])
    return 1 <= month <= 12 and 1 <= day <= 31


def _plainly_a_day(match: re.Match[str], text: str) -> bool:
    word = re.sub(r"[^a-z]", "", match["short"].lower().split()[-1])
    if word not in _DOUBTFUL or match["which_short"] or len(match["short"].split()) > 1:
        return True
    if word == "sun" and match["short"][0] == "S" and text != text.upper() and _NAMED_SO.search(text, 0, match.start()):
        return False  # "Desert Sun" is a bank
    after = text[match.end() : match.end() + 3].strip()
    if not after or after[0] in ",;:.!)(-–—" or after[0].isdigit():
        return True
    if word == "sat" and _DONE_BEFORE.search(text, 0, match.start()):
        return True
    written_so = match["short"][0].isupper() and text != text.upper()
    return written_so and not _ANOTHER_WORD.match(text, match.end())


def _read(match: re.Match[str], today: date, ahead: bool) -> DayRead:
    start, end = match.span()
    said = " ".join(match.group().lower().split())
    if match["nth"]:
        return DayRead(start, end, _nth(int(re.sub(r"\D", "", said)), today, ahead))
    if match["weekday"] or match["short"]:
        if match["week"] or match["week_short"]:
            monday = today - timedelta(days=today.weekday() + 7)
            return DayRead(start, end, monday + timedelta(days=_number_of(said)))
        which = (match["which"] or match["which_short"] or "").lower()
        weekday = _weekday(said, which, today, ahead)
        # Said on a Thursday, "last Wednesday" is yesterday to some and the week before to others.
        twofold = which == "last" and weekday >= today - timedelta(days=today.weekday()) and not ahead
        read_as = f"“{match.group()}” was read as {weekday:%B} {weekday.day}. Was it the week before?"
        return DayRead(start, end, weekday, read_as if twofold else None, ahead=ahead or which == "next")
    if match["pointed"]:
        said = said.replace(".", "/")
    if match["near"] and said.startswith(("yest", "tmrw")):
        said = "yesterday" if said.startswith("yest") else "tomorrow"
    elif said == "this am":
        said = "today"
    says_year = bool(match["iso"]) or (
        bool(re.search(r"[/.-]\d{2,4}$|\b(?:19|20)\d\d$|['’]\d\d$", said))
        and (not match["us"] or len(re.split(r"[/.-]", said)) == 3)
    )
    said = re.sub(r"['’](\d\d)$", r"20\1", said).replace("wk", "week").replace("nite", "night")
    day = _parsed(said, today)
    if day is None or not date(1990, 1, 1) <= day <= today + timedelta(days=800):
        return DayRead(start, end, None, f"“{match.group()}” is no day of the calendar. When was it?")
    if says_year or match["ago"] or match["near"]:
        return DayRead(start, end, day, ahead=said == "tomorrow")
    if day > today:
        day = _year_before(day)
    if ahead and day < today:
        day = _year_after(day) or day
    question = None
    if not ahead and (next_one := _year_after(day)) and next_one - today <= _SOON and next_one != today:
        question = f"“{match.group()}” was read as a day of {day.year}. Is it one still to come?"
    return DayRead(start, end, day, question)


@lru_cache(maxsize=4096)
def _parsed(said: str, today: date) -> date | None:
    """Ask the library which day is meant."""
    # Loading it takes a third of a second: only what reads a line pays.
    import dateparser

    settings = {
        "PREFER_DATES_FROM": "past",
        "RELATIVE_BASE": datetime.combine(today, time(12)),
        "DATE_ORDER": "MDY",
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    if re.match(r"\d{4}-", said):
        settings["DATE_ORDER"] = "YMD"
    found = dateparser.parse(said, languages=["en"], settings=settings)
    return found.date() if found else None


def _weekday(said: str, which: str, today: date, ahead: bool) -> date:
    back = (today.weekday() - _number_of(said)) % 7
    if which == "next" or ahead:
        return today + timedelta(days=7 - back)
    if back == 0 and which in ("last", "past"):
        back = 7
    return today - timedelta(days=back)


def _number_of(said: str) -> int:
    """Give the number of the day of the week that is named, Monday's being 0."""
    word = next(word for word in said.replace(".", "").split() if word in _NAMES or word in _FULL)
    return _NAMES.index(_FULL.get(word, word))


def _nth(number: int, today: date, ahead: bool) -> date | None:
    """Give the last such day of a month, or the next."""
    first = today.replace(day=1)
    for _month in range(3):
        try:
            day = first.replace(day=number)
        except ValueError:
            day = None
        if day and (day >= today if ahead else day <= today):
            return day
        first = (first + timedelta(days=32)).replace(day=1) if ahead else (first - timedelta(days=1)).replace(day=1)
    return None


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else day.replace(year=day.year - 4)


def _year_after(day: date) -> date | None:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return None
