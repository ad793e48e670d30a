"""Addresses by which anybody reads one thing: found by their letter, and withdrawn. Nothing here commits."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from models.refusals import Refused
from models.shared_links import SharedLink

OVER = "This link is closed already."
AnyLink = TypeVar("AnyLink", bound=SharedLink)


def withdraw(link: SharedLink, *, now: datetime) -> None:
    """Close an address from now on.

    Raises:
        Refused: It is closed.
    """
    if not link.is_open(now):
        raise Refused(OVER)
    link.withdrawn_at = now


def find_by_letter(session: Session, table: type[AnyLink], link_id: int, nonce: str) -> AnyLink | None:
    """Find an address, open or not; None where it was never made.

    Args:
        table: Of which kind it is.
    """
    found = session.get(table, link_id)
    return found if found is not None and secrets.compare_digest(found.nonce, nonce) else None
