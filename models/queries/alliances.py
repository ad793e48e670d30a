"""What a strategic alliance may see: its own engagement at every school it works with, and nothing else.

Every function here takes an alliance's scope and starts from the organisation, never from a school. Free text that a
school writes for itself (titles, notes, whom else it worked with) is not read at all, so it cannot leak. What a gift
was for is told to those who gave it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager

from models.accounts import School
from models.activities import Activity, activity_partners
from models.agreements import Agreement, Commitment, Contribution
from models.continuum.language.vocabularies import TO_SCHOOL
from models.memberships import Membership
from models.partners import Partner, SchoolPartner
from models.partnerships import Partnership
from models.records import RecordStatus
from models.scope import OutsideScope, Scope
from models.stewardship import Recognition

SEEN = (RecordStatus.CONFIRMED,)
BY_ALLIANCES = "alliances"


@dataclass(frozen=True, slots=True)
class SharedAct:
    """One activity with the alliance, in the words of the vocabularies only.

    Attributes:
        hours: Decimal hours; None where the school did not say, or where others took part and the sum is not theirs.
        students: Students reached, with the same reserve.
        people: People reached, with the same reserve.
        entered_here: Whether one of the organisation's own people entered it, and not the school on its behalf.
    """

    id: int
    ref: str
    school_id: int
    school: str
    occurred_on: date
    kind: str
    by: tuple[str, ...]
    channel: tuple[str, ...]
    purpose: tuple[str, ...]
    way: tuple[str, ...]
    hours: Decimal | None
    students: int | None
    people: int | None
    entered_here: bool


@dataclass(frozen=True, slots=True)
class Engagement:
    """Everything an alliance's own page shows.

    Attributes:
        schools: Schools it works with, by name.
        agreements: By end, the nearest first, open-ended ones last.
        commitments: What was promised, by due date, latest first.
        contributions: What was given in either direction, latest first.
        acts: Activities with the organisation, latest first.
        thanks: Recognitions it received, latest first.
        members: Ids of its own people, whoever they are now or were.
    """

    partner: Partner
    schools: list[School]
    agreements: list[Agreement]
    commitments: list[Commitment]
    contributions: list[Contribution]
    acts: list[SharedAct]
    thanks: list[Recognition]
    members: frozenset[int]

    @property
    def is_known(self) -> bool:
        """Whether anything of it is on record."""
        return any((self.agreements, self.commitments, self.contributions, self.acts, self.thanks))

    def hours(self, units: frozenset[str], *, start: date, end: date) -> Decimal:
        """Add up the hours that the alliance gave within ``[start, end)``.

        A gift of hours and an activity of its own on one day at one school tell of the same hours, which count once.

        Args:
            units: Those whose amounts are hours.
        """
        gifts = [one for one in self.contributions if one.direction == TO_SCHOOL and one.unit in units]
        told = {(gift.school_id, gift.occurred_on) for gift in gifts}
        acts = (
            act.hours or Decimal(0)
            for act in self.acts
            if BY_ALLIANCES in act.by
            and (act.school_id, act.occurred_on) not in told
            and start <= act.occurred_on < end
        )
        return sum(acts, start=sum(self.given(start=start, end=end, units=units).values(), start=Decimal(0)))

    def students(self, *, start: date, end: date) -> int:
        """Add up the students whom activities with the alliance alone reached within ``[start, end)``."""
        return sum(act.students or 0 for act in self.acts if start <= act.occurred_on < end)

    def people(self, *, start: date, end: date) -> int:
        """Add up the people whom activities with the alliance alone reached within ``[start, end)``."""
        return sum(act.people or 0 for act in self.acts if start <= act.occurred_on < end)

    def ending(self, on: date, *, within: int) -> list[Agreement]:
        """List the agreements whose last day is that many days ahead or less, and that none renews yet."""
        renewed = {paper.renews_id for paper in self.agreements}
        left = ((paper, paper.days_left(on)) for paper in self.agreements if paper.id not in renewed)
        return [paper for paper, days in left if days is not None and 0 <= days <= within]

    def given(self, *, start: date, end: date, units: frozenset[str] | None = None) -> dict[str, Decimal]:
        """Add up what the alliance gave within ``[start, end)``, by unit.

        Args:
            units: Only amounts in one of these; None for all.
        """
        found: dict[str, Decimal] = {}
        for gift in self.contributions:
            unit = gift.unit
            if unit is None or gift.amount is None or (units is not None and unit not in units):
                continue
            if gift.direction == TO_SCHOOL and start <= gift.occurred_on < end:
                found[unit] = found.get(unit, Decimal(0)) + gift.amount
        return found


def find_engagement(session: Session, *, scope: Scope) -> Engagement:
    """Read an alliance's whole engagement.

    Args:
        scope: An alliance member's scope.

    Raises:
        OutsideScope: The reader is not an alliance member.
    """
    if scope.partner_id is None:
        raise OutsideScope("Only a member of a strategic alliance has such a page.")
    partner = session.get(Partner, scope.partner_id)
    if partner is None:
        raise OutsideScope("This organisation does not exist.")
    own = Partnership.partner_id == partner.id
    members = members_of(session, partner.id)
    return Engagement(
        partner=partner,
        schools=list(
            session.scalars(
                select(School)
                .join(SchoolPartner, SchoolPartner.school_id == School.id)
                .where(SchoolPartner.partner_id == partner.id, SchoolPartner.record_status.in_(SEEN))
                .order_by(School.name)
            )
        ),
        agreements=list(
            session.scalars(
                select(Agreement)
                .join(Agreement.partnership)
                .where(own, Agreement.record_status.in_(SEEN), Partnership.record_status.in_(SEEN))
                .options(contains_eager(Agreement.partnership))
                .order_by(Agreement.ends_on.is_(None), Agreement.ends_on, Agreement.id)
            )
        ),
        commitments=list(
            session.scalars(
                select(Commitment)
                .join(Commitment.partnership)
                .where(own, Commitment.record_status.in_(SEEN), Partnership.record_status.in_(SEEN))
                .options(contains_eager(Commitment.partnership))
                .order_by(func.coalesce(Commitment.due_on, Commitment.agreed_on).desc(), Commitment.id.desc())
            )
        ),
        contributions=list(
            session.scalars(
                select(Contribution)
                .where(Contribution.partner_id == partner.id, Contribution.record_status.in_(SEEN))
                .order_by(Contribution.occurred_on.desc(), Contribution.id.desc())
            )
        ),
        acts=_acts(session, partner.id, members),
        members=members,
        thanks=list(
            session.scalars(
                select(Recognition)
                .where(Recognition.partner_id == partner.id, Recognition.record_status.in_(SEEN))
                .order_by(Recognition.occurred_on.desc(), Recognition.id.desc())
            )
        ),
    )


def _acts(session: Session, partner_id: int, members: frozenset[int]) -> list[SharedAct]:
    together = activity_partners.alias("together")
    named = (
        select(func.count())
        .select_from(together)
        .where(together.c.activity_id == Activity.id)
        .correlate(Activity)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Activity.id,
            Activity.ref,
            Activity.school_id,
            School.name,
            Activity.occurred_on,
            Activity.activity_kind,
            Activity.by,
            Activity.channel,
            Activity.purpose,
            Activity.way,
            Activity.hours,
            Activity.students,
            Activity.entered_by_id,
            named,
            Activity.people,
        )
        .join(activity_partners, activity_partners.c.activity_id == Activity.id)
        .join(School, School.id == Activity.school_id)
        .where(activity_partners.c.partner_id == partner_id, Activity.record_status.in_(SEEN))
        .order_by(Activity.occurred_on.desc(), Activity.id.desc())
    )
    return [
        SharedAct(
            id=row[0],
            ref=row[1],
            school_id=row[2],
            school=row[3],
            occurred_on=row[4],
            kind=row[5].value,
            by=row[6],
            channel=row[7],
            purpose=row[8],
            way=row[9],
            # Hours and students of an activity with several organisations are the sum of all of them.
            hours=row[10] if row[13] == 1 else None,
            students=row[11] if row[13] == 1 else None,
            people=row[14] if row[13] == 1 else None,
            entered_here=row[12] in members,
        )
        for row in rows
    ]


def members_of(session: Session, partner_id: int) -> frozenset[int]:
    """Give the ids of all who act or acted for an organisation: by them it is told who entered a record."""
    return frozenset(session.scalars(select(Membership.user_id).where(Membership.partner_id == partner_id)))
