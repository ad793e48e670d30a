"""Read a school's partners: the directory, one partner, its contacts, and what it gave and needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from models.activities import Activity, activity_partners
from models.agreements import Commitment, Contribution
from models.needs import Match
from models.partners import Contact, Partner, SchoolPartner, WorkforceNeed
from models.partnerships import Partnership
from models.records import RecordStatus
from models.scope import Scope
from models.texts import folded

SORTS = ("name", "category", "stage", "last")


@dataclass(frozen=True, slots=True)
class PartnerFilter:
    """Which partners are wanted; None leaves a criterion out.

    Attributes:
        text: Found in the organisation's name, town or sector, whatever the case and the accents.
        archived: The archived ones in place of the others.
    """

    category: str | None = None
    stage: str | None = None
    text: str | None = None
    archived: bool = False


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """One line of the directory.

    Attributes:
        stage: The stage of the running partnership, else the one the directory names; None where nothing is said.
        last_contact_on: Day of the latest contact with it; None without one.
        partnership_id: The partnership that runs, or the latest one; None where there was never one.
    """

    engaged: SchoolPartner
    stage: str | None
    last_contact_on: date | None
    partnership_id: int | None

    @property
    def partner(self) -> Partner:
        """The organisation."""
        return self.engaged.partner


def find_partner(session: Session, engaged_id: int, *, scope: Scope) -> SchoolPartner | None:
    """Find one partner of the reader's school, archived or not; None outside the scope."""
    statement = scope.limit(select(SchoolPartner).where(SchoolPartner.id == engaged_id), SchoolPartner)
    found: SchoolPartner | None = session.scalars(statement.options(joinedload(SchoolPartner.partner))).one_or_none()
    return found


def find_engagement(session: Session, partner_id: int, *, scope: Scope) -> SchoolPartner | None:
    """Find what the reader's school knows of an organisation; None where it is not one of its partners."""
    statement = scope.limit(select(SchoolPartner).where(SchoolPartner.partner_id == partner_id), SchoolPartner)
    # Files may note an organisation twice; the earliest row is the one that pages link to.
    ordered = statement.options(joinedload(SchoolPartner.partner)).order_by(SchoolPartner.id)
    found: SchoolPartner | None = session.scalars(ordered).first()
    return found


def list_partners(
    session: Session, wanted: PartnerFilter, *, scope: Scope, today: date, sort: str = "name", descending: bool = False
) -> list[PartnerRow]:
    """List a school's partners: four statements, however many there are.

    Args:
        today: The day whose stages are shown; partnerships that ended before have no say.
        sort: One of `SORTS`; ties follow by name.

    Raises:
        ValueError: There is no such sort.
    """
    if sort not in SORTS:
        raise ValueError(f"no such sort: {sort!r}")
    statement = (
        scope.limit(select(SchoolPartner), SchoolPartner)
        .join(SchoolPartner.partner)
        .options(contains_eager(SchoolPartner.partner))
    )
    is_archived = SchoolPartner.record_status == RecordStatus.ARCHIVED
    statement = statement.where(is_archived if wanted.archived else ~is_archived)
    if wanted.category:
        statement = statement.where(Partner.category == wanted.category)
    engaged = session.scalars(statement).all()
    if wanted.text:
        # Here and not in SQL: a directory is small.
        sought = folded(wanted.text)
        engaged = [one for one in engaged if sought in _described(one.partner)]
    running = _latest_partnerships(session, scope=scope)
    last = last_contacts(session, scope=scope, today=today)
    rows = [_row(one, running.get(one.partner_id), last.get(one.partner_id), today) for one in engaged]
    rows = [row for row in rows if not wanted.stage or row.stage == wanted.stage]
    rows.sort(key=lambda row: row.partner.name.casefold())
    keys = {
        "name": lambda row: row.partner.name.casefold(),
        "category": lambda row: row.partner.category,
        "stage": lambda row: row.stage or "",
        "last": lambda row: row.last_contact_on or date.min,
    }
    rows.sort(key=keys[sort], reverse=descending)
    return rows


def _latest(partner_id: Any, on: Any) -> Select[Any]:
    return select(partner_id, func.max(on).label("on")).group_by(partner_id)


def last_contacts(session: Session, *, scope: Scope, today: date) -> dict[int, date]:
    """Find the day of the latest contact with each organisation; those without one are absent.

    Contact is an activity with it, what one side gave the other, and a request that it answered.

    Source:
        Confirmed `activities`, `contributions` and `matches` up to today; one statement.
    """
    acted = _latest(activity_partners.c.partner_id, Activity.occurred_on).join(
        Activity, Activity.id == activity_partners.c.activity_id
    )
    gave = _latest(Contribution.partner_id, Contribution.occurred_on)
    answered = _latest(Match.partner_id, Match.answered_on)
    contacts = union_all(
        *(
            scope.limit(one.where(record.record_status == RecordStatus.CONFIRMED, on <= today), record)
            for one, record, on in (
                (acted, Activity, Activity.occurred_on),
                (gave, Contribution, Contribution.occurred_on),
                (answered, Match, Match.answered_on),
            )
        )
    ).subquery()
    latest = select(contacts.c.partner_id, func.max(contacts.c.on)).group_by(contacts.c.partner_id)
    return {row[0]: row[1] for row in session.execute(latest)}


def partners_of_late(session: Session, *, scope: Scope, since: date, most: int = 3) -> list[Partner]:
    """List the organisations that a school did most with since a day, the most first; one statement.

    Source:
        Confirmed `activities` on or after the day.
    """
    acts = func.count(Activity.id)
    often = (
        scope.limit(select(activity_partners.c.partner_id, acts.label("acts")), Activity)
        .join(Activity, Activity.id == activity_partners.c.activity_id)
        .where(Activity.record_status == RecordStatus.CONFIRMED, Activity.occurred_on >= since)
        .group_by(activity_partners.c.partner_id)
        .order_by(acts.desc(), activity_partners.c.partner_id)
        .limit(most)
        .subquery()
    )
    statement = (
        select(Partner).join(often, often.c.partner_id == Partner.id).order_by(often.c.acts.desc(), Partner.name)
    )
    return list(session.scalars(statement))


