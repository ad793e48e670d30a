"""The official wording: what is shown of it, which versions there are, and what another one would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, selectinload

from models.icmap import Indicator, Outcome, Standard
from models.map_wordings import MapWording, WordingLoad
from models.scope import Scope

NEW, CHANGED, SAME = "new", "changed", "same"


@dataclass(frozen=True, slots=True)
class Shown:
    """The official wording in use.

    Attributes:
        at: When it was loaded.
        load: By whom, and out of which document; None where that is not known.
    """

    at: datetime
    load: WordingLoad | None


@dataclass(frozen=True, slots=True)
class TextRead:
    """One text of a document beside the one that is shown now.

    Attributes:
        lines: Its lines.
        state: `new`, `changed` or `same`.
    """

    lines: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class IndicatorRead:
    """An indicator as a document words it.

    Attributes:
        name: Our own short name.
        cells: Getting Started first.
    """

    code: str
    name: str
    statement: TextRead
    cells: tuple[TextRead, ...]

    @property
    def states(self) -> tuple[str, ...]:
        """What each of its texts is beside the one that is shown."""
        return (self.statement.state, *(cell.state for cell in self.cells))


@dataclass(frozen=True, slots=True)
class OutcomeRead:
    """A desired outcome as a document words it, with its indicators."""

    code: str
    name: str
    wording: TextRead
    indicators: tuple[IndicatorRead, ...]


@dataclass(frozen=True, slots=True)
class DocumentRead:
    """What a document says, beside what is shown now."""

    standard: TextRead
    outcomes: tuple[OutcomeRead, ...]

    @property
    def states(self) -> tuple[str, ...]:
        """What each of its texts is beside the one that is shown."""
        indicators = [indicator for outcome in self.outcomes for indicator in outcome.indicators]
        return (
            self.standard.state,
            *(outcome.wording.state for outcome in self.outcomes),
            *(state for indicator in indicators for state in indicator.states),
        )


def wording_is_loaded(session: Session) -> bool:
    """Say whether the official wording is shown, from wherever it came."""
    return session.scalar(select(Standard.id).where(Standard.official.is_not(None)).limit(1)) is not None


def shown_wording(session: Session) -> Shown | None:
    """Find what is shown now; None while our own short wording is."""
    standard = session.scalar(select(Standard).where(Standard.official.is_not(None)))
    if standard is None or standard.loaded_at is None:
        return None
    return Shown(standard.loaded_at, latest_load(session))


def latest_load(session: Session) -> WordingLoad | None:
    """Find the last time that a wording was put to use."""
    return session.scalar(
        select(WordingLoad).options(selectinload(WordingLoad.wording)).order_by(WordingLoad.id.desc()).limit(1)
    )


def list_map_wordings(session: Session, *, scope: Scope) -> list[MapWording]:
    """List the wordings that were ever put to use, and those read in the reader's district, the latest first."""
    statement = select(MapWording).where(_may_see(scope)).options(selectinload(MapWording.loads))
    return list(session.scalars(statement.order_by(MapWording.read_at.desc(), MapWording.id.desc())))


def find_map_wording(session: Session, wording_id: int, *, scope: Scope) -> MapWording | None:
    """Find one of `list_map_wordings`."""
    return session.scalar(select(MapWording).where(MapWording.id == wording_id, _may_see(scope)))


def _may_see(scope: Scope) -> ColumnElement[bool]:
    """What was only read, and not put to use, is the business of those who brought it."""
    return or_(MapWording.loads.any(), MapWording.district_id == scope.district_id)


def compared(session: Session, texts: Mapping[str, Any]) -> DocumentRead:
    """Put the texts of a document beside those that are shown now, in the order of the map."""
    standard = session.scalar(select(Standard.official).order_by(Standard.id))
    outcomes = session.scalars(
        select(Outcome)
        .options(selectinload(Outcome.indicators).selectinload(Indicator.descriptors))
        .order_by(Outcome.position)
    )
    read = tuple(
        OutcomeRead(
            one.code,
            one.name,
            _text(texts["outcomes"][one.code], [one.official_at_a_glance, one.official_map]),
            tuple(_indicator(row, texts["indicators"][row.code]) for row in one.indicators),
        )
        for one in outcomes
        if one.code in texts["outcomes"]
    )
    return DocumentRead(_text([texts["standard"]], [standard]), read)


def _indicator(row: Indicator, read: Mapping[str, Any]) -> IndicatorRead:
    return IndicatorRead(
        row.code,
        row.name,
        _text(read["statement"], [row.official_at_a_glance, row.official_map]),
        tuple(_text([text], [cell.official]) for text, cell in zip(read["cells"], row.descriptors, strict=True)),
    )


def _text(read: Sequence[str], shown: Sequence[str | None]) -> TextRead:
    """Compare all that the document prints of one text, and give what the map prints, which comes last."""
    state = SAME if list(read) == list(shown) else CHANGED if any(shown) else NEW
    return TextRead(tuple(line.strip() for line in read[-1].splitlines() if line.strip()), state)
