"""Gaps and contradictions: each row with the page that repairs it, and one tap to make an action of it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from models.queries.actions import made_from
from models.queries.gap import Gap, Repair
from models.queries.gaps import SORTS, first_gaps
from models.queries.years import list_assessments
from models.ratings import Assessment
from tracker.clock import today
from tracker.extensions import db
from tracker.permissions import Permission, can, requires
from tracker.reader import reader

bp = Blueprint("gaps", __name__, url_prefix="/gaps")


@dataclass(frozen=True, slots=True)
class Way:
    """The page that repairs a gap.

    Attributes:
        text: On its button.
        endpoint: Where it leads.
        argument: Under which name the endpoint takes what the gap is about; empty where the gap fills the form itself.
        permission: What it takes; others see the row without the button.
    """

    text: str
    endpoint: str
    argument: str
    permission: Permission


WAYS: dict[Repair, Way] = {
    Repair.RATE: Way("Rate it again", "years.rate", "slug", Permission.YEAR_WRITE),
    Repair.TIE: Way("Tie evidence", "years.tie", "slug", Permission.YEAR_WRITE),
    Repair.INDICATOR: Way("See what to log", "indicators.show", "slug", Permission.DASHBOARDS_READ),
    Repair.PARTNERSHIP: Way(
        "Name one", "partnerships.changes.point_person", "partnership_id", Permission.PARTNERSHIPS_WRITE
    ),
    Repair.NEW_AGREEMENT: Way("Add the agreement", "agreements.new", "partnership", Permission.AGREEMENTS_WRITE),
    Repair.AGREEMENT: Way("Renew it", "agreements.steps.renew", "agreement_id", Permission.AGREEMENTS_WRITE),
    Repair.EVALUATE: Way("Evaluate", "evaluations.new", "partnership", Permission.EVALUATIONS_WRITE),
    Repair.LOG: Way("Log it", "activities.log", "", Permission.LOG_WRITE),
    Repair.SILENCE: Way("It was not logged: log it", "activities.log", "", Permission.LOG_WRITE),
    Repair.STATE: Way("Say what is so", "records.attestation.new", "practice", Permission.ATTESTATIONS_WRITE),
}
# Where those are led who may read it and not repair it.
SEEN: dict[Repair, Way] = {
    **dict.fromkeys(
        (Repair.PARTNERSHIP, Repair.NEW_AGREEMENT, Repair.EVALUATE),
        Way("See the partnership", "partnerships.show", "partnership_id", Permission.PARTNERSHIPS_READ),
    ),
    Repair.AGREEMENT: Way("See the agreement", "agreements.show", "agreement_id", Permission.AGREEMENTS_READ),
    Repair.RATE: Way("See the rating", "years.rate", "slug", Permission.YEAR_READ),
}
# Of each sort so many are listed; the others come up once some of these are repaired.
MOST = 25
OF_THE_YEAR = frozenset({Repair.RATE, Repair.TIE})


@bp.get("")
@requires(Permission.GAPS_READ)
def index() -> ResponseReturnValue:
    """List the gaps and contradictions of the reader's school."""
    scope = reader().scope
    if len(scope.school_ids) != 1:
        abort(404)
    gaps, totals = first_gaps(db.session, scope=scope, today=today(), most=MOST)
    year = next(iter(list_assessments(db.session, scope=scope)), None)
    rows = {sort: [(gap, *_way(gap, year)) for gap in gaps if gap.sort == sort] for sort in SORTS}
    return render_template(
        "gaps/index.html",
        sorts={code: sort.title for code, sort in SORTS.items()},
        rows=rows,
        totals=totals,
        total=sum(totals.values()),
        year=year,
        taken={one.gap: one for one in made_from(db.session, scope=scope) if one.gap and one.is_open},
    )


def _way(gap: Gap, year: Assessment | None) -> tuple[str, str | None]:
    """Say what stands on the button of a gap and where it leads; None where the reader may not go there."""
    way = WAYS[gap.repair]
    if not can(way.permission):
        way = SEEN.get(gap.repair, way)
    if not can(way.permission):
        return way.text, None
    arguments: dict[str, object] = {way.argument: gap.at} if way.argument else {}
    if gap.repair in OF_THE_YEAR and year is not None:
        arguments["year_id"] = year.id
    arguments |= {name: list(texts) for name, texts in gap.fill.items()}
    return way.text, url_for(way.endpoint, back=url_for(".index"), **arguments)  # type: ignore[arg-type]
