"""Read evaluations of partnerships."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from models.evaluations import Evaluation
from models.folding import folded_column, says
from models.partners import Partner
from models.partnerships import Partnership
from models.queries.paging import Paged, read_page
from models.records import RecordStatus
from models.scope import Scope

SORTS: dict[str, ColumnElement[Any]] = {
    "date": Evaluation.occurred_on.expression,
    "partner": folded_column(Partner.name),
    "side": Evaluation.side.expression,
}


@dataclass(frozen=True, slots=True)
class EvaluationFilter:
    """Which evaluations are wanted; None leaves a criterion out.

    Attributes:
        text: Found in the partner's name, whatever the case and the accents.
        open_actions: Only those that name an action still open.
        archived: The archived ones in place of the others.
        start: First day wanted.
        end: First day *not* wanted, so ``[start, end)``.
        entered_by_id: Only what this person entered.
    """

    side: str | None = None
    partnership_id: int | None = None
    text: str | None = None
    open_actions: bool = False
    archived: bool = False
    start: date | None = None
    end: date | None = None
    entered_by_id: int | None = None


def find_evaluation(session: Session, evaluation_id: int, *, scope: Scope) -> Evaluation | None:
    """Find one evaluation of the reader's school, archived or not; None outside the scope."""
    found: Evaluation | None = session.scalars(
        scope.limit(
            select(Evaluation)
            .where(Evaluation.id == evaluation_id)
            .options(joinedload(Evaluation.partnership).joinedload(Partnership.partner)),
            Evaluation,
        )
    ).one_or_none()
    return found


def list_evaluations(
    session: Session,
    wanted: EvaluationFilter,
    *,
    scope: Scope,
    sort: str = "date",
    descending: bool = True,
    page: int = 1,
) -> Paged[Evaluation]:
    """List a page of a school's evaluations with their partners: three statements at most, however many there are.

    Args:
        sort: One of `SORTS`; ties follow by day, latest first.

    Raises:
        KeyError: There is no such sort.
    """
    by = SORTS[sort]
    order = (by.desc() if descending else by.asc(), Evaluation.occurred_on.desc(), Evaluation.id.desc())
    ordered = (
        _narrowed(select(Evaluation), wanted, scope)
        .options(contains_eager(Evaluation.partnership).contains_eager(Partnership.partner))
        .order_by(*order)
    )
    return read_page(
        session,
        lambda statement: _narrowed(statement, wanted, scope),
        ordered,
        key=Evaluation.id,
        page=page,
        day=Evaluation.occurred_on if sort == "date" else None,
        day_of=lambda one: one.occurred_on,
    )


def _narrowed(statement: Select[Any], wanted: EvaluationFilter, scope: Scope) -> Select[Any]:
    archived = Evaluation.record_status == RecordStatus.ARCHIVED
    statement = scope.limit(statement.join(Evaluation.partnership).join(Partnership.partner), Evaluation)
    statement = statement.where(archived if wanted.archived else ~archived)
    if wanted.side is not None:
        statement = statement.where(Evaluation.side == wanted.side)
    if wanted.partnership_id is not None:
        statement = statement.where(Evaluation.partnership_id == wanted.partnership_id)
    if wanted.open_actions:
        statement = statement.where(Evaluation.actions_open.is_not(None), Evaluation.actions_open != "")
    if wanted.start is not None:
        statement = statement.where(Evaluation.occurred_on >= wanted.start)
    if wanted.end is not None:
        statement = statement.where(Evaluation.occurred_on < wanted.end)
    if wanted.entered_by_id is not None:
        statement = statement.where(Evaluation.entered_by_id == wanted.entered_by_id)
    if wanted.text:
        statement = statement.where(says(Partner.name, wanted.text))
    return statement
