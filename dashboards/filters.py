"""What a dashboard shows: its days, and what they are narrowed to; all of it stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode

from dashboards.addresses import HOME, LEADS_ON
from dashboards.windows import Window
from models.continuum.rulebook.catalogue import Catalogue
from models.days import NotADay, read_day
from models.school_years import SchoolYear
from models.wording import LEFT_OUT, no_filter, quoted

LONGEST_ADDRESS = 500
# What stands in the address, by what it is of the filters; all but the days and how levels are shown.
NARROWING = ("outcome", "indicator", "by", "audience", "partner")
ALL_SHOWN = {
    "outcome": "is no desired outcome of the map; all of them are shown.",
    "indicator": "is no indicator that is judged; all of them are shown.",
    "by": "is nobody that activities name; what everybody did is shown.",
    "audience": "is no audience of activities; all of them are shown.",
    "partner": "is no partner of the school; all of them are shown.",
}
RISING, BEFORE = "rising", "before"
# How levels are shown: the one other way there is, and what is shown instead of one that is none.
WAYS = {
    "order": (RISING, "is no order of levels; they stand as on the map."),
    "with": (BEFORE, "is nothing to compare with; one day is shown."),
}

DAYS = ("year", "from", "to")
OF_ONE_DAY = ("on", "month")
KNOWN = frozenset({*NARROWING, *WAYS, *DAYS, *OF_ONE_DAY, *LEADS_ON})


@dataclass(frozen=True, slots=True)
class Filters:
    """What a dashboard shows: a window of days, and whose and what of it.

    Attributes:
        window: A school year, or any days.
        outcome: Code of a desired outcome; None for all. So are the others.
        indicator: Code of an indicator.
        by: Code of who acted, as activities name them.
        audience: Code of an audience.
        partner: Number of a partner of the school.
        reversed: Getting Started on the left, against the order of the published map.
        compared: Beside it stands the same day a year before.
        remarks: What the address asks for and does not get, in sentences.
        path: The page.
        is_present: Whether it is the running school year, whichever that is.
    """

    window: Window
    outcome: str | None = None
    indicator: str | None = None
    by: str | None = None
    audience: str | None = None
    partner: int | None = None
    reversed: bool = False
    compared: bool = False
    remarks: tuple[str, ...] = field(default=(), compare=False)
    path: str = HOME
    is_present: bool = field(default=False, compare=False)

    @classmethod
    def parse(
        cls,
        search: str | None,
        *,
        today: date,
        present: SchoolYear,
        rules_on: Callable[[date], Catalogue],
        partners: Callable[[], Mapping[int, str]] = dict,
        path: str = HOME,
    ) -> Filters:
        """Read the query of an address; what names nothing known is left at its default, and said.

        Args:
            present: The school year of today, as the district counts it.
            rules_on: Gives the rules of a day; outcomes are those of the day on which the asked window is judged.
            partners: Gives the school's partners, number and name; asked only where the address names one.
        """
        asked = parse_qs((search or "")[:LONGEST_ADDRESS].lstrip("?"))
        args = {name: values[0].strip() for name, values in asked.items() if values[0].strip()}
        window, remarks = _window(args, today, present)
        rules = rules_on(window.asked_day(today))
        known: dict[str, Callable[[str], bool]] = {
            "outcome": lambda text: text in {one.code for one in rules.outcomes},
            "indicator": lambda text: text in rules.judged,
            "by": lambda text: text in rules.vocabularies["by"],
            "audience": lambda text: text in rules.vocabularies["audience"],
            "partner": lambda text: text.isdecimal() and text.isascii() and int(text) in partners(),
        }
        found: dict[str, Any] = {}
        for name in NARROWING:
            if name not in args:
                continue
            if known[name](args[name]):
                found[name] = int(args[name]) if name == "partner" else args[name]
            else:
                remarks += (f"“{quoted(args[name])}” {ALL_SHOWN[name]}",)
        remarks += tuple(
            f"“{quoted(args[part])}” {said}" for part, (known, said) in WAYS.items() if args.get(part, known) != known
        )
        remarks += tuple(
            f"A dashboard is of many days: “{quoted(args[part])}” in the address was left aside."
            for part in OF_ONE_DAY
            if part in args
        )
        remarks += tuple(f"{no_filter(name)} {LEFT_OUT}" for name in args if name not in KNOWN)
        return cls(
            window,
            reversed=args.get("order") == RISING,
            compared=args.get("with") == BEFORE,
            remarks=remarks,
            path=path,
            is_present=window == Window.of_year(present),
            **found,
        )

    @property
    def year(self) -> SchoolYear:
        """The school year; of other days, the one of the last of them."""
        return self.window.year

    @property
    def narrowed(self) -> dict[str, str]:
        """Everything that it is narrowed to, as parts of an address."""
        return {name: str(value) for name in NARROWING if (value := getattr(self, name)) is not None}

    def href(self, *, path: str | None = None, **changes: Any) -> str:
        """Write the address with some of it changed.

        Args:
            path: Another page.
            changes: Attributes with other values; None takes a filter off.
        """
        changed = replace(self, **changes)
        return f"{path or self.path}?{urlencode(changed.args)}"

    @property
    def args(self) -> dict[str, str]:
        """The whole of it as parts of an address."""
        args = {**self.window.args(), **self.narrowed}
        if self.reversed:
            args["order"] = RISING
        if self.compared:
            args["with"] = BEFORE
        return args

    @property
    def query(self) -> str:
        """Write the address as somebody saves it: the running school year is whichever runs when it is opened."""
        args = self.args
        if self.is_present:
            del args["year"]
        return urlencode(args)


def _window(args: Mapping[str, str], today: date, present: SchoolYear) -> tuple[Window, tuple[str, ...]]:
    """Read the days: a school year, or from one day to another; what cannot be is the present year, and said."""
    usual = Window.of_year(present)
    if "from" not in args and "to" not in args:
        return _year(args.get("year"), present)
    days: dict[str, date] = {}
    for name in ("from", "to"):
        try:
            days[name] = read_day(args[name]) if name in args else _other_end(name, args, today, present)
        except NotADay as problem:
            return usual, (f"“{quoted(args[name])}” {problem}; this is {present}.",)
    if days["from"] > days["to"]:
        return usual, (f"The last day lies before the first; this is {present}.",)
    if days["from"] > today:
        return usual, (f"These days lie ahead; this is {present}.",)
    return Window.of_days(days["from"], days["to"], present.first_month), ()


def _other_end(name: str, args: Mapping[str, str], today: date, present: SchoolYear) -> date:
    """Give the day that nobody named: today, or the first of the school year of the last day."""
    if name == "to":
        return max(today, read_day(args["from"]))
    return SchoolYear.of(read_day(args["to"]), present.first_month).start


def _year(text: str | None, present: SchoolYear) -> tuple[Window, tuple[str, ...]]:
    """Read a school year; one that is none, or lies ahead, is the present one, and said."""
    if text is None:
        return Window.of_year(present), ()
    try:
        year = SchoolYear.parse(text, present.first_month)
    except ValueError:
        said = f"“{quoted(text)}” is not a school year such as {present}; this is {present}."
        return Window.of_year(present), (said,)
    if year <= present:
        return Window.of_year(year), ()
    return Window.of_year(present), (f"{year} lies ahead; this is {present}.",)
