"""Who sits on the leadership team."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.records import RecordStatus
from models.scope import Scope
from models.stewardship import RosterMember


def members_on(session: Session, on: date, *, scope: Scope) -> int:
    """Count the people who sit on the leadership team on a day; each once, whatever groups they stand for."""
    statement = select(func.count(func.distinct(RosterMember.person))).where(
        RosterMember.record_status == RecordStatus.CONFIRMED,
        RosterMember.from_on <= on,
        or_(RosterMember.until_on.is_(None), RosterMember.until_on > on),
    )
    return session.scalar(scope.limit(statement, RosterMember)) or 0
