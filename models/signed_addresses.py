"""What all tables have in common whose rows are opened by an address of their own: mailed, or made to be shared."""

from __future__ import annotations

import secrets

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column


def new_nonce() -> str:
    """Make what stands for one address; whoever does not know the installation's key can make none of it."""
    return secrets.token_urlsafe(18)


class SignedAddress:
    """One address, as a column of a table.

    Attributes:
        nonce: Part of the address, signed with the installation's key.
    """

    nonce: Mapped[str] = mapped_column(String(64), unique=True, default=new_nonce)
