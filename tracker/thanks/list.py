"""The yearly thank-you list: its columns and its filters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import g

from models.queries.paging import Paged, page_of
from models.queries.thanks import Given, list_givers
from models.school_years import SchoolYear
from models.texts import folded
from tracker.choices import Pairs
from tracker.clock import school_year, today
from tracker.extensions import db
from tracker.lists.filters import Choice, InYear, Search
from tracker.lists.listing import Asked, Column, Listing
from tracker.roles import Permission
from tracker.years.page import scope_of_one_school

OPEN, THANKED = "open", "thanked"
# So many school years are offered; any other can be written into the address.
OFFERED = 6
_ORDERS: dict[str, Callable[[Given], Any]] = {
    "name": lambda one: folded(one.partner.name),
    "thanked": lambda one: one.thanked_on or date.min,
    "visits": lambda one: one.visits,
}


def givers_of(year: SchoolYear) -> list[Given]:
    """List who gave in a year, asked for once per request: not thanked first, then by name."""
    if g.get("givers_of") != year:
        g.givers_of, g.givers = year, list_givers(db.session, year, scope=scope_of_one_school(), today=today())
    found: list[Given] = g.givers
    return found


def year_of(asked: Asked) -> SchoolYear:
    """Give the year that is asked for; this one where none is."""
    year: SchoolYear = asked.get("year") or school_year()
    return year


def _years() -> Pairs:
    return [(str(year), str(year)) for year in (school_year().back(years) for years in range(OFFERED))]


def _settle(asked: Asked) -> None:
    """Leave out a year that has not begun."""
    if year_of(asked) > school_year():
        asked.problems.append(f"{asked.values.pop('year')} has not begun; this is {school_year()}.")
        del asked.args["year"], asked.words["year"]


def _find(asked: Asked) -> Paged[Given]:
    sought, state = folded(asked.get("q") or ""), asked.get("state")
    found = [
        one
        for one in givers_of(year_of(asked))
        if sought in folded(one.partner.name) and (state is None or (one.thanked_on is None) == (state == OPEN))
    ]
    found.sort(key=_ORDERS[asked.sort], reverse=asked.descending)
    return page_of(found, asked.page)


LIST = Listing(
    key="thanks",
    page="thanks.index",
    title="Thank-you list",
    read=Permission.RECORDS_READ,
    own_nouns=("partner that gave", "partners that gave"),
    columns=(
        Column(key="who", label="Who gave", sort="name", is_head=True),
        Column(key="given", label="What", look="typed"),
        Column(key="visits", label="Activities with us", sort="visits", first="-", is_shown=False, look="number"),
        Column(key="thanked", label="Thanked", sort="thanked"),
        Column(key="press", label="Next step", look="press"),
    ),
    filters=(
        Search(),
        InYear(options=_years, every="This year"),
        Choice(
            name="state",
            label="Only",
            options=lambda: [(OPEN, "Not thanked yet"), (THANKED, "Thanked")],
            every="All",
            phrase="{}",
            lower=True,
        ),
    ),
    order="thanked",
    find=_find,
    settle=_settle,
)
