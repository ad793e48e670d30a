"""Invitations: somebody is asked to join, with the roles that they take up once they say yes."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import District, Role, School, User
from models.base import Base
from models.columns import CodeList, IntPk, Line
from models.memberships import ONE_PLACE
from models.partners import Partner
from models.signed_addresses import SignedAddress


class Invitation(SignedAddress, Base):
    """One person asked to join. It opens once, until a day, and not after it was withdrawn.

    Attributes:
        email: Where it was sent, as accounts keep addresses.
        name: What whoever invites calls them; they may write it otherwise.
        school_id: The school at which it was made, and whose admins see it.
        user_id: Who took it up.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint("(accepted_at IS NULL) = (user_id IS NULL)", name="taken_up_by_somebody"),
        CheckConstraint("accepted_at IS NULL OR withdrawn_at IS NULL", name="not_both"),
    )

    id: Mapped[IntPk]
    email: Mapped[str] = mapped_column(String(254), index=True)
    name: Mapped[Line | None]
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    school: Mapped[School] = relationship()
    invited_by: Mapped[User] = relationship(foreign_keys=[invited_by_id])
    user: Mapped[User | None] = relationship(foreign_keys=[user_id])
    roles: Mapped[list[InvitedRole]] = relationship(back_populates="invitation", order_by="InvitedRole.id")

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be taken up."""
        return self.accepted_at is None and self.withdrawn_at is None and now < self.expires_at


class InvitedRole(Base):
    """One role that an invitation offers, at one place; see `models.memberships`."""

    __tablename__ = "invited_roles"
    __table_args__ = (CheckConstraint(ONE_PLACE, name="one_place_by_role"),)

    id: Mapped[IntPk]
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitations.id"), index=True)
    role: Mapped[Role]
    district_id: Mapped[int | None] = mapped_column(ForeignKey("districts.id"))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"))
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partners.id"))
    acts_as: Mapped[CodeList] = mapped_column(comment="as in memberships")

    invitation: Mapped[Invitation] = relationship(back_populates="roles")
    district: Mapped[District | None] = relationship()
    school: Mapped[School | None] = relationship()
    partner: Mapped[Partner | None] = relationship()

    @property
    def place(self) -> District | School | Partner:
        """Where it is held."""
        found = self.school or self.partner or self.district
        assert found is not None  # the table takes none without
        return found
