"""Read partnerships: the list with how each stands, and one with everything that belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.agreements import Agreement, Commitment, Contribution
from models.continuum.language.language import Language
from models.evaluations import Evaluation
from models.needs import SchoolNeed
from models.partners import Partner
from models.partnerships import Partnership, PartnershipNeed, PartnershipTerm, Stage
from models.queries.catalogue import catalogue_on
from models.queries.partners import last_contacts
from models.queries.partnership_health import Notice, carrying_agreement, notices_of
from models.records import RecordStatus
from models.scope import Scope
from models.texts import folded

SORTS = ("partner", "stage", "person", "agreement", "started")


@dataclass(frozen=True, slots=True)
class PartnershipFilter:
    """Which partnerships are wanted; None leaves a criterion out.

    Attributes:
        text: Found in the partner's or the point person's name, whatever the case and the accents.
        needs_care: Only those with a notice that keeps them, or will keep them, out of counts.
        over: The ended and declined ones too; they are left out otherwise, unless their stage is asked for.
        archived: The archived ones in place of the others.
        point_person: Only those that this person keeps today.
    """

    stage: Stage | None = None
    text: str | None = None
    needs_care: bool = False
    over: bool = False
    archived: bool = False
    point_person: str | None = None


@dataclass(frozen=True, slots=True)
class PartnershipRow:
    """One line of the list, on a day.

    Attributes:
        agreement: The one whose end decides; None where none has an end.
        notices: How it stands, the gravest first; empty where all is well.
    """

    partnership: Partnership
    stage: Stage | None
    point_person: str | None
    agreement: Agreement | None
    notices: Sequence[Notice]

    @property
    def needs_care(self) -> bool:
        """Whether something keeps it, or will keep it, out of counts."""
        return any(notice.tone != "plain" for notice in self.notices)


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


def list_partnerships(
    session: Session,
    wanted: PartnershipFilter,
    *,
    scope: Scope,
    today: date,
    sort: str = "partner",
    descending: bool = False,
) -> list[PartnershipRow]:
    """List a school's partnerships as they stand today: a fixed number of statements, however many there are.

    Args:
        sort: One of `SORTS`; ties follow by the partner's name. Without an agreement's end comes last.

    Raises:
        ValueError: There is no such sort.
        NoRules: There are partnerships and no rules by which to say how they stand.
    """
    if sort not in SORTS:
        raise ValueError(f"no such sort: {sort!r}")
    statement = _whole(scope.limit(select(Partnership), Partnership))
    archived = Partnership.record_status == RecordStatus.ARCHIVED
    partnerships = session.scalars(statement.where(archived if wanted.archived else ~archived)).all()
    if not partnerships:
        return []
    language = catalogue_on(session, today, scope=scope).language
    agreements = _agreements(session, scope=scope)
    contacts = last_contacts(session, scope=scope, today=today)
    rows = [
        _row(one, agreements.get(one.id, []), contacts.get(one.partner_id), today, language)
        for one in partnerships
        if _is_wanted(one, wanted, today)
    ]
    rows = [row for row in rows if not wanted.needs_care or row.needs_care]
    rows.sort(key=lambda row: (row.partnership.partner.name.casefold(), row.partnership.id))
    stages = list(Stage)
    keys: dict[str, Any] = {
        "partner": lambda row: row.partnership.partner.name.casefold(),
        "stage": lambda row: stages.index(row.stage) if row.stage else -1,
        "person": lambda row: (row.point_person or "").casefold(),
        "agreement": lambda row: row.agreement.ends_on if row.agreement else date.max,
        "started": lambda row: row.partnership.started_on,
    }
    rows.sort(key=keys[sort], reverse=descending)
    return rows


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


def _agreements(session: Session, *, scope: Scope) -> dict[int, list[Agreement]]:
    found: dict[int, list[Agreement]] = {}
    for agreement in session.scalars(
        scope.limit(select(Agreement).where(Agreement.record_status == RecordStatus.CONFIRMED), Agreement)
    ):
        found.setdefault(agreement.partnership_id, []).append(agreement)
    return found


def _is_wanted(partnership: Partnership, wanted: PartnershipFilter, today: date) -> bool:
    stage = partnership.stage_on(today)
    if wanted.stage is not None and stage is not wanted.stage:
        return False
    is_over = partnership.ended_on is not None or stage in (Stage.ENDED, Stage.DECLINED)
    if is_over and not (wanted.over or wanted.stage or wanted.archived):
        return False
    if wanted.point_person and partnership.point_person_on(today) != wanted.point_person:
        return False
    if wanted.text:
        described = f"{partnership.partner.name} {partnership.point_person_on(today) or ''}"
        return folded(wanted.text) in folded(described)
    return True


def _row(
    partnership: Partnership,
    agreements: Sequence[Agreement],
    last_contact_on: date | None,
    today: date,
    language: Language,
) -> PartnershipRow:
    return PartnershipRow(
        partnership,
        partnership.stage_on(today),
        partnership.point_person_on(today),
        carrying_agreement(agreements, today, language=language),
        notices_of(partnership, agreements, today, language=language, last_contact_on=last_contact_on),
    )
