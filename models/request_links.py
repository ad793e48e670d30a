"""Mailed addresses by which one person of a partner answers one request of a school, without signing in."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Base
from models.columns import IntPk
from models.needs import Match
from models.partners import Contact
from models.signed_addresses import SignedAddress


class RequestLink(SignedAddress, Base):
    """One mailed address: it shows one request to one person, and takes one answer, once and until a moment.

    Attributes:
        user_id: To whom it was sent, and whose answer it is, where they have an account.
        contact_id: The same, where they have none.
        asked_by_id: Who let it be sent, and hears of the answer.
    """

    __tablename__ = "request_links"
    __table_args__ = (CheckConstraint("(user_id IS NULL) <> (contact_id IS NULL)", name="to_one_person"),)

    id: Mapped[IntPk]
    match_id: Mapped[int] = mapped_column(ForeignKey("matches.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    match: Mapped[Match] = relationship()
    user: Mapped[User | None] = relationship(foreign_keys=[user_id])
    contact: Mapped[Contact | None] = relationship(foreign_keys=[contact_id])
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])

    @property
    def name(self) -> str:
        """Of whoever it was sent to."""
        person = self.user or self.contact
        assert person is not None  # one of them, says the table
        return person.name
