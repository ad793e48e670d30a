"""Erases who somebody was whose account is closed; what they did stays. Nothing here commits."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from models.account_letters import AccountEvent, AccountLetter
from models.accounts import User, new_session_token
from models.history import History
from models.invitations import Invitation
from models.memberships import Membership
from models.operations.letters import erase_letters
from models.passkeys import Passkey, PasskeyChallenge
from models.refusals import Refused
from models.second_factors import RecoveryCode, SecondFactor

# What somebody is called of whom nothing is kept, and where no mail arrives (RFC 2606).
FORMER, NOWHERE = "Former member", "erased.invalid"
# What stands where an address was erased.
ERASED = "erased"
# Rows are changed behind the back of what the session holds.
_ASIDE = {"synchronize_session": False}


def is_erased(user: User) -> bool:
    """Whether nothing is kept of who somebody was."""
    return user.email.endswith(f"@{NOWHERE}")


def erase_account(session: Session, user: User, *, today: date) -> None:
    """Erase name, address and everything with which somebody signed in, in the history too; their roles end.

    What they did stays, and so do names that people wrote into records: a point person of a partnership, a seat of the
    team.

    Raises:
        Refused: The account is open, or it was done already.
    """
    if is_erased(user):
        raise Refused("Nothing is kept of this person any more.")
    if user.is_active:
        raise Refused("Close the account first.")
    name, email = user.name, user.email
    user.name, user.email = FORMER, f"former-{user.id}@{NOWHERE}"
    user.password_hash, user.session_token = None, new_session_token()
    for table in (SecondFactor, RecoveryCode, Passkey, PasskeyChallenge):
        session.execute(delete(table).where(table.user_id == user.id), execution_options=_ASIDE)
    going = select(Membership).where(
        Membership.user_id == user.id, or_(Membership.ended_on.is_(None), Membership.ended_on > today)
    )
    for one in session.scalars(going):
        one.ended_on = today
    session.flush()
    erase_letters(session, or_(AccountLetter.user_id == user.id, AccountLetter.email == email), FORMER)
    _erase_in_history(session, user.id)
    _erase_in_events(session, user.id, name, email)
    for invitation in session.scalars(
        select(Invitation).where(or_(Invitation.user_id == user.id, Invitation.email == email))
    ):
        invitation.name, invitation.email = FORMER, f"former-{invitation.id}@{NOWHERE}"


def _erase_in_history(session: Session, user_id: int) -> None:
    session.execute(update(History).where(History.user_id == user_id).values(actor=FORMER), execution_options=_ASIDE)


def _erase_in_events(session: Session, user_id: int, name: str, email: str) -> None:
    """Erase what is told of the person, and by whom; of others whose sentences name them, the name."""
    concerned = or_(
        AccountEvent.user_id == user_id,
        AccountEvent.actor_id == user_id,
        AccountEvent.email == email,
        AccountEvent.told.contains(name, autoescape=True),
        AccountEvent.told.contains(email, autoescape=True),
    )
    for one in session.scalars(select(AccountEvent).where(concerned)):
        one.told = one.told.replace(email, ERASED).replace(name, FORMER)
        one.email = None if one.email == email else one.email
        one.actor = FORMER if one.actor_id == user_id else one.actor
