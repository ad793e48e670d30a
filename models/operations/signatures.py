"""Sign an agreement on screen, each side for itself; with both it is signed. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from models.account_letters import LetterKind
from models.accounts import User
from models.agreements import Agreement, AgreementState
from models.operations.letters import add_letter
from models.operations.records import one_line, still_open, touch
from models.queries.people_of_partners import members_of
from models.queries.reminder_people import OF_PARTNERSHIPS, MayRead, staff_at
from models.queries.signatures import signatures_of
from models.records import RecordStatus
from models.refusals import Refused
from models.reminder_days import ReminderKind
from models.scope import OutsideScope, Scope
from models.signatures import Signature, hashes_of
from models.wording import day_words

SIGNED_ALREADY = "This agreement is signed already."
SIDE_SIGNED = "Your side has signed it already."
LONGEST_TERMS = 4000
NOT_HANDED_OVER = "It has not been handed over yet."


def terms_of(agreement: Agreement, kind: str) -> str:
    """Say what an agreement is about, a line for each, as whoever signs it reads it.

    Args:
        kind: What people call an agreement of its kind.
    """
    partnership = agreement.partnership
    days = [
        f"First day: {day_words(agreement.starts_on)}" if agreement.starts_on else "",
        f"Last day: {day_words(agreement.ends_on)}" if agreement.ends_on else "No last day",
        f"Notice: {agreement.notice_days} days" if agreement.notice_days is not None else "",
        f"Expected outcome: {agreement.expected_outcome}" if agreement.expected_outcome else "",
    ]
    files = [f"File: {one.filename}" for one in agreement.documents]
    lines = [f"{kind} between {agreement.school.name} and {partnership.partner.name}", *filter(None, days), *files]
    return "\n".join(lines)[:LONGEST_TERMS]


def may_be_signed(agreement: Agreement, *, today: date) -> bool:
    """Whether it waits for signatures: handed over, on record, signed by nobody yet on paper, and not over."""
    return (
        agreement.record_status is RecordStatus.CONFIRMED
        and agreement.state_on(today) is AgreementState.SUBMITTED
        and agreement.signed_on is None
    )


def sign_on_screen(
    session: Session,
    agreement: Agreement,
    name: str,
    terms: str,
    *,
    scope: Scope,
    today: date,
    now: datetime,
    may_read: MayRead,
) -> Signature:
    """Sign for the reader's side; with the other side's signature the agreement is signed on this day.

    A letter waits for each person of the other side who looks after it.

    Args:
        name: As the person types it.
        terms: See `terms_of`.
        scope: A school's, or that of an alliance's member.
        may_read: Which roles at the school may read of agreements.

    Raises:
        Refused: It does not wait for signatures, their side has signed it, or no name is typed.
        OutsideScope: It is somebody else's agreement, or nobody is signed in.
    """
    still_open(agreement)
    partner_id, user_id = scope.partner_id, scope.user_id
    if user_id is None or partner_id not in (None, agreement.partnership.partner_id):
        raise OutsideScope("This is another organisation's agreement.")
    if agreement.signed_on is not None:
        raise Refused(SIGNED_ALREADY)
    if agreement.submitted_on is None:
        raise Refused(NOT_HANDED_OVER)
    if not may_be_signed(agreement, today=today):
        raise Refused("This agreement has ended. Only a renewal can be signed now.")
    typed = one_line(name)
    if not typed:
        raise Refused({"name": "Type your name: it stands as your signature."})
    # Who signed other terms than these has not signed these.
    known = [one for one in signatures_of(session, agreement) if one.is_under(terms)]
    if any(one.partner_id == partner_id for one in known):
        raise Refused(SIDE_SIGNED)
    signature = Signature(agreement=agreement, partner_id=partner_id, user_id=user_id, name=typed, terms=terms)
    signature.hashes, signature.signed_on, signature.signed_at = hashes_of(agreement), today, now
    session.add(signature)
    if known:
        agreement.sign(today)
    _tell_other_side(session, signature, may_read=may_read)
    # Two that sign at one moment must not both be the first.
    touch(agreement)
    return signature


def _tell_other_side(session: Session, signature: Signature, *, may_read: MayRead) -> None:
    """Let letters tell the alliance's people what the school signed, and the point person what the alliance did."""
    partnership, today = signature.agreement.partnership, signature.signed_on
    if signature.partner_id is None:
        people: Sequence[User] = members_of(session, partnership.partner_id, today=today)
    else:
        staff = staff_at(session, scope=Scope.of_school(partnership.school_id), today=today, may_read=may_read)
        told = staff.in_charge(ReminderKind.AGREEMENT, partnership, today)
        told = told or staff.with_role(ReminderKind.AGREEMENT, OF_PARTNERSHIPS)
        people = [session.get_one(User, user_id) for user_id in told]
    for person in people:
        add_letter(session, LetterKind.SIGNED, user=person).signature = signature
