"""Passkeys: keys on a person's own devices with which they sign in, and the challenges that a key answers."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.columns import IntPk, Line

# A credential's id has at most 1023 bytes, a key in COSE of the kinds we take far fewer than its column holds.
LONGEST_ID, LONGEST_KEY = 1400, 2000


class Passkey(Base):
    """One passkey of one person. Its secret half never leaves the device.

    Attributes:
        credential: Its id, as base64url.
        public_key: The public half in COSE, as base64url.
        sign_count: How often it signed, as the device counts; 0 where the device does not count.
        name: What the person calls it.
        used_at: When somebody last signed in with it.
    """

    __tablename__ = "passkeys"

    id: Mapped[IntPk]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    credential: Mapped[str] = mapped_column(String(LONGEST_ID), unique=True)
    public_key: Mapped[str] = mapped_column(String(LONGEST_KEY))
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    name: Mapped[Line]
    made_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    used_at: Mapped[datetime | None]


class PasskeyChallenge(Base):
    """A random word that a passkey is asked to sign. It is kept here and not in a cookie: so it is taken once.

    Attributes:
        value: The word, as base64url.
        user_id: Who is asked; None for whoever signs in without a password.
        is_new: Whether it makes a new passkey, rather than using one.
    """

    __tablename__ = "passkey_challenges"

    id: Mapped[IntPk]
    value: Mapped[str] = mapped_column(String(100), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    is_new: Mapped[bool]
    expires_at: Mapped[datetime] = mapped_column(index=True)
