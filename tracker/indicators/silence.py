"""The question of silence: somebody's acts are long missing, and whether nothing happened decides something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from models.continuum.continuum import Continuum
from models.continuum.judging.answers import IndicatorAnswer, Status
from models.continuum.judging.silence import Silence, silences
from models.operations.statements import note_nothing_happened
from models.queries.continuum import continuum_of
from models.records import Record
from models.wording import counted, day_words
from tracker.clock import today
from tracker.editing import at_once
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.permissions import Permission, requires
from tracker.reader import reader


@dataclass(frozen=True, slots=True)
class Question:
    """Did nothing happen, or was it not logged?

    Attributes:
        decides: Keys of the practices of the next level that nobody can tell of because the log is young: the answer
            settles them.
    """

    silence: Silence
    decides: tuple[str, ...]


def question_of(continuum: Continuum, answer: IndicatorAnswer, role: str) -> Question | None:
    """Find the question of an indicator; None where its role is not silent, or the answer would settle nothing."""
    # What lies beyond the next level decides nothing yet, and is asked about once it does.
    decides = tuple(
        key
        for key, one in answer.practices.items()
        if one.status is Status.UNKNOWN and one.known_days is not None and one.level == answer.next_level
    )
    silent = silences(continuum.evidence, (role,), answer.on) if decides else ()
    return Question(silent[0], decides) if silent else None


@requires(Permission.ATTESTATIONS_WRITE)
def nothing_happened(slug: str) -> ResponseReturnValue:
    """Note that nothing happened: what was not known is not so, for as long as such a statement counts."""
    scope, on = reader().scope, today()
    if len(scope.school_ids) != 1:
        abort(404)
    continuum = continuum_of(db.session, scope=scope)
    rules = continuum.rules_on(on.toordinal())
    found = or_404(next((one for one in rules.indicators.values() if one.slug == slug), None))
    judged = continuum.indicator(found.code, on) if found.code in rules.judged else None
    question = or_404(question_of(continuum, judged, found.role) if judged else None)
    note = _note(question, rules.label("by", found.role), on)

    def work() -> list[Record]:
        return note_nothing_happened(db.session, question.decides, note, scope=scope, today=on)

    at_once(work, lambda made: f"Noted: nothing happened. It settles {counted(len(made), 'thing', 'things')} here.")
    return redirect(url_for("indicators.show", slug=slug))


def _note(question: Question, who: str, on: date) -> str:
    since = question.silence.since
    begun = f"since {day_words(since)}" if since else "since logging began"
    return (
        f"Asked on {day_words(on)} why nothing by {who.lower()} is on record {begun}, the team said: nothing happened."
    )
