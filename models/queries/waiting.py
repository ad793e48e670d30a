"""What waits for somebody to say that it happened: drafts whose day has come, and what others entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.activities import Activity
from models.records import RecordStatus
from models.scope import Scope


@dataclass(frozen=True, slots=True)
class Mine:
    """Of what waits, what one reader is asked about.

    Attributes:
        everybodys: Everybody's drafts, not only their own.
        proposed: What alliances entered.
    """

    everybodys: bool
    proposed: bool


def list_waiting(
    session: Session, mine: Mine, *, scope: Scope, today: date, most: int | None
) -> tuple[list[Activity], int]:
    """List the activities that wait for confirmation, the longest waiting first, and count them all.

    Args:
        most: How many to list; None for all.
    """
    total = session.scalar(_waiting(select(func.count(Activity.id)), mine, scope, today)) or 0
    statement = _waiting(select(Activity), mine, scope, today).options(
        selectinload(Activity.partners), joinedload(Activity.entered_by)
    )
    found = session.scalars(statement.order_by(Activity.occurred_on, Activity.id).limit(most)) if total else ()
    return list(found), total


def _waiting(statement: Select[Any], mine: Mine, scope: Scope, today: date) -> Select[Any]:
    draft = Activity.record_status == RecordStatus.DRAFT
    wanted = [draft if mine.everybodys else and_(draft, Activity.entered_by_id == scope.user_id)]
    if mine.proposed:
        wanted.append(and_(Activity.record_status == RecordStatus.PROPOSED, Activity.returned_on.is_(None)))
    return scope.limit(statement, Activity).where(Activity.occurred_on <= today, or_(*wanted))
