"""Read series: one, its days, and those that go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from models.activities import Activity
from models.records import RecordStatus
from models.scope import Scope
from models.series import Series, SeriesDay


@dataclass(frozen=True, slots=True)
class DayOfSeries:
    """One day of a series.

    Attributes:
        on: The day by its rule.
        activity: What happened, or waits to be confirmed.
    """

    on: date
    activity: Activity


@dataclass(frozen=True, slots=True)
class RunningSeries:
    """A series that goes on.

    Attributes:
        next_on: The day of its earliest draft from today on; None where none is left.
    """

    series: Series
    next_on: date | None


def find_series(session: Session, series_id: int, *, scope: Scope) -> Series | None:
    """Find one series in scope; None where there is none."""
    found: Series | None = session.scalar(scope.limit(select(Series).where(Series.id == series_id), Series))
    return found


def series_of(session: Session, activity: Activity) -> Series | None:
    """Find the series that an activity is of; None where it stands by itself."""
    statement = select(Series).join(SeriesDay, SeriesDay.series_id == Series.id)
    return session.scalars(statement.where(SeriesDay.activity_id == activity.id)).first()


def days_of_series(session: Session, series: Series) -> list[DayOfSeries]:
    """List the days of a series, earliest first, archived ones too."""
    statement = select(SeriesDay).where(SeriesDay.series_id == series.id).options(joinedload(SeriesDay.activity))
    found = session.scalars(statement.order_by(SeriesDay.planned_on, SeriesDay.id))
    return [DayOfSeries(one.planned_on, one.activity) for one in found]


def running_series(session: Session, *, scope: Scope, today: date) -> list[RunningSeries]:
    """List the series that go on, by their next days: one statement."""
    next_on = (
        select(func.min(Activity.occurred_on))
        .join(SeriesDay, SeriesDay.activity_id == Activity.id)
        .where(
            SeriesDay.series_id == Series.id,
            Activity.record_status == RecordStatus.DRAFT,
            Activity.occurred_on >= today,
        )
        .correlate(Series)
        .scalar_subquery()
    )
    statement: Any = select(Series, next_on).where(
        Series.record_status == RecordStatus.CONFIRMED, Series.stopped_on.is_(None), Series.last_on >= today
    )
    rows = session.execute(scope.limit(statement, Series).order_by(next_on, Series.id))
    return [RunningSeries(series, day) for series, day in rows]
