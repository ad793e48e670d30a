"""Addresses by which anybody reads one thing are withdrawn. Nothing here commits."""

from __future__ import annotations

from datetime import datetime

from models.refusals import Refused
from models.shared_links import SharedLink

OVER = "This link is closed already."


def withdraw(link: SharedLink, *, now: datetime) -> None:
    """Close an address from now on.

    Raises:
        Refused: It is closed.
    """
    if not link.is_open(now):
        raise Refused(OVER)
    link.withdrawn_at = now
