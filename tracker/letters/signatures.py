"""What letters say of agreements: that one was handed over to be signed, and that the other side has signed."""

from __future__ import annotations

from models.agreements import Agreement
from models.records import RecordStatus
from models.reminder_days import ReminderKind
from models.signatures import Signature, heading_of
from models.wording import day_words
from tracker.clock import today_at
from tracker.letters.readers import language_at, partner_may_sign, wants
from tracker.mail.site import site
from tracker.reminders.links import off_address

# Where each side reads and signs: the school, and its partner.
SCHOOL, PARTNER = "/agreements/{}", "/alliance/agreements/{}"


def handed_over_words(paper: Agreement, user_id: int) -> tuple[str, str] | None:
    """Give subject and text for somebody of the partner; None where it waits no more, or they want no such mail."""
    if paper.partnership.record_status is not RecordStatus.CONFIRMED or not wants(user_id):
        return None
    today = today_at(paper.school)
    language = language_at(paper.school_id, today)
    # A colleague may have signed it while the mail waited.
    if not partner_may_sign(paper.id, language, today):
        return None
    what = heading_of(paper, language)
    lines = [
        f"{paper.school.name} hands an agreement over to you:",
        what,
        f"Read it, and sign it on screen, or upload it signed by hand:\n\n{site()}{PARTNER.format(paper.id)}",
        f"No more such mail:\n\n{off_address(user_id, ReminderKind.REQUEST)}",
    ]
    return f"{paper.school.name} asks you to sign: {what}", "\n\n".join(lines)


def signed_words(signature: Signature) -> tuple[str, str] | None:
    """Give subject and text for somebody of the other side; None where the agreement was put away.

    Of the agreement it says what it is and between whom; the rest is read where it is signed.
    """
    paper = signature.agreement
    if paper.record_status is not RecordStatus.CONFIRMED:
        return None
    side, page = (signature.partner.name, SCHOOL) if signature.partner is not None else (paper.school.name, PARTNER)
    is_whole = paper.signed_on is not None
    what = signature.heading
    by = signature.name
    how = ""
    if signature.position is not None:
        by, how = f"{by}, {signature.position},", " by hand"
    lines = [
        f"{by} signed{how} for {side} on {day_words(signature.signed_on)}:",
        what,
        *(["The signed copy is stored beside it."] if how else []),
        "With this it is signed by both sides." if is_whole else "Now your side reads it, and signs:",
        f"{site()}{page.format(paper.id)}",
    ]
    subject = f"Signed by both sides: {what}" if is_whole else f"{side} signed: {what}"
    return subject, "\n\n".join(lines)
