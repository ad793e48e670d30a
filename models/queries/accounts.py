"""Questions about people, their memberships, and schools."""

from __future__ import annotations

from datetime import date

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session, joinedload

from models.accounts import District, School, User
from models.memberships import Membership
from models.partners import Partner


def normal_email(email: str) -> str:
    """Write an e-mail address as it is stored: without spaces around it, in small letters."""
    return email.strip().lower()


def find_user(session: Session, user_id: int) -> User | None:
    """Find an active user; None where there is none or the account is closed."""
    user = session.get(User, user_id)
    return user if user is not None and user.is_active else None


def find_user_by_email(session: Session, email: str) -> User | None:
    """Find an active user by e-mail address, however it is capitalised."""
    return session.scalar(select(User).where(User.email == normal_email(email), User.is_active))


# Asked at every request, and so written once.
_HOLDS = or_(Membership.ended_on.is_(None), Membership.ended_on > bindparam("day"))
_PLACES = (
    joinedload(Membership.school).joinedload(School.district),
    joinedload(Membership.partner).joinedload(Partner.district),
    joinedload(Membership.district),
)
_BY_TOKEN = (
    select(User, Membership)
    .outerjoin(Membership, and_(Membership.user_id == User.id, _HOLDS))
    .where(User.session_token == bindparam("token"), User.is_active)
    .options(*_PLACES)
    .order_by(Membership.id)
)
_CURRENT = (
    select(Membership)
    .where(Membership.user_id == bindparam("user_id"), _HOLDS)
    .options(*_PLACES)
    .order_by(Membership.id)
)


def find_by_token(session: Session, token: str, *, day: date) -> tuple[User, list[Membership]] | None:
    """Find the active user for whom a session cookie stands, with the memberships that hold on a day, oldest first."""
    rows = session.execute(_BY_TOKEN, {"token": token, "day": day}).all()
    if not rows:
        return None
    return rows[0][0], [membership for _, membership in rows if membership is not None]


def current_memberships(session: Session, user_id: int, *, day: date) -> list[Membership]:
    """List a person's memberships that hold on a day, oldest first, with their places loaded."""
    return list(session.scalars(_CURRENT, {"user_id": user_id, "day": day}))


def schools_of_district(session: Session, district_id: int) -> list[School]:
    """List a district's schools by name."""
    return list(session.scalars(select(School).where(School.district_id == district_id).order_by(School.name)))


def list_schools(session: Session) -> list[School]:
    """List all schools of the installation by name."""
    return list(session.scalars(select(School).order_by(School.name)))


def find_school(session: Session, slug: str) -> School | None:
    """Find a school by its short name; None where there is none."""
    return session.scalar(select(School).where(School.slug == slug))


def find_district(session: Session, name: str) -> District | None:
    """Find a district by its name; None where there is none."""
    return session.scalar(select(District).where(District.name == name))


def emails(session: Session) -> list[str]:
    """List every account's e-mail address, for checks of the whole installation."""
    return list(session.scalars(select(User.email).order_by(User.email)))
