"""Whether a district lets somebody in by its own provider alone, in words."""

from __future__ import annotations

from flask import current_app
from sqlalchemy.orm import Session

from models.accounts import User
from models.invitations import Invitation
from models.queries.accounts import WaysIn, ways_in, ways_in_of_invited
from models.wording import joined
from tracker.clock import earliest_day


def provider_alone(session: Session, user: User) -> str:
    """Say that somebody signs in with their district's provider alone; nothing where a password or passkey opens."""
    return _said(ways_in(session, user, day=earliest_day()))


def provider_alone_of_invited(invitation: Invitation) -> str:
    """Say likewise how somebody will sign in who was invited, once they joined."""
    return _said(ways_in_of_invited(invitation))


def _said(ways: WaysIn) -> str:
    names = joined([one.name for one in current_app.config["SETTINGS"].providers], "or")
    return f"Your district signs in with {names} alone: use its button." if names and not ways.password else ""
