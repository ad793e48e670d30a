"""The second step of signing in: an authenticator's codes, and codes on paper for the day it is lost."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.columns import IntPk


class SecondFactor(Base):
    """The authenticator of one person.

    Attributes:
        nonce: With the installation's key it makes the secret that the authenticator shares: a copy of the database
            alone makes no code.
        confirmed_at: When its first code was typed.
        last_step: The latest time step whose code was taken, so that none is taken twice.
    """

    __tablename__ = "second_factors"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    nonce: Mapped[str] = mapped_column(String(64))
    confirmed_at: Mapped[datetime]
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)


class RecoveryCode(Base):
    """One code on paper; it works once. Only its hash is kept."""

    __tablename__ = "recovery_codes"

    id: Mapped[IntPk]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None]
