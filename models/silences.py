"""What a school's team answered when somebody's acts were long missing."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.columns import Code, IntPk


class SilenceAnswer(Base):
    """The team's word that nothing happened, so that it is not asked again before the silence has grown by as much.

    What the word settles is stated practice by practice; this says only that it was given.
    """

    __tablename__ = "silence_answers"
    __table_args__ = (UniqueConstraint("school_id", "role", "said_on"),)

    id: Mapped[IntPk]
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    role: Mapped[Code] = mapped_column(comment="whose acts are missing, as a code of `by`")
    said_on: Mapped[date]
    said_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
