"""Answer the question of silence with "nothing happened", from wherever it is asked."""

from __future__ import annotations

from datetime import date

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from models.continuum.continuum import Continuum
from models.continuum.judging.silence import Silence
from models.continuum.rulebook.catalogue import Catalogue
from models.operations.statements import note_nothing_happened
from models.queries.continuum import continuum_of
from models.queries.silence import decided_by, question_of, silences_asked
from models.records import Record
from models.wording import counted, day_words
from tracker.came_from import came_from
from tracker.clock import today
from tracker.editing import at_once
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.permissions import Permission, requires
from tracker.reader import reader


@requires(Permission.ATTESTATIONS_WRITE)
def nothing_happened(slug: str) -> ResponseReturnValue:
    """Answer the question of an indicator's page: what was not known is not so, as long as such a statement counts."""
    continuum, rules, on = _judged()
    found = or_404(next((one for one in rules.indicators.values() if one.slug == slug), None))
    judged = continuum.indicator(found.code, on) if found.code in rules.judged else None
    question = or_404(question_of(continuum, judged, found.role) if judged else None)
    _note(continuum, question.silence, rules, on)
    return redirect(url_for("indicators.show", slug=slug))


@requires(Permission.ATTESTATIONS_WRITE)
def nothing_happened_by(role: str) -> ResponseReturnValue:
    """Answer the question where it is asked of a role, not of an indicator."""
    continuum, rules, on = _judged()
    asked = silences_asked(db.session, continuum, scope=reader().scope, today=on)
    _note(continuum, or_404(next((one for one in asked if one.role == role), None)), rules, on)
    back = came_from()
    return redirect(back.href if back else url_for("home.show"))


def _judged() -> tuple[Continuum, Catalogue, date]:
    scope, on = reader().scope, today()
    if len(scope.school_ids) != 1:
        abort(404)
    continuum = continuum_of(db.session, scope=scope)
    return continuum, continuum.rules_on(on.toordinal()), on


def _note(continuum: Continuum, silence: Silence, rules: Catalogue, on: date) -> None:
    """Note the answer once for all that the role does: it is one question, wherever it was read."""
    decides = decided_by(continuum, silence.role, on)
    since = f"since {day_words(silence.since)}" if silence.since else "since logging began"
    who = rules.label("by", silence.role).lower()
    note = f"Asked on {day_words(on)} why nothing by {who} is on record {since}, the team said: nothing happened."

    def work() -> list[Record]:
        return note_nothing_happened(db.session, silence.role, decides, note, scope=reader().scope, today=on)

    try:
        at_once(work, _told)
    except IntegrityError:
        # Somebody else of the team answered at the same moment: theirs is the answer.
        db.session.rollback()
        flash("Somebody answered it at the same moment.", "warning")


def _told(made: list[Record]) -> str:
    if not made:
        return "Noted: nothing happened. You are asked again if it stays quiet."
    return f"Noted: nothing happened. It settles {counted(len(made), 'thing', 'things')} of which we could not tell."
