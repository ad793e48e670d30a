"""What a page of a year asks while it stays open: who is on what, what was said, and whether somebody saved meanwhile.

Nothing is judged here: a page may ask every few seconds, and asks nothing while nobody looks at it.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.continuum.rulebook.catalogue import slug_of
from models.database import is_retryable, run_write
from models.operations.years import note_visit
from models.queries.years import ON_IT, find_assessment, last_visit, notes_of, people_by_indicator
from models.ratings import Assessment
from tracker.clock import now
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.permissions import can, requires
from tracker.reader import reader
from tracker.roles import Permission
from tracker.years.blueprint import bp
from tracker.years.page import scope_of_one_school

# Who stays on an indicator is noted again after so long, well before the others are told no more.
AGAIN = timedelta(minutes=1)


@bp.get("/<int:year_id>/now")
@requires(Permission.YEAR_READ)
def year_now(year_id: int) -> ResponseReturnValue:
    """Say who is on which indicator, and by a mark whether anything of the year was saved."""
    assessment = _assessment(year_id)
    people = people_by_indicator(db.session, assessment, now=now(), reader_id=reader().person.id)
    parts = {
        f"on-{slug_of(rating.indicator)}": _people(people.get(rating.indicator, ())) for rating in assessment.ratings
    }
    return jsonify(parts=parts, mark=mark_of(assessment))


@bp.get("/<int:year_id>/<slug>/now")
@requires(Permission.YEAR_READ)
def rating_now(year_id: int, slug: str) -> ResponseReturnValue:
    """Say who else is on an indicator, what was said of it, and whether it was saved since the page was opened.

    Whoever may rate, and asks, has the page before them: they stay on it for the others.
    """
    assessment = _assessment(year_id)
    rating = or_404(next((one for one in assessment.ratings if slug_of(one.indicator) == slug), None))
    me = reader().person.id
    if assessment.signed_on is None and can(Permission.YEAR_WRITE):
        last = last_visit(db.session, assessment, me)
        if last is None or last.indicator != rating.indicator or last.at < now() - AGAIN:
            note_being_on(assessment.id, rating.indicator)
    people = people_by_indicator(db.session, assessment, now=now(), reader_id=me)
    has = request.args.get("has", type=int)
    parts = {
        "on-it": _people(people.get(rating.indicator, ())),
        "what-was-said": render_template("years/_notes.html", notes=notes_of(db.session, assessment, rating.indicator)),
        "meanwhile": render_template(
            "years/_meanwhile.html",
            assessment=assessment,
            rating=rating,
            is_newer=has is not None and rating.version != has,
            reader_id=me,
        ),
    }
    return jsonify(parts=parts)


def mark_of(assessment: Assessment) -> str:
    """Give the mark of a year's ratings: another one once one of them was saved, or the year was signed or reopened."""
    told = [assessment.version, *(f"{one.indicator}:{one.version}" for one in assessment.ratings)]
    return hashlib.blake2b(repr(told).encode(), digest_size=9).hexdigest()


def note_being_on(assessment_id: int, indicator: str) -> None:
    """Note that the reader is on an indicator, in a transaction of its own: the page itself only reads."""
    at, user_id = now(), reader().person.id

    def work(session: Session) -> None:
        session.connection(execution_options={"sqlite_write": True})
        note_visit(
            session,
            assessment_id=assessment_id,
            indicator=indicator,
            user_id=user_id,
            at=at,
            keep_from=at - ON_IT,
        )

    try:
        run_write(lambda: Session(db.engine), work, attempts=2)
    except DBAPIError as problem:
        # Who is on it is a courtesy: a page must not fail for it where many write at once.
        if not is_retryable(problem):
            raise


def _assessment(year_id: int) -> Assessment:
    return or_404(find_assessment(db.session, year_id, scope=scope_of_one_school()))


def _people(names: tuple[str, ...]) -> str:
    return render_template("years/_people.html", names=names)
