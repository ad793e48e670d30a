"""Districts, schools, and the people who sign in."""

from __future__ import annotations

import enum
import secrets
from datetime import UTC, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.columns import Codes, IntPk, Line
from models.school_years import FIRST_MONTH


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
    # What the database fills in is read when it is asked for: nobody who adds a district needs it.
    __mapper_args__ = {"eager_defaults": False}  # noqa: RUF012  (SQLAlchemy reads it once, and nobody changes it)
    __table_args__ = (CheckConstraint("year_begins_in BETWEEN 1 AND 12", name="year_begins_in_a_month"),)

    id: Mapped[IntPk]
    name: Mapped[Line] = mapped_column(unique=True)
    time_zone: Mapped[str | None] = mapped_column(String(64), comment="IANA name; empty means the server's")
    year_begins_in: Mapped[int] = mapped_column(
        server_default=str(FIRST_MONTH), comment="month with whose first day a school year begins"
    )
    needs_second_step: Mapped[bool] = mapped_column(
        server_default=false(), comment="whether everybody must sign in with a second step"
    )

    sign_in_domains: Mapped[tuple[str, ...]] = mapped_column(
        Codes,
        server_default="",
        comment="domains of mail addresses whose people may sign in with the district's provider",
    )
    only_provider: Mapped[bool] = mapped_column(
        server_default=false(), comment="whether people with such an address sign in with the provider alone"
    )

    schools: Mapped[list[School]] = relationship(back_populates="district", order_by="School.name")


class School(Base):
    """One school. Everything that is logged belongs to exactly one."""

    __tablename__ = "schools"

    id: Mapped[IntPk]
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[Line]

    district: Mapped[District] = relationship(back_populates="schools")


def new_session_token() -> str:
    """Make what stands for a person in the cookies of their sessions."""
    return secrets.token_urlsafe(24)


class User(Base):
    """A person who signs in. Students have no accounts."""

    __tablename__ = "users"

    id: Mapped[IntPk]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[Line]
    password_hash: Mapped[str | None]
    # Stands for the user in the session cookie; a new one signs the person out everywhere.
    session_token: Mapped[str] = mapped_column(String(64), unique=True, default=new_session_token)
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
