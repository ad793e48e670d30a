"""Takes a form that was sent, once. Nothing here commits."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.base import table_of
from models.sent_forms import SentForm, tell_record

# Said with every form, and so written once.
_INSERT = insert(table_of(SentForm))


def take_form(session: Session, *, user_id: int, key: str, digest: str) -> SentForm | None:
    """Note that a form was sent, in the transaction of what it will store.

    Of two that arrive at the same moment the second waits for the first one's transaction to end.

    Args:
        key: What the page gave the form.
        digest: What was typed, as a hash.

    Returns:
        None where the form is new; else what was stored of it, and the session has been rolled back.
    """
    values = {"user_id": user_id, "key": key, "digest": digest, "sent_at": datetime.now(UTC)}
    try:
        made = session.connection().execute(_INSERT, values)
    except IntegrityError:
        session.rollback()
        return session.scalars(select(SentForm).where(SentForm.user_id == user_id, SentForm.key == key)).one()
    given = made.inserted_primary_key
    assert given is not None  # the database gives every row one
    tell_record(session, given[0])
    return None


def forget_forms(session: Session, *, before: datetime) -> int:
    """Forget which forms were sent before a moment: nobody can still send one of them again.

    Returns:
        How many there were.
    """
    gone = session.connection().execute(delete(SentForm).where(SentForm.sent_at < before))
    return gone.rowcount
