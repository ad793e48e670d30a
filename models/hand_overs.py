"""Hand-overs: who leaves and who follows, and what was moved with it, so that it can be taken back within the day."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Base
from models.columns import IntPk, Line, SchoolId
from models.stewardship import Transition


class HandOver(Base):
    """What a change of people moves at a school: the change itself stays a record of its own.

    Attributes:
        transition: Who leaves, who follows, from which day.
        leaver: The account of who leaves; None for somebody of a partner, or without an account.
        made_on: The day on which it was done; None while it is only known, and again once it was taken back.
        moved: What was moved and changed, as `models.operations.hand_overs` writes it and takes it back.
    """

    __tablename__ = "hand_overs"

    id: Mapped[IntPk]
    school_id: Mapped[SchoolId] = mapped_column(index=True)
    transition_id: Mapped[int] = mapped_column(ForeignKey("transitions.id"), unique=True)
    leaver_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    made_on: Mapped[date | None]
    made_by: Mapped[Line | None] = mapped_column(comment="the person's name")
    moved: Mapped[dict[str, Any]] = mapped_column(default=dict)

    transition: Mapped[Transition] = relationship()
    leaver: Mapped[User | None] = relationship()
