"""Which partnerships in force should be evaluated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.continuum.time.calendar import expiry
from models.evaluations import Evaluation
from models.partnerships import Partnership
from models.queries.catalogue import catalogue_on
from models.queries.partnership_list import PartnershipRow
from models.records import RecordStatus
from models.scope import Scope
from models.wording import day_words


@dataclass(frozen=True, slots=True)
class EvaluationDue:
    """A partnership in force that should be evaluated.

    Attributes:
        last_on: Day of its latest evaluation; None where it has none.
        due_on: The day on which the next one was due, today or earlier.
    """

    row: PartnershipRow
    last_on: date | None
    due_on: date

    @property
    def sentence(self) -> str:
        """Say when it was evaluated last, or since when it never was."""
        if self.last_on is not None:
            return f"The last one was on {day_words(self.last_on)}."
        return f"None yet; it began {day_words(self.row.partnership.started_on)}."


def is_in_force(partnership: Partnership, stages: frozenset[str], on: date) -> bool:
    """Test whether a partnership is confirmed, stands in one of some stages, and has not ended.

    Args:
        stages: Those that the rules call in force.
    """
    return (
        partnership.record_status is RecordStatus.CONFIRMED
        and partnership.stage_on(on) in stages
        and (partnership.ended_on is None or partnership.ended_on > on)
    )


def evaluations_due(
    session: Session, rows: Sequence[PartnershipRow], *, scope: Scope, today: date
) -> list[EvaluationDue]:
    """List the partnerships in force that were not evaluated within their first year, or the year before today."""
    language = catalogue_on(session, today, scope=scope).language
    stages = language.marked("stage", "in_force")
    standing = [row for row in rows if is_in_force(row.partnership, stages, today)]
    if not standing:
        return []
    statement: Select[Any] = scope.limit(
        select(Evaluation.partnership_id, func.max(Evaluation.occurred_on)),  # type: ignore[arg-type]  # of two columns
        Evaluation,
    ).where(
        Evaluation.record_status == RecordStatus.CONFIRMED,
        Evaluation.occurred_on <= today,
        Evaluation.partnership_id.in_([row.partnership.id for row in standing]),
    )
    latest: dict[int, date] = dict(session.execute(statement.group_by(Evaluation.partnership_id)).all())
    found = []
    for row in standing:
        last_on = latest.get(row.partnership.id)
        since = last_on or row.partnership.started_on
        due_on = date.fromordinal(expiry(since.toordinal(), language.thresholds.evaluation_months))
        if due_on <= today:
            found.append(EvaluationDue(row, last_on, due_on))
    return found
