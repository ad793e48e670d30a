"""The people of a school who can sign in, and those who could."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.accounts import Role, User
from models.folding import folded_column
from models.memberships import Membership
from models.scope import Scope


@dataclass(frozen=True, slots=True)
class PersonAtSchool:
    """Somebody with roles at a school.

    Attributes:
        held: All of them, those that have ended too, the oldest first.
        ends_on: The first day without any; None where at least one goes on.
    """

    user: User
    held: Sequence[Membership]
    ends_on: date | None

    def roles_on(self, day: date) -> tuple[Role, ...]:
        """List what they are on a day; of whoever is gone, what they were."""
        return tuple(dict.fromkeys(one.role for one in self._running(day) or self.held))

    def since(self, day: date) -> date | None:
        """Give the first day of the longest of the roles they have on a day; None where it is unknown, or none runs."""
        return min((one.began_on for one in self._running(day) if one.began_on is not None), default=None)

    def _running(self, day: date) -> list[Membership]:
        return [one for one in self.held if one.ended_on is None or one.ended_on > day]

    def is_gone(self, today: date) -> bool:
        """Whether they may no longer sign in for the school."""
        return not self.user.is_active or (self.ends_on is not None and self.ends_on <= today)


def list_people(session: Session, *, scope: Scope) -> list[PersonAtSchool]:
    """List everybody who has or had a role at the reader's school, by name: one statement."""
    if scope.partner_id is not None:
        return []
    rows = session.scalars(
        select(Membership)
        .join(Membership.user)
        .where(Membership.school_id.in_(scope.school_ids))
        .options(joinedload(Membership.user))
        .order_by(folded_column(User.name), User.id, Membership.id)
    )
    held: dict[int, list[Membership]] = {}
    for row in rows:
        held.setdefault(row.user_id, []).append(row)
    return [_person(some) for some in held.values()]


def find_person(session: Session, user_id: int, *, scope: Scope) -> PersonAtSchool | None:
    """Find somebody who has or had a role at the reader's school; None outside the scope."""
    return next((one for one in list_people(session, scope=scope) if one.user.id == user_id), None)


def roles_at(session: Session, user_id: int, *, scope: Scope) -> frozenset[Role]:
    """Give the roles that a person has at the reader's school and that no day ends."""
    found = select(Membership.role).where(
        Membership.user_id == user_id, Membership.school_id.in_(scope.school_ids), Membership.ended_on.is_(None)
    )
    return frozenset(session.scalars(found))


def _person(held: Sequence[Membership]) -> PersonAtSchool:
    ends = [one.ended_on for one in held if one.ended_on is not None]
    return PersonAtSchool(held[0].user, held, max(ends) if len(ends) == len(held) else None)
