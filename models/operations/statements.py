"""Say again what the leadership team stated. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from models.assessments import ATTESTATION, Attestation
from models.operations.record_entries import enter_record
from models.operations.records import still_open
from models.records import Record
from models.refusals import Refused
from models.scope import Scope
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
    }
    return enter_record(session, ATTESTATION, said, scope=scope, today=today)


def note_nothing_happened(
    session: Session, practices: Iterable[str], note: str, *, scope: Scope, today: date
) -> list[Record]:
    """State that things were not done, which are only not known: the answer of the team to a silence.

    Args:
        practices: Their keys.
        note: Of what the team was asked.
    """
    said = {"occurred_on": today, "in_place": False, "note": note}
    return [
        enter_record(session, ATTESTATION, {"practice": key, **said}, scope=scope, today=today) for key in practices
    ]
