"""Read one partnership with everything that belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
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
        contributions: Those of its partner to the school: a gift belongs to the partner, and to a promise it keeps.
    """

    agreements: Sequence[Agreement]
    commitments: Sequence[Commitment]
    contributions: Sequence[Contribution]
    evaluations: Sequence[Evaluation]


def records_of_partnership(session: Session, partnership: Partnership, *, scope: Scope) -> PartnershipRecords:
    """Gather the papers, promises, gifts and evaluations of a partnership: a fixed number of statements."""
    alive = RecordStatus.ARCHIVED
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
        contributions=session.scalars(
            scope.limit(
                select(Contribution)
                .where(Contribution.partner_id == partnership.partner_id, Contribution.record_status != alive)
                .order_by(Contribution.occurred_on.desc(), Contribution.id.desc()),
                Contribution,
            )
        ).all(),
        evaluations=session.scalars(
            scope.limit(
                select(Evaluation)
                .where(Evaluation.partnership_id == partnership.id, Evaluation.record_status != alive)
                .order_by(Evaluation.occurred_on.desc(), Evaluation.id.desc()),
                Evaluation,
            )
        ).all(),
    )


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
