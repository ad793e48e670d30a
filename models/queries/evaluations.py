"""Read evaluations of partnerships."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.evaluations import Evaluation, Side
from models.partnerships import Partnership
from models.records import RecordStatus
from models.scope import Scope
from models.texts import folded

SORTS = ("date", "partner", "side")


@dataclass(frozen=True, slots=True)
class EvaluationFilter:
    """Which evaluations are wanted; None leaves a criterion out.

    Attributes:
        text: Found in the partner's name, whatever the case and the accents.
        open_actions: Only those that name an action still open.
        archived: The archived ones in place of the others.
    """

    side: Side | None = None
    partnership_id: int | None = None
    text: str | None = None
    open_actions: bool = False
    archived: bool = False


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
    session: Session, wanted: EvaluationFilter, *, scope: Scope, sort: str = "date", descending: bool = True
) -> list[Evaluation]:
    """List a school's evaluations with their partners: one statement, however many there are.

    Args:
        sort: One of `SORTS`; ties follow by day, latest first.

    Raises:
        ValueError: There is no such sort.
    """
    if sort not in SORTS:
        raise ValueError(f"no such sort: {sort!r}")
    statement = scope.limit(select(Evaluation), Evaluation).options(
        joinedload(Evaluation.partnership).joinedload(Partnership.partner)
    )
    archived = Evaluation.record_status == RecordStatus.ARCHIVED
    statement = statement.where(archived if wanted.archived else ~archived)
    if wanted.side is not None:
        statement = statement.where(Evaluation.side == wanted.side)
    if wanted.partnership_id is not None:
        statement = statement.where(Evaluation.partnership_id == wanted.partnership_id)
    if wanted.open_actions:
        statement = statement.where(Evaluation.actions_open.is_not(None), Evaluation.actions_open != "")
    rows = list(session.scalars(statement.order_by(Evaluation.occurred_on.desc(), Evaluation.id.desc())))
    if wanted.text:
        rows = [one for one in rows if folded(wanted.text) in folded(one.partnership.partner.name)]
    keys: dict[str, Any] = {
        "date": lambda one: one.occurred_on,
        "partner": lambda one: one.partnership.partner.name.casefold(),
        "side": lambda one: one.side.value,
    }
    rows.sort(key=keys[sort], reverse=descending)
    return rows
