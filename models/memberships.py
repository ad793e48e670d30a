"""What each person may act as: their roles, each at one place."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import District, Role, School, User
from models.base import Base
from models.columns import CodeList, IntPk
from models.partners import Partner

# A role is held at one place, and which kind of place that is follows from the role.
ONE_PLACE = (
    "(role = 'district_admin' AND district_id IS NOT NULL AND school_id IS NULL AND partner_id IS NULL)"
    " OR (role = 'alliance_member' AND partner_id IS NOT NULL AND school_id IS NULL AND district_id IS NULL)"
    " OR (role NOT IN ('district_admin', 'alliance_member') AND school_id IS NOT NULL"
    " AND partner_id IS NULL AND district_id IS NULL)"
)


class Membership(Base):
    """One role of one person at one place: a school, a partner organisation, or a whole district."""

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint(ONE_PLACE, name="one_place_by_role"),
        UniqueConstraint("user_id", "role", "district_id", "school_id", "partner_id"),
    )

    id: Mapped[IntPk]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[Role]
    district_id: Mapped[int | None] = mapped_column(ForeignKey("districts.id"))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"), index=True)
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partners.id"), index=True)
    acts_as: Mapped[CodeList] = mapped_column(comment="for whom the person usually acts: default of `by` in the log")
    began_on: Mapped[date | None] = mapped_column(comment="first day with it; unknown for the oldest ones")
    ended_on: Mapped[date | None] = mapped_column(comment="first day without this membership")

    user: Mapped[User] = relationship()
    school: Mapped[School | None] = relationship()
    district: Mapped[District | None] = relationship()
    partner: Mapped[Partner | None] = relationship()

    @property
    def at_district(self) -> District | None:
        """The district of its place."""
        place = self.school or self.partner
        return place.district if place is not None else self.district
