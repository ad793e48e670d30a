"""Erases who a contact was, where a person asks for it: what the school and the partner did stays. Never commits."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from models.account_letters import AccountLetter
from models.history import History
from models.needs import Match
from models.operations.letters import erase_letters
from models.partners import Contact
from models.refusals import Refused
from models.request_links import RequestLink

# What a contact is called of whom nothing is kept.
FORMER = "Former contact"
# What stands in the history where something was erased.
ERASED = "erased"
# What says who it was, and how to reach them.
_PERSONAL = ("name", "title", "email", "phone", "note")
# Rows are changed behind the back of what the session holds.
_ASIDE = {"synchronize_session": False}


def erase_contact(session: Session, contact: Contact, *, today: date) -> None:
    """Erase name, title, mail, phone and note of a contact, in history and letters too; they are the contact no more.

    This is the one thing that takes something out of the history: that there was a contact, from when until when, and
    who entered it, stays.

    Raises:
        Refused: It was done already.
    """
    if contact.name == FORMER:
        raise Refused("Nothing is kept of this person any more.")
    name = contact.name
    contact.name, contact.is_key = FORMER, False
    contact.title = contact.email = contact.phone = contact.note = None
    if contact.until_on is None or contact.until_on > today:
        begun = contact.from_on
        contact.until_on = today if begun is None or begun < today else begun + timedelta(days=1)
    session.flush()
    told = select(History.id, History.changes).where(
        History.record_kind == Contact.kind, History.record_id == contact.id
    )
    for history_id, changes in session.execute(told).all():
        kept = {name: _erased(values) if name in _PERSONAL else values for name, values in changes.items()}
        if kept != changes:
            session.execute(
                update(History).where(History.id == history_id).values(changes=kept), execution_options=_ASIDE
            )
    _erase_as_actor(session, contact, name)
    asked = select(RequestLink.id).where(RequestLink.contact_id == contact.id)
    erase_letters(session, AccountLetter.request_id.in_(asked), FORMER)


def _erase_as_actor(session: Session, contact: Contact, name: str) -> None:
    """Erase the name under which they answered requests by mail, or ended such mail."""
    asked = select(RequestLink.match_id).where(RequestLink.contact_id == contact.id)
    own = or_(
        (History.record_kind == Match.kind) & History.record_id.in_(asked),
        (History.record_kind == Contact.kind) & (History.school_id == contact.school_id),
    )
    theirs = update(History).where(own, History.user_id.is_(None), History.actor == name)
    session.execute(theirs.values(actor=FORMER), execution_options=_ASIDE)


def _erased(values: list[str | None]) -> list[str | None]:
    return [ERASED if value and value != FORMER else value for value in values]
