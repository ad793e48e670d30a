"""A connection to the mail server."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from tracker.mail.server import MailServer

# Seconds to wait for an answer. Nothing else waits for it: no transaction is open while mail is sent.
TIMEOUT = 30
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class Unsafe(smtplib.SMTPException):
    """A password would travel in the open."""


@contextmanager
def connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    """Open a connection, encrypted and signed in where that is asked for, and close it at the end.

    Raises:
        smtplib.SMTPException: The server refused, or would have had the password in the open.
        OSError: It cannot be reached.
    """
    context = ssl.create_default_context()
    link = (
        smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
        if server.is_tls
        else smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    )
    try:
        link.ehlo_or_helo_if_needed()
        is_safe = server.is_tls
        if not is_safe and link.has_extn("starttls"):
            link.starttls(context=context)
            link.ehlo()
            is_safe = True
        if server.user:
            if not is_safe and server.host not in LOCAL:
                raise Unsafe("The mail server offers no encryption, and a password must not travel in the open.")
            link.login(server.user, server.password)
        yield link
    finally:
        _hang_up(link)


def _hang_up(link: smtplib.SMTP) -> None:
    """Take leave where the server still listens; what it was given it has by then."""
    try:
        link.quit()
    except (smtplib.SMTPException, OSError):
        link.close()
