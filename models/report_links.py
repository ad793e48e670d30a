"""Signed addresses by which anybody reads one yearly report of a strategic alliance, until a moment or a withdrawal."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import School
from models.base import Base
from models.columns import IntPk
from models.partners import Partner
from models.school_years import SchoolYear
from models.shared_links import SharedLink


class ReportLink(SharedLink, Base):
    """One address of one report: of an organisation, a school year, and one school or all of its schools.

    Attributes:
        first: The calendar year in which the school year begins.
        first_month: The month with whose first day it begins.
        school_id: None for all schools that the organisation works with.
    """

    __tablename__ = "report_links"

    id: Mapped[IntPk]
    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id"), index=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"))
    first: Mapped[int]
    first_month: Mapped[int]

    partner: Mapped[Partner] = relationship()
    school: Mapped[School | None] = relationship()

    @property
    def year(self) -> SchoolYear:
        """The school year that it is about."""
        return SchoolYear(self.first, self.first_month)
