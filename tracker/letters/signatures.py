"""What a letter says when the other side has signed an agreement, on screen or by hand."""

from __future__ import annotations

from models.records import RecordStatus
from models.signatures import Signature
from models.wording import day_words
from tracker.mail.site import site

# Where each side reads and signs: the school, and its partner.
SCHOOL, PARTNER = "/agreements/{}", "/alliance/agreements/{}"


def signed_words(signature: Signature) -> tuple[str, str] | None:
    """Give subject and text for somebody of the other side; None where the agreement was put away.

    Of the agreement it says what it is and between whom; the rest is read where it is signed.
    """
    paper = signature.agreement
    if paper.record_status is not RecordStatus.CONFIRMED:
        return None
    side, page = (signature.partner.name, SCHOOL) if signature.partner is not None else (paper.school.name, PARTNER)
    is_whole = paper.signed_on is not None
    # The first line of what was signed: which kind of agreement, between whom.
    what = signature.terms.partition("\n")[0]
    by = signature.name
    how = ""
    if signature.position is not None:
        by, how = f"{by}, {signature.position},", " by hand"
    lines = [
        f"{by} signed{how} for {side} on {day_words(signature.signed_on)}:",
        what,
        *(["The signed paper is stored beside it."] if how else []),
        "With this it is signed by both sides." if is_whole else "Now your side reads it, and signs:",
        f"{site()}{page.format(paper.id)}",
    ]
    subject = f"Signed by both sides: {what}" if is_whole else f"{side} signed: {what}"
    return subject, "\n\n".join(lines)
