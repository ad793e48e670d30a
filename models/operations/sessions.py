"""Ends sessions, and forgets which were ended once their cookies are too old to open anything."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.sessions import EndedSession


def end_session(session: Session, key: str) -> None:
    """Note that a session was ended by its owner; a second time changes nothing."""
    if session.scalar(select(EndedSession.id).where(EndedSession.key == key)) is None:
        session.add(EndedSession(key=key, ended_at=datetime.now(UTC)))


def forget_sessions(session: Session, *, before: datetime) -> int:
    """Forget sessions that were ended before a moment.

    Returns:
        How many there were.
    """
    return session.connection().execute(delete(EndedSession).where(EndedSession.ended_at < before)).rowcount
