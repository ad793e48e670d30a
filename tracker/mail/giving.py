"""Hands one mail to the server, and tells apart what it may answer: taken, not now, never."""

from __future__ import annotations

import enum
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage

NO_ADDRESS = "There is no address that mail can be sent to."
REFUSED = "The mail server refused it for good."
# What it says from here on it means for good.
_FOR_GOOD = 500


class Fate(enum.Enum):
    """What became of a mail that was handed over."""

    TAKEN = enum.auto()
    NOT_NOW = enum.auto()
    NEVER = enum.auto()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the mail server answered.

    Attributes:
        why: Why it can never be sent, in our words; empty otherwise.
        told: What the server said, where it did not take it.
    """

    fate: Fate
    why: str = ""
    told: str = ""


def give(link: smtplib.SMTP, write: Callable[[], EmailMessage]) -> Answer:
    """Write a mail and hand it over.

    Args:
        write: Writes it; raises `ValueError` where there is nobody it can be sent to.

    Raises:
        smtplib.SMTPException: The server takes nothing more on this connection.
        OSError: The connection broke.
    """
    try:
        link.send_message(write())
    except (ValueError, MessageError, smtplib.SMTPNotSupportedError) as problem:
        return Answer(Fate.NEVER, NO_ADDRESS, str(problem))
    except smtplib.SMTPRecipientsRefused as problem:
        code, said = next(iter(problem.recipients.values()))
        return _refused(code, said)
    except smtplib.SMTPDataError as problem:
        return _refused(problem.smtp_code, problem.smtp_error)
    return Answer(Fate.TAKEN)


def _refused(code: int, said: bytes | str) -> Answer:
    told = f"{code} {_text(said)}"
    return Answer(Fate.NEVER, REFUSED, told) if code >= _FOR_GOOD else Answer(Fate.NOT_NOW, told=told)


def words_of(problem: Exception) -> str:
    """Say in one line what a mail server or the way to it refused; it never holds our password."""
    if isinstance(problem, smtplib.SMTPAuthenticationError):
        return f"The mail server refused the user name or the password ({problem.smtp_code})."
    if isinstance(problem, smtplib.SMTPResponseException):
        return f"{problem.smtp_code} {_text(problem.smtp_error)}"
    return f"The mail server could not be reached: {problem}" if isinstance(problem, OSError) else str(problem)


def _text(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said
