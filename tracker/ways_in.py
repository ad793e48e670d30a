"""Whether a district lets somebody in by its own provider alone, in words."""

from __future__ import annotations

from flask import current_app
from sqlalchemy.orm import Session

from models.accounts import User
from models.invitations import Invitation
from models.queries.accounts import ways_in, ways_in_of_invited
from models.wording import joined
from tracker.clock import earliest_day


def provider_alone(session: Session, user: User) -> str:
    """Say that somebody signs in with their district's provider alone; nothing where a password or passkey opens."""
    names = _names()
    return _said(names) if names and not ways_in(session, user, day=earliest_day()).password else ""


def provider_alone_of_invited(invitation: Invitation) -> str:
    """Say likewise how somebody will sign in who was invited, once they joined."""
    names = _names()
    return _said(names) if names and not ways_in_of_invited(invitation).password else ""


def _names() -> str:
    """Name the providers of this installation; nothing where it has none, and nobody is bound to one."""
    return joined([one.name for one in current_app.config["SETTINGS"].providers], "or")


def _said(names: str) -> str:
    return f"Your district signs in with {names} alone: use its button."
