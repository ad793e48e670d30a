"""The schools of a district for a spreadsheet; and where people knew them before they became a dashboard."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from dashboards.addresses import SCHOOLS
from models.exchange.formulas import guarded
from models.queries.district import levels_wanted
from tracker.district.list import asks_of, columns_of
from tracker.district.shown import compared, listing_of
from tracker.extensions import db
from tracker.lists.page import asked_of
from tracker.moved import lead_on
from tracker.permissions import Permission, requires
from tracker.rules import rules_today

bp = Blueprint("district", __name__, url_prefix="/schools")


@bp.get("")
@requires(Permission.DISTRICT_SEE)
def index() -> ResponseReturnValue:
    """Lead to the dashboard of schools: addresses that people kept ask there what they asked here."""
    return lead_on(SCHOOLS)


@bp.get("/export.csv")
@requires(Permission.DISTRICT_SEE)
def export() -> ResponseReturnValue:
    """Give all schools of the list as a table for a spreadsheet; by its byte order mark Excel reads it rightly."""
    rules = rules_today()
    asked = asked_of(listing_of(rules))
    found = compared(replace(asks_of(asked, rules), page=None))
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
