"""End what somebody may do at a school, and give it back. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from models.accounts import Role, User, new_session_token
from models.memberships import Membership
from models.operations.account_erasing import is_erased
from models.refusals import Refused


def end_access(session: Session, user_id: int, school_id: int, on: date, *, today: date) -> list[int]:
    """End every role that a person has at a school; what they did stays under their name.

    Args:
        on: The first day without them.

    Returns:
        Numbers of the memberships that end.

    Raises:
        Refused: Nobody else could look after the school's people any more.
    """
    lasting = or_(Membership.ended_on.is_(None), Membership.ended_on > max(on, today))
    held = session.scalars(
        select(Membership).where(Membership.user_id == user_id, Membership.school_id == school_id, lasting)
    ).all()
    _refuse_without_admin(session, held, lasting)
    for one in held:
        one.ended_on = on
    return [one.id for one in held]


def _refuse_without_admin(session: Session, ending: Iterable[Membership], lasting: ColumnElement[bool]) -> None:
    """Refuse to end roles where nobody could look after a school's or a district's people any more.

    Raises:
        Refused: One of them is the last admin's.
    """
    for one in ending:
        if one.role not in (Role.SCHOOL_ADMIN, Role.DISTRICT_ADMIN):
            continue
        at = Membership.school_id == one.school_id if one.school_id else Membership.district_id == one.district_id
        others = (
            select(Membership.id)
            .join(Membership.user)
            .where(at, Membership.role == one.role, Membership.user_id != one.user_id, User.is_active, lasting)
        )
        if session.scalars(others).first() is None:
            whose = "school’s" if one.school_id else "district’s"
            words = f"This is the {whose} last admin. Make somebody else one first, or keep the access."
            raise Refused({"ends_access": words})


def end_role(session: Session, membership: Membership, *, today: date) -> None:
    """End one role of a person from today on; what they did stays under their name.

    Raises:
        Refused: It has ended, or is the last admin's.
    """
    if membership.ended_on is not None and membership.ended_on <= today:
        raise Refused("This role has ended already.")
    lasting = or_(Membership.ended_on.is_(None), Membership.ended_on > today)
    _refuse_without_admin(session, [membership], lasting)
    membership.ended_on = today


def close_account(session: Session, user: User, *, today: date) -> None:
    """Close an account: nobody signs in with it any more, wherever it was. Roles stay as they are, for its return.

    Raises:
        Refused: It is closed already, or a last admin's.
    """
    if not user.is_active:
        raise Refused("This account is closed already.")
    lasting = or_(Membership.ended_on.is_(None), Membership.ended_on > today)
    held = session.scalars(select(Membership).where(Membership.user_id == user.id, lasting)).all()
    _refuse_without_admin(session, held, lasting)
    user.is_active = False
    user.session_token = new_session_token()


def open_account(user: User) -> None:
    """Let somebody sign in again with an account that was closed.

    Raises:
        Refused: It is open, or nothing is kept of who it was.
    """
    if is_erased(user):
        raise Refused("Nothing is kept of this person any more.")
    if user.is_active:
        raise Refused("This account is open.")
    user.is_active = True


def give_access_back(session: Session, memberships: Iterable[int]) -> None:
    """Give back the roles that `end_access` ended."""
    for one in session.scalars(select(Membership).where(Membership.id.in_(list(memberships)))):
        one.ended_on = None


def return_access(session: Session, user_id: int, school_id: int) -> None:
    """Let a person who left have the roles at a school again that they had last.

    Raises:
        Refused: They have not left.
    """
    held = session.scalars(
        select(Membership).where(Membership.user_id == user_id, Membership.school_id == school_id)
    ).all()
    if not held or any(one.ended_on is None for one in held):
        raise Refused("They have not left.")
    last = max(one.ended_on for one in held if one.ended_on is not None)
    for one in held:
        if one.ended_on == last:
            one.ended_on = None
