"""End what somebody may do at a school, and give it back. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.accounts import Role, User
from models.memberships import Membership
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
    if any(one.role is Role.SCHOOL_ADMIN for one in held):
        others = (
            select(Membership.id)
            .join(Membership.user)
            .where(
                Membership.school_id == school_id,
                Membership.role == Role.SCHOOL_ADMIN,
                Membership.user_id != user_id,
                User.is_active,
                lasting,
            )
        )
        if session.scalars(others).first() is None:
            raise Refused(
                {"ends_access": "This is the school’s last admin. Make somebody else one first, or keep the access."}
            )
    for one in held:
        one.ended_on = on
    return [one.id for one in held]


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
