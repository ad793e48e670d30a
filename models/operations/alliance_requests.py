"""A strategic alliance answers what a school asked it for. Nothing here commits."""

from __future__ import annotations

from datetime import date

from models.continuum.language.language import Language
from models.needs import Match
from models.operations.record_entries import answer_request
from models.operations.records import tidy
from models.operations.request_links import tell_who_asked
from models.refusals import Refused
from models.scope import OutsideScope, Scope


def answer_as_partner(
    match: Match,
    answer: str,
    note: str | None,
    *,
    language: Language,
    scope: Scope,
    today: date,
    contact_id: int | None = None,
) -> None:
    """Answer a school's request, or change the answer: it counts at once, for it is the partner's own word.

    Args:
        answer: A code of where requests stand.
        language: Of the rules in force: what an answer has to say beside itself.
        scope: The alliance member's, or of their organisation where they have no account.
        contact_id: Which contact of the school answers, where they have no account.

    Raises:
        OutsideScope: The request is to somebody else.
        Refused: The request is archived or still to come, something else is offered without a word of what, or it is
            declined without a reason.
    """
    if scope.partner_id != match.partner_id:
        raise OutsideScope("This request is to another organisation.")
    said = tidy(note)
    asks = language.values("match_status")[answer].asks
    if asks and not said:
        raise Refused({"note": asks})
    if match.answer == answer and match.answer_note == said:
        return
    answer_request(match, answer, today, today=today)
    match.answer_note = said
    match.answered_from(user_id=scope.user_id, contact_id=contact_id)
    tell_who_asked(match)
