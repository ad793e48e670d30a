"""What a school says of its own first hour; all else of it is told from what is on record."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class FirstHour(Base):
    """The first hour of one school; a school that said nothing of it has no row."""

    __tablename__ = "first_hours"

    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), primary_key=True, autoincrement=False)
    looked_on: Mapped[date | None] = mapped_column(comment="when its team first looked at where it stands")
    put_away_on: Mapped[date | None] = mapped_column(comment="when it put the list of the first steps away")
