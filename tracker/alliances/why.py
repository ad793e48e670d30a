"""The two indicators that are about alliances: what the reader's own records show, and what it can do next."""

from __future__ import annotations

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.queries.alliance_own import own_school
from models.queries.alliance_why import own_indicators
from models.queries.catalogue import NoRules
from seed.alliance_why import ToDo, load_to_dos
from tracker.alliances.blueprint import bp
from tracker.alliances.views import own_records_or_404
from tracker.clock import today
from tracker.extensions import db
from tracker.permissions import Permission, requires
from tracker.reader import reader

AT = "school"


@bp.get("/why")
@requires(Permission.ALLIANCE_SEE)
def why() -> ResponseReturnValue:
    """Show what the reader's own records carry at one school, part by part, and what it can do."""
    records = own_records_or_404()
    to_dos = load_to_dos()
    wanted = request.args.get(AT)
    schools = {str(school.id): school for school in records.schools}
    if wanted is not None and wanted not in schools:
        abort(404)
    school = schools[wanted] if wanted else next(iter(schools.values()), None)
    try:
        indicators = (
            own_indicators(
                own_school(db.session, school, scope=reader().scope, partner=records.partner.name).continuum,
                practices=to_dos.keys(), on=today(),
            )
            if school is not None
            else ()
        )  # fmt: skip
    except NoRules:
        indicators = ()
    return render_template(
        "alliances/why.html",
        school=school,
        others=[one for one in schools.values() if one is not school],
        indicators=indicators,
        to_dos=to_dos,
        place_of=place_of,
    )


def place_of(to_do: ToDo) -> str:
    """Give the address where the alliance does something."""
    return url_for("alliances.log", tile=to_do.tile) if to_do.tile else url_for(f"alliances.{to_do.page}")
