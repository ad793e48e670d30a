"""The people of a school's partner organisations who can sign in, and everything somebody is, wherever that is."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from models.accounts import Role, User
from models.folding import folded_column
from models.memberships import Membership
from models.partners import Partner, SchoolPartner
from models.records import RecordStatus
from models.scope import Scope

_PLACES = (
    joinedload(Membership.user),
    joinedload(Membership.school),
    joinedload(Membership.partner),
    joinedload(Membership.district),
)


def people_of_partners(session: Session, *, scope: Scope) -> list[Membership]:
    """List the memberships of people at organisations that the reader's school works with, by organisation and name."""
    if scope.partner_id is not None:
        return []
    found = (
        select(Membership)
        .join(Membership.user)
        .join(Membership.partner)
        .where(Membership.partner_id.in_(_partners_in(scope)), User.is_active)
        .options(*_PLACES)
        .order_by(folded_column(Partner.name), folded_column(User.name), Membership.id)
    )
    return list(session.scalars(found))


def find_membership(session: Session, membership_id: int, *, scope: Scope) -> Membership | None:
    """Find a membership at the reader's school or at one of its partners; None outside the scope."""
    found = session.get(Membership, membership_id, options=_PLACES)
    if found is None or scope.partner_id is not None:
        return None
    if found.school_id is not None:
        return found if found.school_id in scope.school_ids else None
    if found.partner_id is None:
        return None
    own = _partners_in(scope).where(SchoolPartner.partner_id == found.partner_id)
    return found if session.scalars(own).first() is not None else None


def memberships_of(session: Session, user_id: int) -> list[Membership]:
    """List everything that somebody is or was, wherever, the oldest first; for judging, not for showing."""
    found = select(Membership).where(Membership.user_id == user_id).options(*_PLACES)
    return list(session.scalars(found.order_by(Membership.id)))


def district_admins(session: Session, district_id: int) -> list[Membership]:
    """List the memberships of a district's admins."""
    found = select(Membership).join(Membership.user).where(Membership.district_id == district_id, User.is_active)
    return list(session.scalars(found.options(*_PLACES).order_by(folded_column(User.name), Membership.id)))


def _partners_in(scope: Scope) -> Select[int]:
    return select(SchoolPartner.partner_id).where(
        SchoolPartner.school_id.in_(scope.school_ids), SchoolPartner.record_status == RecordStatus.CONFIRMED
    )


def members_of(session: Session, partner_id: int, *, today: date) -> list[User]:
    """List who can sign in for a partner organization on a day, by name."""
    found = (
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.role == Role.ALLIANCE_MEMBER,
            Membership.partner_id == partner_id,
            or_(Membership.ended_on.is_(None), Membership.ended_on > today),
            User.is_active,
        )
        .order_by(User.name, User.id)
    )
    return list(session.scalars(found).unique())
