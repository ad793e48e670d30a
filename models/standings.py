"""Where each school stood at the ends of months and stands today: a page over many schools is one question.

Nothing here decides anything. Every number can be worked out again from the records, and is, whenever they changed.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.columns import Code


class IndicatorStanding(Base):
    """One indicator of one school on one day.

    Attributes:
        on: A month-end, or the day of the latest refresh.
        until: The first later day for which it may be different with nothing added. Of a month-end the day after.
        supported: 0 none yet, 1 to 5.
        possible: The same with every unknown taken as met.
        progress: How far the next level is there, 0 to 1.
    """

    __tablename__ = "indicator_standings"
    __table_args__ = (
        CheckConstraint("supported BETWEEN 0 AND 5", name="supported_is_a_level"),
        CheckConstraint("possible BETWEEN supported AND 5", name="possible_is_no_less"),
        Index(None, "school_id", "until"),
    )

    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), primary_key=True)
    indicator: Mapped[Code] = mapped_column(primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    until: Mapped[date]
    supported: Mapped[int] = mapped_column(Integer)
    possible: Mapped[int] = mapped_column(Integer)
    progress: Mapped[float] = mapped_column(Float, comment="part of the next level, 0 to 1")


class SchoolStanding(Base):
    """What the standings of a school follow from, which tells whether they are out of date; and them in short.

    Attributes:
        history_id: The latest row of its history that is in them; 0 for a school without any.
        history_from, history_rows: So many rows of it from this one on are in them: a transaction may commit after
            others that began later, so that the latest row does not tell all.
        rules: The versions of the rules.
        token: Another word after every refresh.
        until: The first later day on which any of its numbers may be different with nothing added.
        begun: The first day of its log; None where nothing is logged.
        levels: A digit for each indicator of the latest rules, in their order: its level on the day of the refresh; a
            dash for one that was not judged.
        mean: The mean of the levels of the day of the refresh, 0 to 5.
        rose, fell: How many indicators did since a year before, as `models.queries.standings.level_before` compares.
    """

    __tablename__ = "school_standings"

    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), primary_key=True)
    history_id: Mapped[int]
    history_from: Mapped[int]
    history_rows: Mapped[int]
    rules: Mapped[str] = mapped_column(String(500))
    token: Mapped[str] = mapped_column(String(40))
    until: Mapped[date]
    begun: Mapped[date | None]
    levels: Mapped[str] = mapped_column(String(100))
    mean: Mapped[float] = mapped_column(Float, comment="of levels, 0 to 5")
    rose: Mapped[int]
    fell: Mapped[int]
