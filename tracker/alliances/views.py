"""The alliance's own page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from models.queries.alliance_credit import credits_by_school
from models.queries.alliances import Engagement, find_engagement
from models.scope import OutsideScope
from tracker.clock import school_year, today
from tracker.extensions import db
from tracker.permissions import Permission, requires
from tracker.reader import reader

bp = Blueprint("alliances", __name__, url_prefix="/alliance")
MONTHS_SHOWN = 24


@dataclass(frozen=True, slots=True)
class MonthOfActs:
    """One bar of the activity chart: its month, its activities, and its height in percent of the tallest."""

    first: date
    count: int
    height: int


def acts_by_month(engagement: Engagement, on: date) -> list[MonthOfActs]:
    """Count the alliance's activities in each of the last 24 months, oldest first; quiet months are 0."""
    counts = Counter((act.occurred_on.year, act.occurred_on.month) for act in engagement.acts if act.occurred_on <= on)
    last = on.year * 12 + on.month - 1
    months = [divmod(month, 12) for month in range(last - MONTHS_SHOWN + 1, last + 1)]
    tallest = max((counts[year, month + 1] for year, month in months), default=0) or 1
    return [
        MonthOfActs(date(year, month + 1, 1), counts[year, month + 1], 100 * counts[year, month + 1] // tallest)
        for year, month in months
    ]


@bp.get("")
@requires(Permission.ALLIANCE_SEE)
def show() -> ResponseReturnValue:
    """Show the reader's own organisation: its agreements, what it gave, what it counted toward, who said thanks."""
    try:
        engagement = find_engagement(db.session, scope=reader().scope)
    except OutsideScope:
        abort(404)
    day = today()
    year = school_year(day)
    return render_template(
        "alliances/show.html",
        it=engagement,
        known=engagement.is_known,
        year=year,
        credits=credits_by_school(db.session, engagement, on=day),
        months=acts_by_month(engagement, day),
        given={unit: engagement.given(unit, start=year.start, end=year.end) for unit in ("hours", "dollars", "items")},
        given_ever={
            unit: engagement.given(unit, start=date.min, end=year.end) for unit in ("hours", "dollars", "items")
        },
    )
