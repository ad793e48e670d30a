"""What a school means to do: its actions, those that are late, and what evaluations and reviews left open."""

from __future__ import annotations

import enum
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, extract, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from models.accounts import User
from models.actions import Action, is_an_activity, left_to_do
from models.evaluations import CommunicationReview, Evaluation, ProcessReview
from models.folding import folded_column, says
from models.partnerships import Partnership
from models.queries.paging import Paged, read_page
from models.record_kinds import KINDS
from models.records import Record, RecordStatus
from models.scope import Scope

NOBODY = "nobody"
# What is planned stands on its day, and not on the last on which it could be: a plan is shared out over the year.
_DAY = func.coalesce(Action.done_on, Action.planned_on, Action.due_on)
SORTS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "when": (_DAY,),
    "what": (folded_column(Action.what),),
    "whose": (folded_column(func.coalesce(User.name, Action.owner_name, "")),),
}


class State(enum.StrEnum):
    """Which actions are wanted."""

    OPEN = "open"
    OVERDUE = "overdue"
    TO_REVIEW = "review"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class ActionFilter:
    """Which actions are wanted; None leaves a criterion out.

    Attributes:
        owner: Number of a person with an account, a name as it was written down, or `nobody`.
        mine: Number of the person who reads: theirs alone.
        text: Found in its words or its note, whatever the case and the accents.
        indicators: Codes of those that they may serve.
        archived: The archived ones, in whatever state, in place of the others.
        start: First day wanted, of the day by which they stand in the list.
        end: First day *not* wanted, so ``[start, end)``.
        entered_by_id: Only what this person entered.
    """

    state: State = State.OPEN
    owner: str | None = None
    indicators: tuple[str, ...] | None = None
    mine: int | None = None
    text: str | None = None
    archived: bool = False
    start: date | None = None
    end: date | None = None
    entered_by_id: int | None = None


@dataclass(frozen=True, slots=True)
class Improvement:
    """What an evaluation or a review says is to be improved, and nobody has made an action of.

    Attributes:
        text: What no action was made of yet, one thing a line.
        partner: Name of the partner evaluated; empty for a review.
        on: Its day.
    """

    kind: str
    id: int
    ref: str
    text: str
    partner: str
    on: date

    @property
    def key(self) -> str:
        """Kind and reference, as actions keep them."""
        return f"{self.kind}/{self.ref}"


def find_action(session: Session, action_id: int, *, scope: Scope) -> Action | None:
    """Find one action of the reader's school, archived or not; None outside the scope."""
    found: Action | None = session.scalars(
        scope.limit(select(Action).where(Action.id == action_id), Action).options(joinedload(Action.owner))
    ).one_or_none()
    return found


def day_of(action: Action) -> date | None:
    """Give the day by which an action stands in the list: when it was done, is planned for, or is due."""
    return action.done_on or action.planned_on or action.due_on


def list_actions(
    session: Session,
    wanted: ActionFilter,
    *,
    scope: Scope,
    today: date,
    sort: str = "when",
    descending: bool = False,
    page: int = 1,
) -> Paged[Action]:
    """List a page of a school's actions, by months in the order of their days: three statements at most.

    Args:
        sort: A key of `SORTS`; by `when` those without a day come last. Ties follow by the order they were made in.
        page: Wanted page, from 1; one past the end gives the last.

    Raises:
        KeyError: There is no such sort.
    """
    order: list[Any] = [by.desc() if descending else by.asc() for by in SORTS[sort]]
    if sort == "when":
        order = [_DAY.is_(None), *order]
    return read_page(
        session,
        lambda statement: _narrowed(statement, wanted, scope, today),
        _narrowed(select(Action), wanted, scope, today)
        .options(contains_eager(Action.owner))
        .order_by(*order, Action.id.desc() if descending else Action.id),
        key=Action.id,
        page=page,
        day=_DAY if sort == "when" else None,
        day_of=day_of,
    )


