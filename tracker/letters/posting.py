"""Sends letters about accounts: right after they are written, and what could not leave then with the reminders.

A page never waits for a mail server: what it wrote is committed, and another thread hands it over. So an answer takes
as long where there is no account as where there is one.
"""

from __future__ import annotations

import logging
import smtplib
import threading
from collections.abc import Callable
from email.message import EmailMessage
from functools import partial
from typing import cast

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, joinedload, selectinload

from models.account_letters import AccountLetter, AccountLink
from models.accounts import School
from models.agreements import Agreement
from models.database import Result, run_write
from models.invitations import Invitation, InvitedRole
from models.needs import Match
from models.operations.letters import (
    claim_letter,
    give_letter_up,
    note_letter_sent,
    put_letter_back,
    waiting_letters,
)
from models.partnerships import Partnership
from models.request_links import RequestLink
from models.signatures import Signature
from tracker.clock import now
from tracker.config import Settings
from tracker.extensions import db, reading_session
from tracker.letters.texts import NotNeeded, mail_of
from tracker.mail.connection import connected
from tracker.mail.giving import Fate, give, words_of
from tracker.mail.server import read_mail_server

log = logging.getLogger(__name__)
THREAD = "letters"
_WHOLE = (
    joinedload(AccountLetter.user),
    joinedload(AccountLetter.link).joinedload(AccountLink.user),
    joinedload(AccountLetter.request).options(
        joinedload(RequestLink.match).options(
            joinedload(Match.school),
            joinedload(Match.partner),
            joinedload(Match.answered_by),
            joinedload(Match.answered_by_contact),
        ),
        joinedload(RequestLink.asked_by),
        joinedload(RequestLink.contact),
    ),
    joinedload(AccountLetter.match).joinedload(Match.school),
    joinedload(AccountLetter.signature).options(
        joinedload(Signature.partner),
        joinedload(Signature.agreement).joinedload(Agreement.school),
    ),
    joinedload(AccountLetter.agreement).options(
        joinedload(Agreement.school).joinedload(School.district),
        joinedload(Agreement.partnership).joinedload(Partnership.partner),
        selectinload(Agreement.documents),
    ),
    joinedload(AccountLetter.invitation).options(
        joinedload(Invitation.invited_by),
        selectinload(Invitation.roles).options(
            joinedload(InvitedRole.school), joinedload(InvitedRole.partner), joinedload(InvitedRole.district)
        ),
    ),
)


def can_mail() -> bool:
    """Whether letters leave here at all: a mail server and the product's own address are set."""
    settings: Settings = current_app.config["SETTINGS"]
    return bool(settings.mail_url and settings.base_url)


def post_soon(first: Callable[[Session], object] | None = None) -> None:
    """Send what waits, in a thread of its own; what was written must be committed.

    Args:
        first: What to write before, where nobody may see from the answer's time whether there was anything to write.
    """
    if not can_mail():
        return
    app = cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]
    threading.Thread(target=_post, args=(app, first), name=THREAD, daemon=True).start()


def _post(app: Flask, first: Callable[[Session], object] | None) -> None:
    with app.app_context():
        try:
            if first is not None:
                _write(first)
            send_letters(app.config["SETTINGS"])
        except DBAPIError:
            # It waits for the next letter, or the next run of the reminders.
            log.exception("letters could not be seen to")


def send_letters(settings: Settings) -> int:
    """Send every letter that waits; one that cannot leave now waits on.

    Returns:
        How many left.
    """
    if not can_mail():
        return 0
    with reading_session() as session:
        waiting = waiting_letters(session, now=now())
    if not waiting:
        return 0
    sent = 0
    try:
        with connected(read_mail_server(settings.mail_url)) as link:
            for letter_id in waiting:
                sent += _hand_over(link, letter_id, settings.mail_from)
    except (smtplib.SMTPException, OSError) as problem:
        log.warning("letters wait: %s", words_of(problem))
    return sent


def _hand_over(link: smtplib.SMTP, letter_id: int, mail_from: str) -> bool:
    """Send one letter, and note what came of it.

    Raises:
        smtplib.SMTPException: The server takes nothing more on this connection; the letter waits again.
        OSError: The connection broke; the same.
    """
    moment = now()
    if not _write(partial(claim_letter, letter_id=letter_id, now=moment)):
        return False
    with reading_session() as session:
        letter = session.scalars(select(AccountLetter).where(AccountLetter.id == letter_id).options(*_WHOLE)).one()

    def write() -> EmailMessage:
        return mail_of(letter, mail_from=mail_from, now=moment)

    try:
        answer = give(link, write)
    except NotNeeded as reason:
        _write(partial(give_letter_up, letter_id=letter_id, why=str(reason), now=moment))
        return False
    except (smtplib.SMTPException, OSError) as problem:
        _write(partial(put_letter_back, letter_id=letter_id, told=words_of(problem), now=moment))
        raise
    if answer.fate is Fate.TAKEN:
        _write(partial(note_letter_sent, letter_id=letter_id, now=now()))
        return True
    if answer.fate is Fate.NEVER:
        _write(partial(give_letter_up, letter_id=letter_id, why=answer.why, told=answer.told, now=moment))
    else:
        _write(partial(put_letter_back, letter_id=letter_id, told=answer.told, now=moment))
    return False


def _write(work: Callable[[Session], Result]) -> Result:
    return run_write(lambda: Session(db.engine), work)
