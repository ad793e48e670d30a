"""What is planned as an activity: the drafts that actions wait on, and those to come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models.actions import Action, shown_by_activity
from models.activities import Activity
from models.records import RecordStatus
from models.scope import Scope


def activities_planned(session: Session, actions: Iterable[Action]) -> dict[int, Activity]:
    """Find the activities that actions which are not done were planned as, in whatever state: number -> activity."""
    numbers = [one.id for one in actions if one.done_by and one.done_on is None]
    if not numbers:
        return {}
    statement = select(Action.id, Activity).join(Activity, shown_by_activity()).where(Action.id.in_(numbers))
    rows = session.execute(statement.options(selectinload(Activity.partners), selectinload(Activity.entered_by)))
    return dict(iter(rows))


def drafts_of(session: Session, actions: Iterable[Action]) -> dict[int, Activity]:
    """Find the drafts that actions wait on: number of the action -> draft."""
    found = activities_planned(session, actions)
    return {number: one for number, one in found.items() if one.record_status is RecordStatus.DRAFT}


def find_planned_for(session: Session, activity: Activity) -> Action | None:
    """Find what an activity was planned for: the action of its school that it ticks off once it is confirmed."""
    statement = select(Action).where(
        Action.school_id == activity.school_id,
        Action.done_by == f"{activity.kind}/{activity.ref}",
        Action.record_status == RecordStatus.CONFIRMED,
        Action.carried_on.is_(None),
    )
    return session.scalars(statement.order_by(Action.id)).first()


def list_coming(
    session: Session, *, scope: Scope, today: date, within: int, everybodys: bool, most: int
) -> tuple[list[Activity], int]:
    """List the planned activities of the coming weeks, the next one first, and count them all.

    Args:
        within: Days that are looked ahead.
        everybodys: Not only the reader's own.
    """
    conditions = [
        Activity.record_status == RecordStatus.DRAFT,
        Activity.occurred_on > today,
        Activity.occurred_on <= today + timedelta(days=within),
    ]
    if not everybodys:
        conditions.append(Activity.entered_by_id == scope.user_id)
    total = session.scalar(scope.limit(select(func.count(Activity.id)), Activity).where(*conditions)) or 0
    statement = scope.limit(select(Activity), Activity).where(*conditions)
    statement = statement.options(selectinload(Activity.partners), selectinload(Activity.entered_by))
    found = session.scalars(statement.order_by(Activity.occurred_on, Activity.id).limit(most)) if total else ()
    return list(found), total
