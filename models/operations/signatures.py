"""Sign an agreement on screen or by hand, each side for itself; with both it is signed. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from models.account_letters import LetterKind
from models.accounts import User
from models.agreements import Agreement, AgreementState
from models.continuum.language.language import Language
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
from models.signatures import Signature, hashes_of, terms_of
from models.wording import day_words

SIGNED_ALREADY = "This agreement is signed already."
SIDE_SIGNED = "Your side has signed it already."
# What was handed over longer ago waits for no signature on screen: it was signed on paper, or came to nothing.
SIGNED_WITHIN_MONTHS = 6
NOT_HANDED_OVER = "It has not been handed over yet."


def may_be_signed(agreement: Agreement, *, today: date) -> bool:
    """Whether it waits for signatures: handed over, on record, signed by nobody yet on paper, and not over."""
    return agreement.record_status is RecordStatus.CONFIRMED and _is_unsigned(agreement, today)


def _is_unsigned(agreement: Agreement, today: date) -> bool:
    return agreement.signed_on is None and agreement.state_on(today) is AgreementState.SUBMITTED


def handed_over_lately(agreement: Agreement, *, today: date) -> bool:
    """Whether it was handed over lately enough that its partner is asked to sign it."""
    return agreement.submitted_on is not None and agreement.submitted_on > months_after(today, -SIGNED_WITHIN_MONTHS)


def tell_handed_over(session: Session, agreement: Agreement, *, today: date) -> None:
    """Let a letter wait for each of the partner's people who wants such mail: there is something to sign.

    Nothing, where both have signed already, it is over, or it was handed over long ago and is only noted now.
    """
    # Whether it is on record is known only once it is stored.
    if not _is_unsigned(agreement, today) or not handed_over_lately(agreement, today=today):
        return
    # What is being changed is stored by whoever asked for it, and refused there if somebody was faster.
    with session.no_autoflush:
        people = members_of(session, agreement.partnership.partner_id, today=today)
        unwanted = unwanted_by(session, (one.id for one in people), ReminderKind.REQUEST)
        for person in people:
            if person.id not in unwanted:
                add_letter(session, LetterKind.HANDED_OVER, user=person).agreement = agreement


@dataclass(frozen=True, slots=True)
class Signing:
    """An agreement before somebody who reads it, and may be asked to sign it for their side.

    Attributes:
        terms: What is signed, a line for each.
        signatures: The earliest first.
        holding: Those under what it says now.
        scope: The reader's: a school's, or that of an alliance's member.
        today: Where the reader is.
    """

    agreement: Agreement
    terms: str
    signatures: Sequence[Signature]
    holding: Sequence[Signature]
    scope: Scope
    today: date

    @property
    def is_open(self) -> bool:
        """Whether it waits for the signature of the reader's side."""
        try:
            self.refuse_unless_open()
        except Refused:
            return False
        return True

    def refuse_unless_open(self) -> None:
        """Make sure that it waits for the signature of the reader's side.

        Raises:
            Refused: It is archived, signed, not handed over, or over, or their side has signed it.
        """
        still_open(self.agreement)
        if self.agreement.signed_on is not None:
            raise Refused(SIGNED_ALREADY)
        if self.agreement.submitted_on is None:
            raise Refused(NOT_HANDED_OVER)
        if not may_be_signed(self.agreement, today=self.today):
            raise Refused("This agreement has ended. Only a renewal can be signed now.")
        # Who signed other terms than these has not signed these.
        if any(one.is_of_school is (self.scope.partner_id is None) for one in self.holding):
            raise Refused(SIDE_SIGNED)


def signing_of(session: Session, agreement: Agreement, language: Language, *, scope: Scope, today: date) -> Signing:
    """Tell of an agreement what its reader may sign, and who has signed it."""
    known = signatures_of(session, agreement)
    holding = [one for one in known if one.holds(language)]
    return Signing(agreement, terms_of(agreement, language), known, holding, scope, today)


def sign_on_screen(session: Session, signing: Signing, name: str, *, now: datetime, may_read: MayRead) -> Signature:
    """Sign for the reader's side; with the other side's signature the agreement is signed on this day.

    A letter waits for each person of the other side who looks after it.

    Args:
        name: As the person types it.
        may_read: Which roles at the school may read of agreements.

    Raises:
        Refused: It does not wait for signatures, their side has signed it, or no name is typed.
        OutsideScope: It is somebody else's agreement, or nobody is signed in.
    """
    signature = _begun(signing, now=now)
    signature.name, signature.signed_on = one_line(name), signing.today
    refuse_if({} if signature.name else {"name": "Type your name: it stands as your signature."})
    _put_under(session, signature, signing, may_read=may_read)
    return signature


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """What is told of a paper that was signed by hand: who signed it, what they are there, and on which day."""

    name: str
    position: str
    signed_on: date


def paper_problems(signing: Signing, paper: SignedPaper) -> dict[str, str]:
    """Say what is wrong in what is told of a paper: field -> problem; nothing where it can be a signature."""
    problems = {}
    sent_on = signing.agreement.submitted_on
    if paper.signed_on > signing.today:
        problems["signed_on"] = "This day is still to come. Choose the day on which it was signed."
    elif sent_on is not None and paper.signed_on < sent_on:
        problems["signed_on"] = f"It was sent to you on {day_words(sent_on)}; it cannot be signed before."
    if not one_line(paper.name):
        problems["name"] = "Say who signed it."
    if not one_line(paper.position):
        problems["position"] = "Say in which position: director, president."
    return problems


def sign_by_hand(
    session: Session, signing: Signing, paper: SignedPaper, document: Document, *, now: datetime, may_read: MayRead
) -> Signature:
    """Let a paper that was signed by hand be the signature of the reader's organisation, as good as one on screen.

    Its file is the signature's: what lies with the agreement, and what the other side has signed, stays as it is.

    Args:
        signing: Of an alliance's member; the school notes on which day both signed on paper.
        document: The paper itself.

    Raises:
        Refused: As `sign_on_screen`; or the day is still to come, or earlier than the one on which it was handed over.
        OutsideScope: It is somebody else's agreement, or nobody of its partner is signed in.
    """
    if signing.scope.partner_id is None or document.school_id != signing.agreement.school_id:
        raise OutsideScope("Only its partner brings a paper that it signed.")
    signature = _begun(signing, now=now)
    refuse_if(paper_problems(signing, paper))
    signature.name, signature.position = one_line(paper.name), one_line(paper.position)
    signature.signed_on, signature.document = paper.signed_on, document
    _put_under(session, signature, signing, may_read=may_read)
    return signature


def _begun(signing: Signing, *, now: datetime) -> Signature:
    """Begin a signature of the reader's side, where it may sign."""
    agreement, scope = signing.agreement, signing.scope
    if scope.user_id is None or scope.partner_id not in (None, agreement.partnership.partner_id):
        raise OutsideScope("This is another organisation's agreement.")
    signing.refuse_unless_open()
    signature = Signature(
        partner_id=scope.partner_id,
        user_id=scope.user_id,
        terms=signing.terms,
        hashes=hashes_of(agreement),
        signed_at=now,
    )
    signature.agreement = agreement
    return signature


def _put_under(session: Session, signature: Signature, signing: Signing, *, may_read: MayRead) -> None:
    """Put a signature under its agreement; with the other side's it is signed, on the later of their days."""
    agreement = signing.agreement
    session.add(signature)
    if signing.holding:
        agreement.sign(max(one.signed_on for one in (*signing.holding, signature)))
    _tell_other_side(session, signature, today=signing.today, may_read=may_read)
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
