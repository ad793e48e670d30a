"""Schools compared: where each stands, what moved since a year ago, and who could help whom."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.continuum.rulebook.catalogue import Catalogue, IndicatorName
from models.exchange.formulas import guarded
from models.queries.district import Comparison, SchoolLine, compare_schools
from models.wording import noun, number_word, sentence_case
from tracker.clock import today
from tracker.district.scope import scope_of_district
from tracker.extensions import db
from tracker.permissions import Permission, requires
from tracker.rules import rules_today
from tracker.standings import store_anew

bp = Blueprint("district", __name__, url_prefix="/schools")

# So long a reader waits for schools whose records changed since; the others follow when the page is read next.
PATIENCE = 2.0
HELPS_SHOWN, MOVERS_SHOWN = 8, 5
BY_NAME, BY_LEVEL = "name", "level"
# The sparkline's own measures; the page draws it as large as it likes.
WIDE, HIGH, HIGHEST = 100, 24, 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for.

    Attributes:
        outcome: Code of a desired outcome; None for all.
        sort: `name`, `level`, or the slug of an indicator.
        remarks: What it asks for in vain, in sentences.
    """

    outcome: str | None
    sort: str
    remarks: tuple[str, ...]

    @property
    def args(self) -> dict[str, Any]:
        """The same as parts of an address."""
        kept = {"outcome": self.outcome, "sort": None if self.sort == BY_NAME else self.sort}
        return {name: value for name, value in kept.items() if value}


@bp.get("")
@requires(Permission.DISTRICT_SEE)
def index() -> ResponseReturnValue:
    """Show the schools of the district, one line each."""
    rules = rules_today()
    found, asked = _compared(), _asked(rules)
    columns = columns_of(rules, asked.outcome)
    helps = [one for one in found.helps() if one.indicator in {column.code for column in columns}]
    return render_template(
        "district/index.html",
        rules=rules,
        found=found,
        asked=asked,
        columns=columns,
        blocks=[(one, [column for column in columns if column.outcome == one.code]) for one in rules.outcomes],
        schools=in_order(found, asked.sort, rules),
        helps=helps[:HELPS_SHOWN],
        movers=found.movers[:MOVERS_SHOWN],
        lead=lead_of(found, columns),
        place_of=lambda school: f"s{school.school_id}",
        points=points_of,
        here=url_for(".index", **asked.args),
    )


@bp.get("/export.csv")
@requires(Permission.DISTRICT_SEE)
def export() -> ResponseReturnValue:
    """Give the same as a table for a spreadsheet, with a byte order mark by which Excel reads it rightly."""
    rules = rules_today()
    found, asked = _compared(), _asked(rules)
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(
        ["School", "Indicator", "Level", "Level, 0 to 5", f"On {found.before.isoformat()}, 0 to 5", "Wanted, 1 to 5"]
    )
    for school in in_order(found, asked.sort, rules):
        for column in columns_of(rules, asked.outcome):
            stands = school.stands.get(column.code)
            level = rules.level_name(stands.level) if stands else ""
            values: list[Any] = [stands.level, stands.before, stands.wanted] if stands else [None] * 3
            rows.writerow([guarded(school.name), guarded(column.name), level, *values])
    name = f"schools-{found.on.isoformat()}.csv"
    answer = Response("\ufeff" + out.getvalue(), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _compared() -> Comparison:
    scope = scope_of_district()
    found = compare_schools(db.session, today(), scope=scope)
    if not found.stale:
        return found
    # What was read holds a transaction open, and on SQLite the right to write.
    db.session.rollback()
    until = time.monotonic() + PATIENCE
    store_anew(found.stale, while_=lambda: time.monotonic() < until)
    return compare_schools(db.session, today(), scope=scope)


def _asked(rules: Catalogue) -> Asked:
    outcome, sort = request.args.get("outcome"), request.args.get("sort") or BY_NAME
    remarks = []
    if outcome is not None and outcome not in {one.code for one in rules.outcomes}:
        remarks.append(f"“{outcome[:40]}” is no desired outcome of the map; all of them are shown.")
        outcome = None
    if sort not in {BY_NAME, BY_LEVEL, *(one.slug for one in rules.indicators.values())}:
        remarks.append(f"Schools cannot be sorted by “{sort[:40]}”; they are sorted by name.")
        sort = BY_NAME
    return Asked(outcome, sort, tuple(remarks))


def columns_of(rules: Catalogue, outcome: str | None) -> list[IndicatorName]:
    """List the judged indicators of an outcome, or of all, in the map's order."""
    judged = frozenset(rules.judged)
    return [
        one for code, one in rules.indicators.items() if code in judged and (outcome is None or one.outcome == outcome)
    ]


def in_order(found: Comparison, sort: str, rules: Catalogue) -> list[SchoolLine]:
    """Sort the schools: by name, by the mean of their levels, or by one indicator; the highest first."""
    if sort == BY_NAME:
        return list(found.schools)
    if sort == BY_LEVEL:
        return sorted(found.schools, key=lambda one: (-one.mean, one.name))
    code = next(one.code for one in rules.indicators.values() if one.slug == sort)
    key: Callable[[SchoolLine], tuple[float, str]] = lambda one: (  # noqa: E731  (it is one expression)
        -(one.stands[code].level + one.stands[code].progress) if code in one.stands else 1,
        one.name,
    )
    return sorted(found.schools, key=key)


def lead_of(found: Comparison, columns: list[IndicatorName]) -> str:
    """Say in a sentence what is seen: where the schools are furthest, and where most still begin."""
    many = len(found.schools)
    means = {column.name: mean for column in columns if (mean := found.mean(column.code)) is not None}
    words = f"{sentence_case(number_word(many))} {noun(many, 'school', 'schools')}"
    if not means:
        return f"{words}, nothing on record yet"
    best, least = max(means, key=lambda name: means[name]), min(means, key=lambda name: means[name])
    if means[best] == means[least]:
        return f"{words} stand alike in everything" if many > 1 else f"{words} on record"
    return f"{words}: furthest in “{best}”, least far in “{least}”"


def points_of(trend: tuple[tuple[date, float], ...], last: float) -> str:
    """Write the points of a sparkline: months from left to right, 0 to 5 from the bottom up."""
    levels = [*(level for _, level in trend), last]
    step = WIDE / max(len(levels) - 1, 1)
    return " ".join(f"{number * step:.1f},{HIGH - level / HIGHEST * HIGH:.1f}" for number, level in enumerate(levels))
