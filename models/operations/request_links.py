"""A school sends a request by mail, and the alliance answers by the mail's own address. Nothing here commits.

It goes to everybody of the partner who can sign in, and to the school's key contacts there who cannot.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, func, or_, select, update
from sqlalchemy.orm import Session, joinedload, object_session

from models.account_letters import AccountLetter, LetterKind
from models.accounts import User
from models.needs import Match
from models.operations.letters import add_letter
from models.operations.records import still_open
from models.partners import Contact
from models.queries.people_of_partners import members_of
from models.queries.reminders import unwanted_by
from models.records import RecordStatus
from models.refusals import Refused
from models.reminder_days import ReminderKind
from models.request_links import RequestLink
from models.texts import folded

OPEN_FOR = timedelta(days=14)
# A second press sends no second letter.
QUIET = timedelta(minutes=10)
ANSWERED = "They answered already."
NOBODY = (
    "Nobody of this organization can be asked by mail. Note a key contact with an e-mail address, or invite somebody."
)
JUST_SENT = "The letter has just been sent."
ONLY_CONFIRMED = "This is only a draft. Say first that it is so."


def people_to_ask(session: Session, match: Match, *, today: date) -> Sequence[User | Contact]:
    """List who can be asked today: those with an account by name, then key contacts without one by name.

    Nobody is asked twice, and nobody who asked for no more such mail.
    """
    members = members_of(session, match.partner_id, today=today)
    unwanted = unwanted_by(session, (one.id for one in members), ReminderKind.REQUEST)
    reached = {one.email.casefold() for one in members} | _unwanted(session, match)
    # A school may have another address of theirs than the one they sign in with.
    named = {folded(one.name) for one in members}
    found: list[User | Contact] = [one for one in members if one.id not in unwanted]
    for contact in _key_contacts(session, match, today=today):
        address = (contact.email or "").casefold()
        if address and address not in reached and folded(contact.name) not in named:
            reached.add(address)
            found.append(contact)
    return found


def _key_contacts(session: Session, match: Match, *, today: date) -> Sequence[Contact]:
    found = select(Contact).where(
        Contact.school_id == match.school_id,
        Contact.partner_id == match.partner_id,
        Contact.record_status == RecordStatus.CONFIRMED,
        Contact.is_key,
        or_(Contact.from_on.is_(None), Contact.from_on <= today),
        or_(Contact.until_on.is_(None), Contact.until_on > today),
    )
    return session.scalars(found.order_by(Contact.name, Contact.id)).all()


def _unwanted(session: Session, match: Match) -> set[str]:
    """Give the addresses, in small letters, to which nobody at the school may send requests any more.

    Whoever said so has said it of the address: noting the contact anew takes nothing of it back.
    """
    found = select(func.lower(Contact.email)).where(
        Contact.school_id == match.school_id, Contact.no_mail_since.is_not(None), Contact.email.is_not(None)
    )
    return {address.casefold() for address in session.scalars(found) if address}


def links_of(session: Session, match: Match) -> Sequence[RequestLink]:
    """List the letters that carried a request, the latest first, each with its person."""
    found = select(RequestLink).where(RequestLink.match_id == match.id)
    people = joinedload(RequestLink.user), joinedload(RequestLink.contact)
    return session.scalars(found.options(*people).order_by(RequestLink.id.desc())).all()


def send_request(session: Session, match: Match, *, by: User, now: datetime, today: date) -> list[RequestLink]:
    """Let a letter wait for each person of the partner by which they answer; earlier addresses open no more.

    Raises:
        Refused: It is archived, no more than a draft, answered, sent a moment ago, or nobody can be asked.
    """
    still_open(match)
    if match.record_status is not RecordStatus.CONFIRMED:
        raise Refused(ONLY_CONFIRMED)
    if match.answer:
        raise Refused(ANSWERED)
    people = people_to_ask(session, match, today=today)
    if not people:
        raise Refused(NOBODY)
    earlier = links_of(session, match)
    if earlier and earlier[0].made_at > now - QUIET:
        raise Refused(JUST_SENT)
    for one in earlier:
        one.expires_at = min(one.expires_at, now)
    return [_letter_to(session, match, person, by=by, now=now) for person in people]


def _letter_to(session: Session, match: Match, person: User | Contact, *, by: User, now: datetime) -> RequestLink:
    user, contact = (person, None) if isinstance(person, User) else (None, person)
    link = RequestLink(match=match, user=user, contact=contact, asked_by=by, made_at=now, expires_at=now + OPEN_FOR)
    session.add(link)
    letter = add_letter(session, LetterKind.REQUEST, user=user, email=person.email)
    letter.name, letter.request = person.name, link
    return link


def why_gone(session: Session, link: RequestLink, *, now: datetime, today: date) -> str | None:
    """Say in a word why an address opens nothing any more: `answered`, `old`, `left` or `away`; None where it does."""
    if link.used_at is not None or link.match.answer:
        return "answered"
    if link.match.record_status is not RecordStatus.CONFIRMED:
        return "away"
    if not _may_answer(session, link, today=today):
        return "left"
    return "old" if link.expires_at <= now else None


def _may_answer(session: Session, link: RequestLink, *, today: date) -> bool:
    """Whether an address is still that of somebody who speaks for the partner."""
    if link.contact is None:
        return any(link.user_id == one.id for one in members_of(session, link.match.partner_id, today=today))
    # A mistyped address that was put right since is a stranger's.
    sent_to = session.scalars(
        select(AccountLetter.email).where(AccountLetter.request_id == link.id, AccountLetter.kind == LetterKind.REQUEST)
    ).first()
    is_key = link.contact in _key_contacts(session, link.match, today=today)
    return is_key and sent_to is not None and sent_to.casefold() == (link.contact.email or "").casefold()


def use_link(session: Session, link: RequestLink, *, now: datetime) -> bool:
    """Note that an address was used; of two at the same moment, one may."""
    table: Any = RequestLink.__table__
    taken = update(table).where(table.c.id == link.id, table.c.used_at.is_(None)).values(used_at=now)
    result: CursorResult[Any] | Any = session.execute(taken)
    return result.rowcount == 1


def end_requests(contact: Contact, *, today: date) -> None:
    """Send a contact no more requests by mail, as they asked; a second time changes nothing."""
    contact.no_mail_since = contact.no_mail_since or today


def take_requests_again(session: Session, contact: Contact) -> None:
    """Let a contact be asked by mail again, who had asked for no more; the same for others noted with their address."""
    alike = select(Contact).where(
        Contact.school_id == contact.school_id, func.lower(Contact.email) == func.lower(contact.email or "")
    )
    for one in (contact, *session.scalars(alike)):
        one.no_mail_since = None


def tell_who_asked(match: Match) -> None:
    """Let a letter tell whoever sent a request by mail that it is answered; nothing where nobody did."""
    session = object_session(match)
    latest = next(iter(links_of(session, match)), None) if session is not None else None
    if session is not None and latest is not None and latest.asked_by.is_active:
        add_letter(session, LetterKind.ANSWERED, user=latest.asked_by).request = latest
