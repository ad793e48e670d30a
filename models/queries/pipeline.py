"""Partnerships as a board: a column for each stage, and in it those that are there today."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.folding import folded_column
from models.partners import Partner
from models.partnerships import Partnership
from models.queries.partnership_care import stage_held
from models.queries.partnership_list import PartnershipFilter, PartnershipRow, current_partnerships, narrowed_to
from models.scope import Scope

# So many stand in one column; the list has the others.
SHOWN = 30
# So many stand on the whole board: where there are more, its fullest columns are cut, each as far down as the next.
ROOM = 70


@dataclass(frozen=True, slots=True)
class Card:
    """One partnership on the board.

    Attributes:
        since: First day of its stage; None before the first.
    """

    row: PartnershipRow
    since: date | None

    @property
    def moves(self) -> bool:
        """Whether it can be moved: it has not ended."""
        return self.row.partnership.ended_on is None


@dataclass(frozen=True, slots=True)
class StageColumn:
    """One stage with its partnerships, those that need care first, then by partner.

    Attributes:
        stage: Code of the stage.
        total: How many stand in it; `cards` are as many of them as the board has room for, `SHOWN` at most.
    """

    stage: str
    total: int
    cards: Sequence[Card]


def pipeline_of(
    session: Session, stages: Sequence[str], wanted: PartnershipFilter, *, scope: Scope, today: date
) -> list[StageColumn]:
    """Put a school's current partnerships under the stages they are in: a fixed number of statements.

    Args:
        stages: Codes of the columns, in their order. A partnership in another stage, or in none, is in no column.
        wanted: What the board is narrowed to; its stage, and whether care is needed, have no say.

    Raises:
        NoRules: There are partnerships and no rules by which to say how they stand.
    """
    held = stage_held(Partnership.id, today).label("stage")
    by_name = folded_column(Partner.name).label("name")
    every = cast("Select[Any]", select(Partnership.id, held, by_name))
    # What is over is in none of the columns, so that nothing has to be left out here.
    inner = narrowed_to(every, wanted, scope, today, over=frozenset()).subquery()
    place = func.row_number().over(partition_by=inner.c.stage, order_by=(inner.c.name, inner.c.id)).label("place")
    placed = select(inner.c.id, inner.c.stage, place, func.count().over(partition_by=inner.c.stage).label("total"))
    ranked = placed.where(inner.c.stage.in_(stages)).subquery()
    shown: list[Any] = list(session.execute(select(ranked).where(ranked.c.place <= SHOWN)))
    totals = {row.stage: row.total for row in shown}
    fit = cards_that_fit(totals.values())
    among = [row.id for row in shown if row.place <= fit]
    columns: dict[str, list[Card]] = {stage: [] for stage in stages}
    for one in current_partnerships(session, scope=scope, today=today, among=among) if among else ():
        if one.stage is not None:
            columns[str(one.stage)].append(Card(one, _since(one.partnership, today)))
    return [
        StageColumn(stage, totals.get(stage, 0), sorted(cards, key=lambda card: not card.row.needs_care))
        for stage, cards in columns.items()
    ]


def cards_that_fit(totals: Collection[int]) -> int:
    """Say how many may stand in a column, so that all columns together have room; never fewer than one."""
    return next((most for most in range(SHOWN, 1, -1) if sum(min(one, most) for one in totals) <= ROOM), 1)


def _since(partnership: Partnership, today: date) -> date | None:
    return max((row.from_on for row in partnership.stages if row.from_on <= today), default=None)
