"""Start, change and stop series: their days to come are drafts. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activities import Activity
from models.operations.activities import drop_activity
from models.operations.activity_entries import CODE_LISTS, MARKS, day_problem
from models.operations.records import one_line, still_open
from models.records import RecordStatus
from models.refusals import Refused, refuse_if
from models.scope import Scope
from models.series import Every, Series, SeriesDay, days_from, days_until

# A year and more of weeks; more drafts than that nobody looks after.
MOST_DAYS = 60
STOPPED, CHANGED = "the series was stopped", "the series was changed"
NAMELESS = "Series"
# What each day takes over. Whom it reached, its note and its files belong to one day.
_TAKEN_OVER = ("activity_kind", "title", *CODE_LISTS, "formality", *MARKS, "hours", "not_for", "also_for")


@dataclass(frozen=True, slots=True)
class Repetition:
    """How often something happens, and until when.

    Attributes:
        every: A value of `Every`; None where nothing was said.
        until_on: The last day on which it may happen; not asked for where the times are said.
        times: How many times in all, the first one counted.
    """

    every: str | None
    until_on: date | None = None
    times: int | None = None


def start_series(
    session: Session, activity: Activity, repetition: Repetition, *, scope: Scope, today: date
) -> tuple[Series, int]:
    """Make an activity the first of a series; its days from today on become drafts.

    Args:
        activity: Of the reader's school; flushed, so that it has an id.

    Returns:
        The series, and how many drafts it has.

    Raises:
        Refused: The activity is archived or of a series already, or the repetition is none, by field.
    """
    still_open(activity)
    if session.scalar(select(SeriesDay.id).where(SeriesDay.activity_id == activity.id)) is not None:
        raise Refused("This is of a series already.")
    days = checked_days(repetition, activity.occurred_on, today=today)
    later = [day for day in days[1:] if day >= today]
    if not later:
        raise Refused({"until_on": "None of its days is still to come. Choose a later last day."})
    series = Series(
        school_id=activity.school_id,
        name=one_line(activity.title) or NAMELESS,
        every=Every(repetition.every or ""),
        from_on=activity.occurred_on,
        last_on=days[-1],
        entered_on=today,
        entered_by_id=scope.user_id,
    )
    session.add_all([series, SeriesDay(series=series, activity=activity, planned_on=activity.occurred_on)])
    _add_drafts(session, series, activity, later, scope=scope, today=today)
    return series, len(later)


def change_series(
    session: Session, series: Series, repetition: Repetition, *, name: str, from_on: date, scope: Scope, today: date
) -> None:
    """Let a series go on by another rule from a day on; one that was stopped goes on again.

    Drafts whose day stays keep what was written into them; those of other days are archived. What was before the day,
    confirmed or not, stays.

    Args:
        from_on: The first day of the new rule.

    Raises:
        Refused: It is archived, it has no name, the day is past, or the repetition is none, by field.
    """
    still_open(series)
    problems = {} if one_line(name) else {"name": "Say what it is called."}
    if from_on < today:
        problems["from_on"] = "Choose today or a later day: what was before stays as it is."
    refuse_if(problems)
    days = checked_days(repetition, from_on, today=today)
    held = _held(session, series)
    later = [(day, activity) for day, activity in held if day >= from_on]
    pattern = next((one for _, one in later if one.record_status is RecordStatus.DRAFT), held[-1][1])
    for day, activity in later:
        if activity.record_status is RecordStatus.DRAFT and day not in days:
            drop_activity(activity, CHANGED)
    taken = {day for day, one in later if one.record_status is not RecordStatus.ARCHIVED}
    series.name, series.every = one_line(name), Every(repetition.every or "")
    series.from_on, series.last_on, series.stopped_on = days[0], days[-1], None
    _add_drafts(session, series, pattern, [day for day in days if day not in taken], scope=scope, today=today)


def stop_series(session: Session, series: Series, *, today: date) -> int:
    """Stop a series: its drafts of later days are archived; those whose day has come still wait for an answer.

    Returns:
        How many drafts were archived.

    Raises:
        Refused: It is archived or stopped already.
    """
    still_open(series)
    if series.stopped_on is not None:
        raise Refused("This series is stopped already.")
    series.stopped_on = today
    waiting = [one for one in _waiting(session, series) if one.occurred_on > today]
    for activity in waiting:
        drop_activity(activity, STOPPED)
    return len(waiting)


def take_back_series(session: Session, activity: Activity) -> None:
    """Archive the series that an activity is the first of, with its drafts: what was begun with it was a mistake."""
    statement = select(Series).join(SeriesDay, SeriesDay.series_id == Series.id)
    of = SeriesDay.activity_id == activity.id, SeriesDay.planned_on == Series.from_on
    series = session.scalars(statement.where(*of, Series.record_status != RecordStatus.ARCHIVED)).first()
    if series is None:
        return
    for draft in _waiting(session, series):
        drop_activity(draft, STOPPED)
    series.archive()


def make_alike(session: Session, series: Series, pattern: Activity) -> int:
    """Let the later drafts of a series say what one of its activities says.

    Returns:
        How many there are.

    Raises:
        Refused: The series is archived.
    """
    still_open(series)
    later = [one for one in _waiting(session, series) if one.occurred_on > pattern.occurred_on]
    for activity in later:
        for name, value in _said_by(pattern).items():
            if getattr(activity, name) != value:
                setattr(activity, name, value)
        if {one.id for one in activity.partners} != {one.id for one in pattern.partners}:
            activity.partners = list(pattern.partners)
    return len(later)


def checked_days(repetition: Repetition, first: date, *, today: date) -> list[date]:
    """List the days of a repetition from its first one on.

    Raises:
        Refused: How often or until when is not said, it ends before it begins, or has more days than can be meant.
    """
    until_on, times = repetition.until_on, repetition.times
    if repetition.every not in set(Every):
        raise Refused({"every": "Choose how often."})
    every = Every(repetition.every or "")
    if until_on is None and times is None:
        raise Refused({"until_on": "Say until which day, or how many times."})
    if times is not None:
        if not 1 < times <= MOST_DAYS:
            raise Refused({"times": f"Give a number from 2 to {MOST_DAYS}, the first time counted."})
        days = list(islice(days_from(every, first), times))
    else:
        assert until_on is not None
        if until_on <= first:
            raise Refused({"until_on": "The last day must be after the first."})
        days = days_until(every, first, until_on, most=MOST_DAYS + 1)
        if len(days) > MOST_DAYS:
            raise Refused({"until_on": f"That is more than {MOST_DAYS} days. Choose an earlier last day."})
        if len(days) == 1:
            raise Refused({"until_on": "It happens only once until then. Choose a later last day."})
    wrong = day_problem(days[-1], today)
    if wrong:
        raise Refused({"until_on" if times is None else "times": f"It would end too late. {wrong}"})
    return days


def _add_drafts(
    session: Session, series: Series, pattern: Activity, days: Iterable[date], *, scope: Scope, today: date
) -> None:
    partners = list(pattern.partners)
    for day in days:
        draft = Activity(
            school_id=series.school_id,
            occurred_on=day,
            # Of today too: that it happened is for somebody to say.
            record_status=RecordStatus.DRAFT,
            entered_on=today,
            entered_by_id=scope.user_id,
            **_said_by(pattern),
        )
        draft.partners = list(partners)
        session.add(SeriesDay(series=series, activity=draft, planned_on=day))


def _said_by(activity: Activity) -> dict[str, Any]:
    return {name: getattr(activity, name) for name in _TAKEN_OVER}


def _held(session: Session, series: Series) -> Sequence[tuple[date, Activity]]:
    statement = select(SeriesDay.planned_on, Activity).join(Activity, Activity.id == SeriesDay.activity_id)
    statement = statement.where(SeriesDay.series_id == series.id).order_by(SeriesDay.planned_on, SeriesDay.id)
    return [(day, activity) for day, activity in session.execute(statement)]


def _waiting(session: Session, series: Series) -> list[Activity]:
    return [one for _, one in _held(session, series) if one.record_status is RecordStatus.DRAFT]
