"""A real mail server for tests: it keeps what it is given, and refuses or hesitates where it is told to."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Mailbox:
    """What the server was given.

    Attributes:
        refuse: Address -> the answer that it gets in place of being taken.
        hesitate: Seconds that it waits before it answers the mail of this number, 0 the first.
        hesitates: It was given such a mail and has not answered.
    """

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuse: dict[str, str] = {}
        self.hesitate: dict[int, float] = {}
        self.hesitates = False
        self.port = 0

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take or refuse a recipient."""
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Keep a mail."""
        content: Any = envelope.content
        seconds = self.hesitate.pop(len(self.mails), 0)
        if seconds:
            # Before it is kept: whoever is killed now has not been answered, and has sent nothing.
            self.hesitates = True
            await asyncio.sleep(seconds)
            return "451 too slow"
        mail = message_from_bytes(content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 kept"

    @property
    def ids(self) -> list[str]:
        """The ids of the mails, in the order in which they came."""
        return [str(mail["Message-ID"]) for mail in self.mails]


class _Closing(Controller):
    """A server that closes its connections before it stops: one that was left is found by whichever test runs then."""

    def __init__(self, box: Mailbox) -> None:
        super().__init__(box, hostname="127.0.0.1", port=box.port)
        self._connected: list[SMTP] = []

    def factory(self) -> SMTP:
        """Make what speaks with one client."""
        made: SMTP = super().factory()
        self._connected.append(made)
        return made

    def close_connections(self) -> None:
        """Close what clients have left open, or have closed just now."""

        async def close() -> None:
            for one in self._connected:
                if one.transport is not None:
                    one.transport.abort()
            for _ in range(3):  # the loop closes a socket in a round of its own
                await asyncio.sleep(0)

        asyncio.run_coroutine_threadsafe(close(), self.loop).result(timeout=10)


@contextmanager
def a_mail_server() -> Iterator[Mailbox]:
    """Run a mail server on a free port of this machine."""
    box = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        box.port = free.getsockname()[1]
    controller = _Closing(box)
    controller.start()
    try:
        yield box
    finally:
        controller.close_connections()
        controller.stop()
