"""What letters about accounts say: plain text, no picture, nothing that tells who reads them."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from models.account_letters import AccountLetter, AccountLink, LetterKind
from models.invitations import Invitation
from models.operations.invitations import roles_of
from models.operations.letters import TOO_LATE
from models.reminder_days import ReminderKind
from models.wording import day_words
from tracker.letters.links import invitation_path, link_path, no_more_path
from tracker.letters.readers import signs_in_alone_with
from tracker.letters.requests import answered_words, replied_words, request_words
from tracker.letters.signatures import handed_over_words, signed_words
from tracker.mail.site import UNFOLDED, host, sender, site
from tracker.reminders.links import off_address

NAME = "Continuum"
NOT_YOU = "If it was not you, leave this letter aside: nothing changes."
IF_NOT_YOU = "If it was not you, ask for a new password at once, and tell your admin."


class NotNeeded(Exception):
    """A letter says something that is no longer so; the words say why it is not sent."""


def mail_of(letter: AccountLetter, *, mail_from: str, now: datetime) -> EmailMessage:
    """Write the mail of a letter.

    Args:
        letter: With its person, its invitation and its link loaded.
        mail_from: The address that mail comes from, where the settings name one.

    Raises:
        NotNeeded: What it offers is over, or it is too late.
        ValueError: There is no address that mail can be sent to.
    """
    if letter.made_at < now - TOO_LATE:
        raise NotNeeded("It waited too long to be sent.")
    subject, text = _words(letter, now)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(NAME, addr_spec=sender(mail_from))
    mail["To"] = Address(" ".join((letter.name or "").split()), addr_spec=letter.email)
    mail["Subject"] = subject
    mail["Date"] = now
    mail["Message-ID"] = f"<{letter.message_id}@{host()}>"
    mail["Auto-Submitted"] = "auto-generated"
    off = _ends_at(letter)
    if off:
        mail["List-Unsubscribe"] = f"<{off}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    hello = f"Hello {' '.join(letter.name.split())}," if letter.name else "Hello,"
    mail.set_content(f"{hello}\n\n{text}\n\n-- \n{NAME}, {site()}\n")
    mail.policy = UNFOLDED  # of the header lines alone: the text is written by now
    return mail


def _ends_at(letter: AccountLetter) -> str | None:
    """Give the address at which such mail is ended by one press (RFC 8058); None for mail that nobody can end."""
    if letter.kind not in (LetterKind.REQUEST, LetterKind.REPLIED, LetterKind.HANDED_OVER):
        return None
    if letter.user_id is not None:
        return off_address(letter.user_id, ReminderKind.REQUEST)
    return site() + no_more_path(letter.request) if letter.request and letter.request.contact else None


def _words(letter: AccountLetter, now: datetime) -> tuple[str, str]:
    if letter.kind is LetterKind.INVITATION:
        return _invitation(letter.invitation, now)
    if letter.match is not None:
        words = replied_words(letter.match, letter.request)
        if words is None:
            raise NotNeeded("The answer was changed, or the request put away.")
        return words
    if letter.request is not None:
        said = request_words if letter.kind is LetterKind.REQUEST else answered_words
        words = said(letter.request, now)
        if words is None:
            raise NotNeeded("The request was answered, put away, or is too old.")
        return words
    if letter.signature is not None:
        words = signed_words(letter.signature)
        if words is None:
            raise NotNeeded("The agreement was put away.")
        return words
    if letter.agreement is not None and letter.user_id is not None:
        words = handed_over_words(letter.agreement, letter.user_id)
        if words is None:
            raise NotNeeded("The agreement waits for no signature any more, or they want no such mail.")
        return words
    if letter.kind is LetterKind.FORGOTTEN:
        if letter.user_id is not None and (only_with := signs_in_alone_with(letter.user_id)):
            text = f"Somebody, most likely you, asked for a new password. {only_with}"
            return "How you sign in", f"{text}\n\n{site()}/login\n\n{NOT_YOU}"
        text = "Somebody, most likely you, asked for a new password. Choose it here, once, and soon:"
        return "Choose a new password", f"{text}\n\n{_open(letter.link, now)}\n\n{NOT_YOU}"
    if letter.kind is LetterKind.NEW_ADDRESS:
        text = f"You asked to sign in as {letter.email} from now on. Confirm it here:"
        return "Confirm your new address", f"{text}\n\n{_open(letter.link, now)}\n\n{NOT_YOU}"
    if letter.kind is LetterKind.ADDRESS_CHANGED:
        new = letter.user.email if letter.user else ""
        return (
            "Your address was changed",
            f"You sign in as {new} from now on, and no longer as {letter.email}.\n\n{IF_NOT_YOU}",
        )
    if letter.kind is LetterKind.RENEWED:
        text = "You have a new password, and are signed out everywhere else."
        return "Your password was changed", f"{text}\n\n{IF_NOT_YOU}"
    if letter.kind is LetterKind.SECOND_STEP:
        text = "The second step of your sign-in was set up or taken away. My account says which."
        return "Your second step at sign-in changed", f"{text}\n\n{IF_NOT_YOU}"
    text = (
        "Somebody typed wrong passwords for your account again and again, and has to wait now. "
        "Your account is not locked: where you were signed in before, you still are."
    )
    advice = f"If it was you and you have forgotten it, choose a new one:\n\n{site()}/password/forgotten"
    return "Wrong passwords were typed for your account", f"{text}\n\n{advice}"


def _invitation(invitation: Invitation | None, now: datetime) -> tuple[str, str]:
    if invitation is None or not invitation.is_open(now):
        raise NotNeeded("The invitation was taken up, withdrawn, or is too old.")
    by = invitation.invited_by.name
    until = day_words(invitation.expires_at.date())
    text = (
        f"{by} invites you to Continuum as {roles_of(invitation)}. There the school and its partners keep what they do "
        f"together.\n\nTake it up until {until}:\n\n{site()}{invitation_path(invitation)}\n\n"
        f"The address is yours alone and opens once. If you do not know {by}, leave this letter aside."
    )
    return f"{by} invites you to Continuum", text


def _open(link: AccountLink | None, now: datetime) -> str:
    if link is None or link.used_at is not None or link.expires_at <= now:
        raise NotNeeded("Its address was used, or is too old.")
    return site() + link_path(link)
