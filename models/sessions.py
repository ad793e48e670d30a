"""Sessions that were ended: a cookie copied before its owner signed out opens nothing afterwards."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.columns import Code, IntPk


class EndedSession(Base):
    """One session whose owner signed out; kept for as long as its cookie would have lasted.

    Attributes:
        key: What the session was given when it began; nothing else stands for it.
    """

    __tablename__ = "ended_sessions"

    id: Mapped[IntPk]
    key: Mapped[Code] = mapped_column(unique=True)
    ended_at: Mapped[datetime] = mapped_column(index=True)
