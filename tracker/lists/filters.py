"""What a list can be narrowed by: each filter reads its part of an address, and says it in words."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.days import LAST_YEAR, NotADay, months_after, read_day
from models.school_years import FIRST_YEAR, SchoolYear
from models.texts import visible
from models.wording import begun_small, day_words, not_of_the_name, quoted, whole_month_words
from tracker.choices import Pairs
from tracker.clock import today, year_begins_in

TEXT_LIMIT = 100
YES, ME, THIS, LAST, NEXT = "1", "me", "this", "last", "next"
_MONTHS_ON = {THIS: 0, LAST: -1, NEXT: 1}


class Place(enum.Enum):
    """Where a filter is offered."""

    FIRST = "in the form"
    MORE = "behind “More filters”"
    LINK = "by links alone"


class NotKnown(ValueError):
    """A filter cannot be what an address says; the message is a sentence."""


@dataclass(frozen=True, kw_only=True)
class Filter:
    """One filter of a list.

    Attributes:
        name: Its part of the address.
        label: What stands above its field and on its chip.
        place: Where it is offered.
        phrase: How the line with the number of rows says it: "by {}"; left out where empty.
        drops: Parts of the address that mean nothing without it.
        on_chip: What its chip is called, where that is not the label.
    """

    name: str
    label: str
    place: Place = Place.FIRST
    phrase: str = ""
    drops: tuple[str, ...] = ()
    on_chip: str = ""

    @property
    def field(self) -> str:
        """Which field the form has for it: `choice`, `search` or `day`; empty for none."""
        return ""

    def read(self, text: str) -> tuple[Any, str]:
        """Read what an address says: the value, and in words.

        Raises:
            NotKnown: It can be no such thing.
        """
        raise NotImplementedError

    def said(self, words: str) -> str:
        """Put its value into the line with the number of rows; empty where that leaves it out."""
        return self.phrase.format(words) if self.phrase else ""


@dataclass(frozen=True, kw_only=True)
class Choice(Filter):
    """One of several.

    Attributes:
        options: What may be chosen, with words.
        every: What the choice is called that chooses none.
        means: Turns what stands in the address into the value.
        lower: Whether the words are written small in mid-sentence.
    """

    options: Callable[[], Pairs]
    every: str = "Any"
    means: Callable[[str], Any] = str
    lower: bool = False

    @property
    def field(self) -> str:
        """A select."""
        return "choice"

    def read(self, text: str) -> tuple[Any, str]:
        """Find the choice."""
        words = dict(self.options()).get(text)
        if words is None:
            raise NotKnown(f"“{self.label}” offers no such choice ({quoted(text)}).")
        return self.means(text), words

    def said(self, words: str) -> str:
        """Write the words small, but for names in capitals."""
        return super().said(begun_small(words) if self.lower else words)


@dataclass(frozen=True, kw_only=True)
class Search(Filter):
    """What is searched for."""

    name: str = "q"
    label: str = "Search"
    phrase: str = "containing {}"

    @property
    def field(self) -> str:
        """A search field."""
        return "search"

    def read(self, text: str) -> tuple[Any, str]:
        """Take the words, with single spaces."""
        sought = " ".join(visible(text).split())
        if len(sought) > TEXT_LIMIT:
            raise NotKnown(f"A search has at most {TEXT_LIMIT} characters; this one begins “{quoted(sought)}”.")
        if not sought or not sought.isprintable():
            raise NotKnown("The search has signs that nobody can type.")
        return sought, f"“{sought}”"


@dataclass(frozen=True, kw_only=True)
class Mark(Filter):
    """On or off.

    Attributes:
        words: What it is on the chip.
        link: What the link is called that switches it on.
    """

    words: str
    link: str
    place: Place = Place.LINK

    def read(self, text: str) -> tuple[Any, str]:
        """Take 1 as on."""
        if text != YES:
            raise NotKnown(f"“{self.link}” cannot be “{quoted(text)}”.")
        return True, self.words


@dataclass(frozen=True, kw_only=True)
class Mine(Filter):
    """Only what is the reader's own: what they entered, where nothing else is said.

    Attributes:
        words: What it is on the chip.
        link: What the link is called that switches it on.
    """

    name: str = "entered"
    label: str = "Entered"
    phrase: str = "entered {}"
    place: Place = Place.LINK
    words: str = "by you"
    link: str = "Entered by me"

    def read(self, text: str) -> tuple[Any, str]:
        """Take `me`: a list of what one other person did is nobody's business."""
        if text != ME:
            raise NotKnown(f"“{self.label}” cannot be “{quoted(text)}”.")
        return True, self.words


@dataclass(frozen=True, kw_only=True)
class Day(Filter):
    """A day."""

    @property
    def field(self) -> str:
        """A field for a day."""
        return "day"

    def read(self, text: str) -> tuple[Any, str]:
        """Read the day."""
        try:
            day = read_day(text)
        except NotADay as problem:
            raise NotKnown(f"“{self.label}”: “{quoted(text)}” {problem}.") from None
        return day, day_words(day)


@dataclass(frozen=True, kw_only=True)
class InMonth(Filter):
    """A calendar month; its value is its first day.

    Attributes:
        ahead: Whether the list is of what is to come, so that the next month is offered and not the last.
    """

    name: str = "month"
    label: str = "Month"
    phrase: str = "{}"
    place: Place = Place.LINK
    ahead: bool = False

    @property
    def taps(self) -> Pairs:
        """What is offered by one tap."""
        other = (NEXT, "Next month") if self.ahead else (LAST, "Last month")
        return [(THIS, "This month"), other]

    def read(self, text: str) -> tuple[Any, str]:
        """Read `2026-03`, or `this`, `last` and `next`, which a saved view goes on meaning."""
        if text in _MONTHS_ON:
            first = months_after(today().replace(day=1), _MONTHS_ON[text])
            return first, whole_month_words(first)
        found = re.fullmatch(r"(\d{4})-(\d{2})", text, re.ASCII)
        if not found or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR or not 1 <= int(found[2]) <= 12:
            raise NotKnown(f"“{quoted(text)}” is no month; write it as 2026-03.")
        first = date(int(found[1]), int(found[2]), 1)
        return first, whole_month_words(first)


@dataclass(frozen=True, kw_only=True)
class InYear(Choice):
    """A school year: one of those offered, or any other that can be one."""

    name: str = "year"
    label: str = "School year"
    every: str = "All years"
    phrase: str = "{}"
    on_chip: str = "Year"

    def read(self, text: str) -> tuple[Any, str]:
        """Read `2025-26`."""
        try:
            year = SchoolYear.parse(text, year_begins_in())
        except ValueError:
            raise NotKnown(f"“{quoted(text)}” is no school year; write it as 2025-26.") from None
        return year, str(year)


@dataclass(frozen=True, kw_only=True)
class Told(Filter):
    """What only links of other pages ask for.

    Attributes:
        reads: Gives the value and its words; raises `LookupError` or `ValueError` where there is no such thing.
    """

    reads: Callable[[str], tuple[Any, str]]
    place: Place = Place.LINK

    def read(self, text: str) -> tuple[Any, str]:
        """Read it."""
        try:
            return self.reads(text)
        except (LookupError, ValueError):
            raise NotKnown(not_of_the_name(self.label, text)) from None


def archived() -> Mark:
    """Make the filter that every list of records has."""
    return Mark(name="archived", label="Archived", words="only", link="Archived", phrase="archived")
