"""What all addresses have in common by which anybody reads one thing: made, open until a moment, withdrawn."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from models.accounts import User
from models.signed_addresses import SignedAddress


class SharedLink(SignedAddress):
    """One address, as columns of a table."""

    made_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    expires_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    @declared_attr
    def made_by(cls) -> Mapped[User]:
        """Who made it."""
        return relationship(foreign_keys=[cls.made_by_id])  # type: ignore[list-item]

    def is_open(self, now: datetime) -> bool:
        """Whether it still shows what it is for."""
        return self.withdrawn_at is None and now < self.expires_at
