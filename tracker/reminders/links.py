"""Addresses that stand in mail: of the pages that reminders lead to, and of the one click that ends them.

Mail is written by a command, which loads none of the pages. So these addresses are written out here, and a test holds
them against the pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from models.reminder_days import ReminderKind
from tracker.mail.site import site

# Kind of the record that a reminder is about -> the page that it leads to.
PAGES: Mapping[str, str] = MappingProxyType(
    {
        "agreement": "/agreements/{}",
        "partnership": "/partnerships/{}",
        "action": "/actions/{}",
        "transition": "/records/transition/{}",
        "attestation": "/facts",
        "roster": "/facts",
        "coordinator": "/facts",
        "process": "/facts",
        "week": "/",
        "hours": "/alliance",
    }
)
CHOICES = "/account/reminders"
OFF = "/reminders/off/{}"
_SALT = "reminders-off"


def page_about(kind: str, record_id: int) -> str:
    """Give the whole address of the page that a reminder leads to."""
    return site() + PAGES[kind].format(record_id)


def off_address(user_id: int, kind: ReminderKind) -> str:
    """Give the whole address by which a person ends reminders of a kind, signed in or not."""
    return site() + OFF.format(_signer().dumps([user_id, kind.value]))


def read_off(signed: str) -> tuple[int, ReminderKind] | None:
    """Read whose reminders of which kind an address ends; None where nobody of ours signed it."""
    try:
        user_id, kind = _signer().loads(signed)
        return int(user_id), ReminderKind(kind)
    except (BadSignature, ValueError, TypeError):
        return None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=_SALT)
