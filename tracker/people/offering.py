"""Which roles whoever invites may give, and where."""

from __future__ import annotations

from collections.abc import Iterable

from models.accounts import Role
from models.invitations import Invitation, InvitedRole
from models.memberships import Membership
from tracker.permissions import can
from tracker.roles import Permission

ALLIANCE = frozenset({Role.ALLIANCE_MEMBER})
AT_SCHOOL = frozenset(Role) - ALLIANCE - {Role.DISTRICT_ADMIN}
# For whom people of a role usually act, as codes of `by`; others say it each time.
ACTS_AS = {
    Role.SCHOOL_ADMIN: ("leaders",),
    Role.POINT_PERSON: ("leaders",),
    Role.SLT_MEMBER: ("leaders",),
    Role.CONTRIBUTOR: ("teachers",),
    Role.ALLIANCE_MEMBER: ("alliances",),
}


def may_give() -> frozenset[Role]:
    """Give the roles that the reader may give: nobody gives more than they look after."""
    if can(Permission.DISTRICT_SEE):
        return frozenset(Role)
    if can(Permission.SCHOOL_ADMIN):
        return AT_SCHOOL | ALLIANCE
    return ALLIANCE if can(Permission.PEOPLE_INVITE) else frozenset()


def may_handle(invitation: Invitation) -> bool:
    """Whether the reader may see the address of an invitation, send it again or withdraw it."""
    return {one.role for one in invitation.roles} <= may_give()


def is_within(held: Iterable[Membership | InvitedRole], *, school_id: int | None, district_id: int | None) -> bool:
    """Whether all of somebody's roles lie where the reader looks after people.

    Args:
        school_id: The school that the reader looks after.
        district_id: The district that the reader looks after whole; None for the people of a school.
    """
    for one in held:
        if district_id is not None:
            place = one.school or one.partner
            if (place.district_id if place else one.district_id) != district_id:
                return False
        elif one.school_id != school_id or one.role not in AT_SCHOOL:
            return False
    return True
