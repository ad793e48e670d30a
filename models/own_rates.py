"""What an hour of a volunteer's time is worth in a district, where it sets that itself."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.columns import IntPk, Line


class OwnRate(Base):
    """A district's own rate of an hour, from a day on.

    A rate is a new row and none is written over: of two for the same day the later one holds. One that was taken back
    holds for no day.

    Attributes:
        dollars: For one hour; None where from that day on the estimates hold again.
        source: Who says so.
    """

    __tablename__ = "own_rates"
    __table_args__ = (CheckConstraint("dollars IS NULL OR dollars > 0", name="dollars_positive"),)

    id: Mapped[IntPk]
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    from_on: Mapped[date]
    dollars: Mapped[Decimal | None]
    source: Mapped[Line]
    made_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    actor: Mapped[Line] = mapped_column(comment="the person's name")
    taken_back_at: Mapped[datetime | None]
    taken_back_by: Mapped[str | None] = mapped_column(String(200))
