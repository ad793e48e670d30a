"""The wording of the IC Map: the official one where a school's document was loaded, our own until then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.icmap import Indicator


@dataclass(frozen=True, slots=True)
class CellWording:
    """One cell's wording.

    Attributes:
        lines: Paragraphs and list items in order; each with whether it is a list item.
    """

    level: int
    lines: tuple[tuple[str, bool], ...]
    is_official: bool


@dataclass(frozen=True, slots=True)
class IndicatorWording:
    """One indicator's wording.

    Attributes:
        statement: The official statement of the map, or our own short name.
        outcome_name: Our own short name of its desired outcome.
        cells: Level 1 to 5 -> wording.
    """

    code: str
    statement: str
    outcome_code: str
    outcome_name: str
    outcome_statement: str | None
    is_official: bool
    cells: Mapping[int, CellWording]


BULLET = "•"


def find_wording(session: Session, code: str) -> IndicatorWording | None:
    """Find the wording of one indicator; None where the map's rows hold no such code.

    The map is no school's own: it needs no scope.
    """
    indicator = session.scalar(
        select(Indicator)
        .where(Indicator.code == code)
        .options(joinedload(Indicator.outcome), selectinload(Indicator.descriptors))
    )
    return _wording(indicator) if indicator is not None else None


def list_wordings(session: Session) -> dict[str, IndicatorWording]:
    """Find the wording of every indicator by its code, as `find_wording`: three statements, however many there are."""
    indicators = session.scalars(
        select(Indicator).options(joinedload(Indicator.outcome), selectinload(Indicator.descriptors))
    )
    return {indicator.code: _wording(indicator) for indicator in indicators}


def _wording(indicator: Indicator) -> IndicatorWording:
    return IndicatorWording(
        code=indicator.code,
        statement=indicator.official_map or indicator.name,
        outcome_code=indicator.outcome.code,
        outcome_name=indicator.outcome.name,
        outcome_statement=indicator.outcome.official_map,
        is_official=indicator.official_map is not None,
        cells={
            cell.level: CellWording(cell.level, _lines(cell.official or cell.summary), cell.official is not None)
            for cell in indicator.descriptors
        },
    )


def _lines(text: str) -> tuple[tuple[str, bool], ...]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return tuple((line.removeprefix(BULLET).strip(), line.startswith(BULLET)) for line in lines)
