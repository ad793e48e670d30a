"""Districts, schools, the people who sign in, and what each may act as."""

from __future__ import annotations

import enum
import secrets
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.columns import CodeList, IntPk, Line

if TYPE_CHECKING:
    from models.partners import Partner  # partners import this module; the relationship finds it by name


class Role(enum.StrEnum):
    """What a membership lets a person do; the table of permissions gives each role its meaning."""

    DISTRICT_ADMIN = "district_admin"
    SCHOOL_ADMIN = "school_admin"
    POINT_PERSON = "point_person"
    SLT_MEMBER = "slt_member"
    CONTRIBUTOR = "contributor"
    VIEWER = "viewer"
    ALLIANCE_MEMBER = "alliance_member"

    @property
    def label(self) -> str:
        """The role in people's words."""
        return {
            Role.SLT_MEMBER: "SLT member",
            Role.ALLIANCE_MEMBER: "Strategic alliance member",
        }.get(self, self.value.replace("_", " ").capitalize())


class District(Base):
    """A school district: the frame in which partner organisations are shared and schools compared."""

    __tablename__ = "districts"

    id: Mapped[IntPk]
    name: Mapped[Line] = mapped_column(unique=True)
    time_zone: Mapped[str | None] = mapped_column(String(64), comment="IANA name; empty means the server's")

    schools: Mapped[list[School]] = relationship(back_populates="district", order_by="School.name")


class School(Base):
    """One school. Everything that is logged belongs to exactly one."""

    __tablename__ = "schools"

    id: Mapped[IntPk]
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[Line]

    district: Mapped[District] = relationship(back_populates="schools")


def _session_token() -> str:
    return secrets.token_urlsafe(24)


class User(Base):
    """A person who signs in. Students have no accounts."""

    __tablename__ = "users"

    id: Mapped[IntPk]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[Line]
    password_hash: Mapped[str | None]
    # Stands for the user in the session cookie; a new one signs the person out everywhere.
    session_token: Mapped[str] = mapped_column(String(64), unique=True, default=_session_token)
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))

    memberships: Mapped[list[Membership]] = relationship(back_populates="user", order_by="Membership.id")


class Membership(Base):
    """One role of one person at one place: a school, a partner organisation, or a whole district."""

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint(
            "(role = 'district_admin' AND district_id IS NOT NULL AND school_id IS NULL AND partner_id IS NULL)"
            " OR (role = 'alliance_member' AND partner_id IS NOT NULL AND school_id IS NULL AND district_id IS NULL)"
            " OR (role NOT IN ('district_admin', 'alliance_member') AND school_id IS NOT NULL"
            " AND partner_id IS NULL AND district_id IS NULL)",
            name="one_place_by_role",
        ),
        UniqueConstraint("user_id", "role", "district_id", "school_id", "partner_id"),
    )

    id: Mapped[IntPk]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[Role]
    district_id: Mapped[int | None] = mapped_column(ForeignKey("districts.id"))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"), index=True)
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partners.id"), index=True)
    acts_as: Mapped[CodeList] = mapped_column(comment="for whom the person usually acts: default of `by` in the log")
    ended_on: Mapped[date | None] = mapped_column(comment="first day without this membership")

    user: Mapped[User] = relationship(back_populates="memberships")
    school: Mapped[School | None] = relationship()
    district: Mapped[District | None] = relationship()
    partner: Mapped[Partner | None] = relationship("Partner")

    @property
    def at_district(self) -> District | None:
        """The district of its place."""
        place = self.school or self.partner
        return place.district if place is not None else self.district
