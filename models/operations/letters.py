"""Letters about accounts: put where they wait, and taken from there one by one. Nothing here commits.

A letter goes from `due` to `sending`, and from there to `sent`, each in a transaction of its own, with the mail
between. One that was taken and never settled was left by a process that died: it waits again after a while, under the
same id, by which mail programs know that they have it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, or_, select, update
from sqlalchemy.orm import Session

from models.account_letters import AccountLetter, AccountLink, LetterKind, LetterState
from models.accounts import User
from models.invitations import Invitation

# Nobody sends one letter for longer.
LEFT_BEHIND = timedelta(minutes=10)
# Longer than this a mail server is not asked: whoever needs a letter then asks for a new one.
TOO_LATE = timedelta(days=3)
LONGEST_WORDS = 200
# Where no mail arrives (RFC 2606).
NOWHERE = "former@erased.invalid"
_TABLE: Any = AccountLetter.__table__


def add_letter(
    session: Session,
    kind: LetterKind,
    *,
    user: User | None = None,
    email: str | None = None,
    invitation: Invitation | None = None,
    link: AccountLink | None = None,
) -> AccountLetter:
    """Let a letter wait to be sent.

    Args:
        user: To whom it goes; None for somebody without an account.
        email: Where to, where that is not the address of the user.
    """
    to = email or (user.email if user else None)
    if to is None:
        raise ValueError("a letter goes somewhere")
    name = user.name if user else invitation.name if invitation else None
    letter = AccountLetter(kind=kind, email=to, name=name, user=user, invitation=invitation, link=link)
    session.add(letter)
    return letter


def waiting_letters(session: Session, *, now: datetime) -> list[int]:
    """List what waits to be sent, the oldest first: ids."""
    left = (_TABLE.c.state == LetterState.SENDING) & (_TABLE.c.taken_at < now - LEFT_BEHIND)
    found = select(AccountLetter.id).where(or_(_TABLE.c.state == LetterState.DUE, left))
    return list(session.scalars(found.order_by(AccountLetter.id)))


def claim_letter(session: Session, letter_id: int, *, now: datetime) -> bool:
    """Take a letter to send it; False where somebody else has.

    One conditional statement: of two that ask at the same moment, on either database, one gets it.
    """
    left = (_TABLE.c.state == LetterState.SENDING) & (_TABLE.c.taken_at < now - LEFT_BEHIND)
    taken = (
        update(_TABLE)
        .where(_TABLE.c.id == letter_id, or_(_TABLE.c.state == LetterState.DUE, left))
        .values(state=LetterState.SENDING, taken_at=now, attempts=_TABLE.c.attempts + 1)
    )
    return _count(session.execute(taken)) == 1


def note_letter_sent(session: Session, letter_id: int, *, now: datetime) -> None:
    """Note that the mail server took a letter."""
    _settle(session, letter_id, state=LetterState.SENT, settled_at=now, told=None)


def put_letter_back(session: Session, letter_id: int, told: str, *, now: datetime) -> None:
    """Let a letter that could not be sent now wait for the next time; give it up once that is too late."""
    letter = session.get(AccountLetter, letter_id)
    if letter is not None and letter.made_at < now - TOO_LATE:
        give_letter_up(session, letter_id, "The mail server could not be reached in time.", told, now=now)
    else:
        _settle(session, letter_id, state=LetterState.DUE, told=told[:LONGEST_WORDS])


def give_letter_up(session: Session, letter_id: int, why: str, told: str = "", *, now: datetime) -> None:
    """Note that a letter cannot or need not be sent any more."""
    state = LetterState.GIVEN_UP
    _settle(session, letter_id, state=state, why=why, told=told[:LONGEST_WORDS] or None, settled_at=now)


def erase_letters(session: Session, to: ColumnElement[bool], former: str) -> None:
    """Erase to whom letters went; those that still wait are not sent.

    Args:
        to: Which letters.
        former: What stands in place of the name.
    """
    waiting = _TABLE.c.state == LetterState.DUE
    gone = update(_TABLE).where(to, waiting).values(state=LetterState.GIVEN_UP, why="Who it was to is erased.")
    session.execute(gone, execution_options={"synchronize_session": False})
    erased = update(_TABLE).where(to).values(name=former, email=NOWHERE, told=None)
    session.execute(erased, execution_options={"synchronize_session": False})


def _settle(session: Session, letter_id: int, **values: Any) -> None:
    session.execute(
        update(_TABLE).where(_TABLE.c.id == letter_id, _TABLE.c.state == LetterState.SENDING).values(**values)
    )


def _count(result: Any) -> int:
    found: CursorResult[Any] = result
    return found.rowcount
