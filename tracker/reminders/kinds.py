"""Which roles get which reminders: those that may read what they tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from models.accounts import Role
from models.queries.accounts import Held
from models.reminder_days import ReminderKind
from tracker.roles import ROLE_PERMISSIONS, Permission

READS: Mapping[ReminderKind, Permission] = MappingProxyType(
    {
        ReminderKind.AGREEMENT: Permission.AGREEMENTS_READ,
        ReminderKind.EVALUATION: Permission.EVALUATIONS_READ,
        ReminderKind.CONTACT: Permission.PARTNERSHIPS_READ,
        ReminderKind.ACTION: Permission.ACTIONS_READ,
        ReminderKind.PLAN: Permission.ACTIONS_READ,
        ReminderKind.HAND_OVER: Permission.RECORDS_READ,
        ReminderKind.STATEMENT: Permission.ATTESTATIONS_READ,
    }
)
MAY_READ: Mapping[ReminderKind, frozenset[Role]] = MappingProxyType(
    {
        kind: frozenset(role for role, may in ROLE_PERMISSIONS.items() if permission in may)
        for kind, permission in READS.items()
    }
)


def kinds_for(held: Iterable[Held]) -> list[ReminderKind]:
    """List the kinds of reminders that somebody may get by their memberships; empty for all others."""
    held = tuple(held)
    is_partner = any(one.role is Role.ALLIANCE_MEMBER for one in held)
    theirs = [ReminderKind.HOURS, ReminderKind.REQUEST] if is_partner else []
    roles = {one.role for one in held if one.school_id is not None}
    found = [kind for kind in ReminderKind if roles & MAY_READ.get(kind, frozenset())]
    return [*found, *theirs, ReminderKind.DIGEST] if found else theirs
