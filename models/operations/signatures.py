"""Sign an agreement on screen or by hand, each side for itself; with both it is signed. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from models.account_letters import LetterKind
from models.accounts import User
from models.agreements import Agreement, AgreementState
from models.days import months_after
from models.documents import Document
from models.operations.letters import add_letter
from models.operations.records import one_line, still_open, touch
from models.queries.people_of_partners import members_of
from models.queries.reminder_people import OF_PARTNERSHIPS, MayRead, staff_at
from models.queries.reminders import unwanted_by
from models.queries.signatures import signatures_of
from models.records import RecordStatus
from models.refusals import Refused, refuse_if
from models.reminder_days import ReminderKind
from models.scope import OutsideScope, Scope
from models.signatures import Signature, hashes_of
from models.wording import day_words

SIGNED_ALREADY = "This agreement is signed already."
SIDE_SIGNED = "Your side has signed it already."
LONGEST_TERMS = 4000
# What was handed over longer ago waits for no signature on screen: it was signed on paper, or came to nothing.
SIGNED_WITHIN_MONTHS = 6
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


def handed_over_lately(agreement: Agreement, *, today: date) -> bool:
    """Whether it was handed over lately enough that its partner is asked to sign it."""
    return agreement.submitted_on is not None and agreement.submitted_on > months_after(today, -SIGNED_WITHIN_MONTHS)


def tell_handed_over(session: Session, agreement: Agreement, *, today: date) -> None:
    """Let a letter wait for each of the partner's people who wants such mail: there is something to sign.

    Nothing, where both have signed already, it is over, or it was handed over long ago and is only noted now.
    """
    is_to_sign = agreement.signed_on is None and agreement.state_on(today) is AgreementState.SUBMITTED
    if not is_to_sign or not handed_over_lately(agreement, today=today):
        return
    # What is being changed is stored by whoever asked for it, and refused there if somebody was faster.
    with session.no_autoflush:
        people = members_of(session, agreement.partnership.partner_id, today=today)
        unwanted = unwanted_by(session, (one.id for one in people), ReminderKind.REQUEST)
        for person in people:
            if person.id not in unwanted:
                add_letter(session, LetterKind.HANDED_OVER, user=person).agreement = agreement


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
    signature, known = _begun(session, agreement, terms, scope=scope, today=today, now=now)
    signature.name, signature.signed_on = one_line(name), today
    refuse_if({} if signature.name else {"name": "Type your name: it stands as your signature."})
    _put_under(session, signature, known, today=today, may_read=may_read)
    return signature


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """A paper that was signed by hand: who signed it, what they are there, on which day, and its file."""

    name: str
    position: str
    signed_on: date
    document: Document


def sign_by_hand(
    session: Session,
    agreement: Agreement,
    paper: SignedPaper,
    terms: str,
    *,
    scope: Scope,
    today: date,
    now: datetime,
    may_read: MayRead,
) -> Signature:
    """Let a paper that was signed by hand be the signature of the reader's organisation, as good as one on screen.

    Its file is the signature's: what lies with the agreement, and what the other side has signed, stays as it is.

    Args:
        scope: That of an alliance's member; the school notes on which day both signed on paper.

    Raises:
        Refused: As `sign_on_screen`; or the day is still to come, or earlier than the one on which it was handed over.
        OutsideScope: It is somebody else's agreement, or nobody of its partner is signed in.
    """
    if scope.partner_id is None or paper.document.school_id != agreement.school_id:
        raise OutsideScope("Only its partner brings a paper that it signed.")
    signature, known = _begun(session, agreement, terms, scope=scope, today=today, now=now)
    signature.name, signature.position = one_line(paper.name), one_line(paper.position)
    signature.signed_on, signature.document = paper.signed_on, paper.document
    refuse_if(_paper_problems(agreement, signature, today=today))
    _put_under(session, signature, known, today=today, may_read=may_read)
    return signature


def _paper_problems(agreement: Agreement, signature: Signature, *, today: date) -> dict[str, str]:
    problems = {}
    sent_on = agreement.submitted_on
    if signature.signed_on > today:
        problems["signed_on"] = "This day is still to come. Choose the day on which it was signed."
    elif sent_on is not None and signature.signed_on < sent_on:
        problems["signed_on"] = f"It was sent to you on {day_words(sent_on)}; it cannot be signed before."
    if not signature.name:
        problems["name"] = "Say who signed it."
    if not signature.position:
        problems["position"] = "Say in which position: director, president."
    return problems


def _begun(
    session: Session, agreement: Agreement, terms: str, *, scope: Scope, today: date, now: datetime
) -> tuple[Signature, list[Signature]]:
    """Begin a signature of the reader's side, where it may sign; gives it with those that hold already."""
    partner_id, user_id = scope.partner_id, scope.user_id
    if user_id is None or partner_id not in (None, agreement.partnership.partner_id):
        raise OutsideScope("This is another organisation's agreement.")
    known = waiting_for(session, agreement, terms, scope=scope, today=today)
    files = hashes_of(agreement)
    signature = Signature(partner_id=partner_id, user_id=user_id, terms=terms, hashes=files, signed_at=now)
    signature.agreement = agreement
    return signature, known


def waiting_for(session: Session, agreement: Agreement, terms: str, *, scope: Scope, today: date) -> list[Signature]:
    """Make sure that an agreement waits for the signature of the reader's side; gives the signatures that hold.

    Raises:
        Refused: It is archived, signed, not handed over, or over, or their side has signed it.
    """
    still_open(agreement)
    if agreement.signed_on is not None:
        raise Refused(SIGNED_ALREADY)
    if agreement.submitted_on is None:
        raise Refused(NOT_HANDED_OVER)
    if not may_be_signed(agreement, today=today):
        raise Refused("This agreement has ended. Only a renewal can be signed now.")
    # Who signed other terms than these has not signed these.
    known = [one for one in signatures_of(session, agreement) if one.is_under(terms)]
    if any(one.is_of_school is (scope.partner_id is None) for one in known):
        raise Refused(SIDE_SIGNED)
    return known


def _put_under(
    session: Session, signature: Signature, known: Sequence[Signature], *, today: date, may_read: MayRead
) -> None:
    """Put a signature under its agreement; with the other side's it is signed, on the later of their days."""
    agreement = signature.agreement
    session.add(signature)
    if known:
        agreement.sign(max(one.signed_on for one in (*known, signature)))
    _tell_other_side(session, signature, today=today, may_read=may_read)
    # Two that sign at one moment must not both be the first.
    touch(agreement)


def _tell_other_side(session: Session, signature: Signature, *, today: date, may_read: MayRead) -> None:
    """Let letters tell the alliance's people what the school signed, and the point person what the alliance did."""
    partnership = signature.agreement.partnership
    if signature.is_of_school:
        people: Sequence[User] = members_of(session, partnership.partner_id, today=today)
    else:
        staff = staff_at(session, scope=Scope.of_school(partnership.school_id), today=today, may_read=may_read)
        told = staff.in_charge(ReminderKind.AGREEMENT, partnership, today)
        told = told or staff.with_role(ReminderKind.AGREEMENT, OF_PARTNERSHIPS)
        people = [session.get_one(User, user_id) for user_id in told]
    for person in people:
        add_letter(session, LetterKind.SIGNED, user=person).signature = signature
