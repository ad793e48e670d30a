"""A request goes to the partner's people by mail; each answers by the address in theirs, without signing in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from models.needs import Match
from models.operations.request_links import links_of, people_to_ask, send_request
from models.operations.request_replies import write_back
from models.queries.accounts import find_user
from models.records import RecordStatus
from models.refusals import Refused
from models.request_links import RequestLink
from models.wording import listed
from tracker.clock import now, today
from tracker.editing import at_once, stored_from
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.letters.posting import can_mail, post_soon
from tracker.reader import reader
from tracker.records.declared import PAGES
from tracker.records.forms import ReplyForm

CHANGED = "This request was changed since you opened it. Read it again, then write back."


@dataclass(frozen=True, slots=True)
class Mailing:
    """What is known of a request by mail.

    Attributes:
        to: Names of those who would get it now; none where it cannot be sent.
        sent: To whom it went last, and when; None where it never did.
        nobody: It could be sent, were anybody known to whom.
    """

    to: Sequence[str]
    sent: tuple[str, datetime] | None
    nobody: bool


def mailing_of(match: Match) -> Mailing:
    """Say to whom a request can be sent, and to whom it went."""
    links: Sequence[RequestLink] = links_of(db.session, match)
    last = [one for one in links if one.made_at == links[0].made_at]
    is_open = match.answer is None and match.record_status is RecordStatus.CONFIRMED
    may_be_sent = is_open and can_mail()
    people = people_to_ask(db.session, match, today=today()) if may_be_sent else ()
    sent = (listed(sorted(one.name for one in last)), last[0].made_at) if last else None
    return Mailing([one.name for one in people], sent, may_be_sent and not people)


def reply(match: Match, form: ReplyForm) -> bool:
    """Write back to whoever answered a request; False with what is wrong in the form."""
    if not form.validate_on_submit():
        return False

    def write() -> str:
        if form.version.data != match.version:
            raise Refused(CHANGED)
        write_back(db.session, match, form.reply.data, today=today())
        return _who_reads(match)

    told = stored_from(form, write)
    if told is None:
        form.version.renew(match.version)
        return False
    post_soon()
    flash(told, "success")
    return True


def _who_reads(match: Match) -> str:
    contact = match.answered_by_contact
    if contact is None:
        return f"{match.who_answered} reads it beside the answer, and gets it by mail."
    if contact.email is None or contact.no_mail_since is not None:
        return f"It is noted, but {contact.name} gets no mail from here. Call or write to them."
    return f"{contact.name} gets it by mail."


def send(match: Match) -> ResponseReturnValue:
    """Send a request by mail, and say to whom it went."""
    by = or_404(find_user(db.session, reader().person.id))

    def told(made: Sequence[RequestLink]) -> str:
        return f"On the way to {listed(one.name for one in made)}. You get a mail when they answer."

    if at_once(lambda: send_request(db.session, match, by=by, now=now(), today=today()), told):
        post_soon()
    return redirect(url_for(PAGES["match"].endpoint("show"), record_id=match.id))
