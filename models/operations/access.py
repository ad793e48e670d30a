"""End what somebody may do at a school, and give it back. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from models.accounts import Role, School, User, new_session_token
from models.memberships import Membership
from models.operations.account_erasing import is_erased
from models.operations.account_events import note_event
from models.refusals import Refused
from models.wording import day_words

BACK = "Came back to {}"


def end_access(
    session: Session, user_id: int, school_id: int, on: date, *, today: date, by_id: int | None
) -> list[int]:
    """End every role that a person has at a school, and note it; what they did stays under their name.

    Args:
        on: The first day without them.
        by_id: Who says so; None for the command line.

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
    when = f", from {day_words(on)} on" if on > today else ""
    _note(session, "left", "Left {}" + when, user_id, school_id, by_id)
    return [one.id for one in held]


def _note(session: Session, what: str, told: str, user_id: int, school_id: int, by_id: int | None) -> None:
    by = session.get(User, by_id) if by_id is not None else None
    words = f"{told.format(session.get_one(School, school_id).name)}."
    note_event(session, what, words, actor=by, user_id=user_id, school_id=school_id)


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


def give_access_back(session: Session, memberships: Iterable[int], *, by_id: int | None) -> None:
    """Give back the roles that `end_access` ended, and note it."""
    given = session.scalars(select(Membership).where(Membership.id.in_(list(memberships)))).all()
    for one in given:
        one.ended_on = None
    for user_id, school_id in dict.fromkeys((one.user_id, one.school_id) for one in given):
        if school_id is not None:
            _note(session, "came_back", BACK, user_id, school_id, by_id)


def return_access(session: Session, user_id: int, school_id: int, *, by_id: int | None) -> None:
    """Let a person who left have the roles at a school again that they had last, and note it.

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
    _note(session, "came_back", BACK, user_id, school_id, by_id)
