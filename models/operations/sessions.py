"""Begins sessions, notes that they go on, ends them, and forgets what is too old to matter. Nothing here commits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models.sessions import EndedSession, OpenSession

# So exactly it is known when a session was last used: noting every request would cost more than it tells.
SEEN_EVERY = timedelta(hours=1)


def begin_session(session: Session, key: str, user_id: int, device: str) -> None:
    """Note that a person signed in on a device, for them to see."""
    session.add(OpenSession(key=key, user_id=user_id, device=device))


def note_seen(session: Session, key: str, user_id: int, device: str, *, now: datetime) -> None:
    """Note that a session is used; one that began before sessions were noted begins here."""
    seen = update(OpenSession).where(OpenSession.key == key).values(seen_at=now)
    if not session.connection().execute(seen).rowcount:
        session.add(OpenSession(key=key, user_id=user_id, device=device, began_at=now, seen_at=now))


def end_session(session: Session, key: str) -> None:
    """Note that a session was ended by its owner; a second time changes nothing."""
    if session.scalar(select(EndedSession.id).where(EndedSession.key == key)) is None:
        session.add(EndedSession(key=key, ended_at=datetime.now(UTC)))
    session.execute(delete(OpenSession).where(OpenSession.key == key))


def end_others(session: Session, user_id: int, key: str) -> int:
    """End every session of a person but one.

    Returns:
        How many there were.
    """
    others = session.scalars(
        select(OpenSession.key).where(OpenSession.user_id == user_id, OpenSession.key != key)
    ).all()
    for one in others:
        end_session(session, one)
    return len(others)


def forget_sessions(session: Session, *, before: datetime) -> int:
    """Forget sessions that were ended, or last used, before a moment.

    Returns:
        How many there were that had been ended.
    """
    session.execute(delete(OpenSession).where(OpenSession.seen_at < before))
    return session.connection().execute(delete(EndedSession).where(EndedSession.ended_at < before)).rowcount
