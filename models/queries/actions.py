"""What a school means to do: its actions, those that are late, and what evaluations and reviews left open."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from models.actions import Action
from models.evaluations import CommunicationReview, Evaluation, ProcessReview
from models.partnerships import Partnership
from models.records import Record, RecordStatus
from models.scope import Scope
from models.tables import KINDS
from models.texts import folded

PER_PAGE = 50
NOBODY = "nobody"


class State(enum.StrEnum):
    """Which actions are wanted."""

    OPEN = "open"
    OVERDUE = "overdue"
    TO_REVIEW = "review"
    DONE = "done"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class ActionFilter:
    """Which actions are wanted; None leaves a criterion out.

    Attributes:
        owner: Number of a person with an account, a name as it was written down, or `nobody`.
        mine: Number of the person who reads: theirs alone.
        text: Found in its words or its note, whatever the case and the accents.
    """

    state: State = State.OPEN
    owner: str | None = None
    indicator: str | None = None
    mine: int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class ActionPage:
    """One page of actions.

    Attributes:
        number: From 1.
        total: Actions in all pages together.
    """

    rows: Sequence[Action]
    number: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PER_PAGE))


@dataclass(frozen=True, slots=True)
class Improvement:
    """What an evaluation or a review says is to be improved, and nobody has made an action of.

    Attributes:
        text: As it was written there.
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


def list_actions(session: Session, wanted: ActionFilter, *, scope: Scope, today: date, page: int = 1) -> ActionPage:
    """List a school's actions: those that are due first on top, what is done with the latest on top; one statement.

    Args:
        page: From 1; beyond the last gives the last.
    """
    statement = _of_state(scope.limit(select(Action), Action), wanted.state, today)
    if wanted.indicator is not None:
        statement = statement.where(Action.indicator == wanted.indicator)
    if wanted.mine is not None:
        statement = statement.where(Action.owner_id == wanted.mine)
    if wanted.owner is not None:
        statement = statement.where(_owned_by(wanted.owner))
    late_last = Action.due_on.is_(None)
    order = (
        (Action.done_on.desc(), Action.id.desc())
        if wanted.state is State.DONE
        else (late_last, Action.due_on, Action.id)
    )
    rows: list[Action] = list(session.scalars(statement.options(joinedload(Action.owner)).order_by(*order)))
    if wanted.text:
        asked = folded(wanted.text)
        rows = [one for one in rows if asked in folded(f"{one.what} {one.note or ''}")]
    number = min(max(1, page), max(1, -(-len(rows) // PER_PAGE)))
    return ActionPage(rows[(number - 1) * PER_PAGE : number * PER_PAGE], number, len(rows))


def _of_state(statement: Select[Any], state: State, today: date) -> Select[Any]:
    if state is State.ARCHIVED:
        return statement.where(Action.record_status == RecordStatus.ARCHIVED)
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


def count_by_state(session: Session, *, scope: Scope, today: date) -> dict[State, int]:
    """Count a school's actions that are open, overdue, to be reviewed and done: one statement."""
    is_open = and_(Action.done_on.is_(None), Action.carried_on.is_(None))
    wanted = {
        State.OPEN: is_open,
        State.OVERDUE: and_(is_open, Action.due_on < today),
        State.TO_REVIEW: and_(is_open, Action.to_review),
        State.DONE: Action.done_on.is_not(None),
    }
    statement = select(*(func.count(Action.id).filter(condition) for condition in wanted.values()))
    row = session.execute(
        scope.limit(statement.where(Action.record_status == RecordStatus.CONFIRMED), Action)  # type: ignore[arg-type]  # of counts
    ).one()
    return dict(zip(wanted, row, strict=True))


def names_of_owners(session: Session, *, scope: Scope) -> list[str]:
    """List the names and groups that actions were given to and that have no account, by name."""
    statement = scope.limit(select(Action), Action).where(
        Action.owner_name.is_not(None), Action.record_status != RecordStatus.ARCHIVED
    )
    return list(session.scalars(statement.with_only_columns(Action.owner_name).distinct().order_by(Action.owner_name)))


def list_overdue(session: Session, *, scope: Scope, today: date) -> list[Action]:
    """List a school's actions that should have been done, the latest due last; one statement."""
    statement = _of_state(scope.limit(select(Action), Action), State.OVERDUE, today)
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


def action_from(session: Session, key: str, *, scope: Scope) -> Action | None:
    """Find the action that was made of an evaluation or a review, open or done.

    Args:
        key: Kind and reference of the record, as actions keep them.
    """
    return next((one for one in made_from(session, scope=scope) if one.from_record == key and not one.gap), None)


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
    taken = {action.from_record for action in made_from(session, scope=scope)}
    found = [*_of_evaluations(session, scope), *_of_reviews(session, scope, CommunicationReview)]
    found += _of_reviews(session, scope, ProcessReview)
    return sorted((one for one in found if one.text and one.key not in taken), key=lambda one: one.on, reverse=True)


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
