"""Schools compared: where each stands, what moved since a year ago, and who could help whom."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from flask import Blueprint, Response, g, render_template, url_for
from flask.typing import ResponseReturnValue

from models.continuum.rulebook.catalogue import Catalogue, IndicatorName
from models.exchange.formulas import guarded
from models.queries.district import Asks, Comparison, SchoolLine, compare_schools, levels_wanted
from models.queries.paging import Paged
from models.wording import noun, number_word, sentence_case
from tracker.clock import today
from tracker.district.list import LEVELS, asks_of, columns_of, list_of
from tracker.district.scope import scope_of_district
from tracker.extensions import db
from tracker.lists.listing import PAGE, Asked, Listing
from tracker.lists.page import asked_of, list_page
from tracker.permissions import Permission, requires
from tracker.rules import rules_today
from tracker.standings import store_anew

bp = Blueprint("district", __name__, url_prefix="/schools")

# So long a reader waits for schools whose records changed since; the others follow when the page is read next.
PATIENCE = 2.0
HELPS_SHOWN = 8
# The sparkline's own measures; the page draws it as large as it likes.
WIDE, HIGH, HIGHEST = 100, 24, 5


@bp.get("")
@requires(Permission.DISTRICT_SEE)
def index() -> ResponseReturnValue:
    """Show the schools of the district, one line each, a page at a time below the picture of all."""
    rules = rules_today()
    listing = _listing(rules)
    asked = asked_of(listing)
    found = _compared(asks_of(asked, rules))
    page = list_page(replace(listing, find=lambda _asked: found.schools), asked)
    columns = columns_of(rules, asked.get("outcome"))
    here = asked.href(page=asked.args.get(PAGE))
    helps = [one for one in found.helps if one.indicator in {column.code for column in columns}]
    return render_template(
        "district/index.html",
        rules=rules,
        found=found,
        page=page,
        heads={one.column.key: one for one in page.heads},
        columns=columns,
        blocks=[(one, [column for column in columns if column.outcome == one.code]) for one in rules.outcomes],
        groups=_groups(found),
        helps=helps[:HELPS_SHOWN],
        more_helps=helps[HELPS_SHOWN:],
        lead=lead_of(found, columns),
        points=points_of,
        here=here,
        # Asked once and not for each of the cells.
        names=[rules.level_name(level) for level in LEVELS],
        why={one.slug: url_for("accounts.choose_place", next=_why(one, here)) for one in columns},
        enter=url_for("accounts.choose_place", next=f"/dashboards/?{urlencode({'back': here})}"),
    )


@bp.get("/export.csv")
@requires(Permission.DISTRICT_SEE)
def export() -> ResponseReturnValue:
    """Give all schools of the list as a table for a spreadsheet; by its byte order mark Excel reads it rightly."""
    rules = rules_today()
    g.filters_told = True
    asked = asked_of(_listing(rules))
    found = _compared(replace(asks_of(asked, rules), page=None))
    wanted = levels_wanted(db.session, [one.school_id for one in found.schools.rows])
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(
        ["School", "Indicator", "Level", "Level, 0 to 5", f"On {found.before.isoformat()}, 0 to 5", "Wanted, 1 to 5"]
    )
    for school in found.schools.rows:
        for column in columns_of(rules, asked.get("outcome")):
            stands = school.stands.get(column.code)
            level = rules.level_name(stands.level) if stands else ""
            values = (stands.level, stands.before) if stands else (None, None)
            wants = wanted.get((school.school_id, column.code))
            rows.writerow([guarded(school.name), guarded(column.name), level, *values, wants])
    name = f"schools-{found.on.isoformat()}.csv"
    answer = Response("\ufeff" + out.getvalue(), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _listing(rules: Catalogue) -> Listing:
    def find(asked: Asked) -> Paged[SchoolLine]:
        return _compared(asks_of(asked, rules)).schools

    return list_of(rules, find)


def _compared(asks: Asks) -> Comparison:
    scope = scope_of_district()
    found = compare_schools(db.session, today(), asks, scope=scope)
    if not found.stale:
        return found
    # What was read holds a transaction open, and on SQLite the right to write.
    db.session.rollback()
    until = time.monotonic() + PATIENCE
    # Those on the page come first.
    shown = found.stale & {one.school_id for one in found.schools.rows}
    for some in (shown, found.stale - shown):
        store_anew(some, while_=lambda: time.monotonic() < until)
    return compare_schools(db.session, today(), asks, scope=scope)


def _why(indicator: IndicatorName, here: str) -> str:
    """Lead to why a school stands where it does, and back."""
    return url_for("indicators.show", slug=indicator.slug, back=here)


def _groups(found: Comparison) -> list[tuple[int | None, int, list[SchoolLine]]]:
    """Put the schools of a page under the levels that the list is sorted by: level, how many in all, those shown."""
    grouped = groupby(found.schools.rows, key=lambda one: one.rank)
    return [(rank, found.ranks.get(rank, 0), list(some)) for rank, some in grouped]


def lead_of(found: Comparison, columns: Sequence[IndicatorName]) -> str:
    """Say in a sentence what is seen: where the schools are furthest, and where most still begin."""
    many = found.total
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
