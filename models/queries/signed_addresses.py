"""What an address opens that was mailed, or made to be shared."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy.orm import Session
from sqlalchemy.orm.interfaces import ORMOption

from models.signed_addresses import SignedAddress

Opened = TypeVar("Opened", bound=SignedAddress)


def find_by_address(
    session: Session, table: type[Opened], number: int, nonce: str, *, options: Sequence[ORMOption] = ()
) -> Opened | None:
    """Find what an address names, open or not; None where it was never made.

    Args:
        table: Of which kind it is.
        number, nonce: What stands in the address, its signature looked at.
        options: What is read with it.
    """
    found = session.get(table, number, options=options)
    return found if found is not None and secrets.compare_digest(found.nonce, nonce) else None