def _narrowed(statement: Select[Any], wanted: ActionFilter, scope: Scope, today: date) -> Select[Any]:
    statement = scope.limit(statement.select_from(Action).outerjoin(Action.owner), Action)
    if wanted.archived:
        statement = statement.where(Action.record_status == RecordStatus.ARCHIVED)
    else:
        statement = _of_state(statement, wanted.state, today)
    if wanted.indicators is not None:
        statement = statement.where(Action.indicator.in_(wanted.indicators))
    if wanted.mine is not None:
        statement = statement.where(Action.owner_id == wanted.mine)
    if wanted.owner is not None:
        statement = statement.where(_owned_by(wanted.owner))
    if wanted.entered_by_id is not None:
        statement = statement.where(Action.entered_by_id == wanted.entered_by_id)
    if wanted.start is not None:
        statement = statement.where(wanted.start <= _DAY)
    if wanted.end is not None:
        statement = statement.where(wanted.end > _DAY)
    if wanted.text:
        statement = statement.where(or_(says(Action.what, wanted.text), says(Action.note, wanted.text)))
    return statement


def _of_state(statement: Select[Any], state: State, today: date) -> Select[Any]:
    statement = statement.where(Action.record_status == RecordStatus.CONFIRMED)
    if state is State.DONE:
        return statement.where(Action.done_on.is_not(None))
    statement = statement.where(Action.done_on.is_(None), Action.carried_on.is_(None))
    if state is State.OVERDUE:
        return statement.where(Action.due_on < today)
    return statement.where(Action.to_review) if state is State.TO_REVIEW else statement


def _owned_by(owner: str) -> ColumnElement[bool]:
    if owner == NOBODY:
        return and_(Action.owner_id.is_(None), Action.owner_name.is_(None))
    return Action.owner_id == int(owner) if owner.isdigit() else Action.owner_name == owner


def _serving(indicators: Collection[str] | None) -> list[ColumnElement[bool]]:
    return [] if indicators is None else [Action.indicator.in_(indicators)]


def count_by_state(
    session: Session, *, scope: Scope, today: date, indicators: Collection[str] | None = None
) -> dict[State, int]:
    """Count a school's actions that are open, overdue, to be reviewed and done: one statement.

    Args:
        indicators: As `actions_by_month` takes them.
    """
    is_open = and_(Action.done_on.is_(None), Action.carried_on.is_(None))
    wanted = {
        State.OPEN: is_open,
        State.OVERDUE: and_(is_open, Action.due_on < today),
        State.TO_REVIEW: and_(is_open, Action.to_review),
        State.DONE: Action.done_on.is_not(None),
    }
    statement = select(*(func.count(Action.id).filter(condition) for condition in wanted.values()))
    row = session.execute(
        scope.limit(
            statement.where(Action.record_status == RecordStatus.CONFIRMED, *_serving(indicators)),  # type: ignore[arg-type]  # of counts
            Action,
        )
    ).one()
    return dict(zip(wanted, row, strict=True))


@dataclass(slots=True)
class MonthOfActions:
    """The actions of one month, by the day on which each was done, or else is planned or due.

    Attributes:
        open: Not done, the late ones among them.
        late: Not done, and due before today.
    """

    done: int = 0
    open: int = 0
    late: int = 0

    @property
    def all(self) -> int:
        """All of them."""
        return self.done + self.open


def actions_by_month(
    session: Session, *, scope: Scope, start: date, end: date, today: date, indicators: Collection[str] | None = None
) -> dict[date, MonthOfActions]:
    """Count a school's actions of a period by month, as the list of actions narrows to a month: one statement.

    Args:
        start: First day counted.
        end: First day *not* counted, so ``[start, end)``.
        indicators: Codes of those that they may serve; None for all actions, those for no indicator too.

    Returns:
        First day of a month -> its actions; months without any are absent, and so is what has no day.
    """
    is_open = and_(Action.done_on.is_(None), Action.carried_on.is_(None))
    year, month = extract("year", _DAY), extract("month", _DAY)
    counts = [
        func.count(Action.id).filter(condition)
        for condition in (Action.done_on.is_not(None), is_open, and_(is_open, Action.due_on < today))
    ]
    columns: Any = select(year, month, *counts)
    rows = session.execute(
        scope.limit(columns, Action)
        .where(Action.record_status == RecordStatus.CONFIRMED, start <= _DAY, end > _DAY, *_serving(indicators))
        .group_by(year, month)
    )
    found = {date(int(of_year), int(of_month), 1): MonthOfActions(*numbers) for of_year, of_month, *numbers in rows}
    return {first: one for first, one in sorted(found.items()) if one.all}


def names_of_owners(session: Session, *, scope: Scope) -> list[str]:
    """List the names and groups that actions were given to and that have no account, by name."""
    statement = scope.limit(select(Action), Action).where(
        Action.owner_name.is_not(None), Action.record_status != RecordStatus.ARCHIVED
    )
    return list(session.scalars(statement.with_only_columns(Action.owner_name).distinct().order_by(Action.owner_name)))


