"""What somebody logged a moment ago."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.activities import Activity
from models.records import RecordStatus
from models.scope import Scope
from models.series import Series, SeriesDay

# One sitting: who comes back later is told of it no more.
SITTING = timedelta(hours=1)
SHOWN = 6
_GONE = (RecordStatus.ARCHIVED, RecordStatus.CANCELLED)


def logged_lately(session: Session, *, scope: Scope, now: datetime | None = None) -> list[Activity]:
    """List what the reader logged at this school within the last hour, latest first, at most six."""
    since = (now or datetime.now(UTC)) - SITTING
    statement = select(Activity).where(
        Activity.entered_by_id == scope.user_id, Activity.created_at >= since, Activity.record_status.not_in(_GONE)
    )
    # The days of a series that are still to come were not logged one by one.
    later = select(SeriesDay.activity_id).join(Series).where(SeriesDay.planned_on > Series.from_on)
    statement = statement.where(or_(Activity.record_status != RecordStatus.DRAFT, Activity.id.not_in(later)))
    return list(session.scalars(scope.limit(statement, Activity).order_by(Activity.id.desc()).limit(SHOWN)))
