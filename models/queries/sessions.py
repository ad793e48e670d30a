"""The sessions of a person that go on, and when people were last seen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.sessions import OpenSession


def open_sessions(session: Session, user_id: int, *, since: datetime) -> list[OpenSession]:
    """List the sessions of a person that were used since a moment, the latest first."""
    found = select(OpenSession).where(OpenSession.user_id == user_id, OpenSession.seen_at >= since)
    return list(session.scalars(found.order_by(OpenSession.seen_at.desc(), OpenSession.id.desc())))


def find_session(session: Session, session_id: int, *, user_id: int) -> OpenSession | None:
    """Find a session of a person; None where it is somebody else's."""
    found = session.get(OpenSession, session_id)
    return found if found is not None and found.user_id == user_id else None


def last_seen(session: Session, user_ids: Collection[int]) -> Mapping[int, datetime]:
    """Say when people last used the product: person -> moment, to the hour; absent where it is not known."""
    found = (
        select(OpenSession.user_id, func.max(OpenSession.seen_at).label("seen"))
        .where(OpenSession.user_id.in_(user_ids))
        .group_by(OpenSession.user_id)
    )
    return {row.user_id: row.seen for row in session.execute(found)}
