"""What of a school, or of an organisation, stands in a person's own calendar: days of what is theirs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select, true
from sqlalchemy.orm import Session, joinedload

from models.actions import Action, is_an_activity
from models.activities import Activity
from models.agreements import Agreement, reached_partner
from models.partnerships import Partnership, PointPerson
from models.queries.alliances import find_own_records
from models.queries.evaluations_due import EvaluationDue, evaluations_due
from models.queries.partnership_list import current_partnerships
from models.records import Record, RecordStatus
from models.scope import Scope

# What was longer ago is left out; what is to come reaches as far as plans do.
BACK, AHEAD = timedelta(days=60), timedelta(days=1500)
AGREEMENT, EVALUATION, ACTIVITY, ACTION = "agreement", "evaluation", "activity", "action"
KINDS = (AGREEMENT, EVALUATION, ACTIVITY, ACTION)


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day in a calendar.

    Attributes:
        kind: One of `KINDS`.
        record_id: Of the record whose page it leads to; for an evaluation that is the partnership.
        changed_at: When what it says was last changed; None where it follows from several records.
    """

    kind: str
    record_id: int
    on: date
    title: str
    changed_at: datetime | None = None


def list_calendar(
    session: Session, *, scope: Scope, name: str, today: date, kinds: Collection[str]
) -> list[CalendarDay]:
    """List the days of what is a person's own within a scope: a fixed number of statements.

    Agreements that end and evaluations that are due, of partnerships whose point person they are; activities that they
    planned; open actions of theirs. For an alliance, the ends of its own agreements.

    Args:
        scope: Of the person, at one place.
        name: Of the person: files name point people without their accounts.
        kinds: Those of `KINDS` that they may read there.
    """
    if scope.partner_id is not None:
        return [_of_alliance(one) for one in find_own_records(session, scope=scope).agreements if _is_near(one, today)]
    mine = _partnerships_of(session, scope, name, today) if {AGREEMENT, EVALUATION} & set(kinds) else frozenset()
    found: list[CalendarDay] = []
    if AGREEMENT in kinds and mine:
        ours = _agreements(scope).where(Agreement.partnership_id.in_(mine))
        near = ours.where(Agreement.ends_on.between(today - BACK, today + AHEAD))
        found += [_of_agreement(one) for one in session.scalars(near)]
    if EVALUATION in kinds and mine:
        found += [one for one in _evaluations(session, scope, today) if one.record_id in mine]
    if ACTIVITY in kinds:
        planned = _drafts(scope).where(Activity.entered_by_id == scope.user_id, Activity.occurred_on >= today - BACK)
        found += [_of_activity(one) for one in session.scalars(planned)]
    if ACTION in kinds:
        due_on = func.coalesce(Action.due_on, Action.planned_on)
        own = Action.owner_id == scope.user_id, due_on >= today - BACK
        # What stands as a planned activity has its day as that.
        open_ones = _open_actions(scope).where(*own, ~is_an_activity() if ACTIVITY in kinds else true())
        found += [_of_action(one, today) for one in session.scalars(open_ones)]
    return sorted(found, key=lambda one: (one.on, one.kind, one.record_id))


def find_calendar_day(session: Session, kind: str, record_id: int, *, scope: Scope, today: date) -> CalendarDay | None:
    """Find the day of one record of the reader's school; None where it has none, or outside the scope.

    Args:
        kind: One of `KINDS`; for an evaluation the record is the partnership that is evaluated.
    """
    if kind == EVALUATION:
        return next((one for one in _evaluations(session, scope, today) if one.record_id == record_id), None)
    if kind == AGREEMENT:
        agreement = session.scalar(_agreements(scope).where(Agreement.id == record_id, Agreement.ends_on.is_not(None)))
        return _of_agreement(agreement) if agreement is not None else None
    if kind == ACTIVITY:
        activity = session.scalar(_drafts(scope).where(Activity.id == record_id))
        return _of_activity(activity) if activity is not None else None
    action = session.scalar(_open_actions(scope).where(Action.id == record_id))
    return _of_action(action, today) if action is not None else None


def _partnerships_of(session: Session, scope: Scope, name: str, today: date) -> frozenset[int]:
    """Find the partnerships whose point person somebody is today."""
    statement: Any = scope.limit(select(Partnership), Partnership).join(Partnership.point_people)
    by_name = and_(PointPerson.user_id.is_(None), func.lower(PointPerson.person) == name.lower())
    held = statement.with_only_columns(Partnership.id).where(
        Partnership.record_status == RecordStatus.CONFIRMED,
        Partnership.ended_on.is_(None),
        or_(PointPerson.user_id == scope.user_id, by_name),
        PointPerson.from_on <= today,
        or_(PointPerson.until_on.is_(None), PointPerson.until_on > today),
    )
    return frozenset(session.scalars(held))


def _agreements(scope: Scope) -> Any:
    """Ask for the agreements that were handed over, and that no signed one follows."""
    signed = scope.limit(select(Agreement), Agreement).where(
        Agreement.renews_id.is_not(None),
        Agreement.signed_on.is_not(None),
        Agreement.record_status == RecordStatus.CONFIRMED,
    )
    return (
        scope.limit(select(Agreement), Agreement)
        .where(
            Agreement.record_status == RecordStatus.CONFIRMED,
            reached_partner(),
            Agreement.id.not_in(signed.with_only_columns(Agreement.renews_id)),
        )
        .options(joinedload(Agreement.partnership).joinedload(Partnership.partner))
    )


def _drafts(scope: Scope) -> Any:
    return scope.limit(select(Activity), Activity).where(Activity.record_status == RecordStatus.DRAFT)


def _open_actions(scope: Scope) -> Any:
    return scope.limit(select(Action), Action).where(
        Action.record_status == RecordStatus.CONFIRMED,
        Action.done_on.is_(None),
        Action.carried_on.is_(None),
        or_(Action.due_on.is_not(None), Action.planned_on.is_not(None)),
    )


def _evaluations(session: Session, scope: Scope, today: date) -> Iterator[CalendarDay]:
    rows = current_partnerships(session, scope=scope, today=today)
    due: list[EvaluationDue] = evaluations_due(session, rows, scope=scope, today=today + AHEAD)
    for one in due:
        partnership = one.row.partnership
        yield CalendarDay(EVALUATION, partnership.id, one.due_on, f"Evaluate {partnership.partner.name}")


def _of_agreement(one: Agreement) -> CalendarDay:
    title = f"The agreement with {one.partnership.partner.name} ends"
    return CalendarDay(AGREEMENT, one.id, _day(one, one.ends_on), title, one.updated_at)


def _of_alliance(one: Agreement) -> CalendarDay:
    return CalendarDay(AGREEMENT, one.id, _day(one, one.ends_on), f"The agreement with {one.school.name} ends")


def _of_activity(one: Activity) -> CalendarDay:
    return CalendarDay(
        ACTIVITY, one.id, one.occurred_on, one.title or one.activity_kind.value.capitalize(), one.updated_at
    )


def _of_action(one: Action, today: date) -> CalendarDay:
    """Give the day for which it is planned and, once that has passed, the last one."""
    is_ahead = one.planned_on is not None and one.planned_on >= today
    on = one.planned_on if is_ahead else one.due_on or one.planned_on
    return CalendarDay(ACTION, one.id, _day(one, on), one.what, one.updated_at)


def _is_near(one: Agreement, today: date) -> bool:
    return one.ends_on is not None and today - BACK <= one.ends_on <= today + AHEAD


def _day(record: Record, on: date | None) -> date:
    assert on is not None, f"{record.kind} {record.id} was asked for by its day"
    return on
