"""Take a plan, and tick off what it names as records come in. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actions import Action, Origin
from models.continuum.continuum import Continuum
from models.continuum.evidence.facts import Row
from models.operations.actions import ActionEntry, add_actions
from models.operations.planned_activities import (
    PLANNED_ANEW,
    SHOWN_BY_ANOTHER,
    drop_drafts,
    is_activity,
    plan_activities,
)
from models.operations.records import archive_record
from models.planning.filling import filled_by
from models.planning.making import PLANNED
from models.queries.plans import PlannedThing
from models.ratings import Assessment
from models.record_kinds import KINDS
from models.records import RecordStatus
from models.refusals import Refused

# What other records of a plan rest on need not count itself.
_RESTED_ON = frozenset({"need", "org"})
_OPEN = select(Action).where(
    Action.origin == Origin.PLAN,
    Action.record_status == RecordStatus.CONFIRMED,
    Action.done_on.is_(None),
    Action.carried_on.is_(None),
)


def take_plan(
    session: Session,
    assessment: Assessment,
    things: Iterable[PlannedThing],
    *,
    user_id: int | None,
    today: date,
) -> list[Action]:
    """Take a plan for a year: what it names becomes planned activities, and actions.

    Each activity is a draft on its day, which counts nowhere until somebody says that it happened. Open ones of an
    earlier plan of the year are archived.

    Args:
        things: Each says whose it is.

    Raises:
        Refused: There is nothing to plan.
    """
    wanted = list(things)
    if not wanted:
        raise Refused("There is nothing to plan: choose at least one thing.")
    before = [one for one in _open_planned(session, assessment.school_id) if one.assessment_id == assessment.id]
    drop_drafts(session, before, PLANNED_ANEW)
    for action in before:
        archive_record(action)
    session.flush()
    actions = add_actions(session, assessment, [_entry(one) for one in wanted], user_id=user_id, today=today)
    pairs = [(action, one.act) for action, one in zip(actions, wanted, strict=True) if is_activity(one.act)]
    plan_activities(session, pairs, user_id=user_id, today=today)
    return actions


def _entry(thing: PlannedThing) -> ActionEntry:
    act = thing.act
    changes = not act.ref.startswith(PLANNED)
    return ActionEntry(
        what=thing.what,
        practice=act.practice,
        indicator=thing.indicator,
        origin=Origin.PLAN,
        from_record=f"{act.kind}/{act.ref}" if changes else None,
        owner_id=thing.owner_id,
        by=thing.by,
        due_on=thing.latest,
        planned_on=act.on,
        log_kind=act.kind,
        log_fill=filled_by(act),
    )


def tick_off_planned(session: Session, school_id: int, continuum: Continuum, *, today: date) -> list[Action]:
    """Tick off what is planned and was done since: a record of the kind that counts toward the same practice.

    Each record ticks off one thing of a plan, the one that is due first. Where that stood as a planned activity of its
    own, the draft is archived: it happened, and is on record otherwise.

    Args:
        continuum: The school as its records stand.

    Returns:
        What was ticked off.
    """
    waiting = _open_planned(session, school_id)
    if not waiting:
        return []
    used = {action.done_by for action in _done_by_records(session, school_id)}
    done = []
    for action in waiting:
        found = _shown_by(action, continuum, used, today)
        if found is not None:
            drop_drafts(session, [action], SHOWN_BY_ANOTHER)
            session.flush()  # before the action is tied to what showed it
            action.done_by, action.done_on, action.to_review = found[0], found[1], False
            used.add(found[0])
            done.append(action)
    return done


def has_open_plan(session: Session, school_id: int) -> bool:
    """Whether something planned is still to be done at a school."""
    return session.scalar(_OPEN.where(Action.school_id == school_id).with_only_columns(Action.id).limit(1)) is not None


def _open_planned(session: Session, school_id: int) -> list[Action]:
    ordered = _OPEN.where(Action.school_id == school_id).order_by(Action.due_on, Action.planned_on, Action.id)
    return list(session.scalars(ordered))


def _done_by_records(session: Session, school_id: int) -> list[Action]:
    return list(session.scalars(select(Action).where(Action.school_id == school_id, Action.done_by.is_not(None))))


def _shown_by(action: Action, continuum: Continuum, used: set[str | None], today: date) -> tuple[str, date] | None:
    """Find the record that shows that something planned was done, and its day; None where none does."""
    practice = continuum.rules_on(today.toordinal()).practices.get(action.practice or "")
    if practice is None or action.log_kind is None:
        return None
    if action.from_record is not None:
        return _changed(action, continuum, today)
    for ref, row in continuum.evidence.rows.get(action.log_kind, {}).items():
        key, day = f"{action.log_kind}/{ref}", _day_of(action.log_kind, row)
        if key in used or day is None or not action.entered_on <= day <= today:
            continue
        if action.log_kind in _RESTED_ON or continuum.counts_record(practice, (action.log_kind, ref), today):
            return key, day
    return None


def _changed(action: Action, continuum: Continuum, today: date) -> tuple[str, date] | None:
    """Say whether a record on file got what the plan wants of it."""
    kind, _, ref = (action.from_record or "").partition("/")
    row = continuum.evidence.rows.get(kind, {}).get(ref)
    if row is None:
        return None
    days = [_last_day(row.get(column)) for column in action.log_fill or {}]
    if not days or any(day is None or day < action.entered_on for day in days):
        return None
    return f"{kind}/{ref}", min(today, max(day for day in days if day is not None))


def _last_day(value: Any) -> date | None:
    """Give the last day of a time line, or of days; None where nothing stands there."""
    if not isinstance(value, tuple) or not value:
        return None
    last = value[-1]
    day = last[0] if isinstance(last, tuple) else last
    return day if isinstance(day, date) else None


def _day_of(kind: str, row: Row) -> date | None:
    return next((row[column] for column in KINDS[kind].known_on if row.get(column)), None)
