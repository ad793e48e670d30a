"""In which state a district is, and what an hour of a volunteer's time is worth there, year by year."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.columns import IntPk, Line


class DistrictState(Base):
    """The state that a district chose. Each choice is a row and none is written over: the last one holds.

    Attributes:
        state: Two letters; None where the district is in none any more.
    """

    __tablename__ = "district_states"

    id: Mapped[IntPk]
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    state: Mapped[str | None] = mapped_column(String(2))
    made_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    actor: Mapped[Line] = mapped_column(comment="the person's name")


class StateRate(Base):
    """The estimate of one state for one calendar year, as a district brought it; of two the later one holds.

    Attributes:
        dollars: For one hour.
        source: Who says so.
    """

    __tablename__ = "state_rates"
    __table_args__ = (
        CheckConstraint("dollars > 0", name="dollars_positive"),
        CheckConstraint("year BETWEEN 1980 AND 2200", name="year_of_an_estimate"),
    )

    id: Mapped[IntPk]
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    state: Mapped[str] = mapped_column(String(2))
    year: Mapped[int]
    dollars: Mapped[Decimal]
    source: Mapped[Line]
    made_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    actor: Mapped[Line] = mapped_column(comment="the person's name")
    taken_back_at: Mapped[datetime | None]
    taken_back_by: Mapped[str | None] = mapped_column(String(200))
