"""Who at a school could be in charge of a partnership."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import User
from models.memberships import Membership
from models.scope import Scope


def staff_of_school(session: Session, *, scope: Scope) -> list[User]:
    """List the people with a running membership at the reader's school, by name; nobody for alliances."""
    if scope.partner_id is not None:
        return []
    return list(
        session.scalars(
            select(User)
            .where(
                User.is_active,
                User.id.in_(
                    select(Membership.user_id).where(
                        Membership.school_id.in_(scope.school_ids), Membership.ended_on.is_(None)
                    )
                ),
            )
            .order_by(User.name, User.id)
        )
    )
