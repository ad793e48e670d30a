"""The schools at which a strategic alliance may enter something, and whom it calls there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.accounts import Role, School, User
from models.memberships import Membership
from models.partners import Partner, SchoolPartner
from models.partnerships import Partnership, PointPerson
from models.records import RecordStatus
from models.scope import OutsideScope, Scope

# Who is called, the first role that somebody has at a school.
CALLED = (Role.POINT_PERSON, Role.SCHOOL_ADMIN)


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody of a school's staff whom its partners turn to."""

    school: str
    name: str
    email: str


def schools_of(session: Session, *, scope: Scope, today: date) -> list[School]:
    """List the schools with which the reader's organisation has a partnership today, by name.

    Raises:
        OutsideScope: The reader is not an alliance member.
    """
    if scope.partner_id is None:
        raise OutsideScope("Only a member of a strategic alliance enters something at schools.")
    own = select(Partnership.school_id).where(
        Partnership.partner_id == scope.partner_id,
        Partnership.record_status == RecordStatus.CONFIRMED,
        or_(Partnership.ended_on.is_(None), Partnership.ended_on > today),
    )
    known = select(SchoolPartner.school_id).where(
        SchoolPartner.partner_id == scope.partner_id, SchoolPartner.record_status == RecordStatus.CONFIRMED
    )
    wanted = select(School).where(School.id.in_(own), School.id.in_(known))
    return list(session.scalars(wanted.order_by(School.name)))


def whom_to_call(session: Session, schools: Iterable[School], *, partner: Partner, today: date) -> list[Called]:
    """Name for each school whom an organization turns to, one each.

    It is whoever is in charge of the partnership with it, if they have an account there; or else whoever answers for
    partnerships at all, of several the first by name.
    """
    ids = {school.id: school.name for school in schools}
    rows = session.execute(
        select(Membership.school_id, Membership.role, User.id, User.name, User.email)
        .join(Membership.user)
        .where(
            Membership.school_id.in_(ids),
            or_(Membership.ended_on.is_(None), Membership.ended_on > today),
            User.is_active,
        )
        .order_by(User.name)
    ).all()
    in_charge = _in_charge(session, partner, today=today)
    found = []
    for school_id, school in ids.items():
        here = [row for row in rows if row.school_id == school_id]
        ours = [row for row in here if {(school_id, row.id), (school_id, row.name)} & in_charge]
        if len({row.id for row in ours}) > 1:  # two of one name: nobody is taken for the other
            ours = []
        others = sorted((row for row in here if row.role in CALLED), key=lambda row: CALLED.index(row.role))
        found += [Called(school, row.name, row.email) for row in [*ours, *others][:1]]
    return found


def _in_charge(session: Session, partner: Partner, *, today: date) -> set[tuple[int, int | str]]:
    """Give who is in charge of a partnership with an organization today: school, and account or name as written."""
    rows = session.execute(
        select(Partnership.school_id, PointPerson.user_id, PointPerson.person)
        .join(PointPerson.partnership)
        .where(
            Partnership.partner_id == partner.id,
            Partnership.record_status == RecordStatus.CONFIRMED,
            or_(Partnership.ended_on.is_(None), Partnership.ended_on > today),
            PointPerson.from_on <= today,
            or_(PointPerson.until_on.is_(None), PointPerson.until_on > today),
        )
    )
    return {(row.school_id, row.user_id or row.person) for row in rows}
