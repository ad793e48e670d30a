"""A school's first hour: the five steps from nothing to a first look, told from what is on record."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.activities import Activity
from models.agreements import Agreement
from models.continuum.continuum import Continuum
from models.first_hours import FirstHour as Said
from models.partners import SchoolPartner
from models.queries.map_wordings import wording_is_loaded
from models.ratings import Assessment
from models.records import Record, RecordStatus
from models.scope import Scope

# So many things of this term are enough for a first look.
ENOUGH = 5


class Step(enum.StrEnum):
    """One of the five, in their order."""

    WORDING = "wording"
    PARTNERS = "partners"
    AGREEMENTS = "agreements"
    LOG = "log"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class StepState:
    """One step as it stands.

    Attributes:
        many: How many records there are of what it asks for; 0 where it asks for none.
    """

    step: Step
    is_done: bool
    many: int = 0


@dataclass(frozen=True, slots=True)
class FirstHour:
    """The steps of a school that begins.

    Attributes:
        put_away_on: When the school put the list away; None while it is in the way of nobody.
        has_signed: Whether the school signed a year: it begins no more, whatever it left out.
    """

    steps: tuple[StepState, ...]
    put_away_on: date | None = None
    has_signed: bool = False

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(one.is_done for one in self.steps)

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do."""
        return self.has_signed or self.done == len(self.steps)

    @property
    def next(self) -> StepState | None:
        """The first step that is not done."""
        return next((one for one in self.steps if not one.is_done), None)


def is_young(continuum: Continuum, on: date) -> bool:
    """Say whether a school has not logged for so long that what is not on record is known not to have happened."""
    return any(answer.too_early for answer in continuum.on(on).indicators.values())


def first_hour(session: Session, *, scope: Scope) -> FirstHour:
    """Tell which steps a school has done, from what is on record; archived records are not.

    Args:
        scope: Of one school.

    Raises:
        OutsideScope: The scope has no school, or several.
    """
    said = session.get(Said, scope.school_id)
    partners = _count(session, SchoolPartner, scope)
    agreements = _count(session, Agreement, scope)
    logged = _count(session, Activity, scope)
    # Whoever opened a year has seen more than a first look shows.
    years = session.scalars(scope.limit(select(Assessment), Assessment)).all()
    steps = (
        StepState(Step.WORDING, wording_is_loaded(session)),
        StepState(Step.PARTNERS, partners > 0, partners),
        StepState(Step.AGREEMENTS, agreements > 0, agreements),
        StepState(Step.LOG, logged >= ENOUGH, logged),
        StepState(Step.LOOK, bool(years) or (said is not None and said.looked_on is not None)),
    )
    return FirstHour(steps, said.put_away_on if said else None, any(one.signed_on for one in years))


def first_hour_of_district(session: Session) -> FirstHour:
    """Tell the one step that a district can do before it has a school."""
    return FirstHour((StepState(Step.WORDING, wording_is_loaded(session)),))


def _count(session: Session, table: type[Record], scope: Scope) -> int:
    statement = select(func.count(table.id)).where(table.record_status == RecordStatus.CONFIRMED)
    return session.scalar(scope.limit(statement, table)) or 0
