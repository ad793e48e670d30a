"""Who at a school is reminded of what: whose a thing is, or else those who look after such things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.accounts import Role, User
from models.memberships import Membership
from models.partnerships import Partnership
from models.reminder_days import ReminderKind
from models.scope import Scope

# Asked in this order for whom to remind of what is nobody's: the first that anybody has.
OF_PARTNERSHIPS = (Role.POINT_PERSON, Role.SCHOOL_ADMIN)
OF_STATEMENTS = (Role.SCHOOL_ADMIN, Role.SLT_MEMBER)

# Kind of reminder -> roles that may read what it tells.
MayRead = Mapping[ReminderKind, frozenset[Role]]


@dataclass(frozen=True, slots=True)
class Staff:
    """The people of one school on a day.

    Attributes:
        names: Number of a person -> name.
        roles: Number of a person -> what they are at the school.
        may_read: Roles that may read what each kind of reminder tells.
    """

    names: Mapping[int, str]
    roles: Mapping[int, frozenset[Role]]
    may_read: MayRead

    def readers(self, kind: ReminderKind, *people: int | None) -> tuple[int, ...]:
        """Keep of some people those who are at the school and may read what a kind of reminder tells, each once."""
        allowed = self.may_read[kind]
        return tuple(
            dict.fromkeys(one for one in people if one is not None and self.roles.get(one, frozenset()) & allowed)
        )

    def in_charge(self, kind: ReminderKind, partnership: Partnership, on: date) -> tuple[int, ...]:
        """Find the point person of a partnership on a day; empty where that is nobody with an account here."""
        holder = partnership.point_person_row_on(on)
        if holder is None:
            return ()
        if holder.user_id is not None:
            return self.readers(kind, holder.user_id)
        # Files name people without their accounts; where two have the same name nobody is taken for the other.
        alike = [number for number, name in self.names.items() if name.casefold() == holder.person.casefold()]
        return self.readers(kind, *alike) if len(alike) == 1 else ()

    def with_role(self, kind: ReminderKind, roles: tuple[Role, ...]) -> tuple[int, ...]:
        """Find those who have the first of some roles that anybody has."""
        for role in roles:
            found = self.readers(kind, *(number for number, held in sorted(self.roles.items()) if role in held))
            if found:
                return found
        return ()


def staff_at(session: Session, *, scope: Scope, today: date, may_read: MayRead) -> Staff:
    """Find the active people with a running membership at a school: one statement."""
    rows = session.execute(
        select(User.id, User.name, Membership.role)
        .join(Membership, Membership.user_id == User.id)
        .where(
            User.is_active,
            Membership.school_id == scope.school_id,
            or_(Membership.ended_on.is_(None), Membership.ended_on > today),
        )
        .order_by(User.id)
    )
    names: dict[int, str] = {}
    roles: dict[int, frozenset[Role]] = {}
    for number, name, role in rows:
        names[number] = name
        roles[number] = roles.get(number, frozenset()) | {role}
    return Staff(names, roles, may_read)
