"""The fixed cast of the tests: one person of each kind, at invented places. Every action is tried as each."""

from __future__ import annotations

import enum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import District, Role, School, User
from models.partners import Partner
from tests.factories import a_district, a_membership, a_partner, a_school, a_school_partner, a_user

SCHOOL = "Riverside Middle"
OTHER_SCHOOL = "Hilltop High"
PARTNER = "Robotics Network"
OTHER_PARTNER = "Town Library"


class Cast(enum.StrEnum):
    """Who acts. Values are the names before the @ of their addresses."""

    POINT_PERSON = "point"
    SLT = "slt"
    SCHOOL_ADMIN = "admin"
    CONTRIBUTOR = "teacher"
    VIEWER = "viewer"
    OTHER_POINT_PERSON = "point2"
    DISTRICT_ADMIN = "district"
    ALLIANCE = "alliance"
    OTHER_ALLIANCE = "alliance2"
    NOBODY = "nobody"

    @property
    def email(self) -> str:
        """The address the person signs in with; nobody has none."""
        return f"{self.value}@cast.example"


SIGNED_IN = tuple(person for person in Cast if person is not Cast.NOBODY)
SCHOOL_STAFF = (Cast.POINT_PERSON, Cast.SLT, Cast.SCHOOL_ADMIN, Cast.CONTRIBUTOR, Cast.VIEWER)


def bring_in(session: Session) -> None:
    """Add the cast with their district, schools and organisations, and commit."""
    district = a_district(session, "Test District")
    school = a_school(session, SCHOOL, district=district, slug="riverside")
    other = a_school(session, OTHER_SCHOOL, district=district, slug="hilltop")
    partner = a_partner(session, PARTNER, district=district, category="nonprofit")
    library = a_partner(session, OTHER_PARTNER, district=district)
    a_school_partner(session, school, partner)
    a_school_partner(session, school, library)
    places = {
        Cast.POINT_PERSON: (Role.POINT_PERSON, {"school": school, "acts_as": ("leaders",)}),
        Cast.SLT: (Role.SLT_MEMBER, {"school": school, "acts_as": ("leaders",)}),
        Cast.SCHOOL_ADMIN: (Role.SCHOOL_ADMIN, {"school": school, "acts_as": ("leaders",)}),
        Cast.CONTRIBUTOR: (Role.CONTRIBUTOR, {"school": school, "acts_as": ("teachers",)}),
        Cast.VIEWER: (Role.VIEWER, {"school": school}),
        Cast.OTHER_POINT_PERSON: (Role.POINT_PERSON, {"school": other, "acts_as": ("leaders",)}),
        Cast.DISTRICT_ADMIN: (Role.DISTRICT_ADMIN, {"district": district}),
        Cast.ALLIANCE: (Role.ALLIANCE_MEMBER, {"partner": partner, "acts_as": ("alliances",)}),
        Cast.OTHER_ALLIANCE: (Role.ALLIANCE_MEMBER, {"partner": library, "acts_as": ("alliances",)}),
    }
    for person, (role, place) in places.items():
        user = a_user(session, person.email, name=person.name.replace("_", " ").capitalize())
        a_membership(session, user, role, **place)
    session.commit()


def user_of(session: Session, person: Cast) -> User:
    """Find somebody of the cast."""
    return session.scalars(select(User).where(User.email == person.email)).one()


def school_named(session: Session, name: str = SCHOOL) -> School:
    """Find a school of the cast."""
    return session.scalars(select(School).where(School.name == name)).one()


def partner_named(session: Session, name: str = PARTNER) -> Partner:
    """Find an organisation of the cast."""
    return session.scalars(select(Partner).where(Partner.name == name)).one()


def district_of_cast(session: Session) -> District:
    """Find the district of the cast."""
    return session.scalars(select(District)).one()
