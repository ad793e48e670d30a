"""Questions about people, their memberships, and schools."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from models.accounts import District, Role, School, User
from models.invitations import Invitation
from models.memberships import Membership
from models.partners import Partner
from models.sessions import EndedSession
from models.texts import visible


def normal_email(email: str) -> str:
    """Write an e-mail address as it is stored: without spaces around it and what nobody sees, in small letters."""
    return visible(email).strip().lower()


def find_user(session: Session, user_id: int) -> User | None:
    """Find an active user; None where there is none or the account is closed."""
    user = session.get(User, user_id)
    return user if user is not None and user.is_active else None


def find_user_by_email(session: Session, email: str) -> User | None:
    """Find an active user by e-mail address, however it is capitalised."""
    return session.scalar(select(User).where(User.email == normal_email(email), User.is_active))


class Held(NamedTuple):
    """One membership of a person: what they are, and where. Of a school, a partner and a district, one is the place.

    Attributes:
        acts_as: For whom the person usually acts there, as codes of `by`.
        ended_on: First day without it, by the calendar of its place.
        school_id: None where the place is no school; with `school`, its name.
        partner_id: None where it is no partner organisation; with `partner`, its name.
        district_id: The district of the place; with its name, its time zone (IANA name, None for the server's) and the
            month with which its school years begin.
    """

    role: Role
    acts_as: tuple[str, ...]
    ended_on: date | None
    school_id: int | None
    school: str | None
    partner_id: int | None
    partner: str | None
    district_id: int
    district: str
    time_zone: str | None
    year_begins_in: int


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in, as far as every request needs to know.

    Attributes:
        token: What stands for the person in sessions.
        held: Memberships, oldest first.
    """

    id: int
    name: str
    token: str
    held: tuple[Held, ...]


# Asked at every request: written once, and read as plain values, for objects of five tables take longer than the rest.
_BY_TOKEN = (
    select(
        User.id,
        User.name,
        User.session_token,
        Membership.id.label("membership_id"),
        Membership.role,
        Membership.acts_as,
        Membership.ended_on,
        School.id,
        School.name,
        Partner.id,
        Partner.name,
        District.id,
        District.name,
        District.time_zone,
        District.year_begins_in,
    )
    .select_from(User)
    .outerjoin(
        Membership,
        and_(
            Membership.user_id == User.id,
            or_(Membership.ended_on.is_(None), Membership.ended_on > bindparam("day")),
        ),
    )
    .outerjoin(School, School.id == Membership.school_id)
    .outerjoin(Partner, Partner.id == Membership.partner_id)
    .outerjoin(District, District.id == func.coalesce(School.district_id, Partner.district_id, Membership.district_id))
    .where(
        User.session_token == bindparam("token"),
        User.is_active,
        ~exists().where(EndedSession.key == bindparam("key")),
    )
    .order_by(Membership.id)
)


def find_by_token(session: Session, token: str, *, day: date, key: str = "") -> Person | None:
    """Find the active person for whom a session cookie stands, with the memberships that hold on a day.

    Args:
        key: Of the session: nobody is found where it was ended.
    """
    rows = session.connection().execute(_BY_TOKEN, {"token": token, "day": day, "key": key}).all()
    if not rows:
        return None
    user_id, name, own_token = rows[0][:3]
    return Person(user_id, name, own_token, tuple(Held._make(row[4:]) for row in rows if row.membership_id is not None))


def user_of_token(session: Session, token: str) -> User | None:
    """Find the active user for whom a word stands in cookies; None where there is none."""
    return session.scalar(select(User).where(User.session_token == token, User.is_active))


def needs_second_step(session: Session, user_id: int, *, day: date) -> bool:
    """Whether a district at which somebody has a role on a day asks for a second step at sign-in."""
    found = _districts_of(user_id, day).where(District.needs_second_step)
    return session.scalars(found).first() is not None


@dataclass(frozen=True, slots=True)
class WaysIn:
    """How somebody may sign in.

    Attributes:
        provider: With a provider of their district's.
        password: With a password.
    """

    provider: bool
    password: bool


def ways_in(session: Session, user: User, *, day: date) -> WaysIn:
    """Say how somebody may sign in on a day: their districts say so, by the domain of their mail address.

    Whoever looks after a district may always use the password: a provider that has failed is mended by them.
    """

    def looks_after() -> bool:
        role = select(Membership.id).where(
            Membership.user_id == user.id,
            Membership.role == Role.DISTRICT_ADMIN,
            or_(Membership.ended_on.is_(None), Membership.ended_on > day),
        )
        return session.scalars(role).first() is not None

    return _ways_of(user.email, session.scalars(_districts_of(user.id, day)), looks_after)


def ways_in_of_invited(invitation: Invitation) -> WaysIn:
    """Say likewise how somebody may sign in once they have the roles that they were offered."""
    places = [one.place for one in invitation.roles]
    districts = [one if isinstance(one, District) else one.district for one in places]
    return _ways_of(
        invitation.email, districts, lambda: any(one.role is Role.DISTRICT_ADMIN for one in invitation.roles)
    )


def _ways_of(email: str, districts: Iterable[District], looks_after: Callable[[], bool]) -> WaysIn:
    """Say how somebody may sign in; whether they look after a district is asked only where that is all that helps."""
    domain = email.rpartition("@")[2].lower()
    listing = [one for one in districts if domain in one.sign_in_domains]
    return WaysIn(bool(listing), not any(one.only_provider for one in listing) or looks_after())


def _districts_of(user_id: int, day: date) -> Select[Any]:
    return (
        select(District)
        .select_from(Membership)
        .outerjoin(School, School.id == Membership.school_id)
        .outerjoin(Partner, Partner.id == Membership.partner_id)
        .join(District, District.id == func.coalesce(School.district_id, Partner.district_id, Membership.district_id))
        .where(
            Membership.user_id == user_id,
            or_(Membership.ended_on.is_(None), Membership.ended_on > day),
        )
    )


def schools_of_district(session: Session, district_id: int) -> list[tuple[int, str]]:
    """List a district's schools by name: id and name."""
    found = session.execute(
        select(School.id, School.name).where(School.district_id == district_id).order_by(School.name)
    )
    return [(school_id, name) for school_id, name in found]


def list_schools(session: Session) -> list[School]:
    """List all schools of the installation by name."""
    return list(session.scalars(select(School).order_by(School.name)))


def find_school(session: Session, slug: str) -> School | None:
    """Find a school by its short name; None where there is none."""
    return session.scalar(select(School).where(School.slug == slug))


def find_district(session: Session, name: str) -> District | None:
    """Find a district by its name, however it is spaced; None where there is none."""
    return session.scalar(select(District).where(District.name == " ".join(visible(name).split())))


def emails(session: Session) -> list[str]:
    """List every account's e-mail address, for checks of the whole installation."""
    return list(session.scalars(select(User.email).order_by(User.email)))
