"""Say again what the leadership team stated. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.assessments import ATTESTATION, Attestation
from models.operations.record_entries import enter_record
from models.operations.records import still_open
from models.records import Record
from models.refusals import Refused
from models.scope import Scope
from models.silences import SilenceAnswer
from models.wording import day_words


def renew_statement(session: Session, statement: Attestation, *, scope: Scope, today: date) -> Record:
    """State once more, as of today, what was stated: with its note and its file. The earlier one stays as it was.

    Raises:
        Refused: It is archived, says that it is not so, or was stated today already.
    """
    still_open(statement)
    if not statement.in_place:
        raise Refused("It says that it is not so. Say at the practice itself what is so now.")
    if statement.occurred_on >= today:
        raise Refused(f"That was stated on {day_words(statement.occurred_on)} already.")
    said = {
        "practice": statement.practice,
        "occurred_on": today,
        "in_place": True,
        "note": statement.note,
        "file": statement.document,
        "link": statement.link,
    }
    return enter_record(session, ATTESTATION, said, scope=scope, today=today)


def note_nothing_happened(
    session: Session, role: str, practices: Iterable[str], note: str, *, scope: Scope, today: date
) -> list[Record]:
    """Keep the team's answer to a silence: things that are only not known were not done.

    Args:
        role: Who was silent; the question is not asked again soon.
        practices: Keys of what the answer settles; each becomes a statement.
        note: Of what the team was asked.
    """
    answered = session.scalars(
        select(SilenceAnswer).where(
            SilenceAnswer.school_id == scope.school_id, SilenceAnswer.role == role, SilenceAnswer.said_on == today
        )
    ).first()
    if answered is None:
        session.add(SilenceAnswer(school_id=scope.school_id, role=role, said_on=today, said_by_id=scope.user_id))
    said = {"occurred_on": today, "in_place": False, "note": note}
    return [
        enter_record(session, ATTESTATION, {"practice": key, **said}, scope=scope, today=today) for key in practices
    ]
