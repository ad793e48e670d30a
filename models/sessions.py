"""Sessions: those that go on, for their owner to see, and those that were ended.

A cookie copied before its owner signed out opens nothing afterwards.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.columns import Code, IntPk, Line


class OpenSession(Base):
    """One session that goes on: on which device, since when, and when it was last used.

    Attributes:
        key: What the session was given when it began; nothing else stands for it.
        device: The browser and the system, in people's words, as far as the browser told.
        seen_at: When it was last used, to the hour or so.
    """

    __tablename__ = "open_sessions"

    id: Mapped[IntPk]
    key: Mapped[Code] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    device: Mapped[Line]
    began_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    seen_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))


class EndedSession(Base):
    """One session whose owner signed out; kept for as long as its cookie would have lasted.

    Attributes:
        key: What the session was given when it began; nothing else stands for it.
    """

    __tablename__ = "ended_sessions"

    id: Mapped[IntPk]
    key: Mapped[Code] = mapped_column(unique=True)
    ended_at: Mapped[datetime] = mapped_column(index=True)
