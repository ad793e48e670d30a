"""A strategic alliance's partnerships, as far as schools let it read what was agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.days import months_after
from models.evaluations import Evaluation
from models.partnerships import TERMS, Partnership
from models.queries.alliances import members_of
from models.queries.catalogue import latest_catalogue
from models.records import RecordStatus
from models.scope import OutsideScope, Scope

# Asked about again after so long, and rated for the first time after some months of work.
AGAIN_MONTHS, FIRST_MONTHS = 12, 4


@dataclass(frozen=True, slots=True)
class OwnPartnership:
    """One partnership with one school.

    Attributes:
        terms: Label and text of what was agreed, where the school lets its partner read it; else empty.
        confirmed_on: When it was last said that all of it is still so; None where nobody did.
        rated_on: When the alliance last said how it goes; None where it never did.
    """

    id: int
    version: int
    school: str
    started_on: date
    terms: tuple[tuple[str, str], ...]
    confirmed_on: date | None
    rated_on: date | None

    def asks_whether_true(self, on: date) -> bool:
        """Whether what was agreed can be read, and nobody confirmed it within a year."""
        last = self.confirmed_on or self.started_on
        return bool(self.terms) and last <= months_after(on, -AGAIN_MONTHS)

    def asks_how_it_goes(self, on: date) -> bool:
        """Whether it is time to say how it goes."""
        if self.rated_on is None:
            return self.started_on <= months_after(on, -FIRST_MONTHS)
        return self.rated_on <= months_after(on, -AGAIN_MONTHS)


def list_own_partnerships(session: Session, *, scope: Scope, today: date) -> list[OwnPartnership]:
    """List the partnerships of the reader's organisation that run today, by school.

    Raises:
        OutsideScope: The reader is not an alliance member.
    """
    found = session.scalars(_own(scope, today)).all()
    rated = _rated(session, scope, [one.id for one in found])
    return sorted((_told(one, rated, today) for one in found), key=lambda one: (one.school, one.id))


def find_own_partnership(session: Session, partnership_id: int, *, scope: Scope, today: date) -> Partnership | None:
    """Find the record of one running partnership of the reader's organisation; None outside the scope.

    Raises:
        OutsideScope: The reader is not an alliance member.
    """
    return session.scalars(_own(scope, today).where(Partnership.id == partnership_id)).one_or_none()


def told_to_partner(partnership: Partnership, today: date) -> tuple[tuple[str, str], ...]:
    """Give what was agreed, label and text, as far as the school lets the partner read it."""
    if partnership.shown_on is None or partnership.shown_on > today:
        return ()
    held = ((term.label, partnership.term_on(name, today)) for name, term in TERMS.items() if not term.is_mark)
    return tuple((label, row.text) for label, row in held if row is not None and row.text)


def _told(partnership: Partnership, rated: dict[int, date], today: date) -> OwnPartnership:
    return OwnPartnership(
        partnership.id,
        partnership.version,
        partnership.school.name,
        partnership.started_on,
        told_to_partner(partnership, today),
        max(partnership.confirmed_on, default=None),
        rated.get(partnership.id),
    )


def _own(scope: Scope, today: date) -> Select[Partnership]:
    if scope.partner_id is None:
        raise OutsideScope("Only a member of a strategic alliance has partnerships of an alliance.")
    return (
        select(Partnership)
        .where(
            Partnership.partner_id == scope.partner_id,
            Partnership.record_status == RecordStatus.CONFIRMED,
            or_(Partnership.ended_on.is_(None), Partnership.ended_on > today),
        )
        .options(joinedload(Partnership.school), selectinload(Partnership.terms))
    )


def _rated(session: Session, scope: Scope, partnerships: list[int]) -> dict[int, date]:
    assert scope.partner_id is not None  # asked before
    language = latest_catalogue(session).language
    alone = language.marked("side", "partner") - language.marked("side", "school")
    statement = (
        select(Evaluation.partnership_id, func.max(Evaluation.occurred_on))
        .where(
            Evaluation.partnership_id.in_(partnerships),
            Evaluation.entered_by_id.in_(members_of(session, scope.partner_id)),
            Evaluation.side.in_(alone),
            Evaluation.record_status.in_((RecordStatus.PROPOSED, RecordStatus.CONFIRMED)),
        )
        .group_by(Evaluation.partnership_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}
