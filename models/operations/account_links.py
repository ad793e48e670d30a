"""Mailed addresses by which people get a new password, or sign in under a new address. Nothing here commits."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account_letters import AccountLetter, AccountLink, LetterKind, Purpose
from models.accounts import User
from models.operations.account_events import note_event
from models.operations.accounts import AccountProblem, change_password, check_email
from models.operations.letters import add_letter
from models.queries.accounts import find_user_by_email
from models.queries.signed_addresses import find_by_address
from models.refusals import Refused

GONE = "This address opens nothing any more. Ask for a new one."
# Whose password is guessed hears of it once in so long.
QUIET = timedelta(days=1)


def ask_for_password(
    session: Session, user: User, *, now: datetime, minutes: int, by: User | None = None
) -> AccountLink:
    """Let a letter wait by which somebody chooses a new password; earlier ones open nothing any more.

    Args:
        minutes: For so long it opens.
        by: Who asked for it, where that is somebody else.
    """
    link = _link(session, user, Purpose.FORGOTTEN, now=now, minutes=minutes)
    add_letter(session, LetterKind.FORGOTTEN, user=user, link=link)
    note_event(session, "password_asked", "A letter for a new password was asked for.", actor=by, user_id=user.id)
    return link


def ask_for_address(session: Session, user: User, email: str, *, now: datetime, minutes: int) -> AccountLink | None:
    """Let a letter wait, sent to a new address, by which it becomes the address somebody signs in with.

    Returns:
        None where the address is somebody else's: nothing is sent, and whoever asks must not be told.

    Raises:
        Refused: It is no address, or the present one.
    """
    try:
        email = check_email(email)
    except AccountProblem as problem:
        raise Refused({"email": str(problem)}) from None
    if email == user.email:
        raise Refused({"email": "This is the address you sign in with already."})
    if _is_taken(session, email):
        return None
    link = _link(session, user, Purpose.ADDRESS, now=now, minutes=minutes, email=email)
    add_letter(session, LetterKind.NEW_ADDRESS, user=user, email=email, link=link)
    return link


def _is_taken(session: Session, email: str) -> bool:
    return session.scalar(select(User.id).where(User.email == email)) is not None


def _link(
    session: Session, user: User, purpose: Purpose, *, now: datetime, minutes: int, email: str | None = None
) -> AccountLink:
    earlier = select(AccountLink).where(
        AccountLink.user_id == user.id, AccountLink.purpose == purpose, AccountLink.used_at.is_(None)
    )
    for one in session.scalars(earlier):
        one.expires_at = min(one.expires_at, now)
    link = AccountLink(
        user=user, purpose=purpose, email=email, made_at=now, expires_at=now + timedelta(minutes=minutes)
    )
    session.add(link)
    return link


def find_link(session: Session, link_id: int, nonce: str, purpose: Purpose, *, now: datetime) -> AccountLink | None:
    """Find a mailed address that still opens; None where it was used, is too old, or was never sent."""
    found = find_by_address(session, AccountLink, link_id, nonce)
    if found is None or found.purpose is not purpose:
        return None
    if found.used_at is not None or found.expires_at <= now or not found.user.is_active:
        return None
    return found


def choose_password(session: Session, link: AccountLink, password: str, *, now: datetime) -> User:
    """Give the person of a mailed address the password they chose; every session of theirs ends.

    Raises:
        AccountProblem: The password is unfit; the address still opens.
    """
    change_password(link.user, password)
    link.used_at = now
    tell_of_password(session, link.user)
    return link.user


def tell_of_password(session: Session, user: User) -> None:
    """Note that somebody's password is another, and let a letter tell them."""
    add_letter(session, LetterKind.RENEWED, user=user)
    note_event(session, "password_changed", "A new password was chosen.", actor=user, user_id=user.id)


def take_address(session: Session, link: AccountLink, *, now: datetime) -> User:
    """Let the person of a mailed address sign in with it from now on; a letter tells the old address.

    Raises:
        Refused: Somebody else has the address by now.
    """
    user, before = link.user, link.user.email
    if link.email is None or _is_taken(session, link.email):
        raise Refused(GONE)
    user.email = link.email
    link.used_at = now
    add_letter(session, LetterKind.ADDRESS_CHANGED, user=user, email=before)
    told = f"Signs in with {user.email}, before with {before}."
    note_event(session, "address_changed", told, actor=user, user_id=user.id)
    return user


def tell_of_guesses(session: Session, email: str, *, now: datetime) -> bool:
    """Let a letter tell somebody that their password is being guessed, once a day.

    Returns:
        Whether one waits now; False for addresses without an account too.
    """
    user = find_user_by_email(session, email)
    if user is None:
        return False
    told = select(AccountLetter.id).where(
        AccountLetter.user_id == user.id, AccountLetter.kind == LetterKind.GUESSED, AccountLetter.made_at > now - QUIET
    )
    if session.scalars(told).first() is not None:
        return False
    add_letter(session, LetterKind.GUESSED, user=user).made_at = now
    note_event(session, "guessed", "Wrong passwords were typed again and again.", user_id=user.id)
    return True
