"""The invitations of a school, and the one that a mailed address opens."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.account_letters import AccountEvent, AccountLetter
from models.invitations import Invitation, InvitedRole
from models.queries.signed_addresses import find_by_address
from models.scope import Scope

_WHOLE = (
    selectinload(Invitation.roles).options(
        joinedload(InvitedRole.school), joinedload(InvitedRole.partner), joinedload(InvitedRole.district)
    ),
    joinedload(Invitation.school),
    joinedload(Invitation.invited_by),
)


def list_invitations(session: Session, *, scope: Scope) -> list[Invitation]:
    """List the invitations of the reader's school that nobody took up or withdrew, the newest first."""
    if scope.partner_id is not None:
        return []
    found = (
        select(Invitation)
        .where(
            Invitation.school_id.in_(scope.school_ids),
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .options(*_WHOLE)
        .order_by(Invitation.id.desc())
    )
    return list(session.scalars(found))


def find_invitation(session: Session, invitation_id: int, *, scope: Scope) -> Invitation | None:
    """Find an invitation of the reader's school; None outside the scope."""
    found = session.get(Invitation, invitation_id, options=_WHOLE)
    inside = found is not None and scope.partner_id is None and found.school_id in scope.school_ids
    return found if inside else None


def invitation_at(session: Session, invitation_id: int, nonce: str) -> Invitation | None:
    """Find the invitation that a mailed address names, open or not; None where it names none."""
    return find_by_address(session, Invitation, invitation_id, nonce, options=_WHOLE)


def latest_letter(session: Session, invitation_ids: Sequence[int]) -> dict[int, AccountLetter]:
    """Give the latest letter of each invitation: it says whether mail left."""
    found = select(AccountLetter).where(AccountLetter.invitation_id.in_(invitation_ids)).order_by(AccountLetter.id)
    return {one.invitation_id or 0: one for one in session.scalars(found)}


def events_of(session: Session, user_id: int, *, scope: Scope | None, limit: int = 50) -> list[AccountEvent]:
    """List what happened to somebody's account, the latest first.

    Args:
        scope: Only what the school of this reader may know; None for the person's own eyes.
    """
    found = select(AccountEvent).where(AccountEvent.user_id == user_id)
    if scope is not None:
        found = found.where(AccountEvent.school_id.in_(scope.school_ids))
    return list(session.scalars(found.order_by(AccountEvent.id.desc()).limit(limit)))
