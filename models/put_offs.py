"""What somebody at a school put off: Home does not ask for it again before a day, and says why."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Base
from models.columns import Code, IntPk, Line, SchoolId


class PutOff(Base):
    """One thing that was put off, for everybody at the school; rows are never taken out.

    Attributes:
        need: Why it needs somebody, as a word of `models.queries.home.Need`.
        about_id: The number of the partnership that it is about, else of the record.
        what: What Home called it.
        until_on: The day on which it is asked for again.
        back_on: The day on which somebody asked for it sooner.
    """

    __tablename__ = "put_offs"
    __table_args__ = (
        CheckConstraint("until_on > put_off_on", name="until_after_put_off"),
        Index(None, "school_id", "until_on"),
    )

    id: Mapped[IntPk]
    school_id: Mapped[SchoolId]
    need: Mapped[Code]
    about_id: Mapped[int]
    what: Mapped[Line]
    reason: Mapped[Line]
    until_on: Mapped[date]
    put_off_on: Mapped[date]
    put_off_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    back_on: Mapped[date | None]

    put_off_by: Mapped[User | None] = relationship(foreign_keys=[put_off_by_id])
