"""The address of the mail server that takes letters and reminders."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

NO_SITE = "CONTINUUM_BASE_URL must be set where CONTINUUM_MAIL_URL is: mail names the pages that it is about."
# Way in -> its usual port.
PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True, repr=False)
class MailServer:
    """Where mail is handed over, as the settings say. It has no printed form: it holds a password.

    Attributes:
        is_tls: The connection is encrypted from the beginning; otherwise as soon as the server offers it.
    """

    host: str
    port: int
    user: str
    password: str
    is_tls: bool


class NoMailServer(ValueError):
    """A text is no address of a mail server."""


def read_mail_server(text: str) -> MailServer:
    """Read the address of a mail server: `smtp://user:password@host:587`.

    Raises:
        NoMailServer: It is none.
    """
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise NoMailServer("no address") from None
    if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
        raise NoMailServer("no address of a mail server")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.hostname, port or PORTS[parts.scheme], user, password, parts.scheme == "smtps")


_ADDRESS = re.compile(r"[^\s@<>,;:\"]+@[A-Za-z0-9.-]+", re.ASCII)


def check_address(text: str) -> None:
    """Look at an address that mail is to come from.

    Raises:
        ValueError: It is none: with one that is wrong, every mail would be refused.
    """
    if not text.isascii() or not _ADDRESS.fullmatch(text):
        raise ValueError(text)
