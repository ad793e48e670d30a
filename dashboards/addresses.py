"""Addresses: what a dashboard reads from its own, and where its marks lead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import parse_qs, urlencode

from models.continuum.rulebook.catalogue import Catalogue, IndicatorName
from models.school_years import SchoolYear

HOME = "/dashboards/"
# So much of what an address holds is repeated on the page.
LONGEST = 20


@dataclass(frozen=True, slots=True)
class Filters:
    """What a dashboard shows: one school year, all outcomes or one, and what everybody did or one group of people.

    Attributes:
        outcome: Code of a desired outcome; None for all.
        reversed: Getting Started on the left, against the order of the published map.
        compared: Beside it stands the same day a year before.
        remarks: What the address asks for and does not get, in sentences.
        path: The page.
        by: Code of who acted, as activities name them; None for everybody.
    """

    year: SchoolYear
    outcome: str | None = None
    reversed: bool = False
    compared: bool = False
    remarks: tuple[str, ...] = field(default=(), compare=False)
    path: str = HOME
    by: str | None = None

    @classmethod
    def parse(
        cls,
        search: str | None,
        *,
        today: date,
        present: SchoolYear,
        rules_on: Callable[[date], Catalogue],
        path: str = HOME,
    ) -> Filters:
        """Read the query of an address; what names nothing known is left at its default, and said.

        Args:
            present: The school year of today, as the district counts it.
            rules_on: Gives the rules of a day; outcomes are those of the day on which the asked year is judged.
        """
        args = {name: values[0] for name, values in parse_qs((search or "")[:500].lstrip("?")).items()}
        year, remarks = _asked_year(args.get("year"), present)
        outcome = args.get("outcome")
        rules = rules_on(year.asked_day(today))
        known = {one.code for one in rules.outcomes}
        if outcome is not None and outcome not in known:
            remarks += (f"“{outcome[:LONGEST]}” is no desired outcome of the map; all of them are shown.",)
        by = args.get("by")
        if by is not None and by not in rules.vocabularies["by"]:
            remarks += (f"“{by[:LONGEST]}” is nobody that activities name; what everybody did is shown.",)
            by = None
        remarks += tuple(
            f"A dashboard shows a whole school year: “{args[part][:LONGEST]}” in the address was left aside."
            for part in ("on", "month")
            if part in args
        )
        compared = args.get("with") == "before"
        outcome = outcome if outcome in known else None
        return cls(year, outcome, args.get("order") == "rising", compared, remarks, path, by)

    @property
    def of_records(self) -> dict[str, str]:
        """What a list of activities has to be asked beside the year, so that it holds what was counted."""
        return {"by": self.by} if self.by else {}

    def href(
        self,
        *,
        year: SchoolYear | None = None,
        outcome: str | None = "",
        order: bool | None = None,
        compared: bool | None = None,
        path: str | None = None,
        by: str | None = "",
    ) -> str:
        """Write the address with one thing changed; an outcome of None is all of them, `by` of None is everybody."""
        outcome = self.outcome if outcome == "" else outcome
        rising = self.reversed if order is None else order
        args = {"year": str(year or self.year)}
        if outcome:
            args["outcome"] = outcome
        if by := self.by if by == "" else by:
            args["by"] = by
        if rising:
            args["order"] = "rising"
        if self.compared if compared is None else compared:
            args["with"] = "before"
        return f"{path or self.path}?{urlencode(args)}"


def _asked_year(text: str | None, present: SchoolYear) -> tuple[SchoolYear, tuple[str, ...]]:
    """Read a school year; one that is none, or lies ahead, is the present one, and said."""
    if text is None:
        return present, ()
    try:
        year = SchoolYear.parse(text, present.first_month)
    except ValueError:
        return present, (f"“{text[:LONGEST]}” is not a school year such as {present}; this is {present}.",)
    return (year, ()) if year <= present else (present, (f"{year} lies ahead; this is {present}.",))


def why_href(indicator: IndicatorName, on: date) -> str:
    """Lead to the explanation of one indicator's level on a day."""
    return f"/indicators/{indicator.slug}?{urlencode({'on': on.isoformat()})}"


def then_and_now_href(on: date) -> str:
    """Lead to two days of the school side by side, of which one is this."""
    return f"/comparisons?{urlencode({'on': on.isoformat()})}"


def indicator_records_href(indicator: IndicatorName, on: date) -> str:
    """Lead to all records that count toward an indicator on a day."""
    return f"/activities?{urlencode({'indicator': indicator.code, 'on': on.isoformat()})}"


def level_records_href(indicator: IndicatorName, level: str, on: date) -> str:
    """Lead to the records that count toward one cell on a day; `level` is its code, such as `PR`."""
    return f"/activities?{urlencode({'indicator': indicator.code, 'level': level, 'on': on.isoformat()})}"


def practice_records_href(practice: str, on: date, *, month: date | None = None) -> str:
    """Lead to the records that count toward one practice on a day.

    Args:
        month: A day of the one month wanted; None for all that count.
    """
    of_month = {} if month is None else {"month": f"{month:%Y-%m}"}
    return f"/activities?{urlencode({'practice': practice, 'on': on.isoformat(), **of_month})}"


def year_records_href(year: SchoolYear, *, until: date, **filters: str) -> str:
    """Lead to a school year's confirmed activities up to a day, filtered.

    Args:
        until: The last day counted; in the address only where the year goes on after it.
    """
    args = {"year": str(year), **filters}
    return f"/activities?{urlencode(args if until >= year.last else args | {'to': until.isoformat()})}"
