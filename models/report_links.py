"""Signed addresses by which anybody reads one yearly report of a strategic alliance, until a moment or a withdrawal."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import School, User
from models.base import Base
from models.columns import IntPk
from models.invitations import new_nonce
from models.partners import Partner
from models.school_years import SchoolYear


class ReportLink(Base):
    """One address of one report: of an organisation, a school year, and one school or all of its schools.

    Attributes:
        first: The calendar year in which the school year begins.
        first_month: The month with whose first day it begins.
        school_id: None for all schools that the organisation works with.
        nonce: Part of the address, signed with the installation's key.
    """

    __tablename__ = "report_links"

    id: Mapped[IntPk]
    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id"), index=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"))
    first: Mapped[int]
    first_month: Mapped[int]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    nonce: Mapped[str] = mapped_column(String(64), unique=True, default=new_nonce)
    made_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    expires_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    partner: Mapped[Partner] = relationship()
    school: Mapped[School | None] = relationship()
    made_by: Mapped[User] = relationship()

    @property
    def year(self) -> SchoolYear:
        """The school year that it is about."""
        return SchoolYear(self.first, self.first_month)

    def is_open(self, now: datetime) -> bool:
        """Whether it still shows the report."""
        return self.withdrawn_at is None and now < self.expires_at
