"""All that is kept about one person who signs in, to be read by them and taken along."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from models.account_letters import AccountEvent, AccountLetter
from models.accounts import User
from models.history import History
from models.invitations import Invitation
from models.memberships import Membership
from models.passkeys import Passkey
from models.reminders import Reminder
from models.second_factors import SecondFactor
from models.sessions import OpenSession
from models.signatures import Signature


def kept_about(session: Session, user: User) -> dict[str, Any]:
    """Give what is kept about a person by what it is, each a value that JSON knows: texts, numbers, lists, mappings.

    What opens something is left out: passwords, keys of sessions, secrets of the second step, signed addresses. So is
    what a record says: it belongs to the school, and only that this person touched it, and when, is about them.

    Returns:
        Heading -> lines, oldest first; days and times as ISO, times in UTC.
    """
    return {
        "account": {
            "name": user.name,
            "email": user.email,
            "since": _told(user.created_at),
            "second step at sign-in": session.get(SecondFactor, user.id) is not None,
        },
        "roles": [
            {
                "role": one.role.label,
                "at": (one.school or one.partner or one.district).name,
                "from": _told(one.began_on),
                "until": _told(one.ended_on),
            }
            for one in _all(session, _of(Membership, user).options(*_PLACES))
        ],
        "passkeys": [
            {"name": one.name, "since": _told(one.made_at), "last used": _told(one.used_at)}
            for one in _all(session, _of(Passkey, user))
        ],
        "sessions": [
            {"device": one.device, "began": _told(one.began_at), "last used": _told(one.seen_at)}
            for one in _all(session, _of(OpenSession, user))
        ],
        "invitations": [
            {"name": one.name, "email": one.email, "sent": _told(one.made_at), "taken up": _told(one.accepted_at)}
            for one in _all(session, _of(Invitation, user))
        ],
        "letters": [
            {"about": one.kind.value, "to": one.email, "written": _told(one.made_at), "state": one.state.value}
            for one in _all(session, _of(AccountLetter, user))
        ],
        "reminders": [
            {"title": one.title, "due": _told(one.due_on), "state": one.state.value}
            for one in _all(session, _of(Reminder, user))
        ],
        "signatures": [
            {
                "name": one.name,
                "position": one.position,
                "under": one.terms.partition("\n")[0],
                "signed": _told(one.signed_on),
                "given": _told(one.signed_at),
                "paper": one.document.filename if one.document else None,
            }
            for one in _all(session, _of(Signature, user).options(joinedload(Signature.document)))
        ],
        "what happened to the account": [
            {"at": _told(one.at), "what": one.told, "by": one.actor} for one in _all(session, _of(AccountEvent, user))
        ],
        "changes to records": [
            {"at": _told(one.at), "kind": one.record_kind, "number": one.record_id, "what": one.action.value}
            for one in _all(session, _of(History, user))
        ],
    }


def count_changes(session: Session, user: User) -> int:
    """Count the changes to records that a person made."""
    return session.scalar(select(func.count()).select_from(History).where(History.user_id == user.id)) or 0


_PLACES = (joinedload(Membership.school), joinedload(Membership.partner), joinedload(Membership.district))


def _of(table: Any, user: User) -> Select[Any]:
    """Select the rows of a table that are of a person, the oldest first."""
    return select(table).where(table.user_id == user.id).order_by(table.id)


def _all(session: Session, rows: Select[Any]) -> Sequence[Any]:
    return session.scalars(rows).all()


def _told(moment: date | datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
