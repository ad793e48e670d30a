"""Web and mail addresses: which can be stored, the same for forms and files."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_LINK = re.compile(r"https?://[^\s/]+\S*$", re.IGNORECASE)
NOT_A_LINK = "Give a whole web address, beginning with https:// or http://."
NOT_A_SITE = "Enter a web address, such as www.example.org."
NOT_A_MAIL_ADDRESS = "Enter an e-mail address, such as name@example.org."


class NotAnAddress(ValueError):
    """A text is no address of its kind; the message says what would be one."""


def link(text: str) -> str:
    """Take a whole web address as it is.

    Raises:
        NotAnAddress: It does not begin as one: a script would run, and a bare name lead nowhere.
    """
    if not _LINK.match(text):
        raise NotAnAddress(NOT_A_LINK)
    return text


def website(text: str) -> str:
    """Take the address of a web site; one typed without its beginning is completed.

    Raises:
        NotAnAddress: It is none.
    """
    whole = text if "//" in text or ":" in text.split("/")[0] else f"https://{text}"
    try:
        parts = urlsplit(whole)
        good = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and " " not in whole
    except ValueError:
        good = False
    if not good:
        raise NotAnAddress(NOT_A_SITE)
    return whole


def mail_address(text: str) -> str:
    """Take what looks like a mail address.

    Raises:
        NotAnAddress: It does not.
    """
    name, at, host = text.rpartition("@")
    if not (name and at and "." in host.strip(".")) or any(letter.isspace() for letter in text):
        raise NotAnAddress(NOT_A_MAIL_ADDRESS)
    return text
