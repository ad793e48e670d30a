"""A school sends a request by mail, and the alliance answers by the mail's own address. Nothing here commits."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, or_, select, update
from sqlalchemy.orm import Session, joinedload, object_session

from models.account_letters import LetterKind
from models.accounts import Role, User
from models.memberships import Membership
from models.needs import Match
from models.operations.letters import add_letter
from models.operations.records import still_open
from models.records import RecordStatus
from models.refusals import Refused
from models.request_links import RequestLink

OPEN_FOR = timedelta(days=14)
# A second press sends no second letter.
QUIET = timedelta(minutes=10)
ANSWERED = "They answered already."
NOBODY = "Nobody of this organisation can sign in yet. Invite somebody under People first."
JUST_SENT = "The letter has just been sent."
ONLY_CONFIRMED = "This is only a draft. Say first that it is so."


def people_to_ask(session: Session, match: Match, *, today: date) -> Sequence[User]:
    """List who can answer a request for its partner today, by name."""
    found = (
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.role == Role.ALLIANCE_MEMBER,
            Membership.partner_id == match.partner_id,
            or_(Membership.ended_on.is_(None), Membership.ended_on > today),
            User.is_active,
        )
        .order_by(User.name, User.id)
    )
    return session.scalars(found).unique().all()


def links_of(session: Session, match: Match) -> Sequence[RequestLink]:
    """List the letters that carried a request, the latest first, each with its person."""
    found = select(RequestLink).where(RequestLink.match_id == match.id).options(joinedload(RequestLink.user))
    return session.scalars(found.order_by(RequestLink.id.desc())).all()


def send_request(session: Session, match: Match, *, by: User, now: datetime, today: date) -> list[RequestLink]:
    """Let a letter wait for each person of the partner by which they answer; earlier addresses open no more.

    Raises:
        Refused: It is archived, no more than a draft, answered, sent a moment ago, or nobody can answer it.
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
    made = [RequestLink(match=match, user=user, asked_by=by, made_at=now, expires_at=now + OPEN_FOR) for user in people]
    for one in made:
        session.add(one)
        add_letter(session, LetterKind.REQUEST, user=one.user).request = one
    return made


def find_request_link(session: Session, link_id: int, nonce: str) -> RequestLink | None:
    """Find a mailed address, open or not; None where it was never sent."""
    found = session.get(RequestLink, link_id)
    return found if found is not None and secrets.compare_digest(found.nonce, nonce) else None


def why_gone(session: Session, link: RequestLink, *, now: datetime, today: date) -> str | None:
    """Say in a word why an address opens nothing any more: `answered`, `old`, `left` or `away`; None where it does."""
    if link.used_at is not None or link.match.answer:
        return "answered"
    if link.match.record_status is not RecordStatus.CONFIRMED:
        return "away"
    if all(link.user_id != one.id for one in people_to_ask(session, link.match, today=today)):
        return "left"
    return "old" if link.expires_at <= now else None


def use_link(session: Session, link: RequestLink, *, now: datetime) -> bool:
    """Note that an address was used; of two at the same moment, one may."""
    table: Any = RequestLink.__table__
    taken = update(table).where(table.c.id == link.id, table.c.used_at.is_(None)).values(used_at=now)
    result: CursorResult[Any] | Any = session.execute(taken)
    return result.rowcount == 1


def tell_who_asked(match: Match) -> None:
    """Let a letter tell whoever sent a request by mail that it is answered; nothing where nobody did."""
    session = object_session(match)
    latest = next(iter(links_of(session, match)), None) if session is not None else None
    if session is not None and latest is not None and latest.asked_by.is_active:
        add_letter(session, LetterKind.ANSWERED, user=latest.asked_by).request = latest
