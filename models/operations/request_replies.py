"""A school writes back to whoever of a partner answered its request. Nothing here commits."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from models.account_letters import LetterKind
from models.needs import Match
from models.operations.letters import add_letter
from models.operations.records import still_open, tidy
from models.operations.request_links import links_of
from models.queries.reminders import unwanted_by
from models.refusals import Refused
from models.reminder_days import ReminderKind

NOBODY = "Nobody of this partner has answered here themselves. Call or write to them."
NOTHING = "Write what they should read."


def write_back(session: Session, match: Match, text: str | None, *, today: date) -> None:
    """Say something to a partner about its answer; it reads it beside the answer, and gets it by mail.

    The same again sends nothing.

    Raises:
        Refused: The request is archived, nobody of the partner answered it, or nothing is written.
    """
    still_open(match)
    if match.who_answered is None:
        raise Refused(NOBODY)
    said = tidy(text)
    if not said:
        raise Refused({"reply": NOTHING})
    if said == match.reply:
        return
    match.reply, match.replied_on = said, today
    user, contact = match.answered_by, match.answered_by_contact
    if user is not None and user.is_active and not unwanted_by(session, [user.id], ReminderKind.REQUEST):
        add_letter(session, LetterKind.REPLIED, user=user).match = match
    elif contact is not None and contact.email and contact.no_mail_since is None:
        letter = add_letter(session, LetterKind.REPLIED, email=contact.email)
        letter.name, letter.match = contact.name, match
        # Known by the address from which they answered: what is erased of them is erased there, too.
        letter.request = next((one for one in links_of(session, match) if one.contact_id == contact.id), None)
