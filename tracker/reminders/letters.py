"""The mail of one reminder: plain text, whom it is from and to, and how to end such mail in one click."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from models.queries.reminders import Letter
from models.reminder_days import ReminderKind
from models.wording import begun_small
from tracker.letters.links import hours_path
from tracker.mail.site import UNFOLDED, host, sender, site
from tracker.reminders.links import CHOICES, off_address, page_about

NAME = "Continuum"


def letter_to(letter: Letter, *, mail_from: str, now: datetime) -> EmailMessage:
    """Write the mail of a reminder.

    Its `Message-ID` is the reminder's own: whoever is sent the same one twice can tell. The two `List-Unsubscribe`
    lines are RFC 8058: a mail program may end such mail with one request and no page.

    Args:
        mail_from: The address that mail comes from, where the settings name one.

    Raises:
        ValueError: An address is none that mail can be sent to.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(NAME, addr_spec=sender(mail_from))
    mail["To"] = Address(_plain(letter.name), addr_spec=letter.email)
    mail["Subject"] = _plain(letter.title)
    mail["Date"] = now
    mail["Message-ID"] = f"<{letter.message_id}@{host()}>"
    mail["Auto-Submitted"] = "auto-generated"
    off = off_address(letter.user_id, letter.kind)
    mail["List-Unsubscribe"] = f"<{off}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(_text(letter, off))
    mail.policy = UNFOLDED  # of the header lines alone: the text is written by now
    return mail


def _plain(text: str) -> str:
    """Take line ends out of what stands in a header."""
    return " ".join(text.split())


def _said(letter: Letter) -> list[str]:
    """Give what the mail says; where it asks, each question with the address that answers it."""
    if not letter.asks:
        return [letter.text]
    lead = letter.text.partition("\n\n")[0]
    return [lead, *(f"{words}\n{site()}{hours_path(number, nonce)}" for words, number, nonce in letter.asks)]


def _text(letter: Letter, off: str) -> str:
    is_week = letter.kind is ReminderKind.DIGEST
    lead = f"{_plain(letter.title)} at {letter.school}:" if is_week else ""
    parts = [
        f"Hello {_plain(letter.name)},",
        *([lead] if lead else []),
        *_said(letter),
        page_about(letter.record_kind, letter.record_id),
        f"-- \n{letter.school}\n"
        f"No more mail of this kind ({begun_small(letter.kind.label)}):\n{off}\n"
        f"All your reminders:\n{site()}{CHOICES}",
    ]
    return "\n\n".join(parts) + "\n"
