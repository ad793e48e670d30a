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
from models.agreements import Agreement, Commitment, Contribution, Direction
from models.partners import Partner, SchoolPartner
from models.partnerships import Partnership
from models.records import RecordStatus
from models.scope import OutsideScope, Scope
from models.stewardship import Recognition

SEEN = (RecordStatus.CONFIRMED,)


@dataclass(frozen=True, slots=True)
class SharedAct:
    """One activity with the alliance, in the words of the vocabularies only.

    Attributes:
        hours: Decimal hours; None where the school did not say, or where others took part and the sum is not theirs.
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
    """

    partner: Partner
    schools: list[School]
    agreements: list[Agreement]
    commitments: list[Commitment]
    contributions: list[Contribution]
    acts: list[SharedAct]
    thanks: list[Recognition]

    @property
    def is_known(self) -> bool:
        """Whether anything of it is on record."""
        return any((self.agreements, self.commitments, self.contributions, self.acts, self.thanks))

    def given(self, unit: str, *, start: date, end: date) -> Decimal:
        """Add up what the alliance gave in one unit within ``[start, end)``."""
        return sum(
            (
                gift.amount or Decimal(0)
                for gift in self.contributions
                if gift.direction is Direction.TO_SCHOOL
                and gift.unit is not None
                and gift.unit.value == unit
                and start <= gift.occurred_on < end
            ),
            start=Decimal(0),
        )


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
        acts=_acts(session, partner.id),
        thanks=list(
            session.scalars(
                select(Recognition)
                .where(Recognition.partner_id == partner.id, Recognition.record_status.in_(SEEN))
                .order_by(Recognition.occurred_on.desc(), Recognition.id.desc())
            )
        ),
    )


def _acts(session: Session, partner_id: int) -> list[SharedAct]:
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
            named,
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
            # Hours of an activity with several organisations are the sum of all of them.
            hours=row[10] if row[11] == 1 else None,
        )
        for row in rows
    ]