def list_directory(session: Session, *, scope: Scope) -> list[Partner]:
    """List every organisation of the reader's district, by name; empty for alliances."""
    if scope.district_id is None:
        return []
    present = select(Partner).where(Partner.district_id == scope.district_id, Partner.merged_into_id.is_(None))
    return list(session.scalars(present.order_by(Partner.name)))


def find_contact(session: Session, contact_id: int, *, scope: Scope) -> Contact | None:
    """Find one contact of the reader's school; None outside the scope."""
    found: Contact | None = session.scalars(
        scope.limit(select(Contact).where(Contact.id == contact_id), Contact)
    ).one_or_none()
    return found


def list_contacts(session: Session, partner_id: int, *, scope: Scope) -> list[Contact]:
    """List the school's contacts at an organisation, archived ones left out: key ones first, then by name."""
    rows = session.scalars(
        scope.limit(
            select(Contact).where(Contact.partner_id == partner_id, Contact.record_status != RecordStatus.ARCHIVED),
            Contact,
        )
    ).all()
    return sorted(rows, key=lambda one: (one.until_on is not None, not one.is_key, one.name.casefold()))


def list_workforce_needs(session: Session, partner_id: int, *, scope: Scope) -> list[WorkforceNeed]:
    """List the workforce needs an organisation stated to the school, newest first, archived ones left out."""
    statement = (
        select(WorkforceNeed)
        .where(WorkforceNeed.partner_id == partner_id, WorkforceNeed.record_status != RecordStatus.ARCHIVED)
        .order_by(WorkforceNeed.stated_on.desc(), WorkforceNeed.id.desc())
    )
    return list(session.scalars(scope.limit(statement, WorkforceNeed)))


@dataclass(frozen=True, slots=True)
class PartnerRecords:
    """What a school has on record of one partner, each newest first, archived ones left out.

    Attributes:
        activities: The latest ones; `activity_count` says how many there are.
    """

    partnerships: Sequence[Partnership]
    contributions: Sequence[Contribution]
    commitments: Sequence[Commitment]
    matches: Sequence[Match]
    workforce_needs: Sequence[WorkforceNeed]
    activities: Sequence[Activity]
    activity_count: int


def records_of_partner(session: Session, partner_id: int, *, scope: Scope, activities: int = 5) -> PartnerRecords:
    """Gather a school's records of one partner: a fixed number of statements.

    Args:
        activities: How many of the latest activities are wanted.
    """
    alive = RecordStatus.ARCHIVED
    with_partner = Activity.id.in_(
        select(activity_partners.c.activity_id).where(activity_partners.c.partner_id == partner_id)
    )
    confirmed = Activity.record_status == RecordStatus.CONFIRMED
    return PartnerRecords(
        partnerships=session.scalars(
            scope.limit(
                select(Partnership)
                .where(Partnership.partner_id == partner_id, Partnership.record_status != alive)
                .options(selectinload(Partnership.stages), selectinload(Partnership.point_people))
                .order_by(Partnership.started_on.desc()),
                Partnership,
            )
        ).all(),
        contributions=session.scalars(
            scope.limit(
                select(Contribution)
                .where(Contribution.partner_id == partner_id, Contribution.record_status != alive)
                .order_by(Contribution.occurred_on.desc(), Contribution.id.desc()),
                Contribution,
            )
        ).all(),
        commitments=session.scalars(
            scope.limit(
                select(Commitment)
                .join(Commitment.partnership)
                .where(Partnership.partner_id == partner_id, Commitment.record_status != alive)
                .order_by(Commitment.agreed_on.desc(), Commitment.id.desc()),
                Commitment,
            )
        ).all(),
        matches=session.scalars(
            scope.limit(
                select(Match)
                .where(Match.partner_id == partner_id, Match.record_status != alive)
                .options(joinedload(Match.need))
                .order_by(Match.occurred_on.desc(), Match.id.desc()),
                Match,
            )
        ).all(),
        workforce_needs=list_workforce_needs(session, partner_id, scope=scope),
        activities=session.scalars(
            scope.limit(
                select(Activity)
                .where(with_partner, confirmed)
                .order_by(Activity.occurred_on.desc(), Activity.id.desc())
                .limit(activities),
                Activity,
            )
        ).all(),
        activity_count=session.scalar(
            scope.limit(select(func.count(Activity.id)).where(with_partner, confirmed), Activity)
        )
        or 0,
    )


def _described(partner: Partner) -> str:
    return folded(" ".join(filter(None, (partner.name, partner.town, partner.sector))))


def _latest_partnerships(session: Session, *, scope: Scope) -> dict[int, Partnership]:
    """Give each organisation's partnership that began last, with its stages."""
    rows = session.scalars(
        scope.limit(
            select(Partnership)
            .where(Partnership.record_status == RecordStatus.CONFIRMED)
            .options(selectinload(Partnership.stages))
            .order_by(Partnership.started_on, Partnership.id),
            Partnership,
        )
    )
    return {row.partner_id: row for row in rows}


def _row(engaged: SchoolPartner, latest: Partnership | None, last_on: date | None, today: date) -> PartnerRow:
    stage = engaged.stage
    if latest is not None:
        held = latest.stage_on(today)
        stage = held.value if held is not None else stage
    return PartnerRow(engaged, stage, last_on, latest.id if latest else None)
