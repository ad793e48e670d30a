"""Series: something that happens again and again, and the days on which it does."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from itertools import islice
from types import MappingProxyType
from typing import Any

from dateutil.rrule import MONTHLY, WEEKLY, rrule
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.activities import Activity
from models.base import Base
from models.columns import IntPk, Line
from models.kinds.kind import Read, RecordKind
from models.records import Record
from models.wording import weekday_words

_ENDINGS = MappingProxyType({1: "st", 2: "nd", 3: "rd"})
# No month ends before it: a later day of the month is the last one of those that have fewer.
_SHORTEST_MONTH = 28


class Every(enum.StrEnum):
    """How often it happens."""

    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"
    QUARTER = "quarter"


# As people say it.
OFTEN: Mapping[str, str] = MappingProxyType(
    {
        Every.WEEK: "Every week",
        Every.TWO_WEEKS: "Every two weeks",
        Every.MONTH: "Every month",
        Every.QUARTER: "Every three months",
    }
)
_STEPS = MappingProxyType(
    {Every.WEEK: (WEEKLY, 1), Every.TWO_WEEKS: (WEEKLY, 2), Every.MONTH: (MONTHLY, 1), Every.QUARTER: (MONTHLY, 3)}
)


class Series(Record):
    """One thing that happens on many days; each of them is an activity, a draft until somebody says that it happened.

    Attributes:
        name: What people call it.
        from_on: The day from which its days are counted on; a later one where it was changed.
        last_on: The last day on which it may happen.
        stopped_on: The day on which somebody stopped it; None while it goes on.
    """

    __tablename__ = "series"
    kind = "series"
    extra_args = (CheckConstraint("last_on >= from_on", name="last_not_before_first"),)

    name: Mapped[Line]
    every: Mapped[Every]
    from_on: Mapped[date]
    last_on: Mapped[date]
    stopped_on: Mapped[date | None]

    @property
    def rhythm(self) -> str:
        """How often it happens, in words: "Every two weeks, on Tuesdays", "Every month, on the 14th"."""
        if _STEPS[self.every][0] == WEEKLY:
            return f"{OFTEN[self.every]}, on {weekday_words(self.from_on)}s"
        day = self.from_on.day
        end = " or the last day of a shorter month" if day > _SHORTEST_MONTH else ""
        return f"{OFTEN[self.every]}, on the {day}{_ENDINGS.get(day % 10 * (day // 10 != 1), 'th')}{end}"


class SeriesDay(Base):
    """One day of a series, and the activity of that day.

    Attributes:
        planned_on: The day by the rule of the series; the activity itself may have been moved.
    """

    __tablename__ = "series_days"
    __table_args__ = (UniqueConstraint("activity_id"),)

    id: Mapped[IntPk]
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), index=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"))
    planned_on: Mapped[date]

    series: Mapped[Series] = relationship()
    activity: Mapped[Activity] = relationship()


def days_from(every: Every, first: date) -> Iterator[date]:
    """Count the days on from a first one, which is one of them, without end.

    A month that has no such day has its last one instead: monthly from Jan 31 is Feb 28, Mar 31, Apr 30.
    """
    unit, step = _STEPS[every]
    ends: dict[str, Any] = {}
    if unit == MONTHLY and first.day > _SHORTEST_MONTH:
        ends = {"bymonthday": range(_SHORTEST_MONTH, first.day + 1), "bysetpos": -1}
    for moment in rrule(unit, dtstart=datetime.combine(first, time()), interval=step, **ends):
        yield moment.date()


def days_until(every: Every, first: date, last: date, *, most: int) -> list[date]:
    """List the days from a first to a last one, both among them, at most so many."""
    found = []
    for day in islice(days_from(every, first), most):
        if day > last:
            break
        found.append(day)
    return found


SERIES = RecordKind(
    table=Series,
    noun="series of activities",
    nouns="series",
    known_on=("from_on",),
    about=("name",),
    read=Read(unread="Its days are activities, and read as such."),
    without_file="Its days are in the file of activities.",
    labels=MappingProxyType({"from_on": "Counted from", "last_on": "Last day", "stopped_on": "Stopped"}),
)
