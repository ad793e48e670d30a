"""What a strategic alliance may see: its own engagement at every school it works with, and nothing else.

Every function here takes an alliance's scope and starts from the organisation, never from a school. Free text that a
school writes for itself (titles, notes, whom else it worked with) is not read at all, so it cannot leak. What a gift
was for is told to those who gave it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, contains_eager

from models.accounts import School
from models.activities import Activity, activity_partners
from models.agreements import Agreement, Commitment, Contribution, reached_partner
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


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRecords:
    """What an alliance has on record with schools, apart from activities: of those there may be very many.

    Attributes:
        schools: Schools it works with, by name.
        agreements: Those handed over or signed, by end, the nearest first, open-ended ones last.
        commitments: What was promised, by due date, latest first.
        contributions: What was given in either direction, latest first.
        thanks: Recognitions it received, latest first.
    """

    partner: Partner
    schools: list[School]
    agreements: list[Agreement]
    commitments: list[Commitment]
    contributions: list[Contribution]
    thanks: list[Recognition]

    @property
    def is_known(self) -> bool:
        """Whether there is any of it."""
        return any((self.agreements, self.commitments, self.contributions, self.thanks))

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement(OwnRecords):
    """All that an alliance has on record with schools, to be listed one by one.

    Attributes:
        acts: Activities with the organisation, latest first.
        members: Ids of its own people, whoever they are now or were.
    """

    acts: list[SharedAct]
    members: frozenset[int]


# An alliance is told of its records of these kinds what they count toward: each with its list in an engagement, in the
# order in which they are listed.
TOLD = {
    "activity": "acts",
    "contribution": "contributions",
    "commitment": "commitments",
    "agreement": "agreements",
    "recognition": "thanks",
}


def find_own_records(session: Session, *, scope: Scope) -> OwnRecords:
    """Read what an alliance has on record with schools, apart from activities.

    Args:
        scope: An alliance member's scope.

    Raises:
        OutsideScope: The reader is not an alliance member.
    """
    return OwnRecords(**_own_records(session, scope))


def find_engagement(session: Session, *, scope: Scope) -> Engagement:
    """Read an alliance's whole engagement, each of its activities.

    Args:
        scope: An alliance member's scope.

    Raises:
        OutsideScope: As `find_own_records`.
    """
    own = _own_records(session, scope)
    members = members_of(session, own["partner"].id)
    return Engagement(**own, acts=_acts(session, own["partner"].id, members), members=members)


def _own_records(session: Session, scope: Scope) -> dict[str, Any]:
    if scope.partner_id is None:
        raise OutsideScope("Only a member of a strategic alliance has such a page.")
    partner = session.get(Partner, scope.partner_id)
    if partner is None:
        raise OutsideScope("This organisation does not exist.")
    own = Partnership.partner_id == partner.id
    return {
        "partner": partner,
        "schools": list(
            session.scalars(
                select(School)
                .join(SchoolPartner, SchoolPartner.school_id == School.id)
                .where(SchoolPartner.partner_id == partner.id, SchoolPartner.record_status.in_(SEEN))
                .order_by(School.name)
            )
        ),
        "agreements": list(
            session.scalars(
                select(Agreement)
                .join(Agreement.partnership)
                .where(own, reached_partner(), Agreement.record_status.in_(SEEN), Partnership.record_status.in_(SEEN))
                .options(contains_eager(Agreement.partnership))
                .order_by(Agreement.ends_on.is_(None), Agreement.ends_on, Agreement.id)
            )
        ),
        "commitments": list(
            session.scalars(
                select(Commitment)
                .join(Commitment.partnership)
                .where(own, Commitment.record_status.in_(SEEN), Partnership.record_status.in_(SEEN))
                .options(contains_eager(Commitment.partnership))
                .order_by(func.coalesce(Commitment.due_on, Commitment.agreed_on).desc(), Commitment.id.desc())
            )
        ),
        "contributions": list(
            session.scalars(
                select(Contribution)
                .where(Contribution.partner_id == partner.id, Contribution.record_status.in_(SEEN))
                .order_by(Contribution.occurred_on.desc(), Contribution.id.desc())
            )
        ),
        "thanks": list(
            session.scalars(
                select(Recognition)
                .where(Recognition.partner_id == partner.id, Recognition.record_status.in_(SEEN))
                .order_by(Recognition.occurred_on.desc(), Recognition.id.desc())
            )
        ),
    }


def _acts(session: Session, partner_id: int, members: frozenset[int]) -> list[SharedAct]:
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
            with_others(partner_id),
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
            hours=None if row[13] else row[10],
            students=None if row[13] else row[11],
            people=None if row[13] else row[14],
            entered_here=row[12] in members,
        )
        for row in rows
    ]


def with_others(partner_id: int) -> ColumnElement[bool]:
    """Ask whether an activity with an organisation was with others, too.

    Its hours, students and people are the sum of all of them then, and not the organisation's.
    """
    together = activity_partners.alias("together")
    return (
        select(together.c.activity_id)
        .where(together.c.activity_id == Activity.id, together.c.partner_id != partner_id)
        .correlate(Activity)
        .exists()
    )


def members_of(session: Session, partner_id: int) -> frozenset[int]:
    """Give the ids of all who act or acted for an organisation: by them it is told who entered a record."""
    return frozenset(session.scalars(select(Membership.user_id).where(Membership.partner_id == partner_id)))
