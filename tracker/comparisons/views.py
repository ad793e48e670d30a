"""Then and now: two days of a school beside each other, and the months between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from models.continuum.continuum import Continuum
from models.continuum.time.calendar import back, expiry
from models.level_words import title_of
from models.queries.comparisons import (
    MOST_MONTHS,
    Change,
    Comparison,
    Moved,
    compare_days,
    finding,
    logged_from,
    months_between,
)
from models.queries.continuum import continuum_of
from models.queries.record_names import name_records
from models.queries.year_reports import short_level
from models.queries.years import find_assessment, list_assessments
from models.ratings import Assessment, Rating
from models.scope import Scope
from models.wording import day_words
from tracker.asked_days import asked_day
from tracker.clock import school_year, today
from tracker.extensions import db
from tracker.permissions import Permission, requires
from tracker.record_pages import page_of
from tracker.years.page import scope_of_one_school

bp = Blueprint("comparisons", __name__, url_prefix="/comparisons")
MONTHS = 12


@bp.get("")
@requires(Permission.YEAR_READ)
def show() -> ResponseReturnValue:
    """Compare two days; by default today and the same day a year ago."""
    scope = scope_of_one_school()
    continuum = continuum_of(db.session, scope=scope)
    then, on, remarks = _asked(continuum)
    compared = compare_days(continuum, then, on)
    keys = {key for change in compared.changes for turned in change.turned for key in turned.records}
    years = list_assessments(db.session, scope=scope)
    return render_template(
        "comparisons/show.html",
        compared=compared,
        finding=finding(compared),
        months=months_between(continuum, then, on),
        most_months=MOST_MONTHS,
        rules=continuum.rules_on(on.toordinal()),
        groups=_groups(compared),
        said=_said(years, then, on, scope),
        named=name_records(db.session, keys, scope=scope),
        page_of=page_of,
        title_of=title_of,
        short_level=short_level,
        remarks=remarks,
        ways=_ways(years, on, continuum),
    )


def _asked(continuum: Continuum) -> tuple[date, date, list[str]]:
    """Read the two days of the address, the earlier one first, and say what was not taken as it stands there."""
    on, of_on = asked_day("on", today=today(), default=today(), instead="today stands in its place")
    usual = _a_year_before(on)
    first = logged_from(continuum)
    if first is not None and usual < first < on:
        usual = first
    then, of_then = asked_day("then", today=today(), default=usual, instead=f"{day_words(usual)} stands in its place")
    remarks = [one for one in (of_then, of_on) if one]
    if then > on:
        return on, then, [*remarks, "The first day lies after the second; they are shown in the order of time."]
    return then, on, remarks


def _a_year_before(day: date) -> date:
    return date.fromordinal(back(day.toordinal(), MONTHS))


def _a_year_after(day: date) -> date:
    return date.fromordinal(expiry(day.toordinal(), MONTHS))


def _ways(years: Sequence[Assessment], on: date, continuum: Continuum) -> list[tuple[str, str]]:
    """List the days that somebody would compare with: words and addresses."""
    signed = next((one.signed_on for one in years if one.signed_on), None)
    present = school_year()
    first = logged_from(continuum)
    days = [
        ("a year before", _a_year_before(on)),
        ("the last sign-off", signed),
        ("the beginning of this school year", present.start),
        ("the beginning of last school year", present.back(1).start),
        # Before that nobody can tell what rose: much of what counts then happened before the log began.
        ("our log was a year old", _a_year_after(first) if first else None),
    ]
    return [
        (f"Since {words}", url_for(".show", then=day.isoformat(), on=on.isoformat()))
        for words, day in days
        if day is not None and day < on
    ]


def _groups(compared: Comparison) -> list[tuple[Moved, str, list[Change]]]:
    """Put the indicators under what happened to them, what moved first."""
    titles: Mapping[Moved, str] = {
        Moved.ROSE: "Rose",
        Moved.FELL: "Fell",
        Moved.LOGGED: "On record since: our log was too young to tell then",
        Moved.STAYED: "Stayed",
        Moved.UNKNOWN: "Cannot be compared",
    }
    return [(moved, title, found) for moved, title in titles.items() if (found := compared.those(moved))]


def _said(years: Sequence[Assessment], then: date, on: date, scope: Scope) -> dict[str, tuple[Rating, Rating]]:
    """Give what the team said in the two school years of the days, where it said something in both."""
    both = [next((one for one in years if one.year.start <= day < one.year.end), None) for day in (then, on)]
    if both[0] is None or both[1] is None or both[0] is both[1]:
        return {}
    first, second = (
        {one.indicator: one for one in found.ratings if one.reviewed_on is not None and one.existing is not None}
        for year in both
        if year is not None and (found := find_assessment(db.session, year.id, scope=scope)) is not None
    )
    return {code: (first[code], second[code]) for code in first if code in second}
