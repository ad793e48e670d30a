"""Read a school's partners: one of them, its contacts, and what it gave and needs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import Session, joinedload, selectinload

from models.accounts import School
from models.activities import Activity, activity_partners
from models.agreements import Commitment, Contribution
from models.evaluations import Evaluation
from models.needs import Match
from models.partners import Contact, Partner, SchoolPartner, WorkforceNeed
from models.partnerships import Partnership
from models.records import RecordStatus
from models.scope import Scope
from models.stewardship import Recognition

# Whoever was met within so many days is found without going through all years.
_OF_LATE = timedelta(days=90)
# Of more than so many it is quicker to go through all that was logged.
_FEW = 100


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


def partner_names(session: Session, *, scope: Scope) -> dict[int, str]:
    """Give the names of the organisations that a school works with by number, in the order of names."""
    own: Any = select(Partner.id, Partner.name).join(SchoolPartner, SchoolPartner.partner_id == Partner.id)
    rows = session.execute(
        scope.limit(own, SchoolPartner)
        .where(SchoolPartner.record_status != RecordStatus.ARCHIVED)
        .order_by(func.lower(Partner.name), Partner.id)
    )
    return {row.id: row.name for row in rows}


def last_contacts(
    session: Session, *, scope: Scope, today: date, among: Collection[int] | None = None
) -> dict[int, date]:
    """Find the day of the latest contact with each organisation; those without one are absent.

    Contact is an activity with it, what one side gave the other, a request that it answered, and an evaluation of the
    partnership with it.

    Args:
        among: Numbers of the organisations that are asked about; None for all.

    Source:
        Confirmed `activities`, `contributions`, `matches` and `evaluations` up to today; one statement for all or many
        organisations. For some two: most were met of late, and only of the others all years are gone through.
    """
    among = None if among is None else set(among)
    if among is None or len(among) > _FEW:
        everybody = _days_by_partner(session, contacts_by_partner(scope, today))
        return everybody if among is None else {one: on for one, on in everybody.items() if one in among}
    of_late = contacts_by_partner(scope, today, among=among, since=today - _OF_LATE)
    found = _days_by_partner(session, of_late)
    long_ago = contacts_by_partner(scope, today, among=set(among) - found.keys())
    return found | _days_by_partner(session, long_ago)


def contacts_by_partner(
    scope: Scope, today: date, *, among: Collection[int] | None = None, since: date | None = None
) -> Select[Any]:
    """Ask what `last_contacts` tells: rows of `partner_id` and `on`.

    Args:
        among: As for `last_contacts`.
        since: The first day that is looked at; None for all.
    """
    acted = _latest(activity_partners.c.partner_id, Activity.occurred_on, among).join(
        Activity, Activity.id == activity_partners.c.activity_id
    )
    gave = _latest(Contribution.partner_id, Contribution.occurred_on, among)
    answered = _latest(Match.partner_id, Match.answered_on, among)
    judged = _latest(Partnership.partner_id, Evaluation.occurred_on, among).join(
        Evaluation, Evaluation.partnership_id == Partnership.id
    )
    parts = []
    for one, record, on in (
        (acted, Activity, Activity.occurred_on),
        (gave, Contribution, Contribution.occurred_on),
        (answered, Match, Match.answered_on),
        (judged, Evaluation, Evaluation.occurred_on),
    ):
        wanted = one.where(record.record_status == RecordStatus.CONFIRMED, on <= today)
        # Of some partners who were not met of late, what they had is little beside all that the school logged.
        of_few = among is not None and since is None
        parts.append(scope.limit(wanted if since is None else wanted.where(on >= since), record, at_last=of_few))
    contacts = union_all(*parts).subquery()
    return _latest(contacts.c.partner_id, contacts.c.on)


def _latest(partner_id: Any, on: Any, among: Collection[int] | None = None) -> Select[Any]:
    latest = select(partner_id, func.max(on).label("on")).group_by(partner_id)
    return latest if among is None else latest.where(partner_id.in_(sorted(among)))


def _days_by_partner(session: Session, contacts: Select[Any]) -> dict[int, date]:
    return {row[0]: row[1] for row in session.execute(contacts)}


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
        schools: Those of the reader's scope that have it in their directory, by name.
    """

    partnerships: Sequence[Partnership]
    contributions: Sequence[Contribution]
    commitments: Sequence[Commitment]
    matches: Sequence[Match]
    workforce_needs: Sequence[WorkforceNeed]
    activities: Sequence[Activity]
    activity_count: int
    thanks: Sequence[Recognition]
    schools: Sequence[School]


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
        thanks=session.scalars(
            scope.limit(
                select(Recognition)
                .where(Recognition.partner_id == partner_id, Recognition.record_status == RecordStatus.CONFIRMED)
                .order_by(Recognition.occurred_on.desc(), Recognition.id.desc()),
                Recognition,
            )
        ).all(),
        schools=_schools_with(session, partner_id, scope=scope),
    )


def _schools_with(session: Session, partner_id: int, *, scope: Scope) -> Sequence[School]:
    engaged = scope.limit(
        select(SchoolPartner.school_id).where(
            SchoolPartner.partner_id == partner_id, SchoolPartner.record_status != RecordStatus.ARCHIVED
        ),
        SchoolPartner,
    )
    return session.scalars(select(School).where(School.id.in_(engaged)).order_by(School.name)).all()


def schools_without(session: Session, partner: Partner, *, scope: Scope) -> Sequence[School]:
    """List the schools of a scope that have never noted an organisation, by name."""
    known = select(SchoolPartner.school_id).where(SchoolPartner.partner_id == partner.id)
    return session.scalars(
        select(School).where(School.id.in_(scope.school_ids), School.id.not_in(known)).order_by(School.name)
    ).all()
