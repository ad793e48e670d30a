"""Addresses: what a dashboard reads from its own, and where its marks lead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qs, urlencode

from models.continuum.rulebook.catalogue import Catalogue, IndicatorName
from models.school_years import SchoolYear

HOME = "/dashboards/"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a dashboard shows: one school year, and all outcomes or one.

    Attributes:
        outcome: Code of a desired outcome; None for all.
        reversed: Getting Started on the left, against the order of the published map.
    """

    year: SchoolYear
    outcome: str | None = None
    reversed: bool = False

    @classmethod
    def parse(cls, search: str | None, *, today: date, rules_on: Callable[[date], Catalogue]) -> Filters:
        """Read the query of an address; what names nothing known is left at its default.

        Args:
            rules_on: Gives the rules of a day; outcomes are those of the day on which the asked year is judged.
        """
        args = {name: values[0] for name, values in parse_qs((search or "")[:500].lstrip("?")).items()}
        try:
            year = SchoolYear.parse(args.get("year", ""))
        except ValueError:
            year = SchoolYear.of(today)
        year = min(year, SchoolYear.of(today))
        outcome = args.get("outcome")
        known = {one.code for one in rules_on(year.asked_day(today)).outcomes}
        return cls(year, outcome if outcome in known else None, args.get("order") == "rising")

    def href(self, *, year: SchoolYear | None = None, outcome: str | None = "", order: bool | None = None) -> str:
        """Write the address with one thing changed; an outcome of None is all of them."""
        outcome = self.outcome if outcome == "" else outcome
        rising = self.reversed if order is None else order
        args = {"year": str(year or self.year)}
        if outcome:
            args["outcome"] = outcome
        if rising:
            args["order"] = "rising"
        return f"{HOME}?{urlencode(args)}"


def why_href(indicator: IndicatorName, on: date) -> str:
    """Lead to the explanation of one indicator's level on a day."""
    return f"/indicators/{indicator.slug}?{urlencode({'on': on.isoformat()})}"


def indicator_records_href(indicator: IndicatorName, on: date) -> str:
    """Lead to all records that count toward an indicator on a day."""
    return f"/activities?{urlencode({'indicator': indicator.code, 'on': on.isoformat()})}"


def level_records_href(indicator: IndicatorName, level: str, on: date) -> str:
    """Lead to the records that count toward one cell on a day; `level` is its code, such as `PR`."""
    return f"/activities?{urlencode({'indicator': indicator.code, 'level': level, 'on': on.isoformat()})}"


def practice_records_href(practice: str, on: date) -> str:
    """Lead to the records that count toward one practice on a day."""
    return f"/activities?{urlencode({'practice': practice, 'on': on.isoformat()})}"


def year_records_href(year: SchoolYear, *, until: date, **filters: str) -> str:
    """Lead to a school year's confirmed activities up to a day, filtered.

    Args:
        until: The last day counted; in the address only where the year goes on after it.
    """
    args = {"year": str(year), **filters}
    return f"/activities?{urlencode(args if until >= year.last else args | {'to': until.isoformat()})}"
