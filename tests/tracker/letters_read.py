"""Letters that really leave, and the addresses in them."""

from __future__ import annotations

import re
import threading

from tests.tracker.mail_server import Mailbox
from tracker.letters.posting import THREAD
from tracker.mail import connection

SITE = "http://continuum.example"
NEW_PASSWORD = "heron gravel tuesday lamp"


def until_sent() -> None:
    """Wait until what was written has left."""
    for thread in threading.enumerate():
        if thread.name == THREAD:
            thread.join(connection.TIMEOUT)


def letters(box: Mailbox) -> list[str]:
    """Wait until what was written has left, and give the texts."""
    until_sent()
    return [str(mail.get_content()) for mail in box.mails]


def address_in(text: str) -> str:
    """Give the path of the address in a letter."""
    found = re.search(rf"{SITE}(/\S+/\S{{20,}})", text)
    assert found, text
    return found[1]
