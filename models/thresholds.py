"""A district's own numbers for the rules, each set of them in force from a day on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.columns import IntPk, Line


class ThresholdChange(Base):
    """All numbers in which a district differs from what comes with the product, from a day on.

    A change is a new row and none is written over, so that past days stay as judged. One that was taken back before its
    day never judged anything.

    Attributes:
        numbers: Place in the catalogue -> number, see `models.continuum.rulebook.numbers`.
    """

    __tablename__ = "threshold_changes"

    id: Mapped[IntPk]
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    in_force_from: Mapped[date]
    numbers: Mapped[dict[str, Any]]
    because: Mapped[str] = mapped_column(String(1000))
    made_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    actor: Mapped[Line] = mapped_column(comment="the person's name")
    taken_back_at: Mapped[datetime | None]
    taken_back_by: Mapped[str | None] = mapped_column(String(200))
