"""Read one partnership with everything that belongs to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.agreements import Agreement, Commitment, Contribution
from models.evaluations import Evaluation
from models.needs import SchoolNeed
from models.partners import Partner
from models.partnerships import Partnership, PartnershipNeed, PartnershipTerm
from models.records import RecordStatus
from models.scope import Scope


def find_partnership(session: Session, partnership_id: int, *, scope: Scope) -> Partnership | None:
    """Find one partnership of the reader's school, archived or not, with what belongs to it; None outside the scope."""
    found: Partnership | None = session.scalars(
        scope.limit(_whole(select(Partnership).where(Partnership.id == partnership_id)), Partnership)
    ).one_or_none()
    return found


def find_partnership_with(session: Session, name: str, *, scope: Scope) -> int | None:
    """Find the partnership with an organization that the reader's school began last: its id; None where it has none."""
    found: int | None = session.scalar(
        scope.limit(
            select(Partnership.id)
            .join(Partnership.partner)
            .where(Partner.name == name, Partnership.record_status == RecordStatus.CONFIRMED)
            .order_by(Partnership.started_on.desc(), Partnership.id.desc())
            .limit(1),
            Partnership,
        )
    )
    return found


@dataclass(frozen=True, slots=True)
class PartnershipRecords:
    """What belongs to one partnership, each newest first, archived ones left out.

    Attributes:
        contributions: What its partner and the school gave each other in it, see `gifts_of`.
    """

    agreements: Sequence[Agreement]
    commitments: Sequence[Commitment]
    contributions: Sequence[Contribution]
    evaluations: Sequence[Evaluation]


def records_of_partnership(session: Session, partnership: Partnership, *, scope: Scope) -> PartnershipRecords:
    """Gather the papers, promises, gifts and evaluations of a partnership: a fixed number of statements."""
    alive = RecordStatus.ARCHIVED
    gifts = scope.limit(
        select(Contribution)
        .where(Contribution.partner_id == partnership.partner_id, Contribution.record_status != alive)
        .options(joinedload(Contribution.commitment))
        .order_by(Contribution.occurred_on.desc(), Contribution.id.desc()),
        Contribution,
    )
    return PartnershipRecords(
        agreements=session.scalars(
            scope.limit(
                select(Agreement)
                .where(Agreement.partnership_id == partnership.id, Agreement.record_status != alive)
                .options(selectinload(Agreement.documents))
                .order_by(Agreement.ends_on.desc(), Agreement.id.desc()),
                Agreement,
            )
        ).all(),
        commitments=session.scalars(
            scope.limit(
                select(Commitment)
                .where(Commitment.partnership_id == partnership.id, Commitment.record_status != alive)
                .options(joinedload(Commitment.workforce_need))
                .order_by(Commitment.agreed_on.desc(), Commitment.id.desc()),
                Commitment,
            )
        ).all(),
        contributions=gifts_of(
            partnership, session.scalars(gifts).all(), _with_the_same(session, partnership, scope=scope)
        ),
        evaluations=session.scalars(
            scope.limit(
                select(Evaluation)
                .where(Evaluation.partnership_id == partnership.id, Evaluation.record_status != alive)
                .order_by(Evaluation.occurred_on.desc(), Evaluation.id.desc()),
                Evaluation,
            )
        ).all(),
    )


def gifts_of(
    partnership: Partnership, gifts: Iterable[Contribution], partnerships: Collection[Partnership]
) -> list[Contribution]:
    """Choose the gifts that belong to a partnership; each belongs to one, so that their sums are the partner's.

    A gift belongs where the promise is that it keeps. A free one belongs to the last partnership that had begun on its
    day, one before all of them to the first.

    Args:
        gifts: Those of its partner at its school, with their promises.
        partnerships: All of this partner at this school.
    """
    ordered = sorted(partnerships, key=lambda one: (one.started_on, one.id))
    known = {one.id for one in ordered}

    def place(gift: Contribution) -> int:
        if gift.commitment is not None and gift.commitment.partnership_id in known:
            return gift.commitment.partnership_id
        begun = [one.id for one in ordered if one.started_on <= gift.occurred_on]
        return begun[-1] if begun else ordered[0].id

    return [one for one in gifts if place(one) == partnership.id]


def _with_the_same(session: Session, partnership: Partnership, *, scope: Scope) -> Collection[Partnership]:
    """List the partnerships of one school with one partner, archived ones left out but for the one asked about."""
    same = select(Partnership).where(
        Partnership.partner_id == partnership.partner_id,
        Partnership.school_id == partnership.school_id,
        or_(Partnership.record_status != RecordStatus.ARCHIVED, Partnership.id == partnership.id),
    )
    return session.scalars(scope.limit(same, Partnership)).all()


def find_commitment(session: Session, commitment_id: int, *, scope: Scope) -> Commitment | None:
    """Find one commitment of the reader's school, archived or not; None outside the scope."""
    found: Commitment | None = session.scalars(
        scope.limit(select(Commitment).where(Commitment.id == commitment_id), Commitment)
    ).one_or_none()
    return found


def find_contribution(session: Session, contribution_id: int, *, scope: Scope) -> Contribution | None:
    """Find one contribution to the reader's school, archived or not; None outside the scope."""
    found: Contribution | None = session.scalars(
        scope.limit(select(Contribution).where(Contribution.id == contribution_id), Contribution)
    ).one_or_none()
    return found


def list_needs(session: Session, *, scope: Scope) -> list[SchoolNeed]:
    """List the needs a school has named, critical ones first, then the latest; archived ones left out."""
    rows = session.scalars(
        scope.limit(
            select(SchoolNeed)
            .where(SchoolNeed.record_status != RecordStatus.ARCHIVED)
            .order_by(SchoolNeed.critical.desc(), SchoolNeed.stated_on.desc(), SchoolNeed.id),
            SchoolNeed,
        )
    )
    return list(rows)


def _whole(statement: Select[Any]) -> Select[Any]:
    return statement.options(
        joinedload(Partnership.partner),
        selectinload(Partnership.stages),
        selectinload(Partnership.point_people),
        selectinload(Partnership.terms).joinedload(PartnershipTerm.document),
        selectinload(Partnership.needs).joinedload(PartnershipNeed.need),
    )