def list_overdue(session: Session, *, scope: Scope, today: date) -> list[Action]:
    """List a school's actions that should have been done, the latest due last; one statement.

    Those that stand as planned activities are not among them: whether they happened is asked of the activities.
    """
    statement = _of_state(scope.limit(select(Action), Action), State.OVERDUE, today).where(~is_an_activity())
    return list(session.scalars(statement.options(joinedload(Action.owner)).order_by(Action.due_on, Action.id)))


def made_from(session: Session, *, scope: Scope) -> list[Action]:
    """List the actions that are in use, open or done, so that a page can say of what it shows that it is one."""
    statement = scope.limit(select(Action), Action).where(
        Action.record_status == RecordStatus.CONFIRMED,
        Action.carried_on.is_(None),
        or_(Action.practice.is_not(None), Action.gap.is_not(None), Action.from_record.is_not(None)),
    )
    return list(session.scalars(statement.order_by(Action.id)))


def practices_taken(session: Session, *, scope: Scope) -> dict[str, Action]:
    """Give the open action of each practice that has one, by the practice's key."""
    found = made_from(session, scope=scope)
    return {one.practice: one for one in found if one.practice and one.is_open and not one.gap}


def actions_from(session: Session, key: str, *, scope: Scope) -> list[Action]:
    """List the actions that were made of an evaluation or a review, open or done.

    Args:
        key: Kind and reference of the record, as actions keep them.
    """
    return [one for one in made_from(session, scope=scope) if one.from_record == key and not one.gap]


def done_for(session: Session, code: str, *, scope: Scope, start: date, end: date) -> list[Action]:
    """List the actions for an indicator that were done in ``[start, end]``, the latest first."""
    statement = _of_state(scope.limit(select(Action), Action), State.DONE, end).where(
        Action.indicator == code, Action.done_on >= start, Action.done_on <= end
    )
    return list(session.scalars(statement.order_by(Action.done_on.desc(), Action.id.desc())))


def list_improvements(session: Session, *, scope: Scope) -> list[Improvement]:
    """List what evaluations and reviews say is to be improved and no action was made of, the latest first.

    Of each partnership the latest evaluation speaks, and of each sort of review the latest: it looked at what the ones
    before had left open. A fixed number of statements.
    """
    taken: dict[str | None, list[Action]] = {}
    for action in made_from(session, scope=scope):
        taken.setdefault(action.from_record, []).append(action)
    found = [*_of_evaluations(session, scope), *_of_reviews(session, scope, CommunicationReview)]
    found += _of_reviews(session, scope, ProcessReview)
    left = (replace(one, text="\n".join(left_to_do(one.text, taken.get(one.key, ())))) for one in found)
    return sorted((one for one in left if one.text), key=lambda one: one.on, reverse=True)


def find_improvement(session: Session, key: str, *, scope: Scope) -> Improvement | None:
    """Find one of `list_improvements` by kind and reference; None where it is none of them."""
    return next((one for one in list_improvements(session, scope=scope) if one.key == key), None)


def _of_evaluations(session: Session, scope: Scope) -> list[Improvement]:
    statement = scope.limit(select(Evaluation), Evaluation).where(Evaluation.record_status == RecordStatus.CONFIRMED)
    rows = session.scalars(
        statement.options(joinedload(Evaluation.partnership).joinedload(Partnership.partner)).order_by(
            Evaluation.occurred_on, Evaluation.id
        )
    )
    latest = {one.partnership_id: one for one in rows}
    return [
        Improvement(one.kind, one.id, one.ref, (one.actions_open or "").strip(), _partner(one), one.occurred_on)
        for one in latest.values()
    ]


def _partner(evaluation: Evaluation) -> str:
    return evaluation.partnership.partner.name


def _of_reviews(session: Session, scope: Scope, table: type[Record]) -> list[Improvement]:
    kind = KINDS[table.kind]
    statement = scope.limit(select(table), table).where(table.record_status == RecordStatus.CONFIRMED)
    rows = sorted(session.scalars(statement), key=lambda one: (kind.day_of(one) or date.min, one.id))
    if not rows:
        return []
    last, on = rows[-1], kind.day_of(rows[-1])
    assert on is not None  # a review has its day
    text = (getattr(last, "actions_open", None) or "").strip()
    return [Improvement(last.kind, last.id, last.ref, text, "", on)]
