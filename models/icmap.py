"""The IC Map as rows: outcomes, indicators, levels, descriptors, practices, and the dated rule sets.

Our own short wording comes with the catalogue. The official wording belongs to the document a school holds: its
columns stay empty until that document is loaded.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.columns import Code, IntPk, Line


class Standard(Base):
    """The standard of one IC Map, under which its outcomes stand."""

    __tablename__ = "standards"

    id: Mapped[IntPk]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Line]
    official: Mapped[str | None] = mapped_column(Text)
    loaded_at: Mapped[datetime | None] = mapped_column(comment="when the official wording was last loaded")


class Outcome(Base):
    """A desired outcome: EC1, EC2 or EC3."""

    __tablename__ = "outcomes"

    id: Mapped[IntPk]
    code: Mapped[Code] = mapped_column(unique=True)
    position: Mapped[int]
    name: Mapped[Line] = mapped_column(comment="own short name")
    official_at_a_glance: Mapped[str | None] = mapped_column(Text)
    official_map: Mapped[str | None] = mapped_column(Text)

    indicators: Mapped[list[Indicator]] = relationship(back_populates="outcome", order_by="Indicator.position")


class Indicator(Base):
    """One of the 16 indicators, by role."""

    __tablename__ = "indicators"

    id: Mapped[IntPk]
    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcomes.id"), index=True)
    code: Mapped[Code] = mapped_column(unique=True, comment="as the map prints it, such as EC2.Strategic Alliances1")
    key: Mapped[Code] = mapped_column(unique=True, comment="short form in practice keys, such as EC2.SA1")
    role: Mapped[Code]
    position: Mapped[int]
    name: Mapped[Line] = mapped_column(comment="own short name")
    official_at_a_glance: Mapped[str | None] = mapped_column(Text)
    official_map: Mapped[str | None] = mapped_column(Text)

    outcome: Mapped[Outcome] = relationship(back_populates="indicators")
    descriptors: Mapped[list[Descriptor]] = relationship(back_populates="indicator", order_by="Descriptor.level")
    practices: Mapped[list[Practice]] = relationship(back_populates="indicator", order_by="Practice.position")


class Level(Base):
    """One of the five levels of the continuum, 1 Getting Started to 5 Sustaining."""

    __tablename__ = "levels"
    __table_args__ = (CheckConstraint("number BETWEEN 1 AND 5", name="one_to_five"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Line]


class Descriptor(Base):
    """One cell of the map: what an indicator looks like at a level."""

    __tablename__ = "descriptors"
    __table_args__ = (UniqueConstraint("indicator_id", "level"),)

    id: Mapped[IntPk]
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicators.id"))
    level: Mapped[int] = mapped_column(ForeignKey("levels.number"))
    summary: Mapped[str] = mapped_column(String(500), comment="own short wording")
    official: Mapped[str | None] = mapped_column(
        Text, comment="paragraphs, list items as lines that begin with a bullet"
    )

    indicator: Mapped[Indicator] = relationship(back_populates="descriptors")


class Practice(Base):
    """One observable thing in one cell. Keys are permanent: retired, never reused."""

    __tablename__ = "practices"

    id: Mapped[IntPk]
    key: Mapped[Code] = mapped_column(unique=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicators.id"), index=True)
    level: Mapped[int] = mapped_column(ForeignKey("levels.number"))
    position: Mapped[int]
    wording: Mapped[str] = mapped_column(String(500))
    group_key: Mapped[Code | None]
    retired_on: Mapped[date | None]

    indicator: Mapped[Indicator] = relationship(back_populates="practices")


class RuleSet(Base):
    """The whole catalogue as it was in force from a day on. A change is a new row, so that past days stay as judged."""

    __tablename__ = "rule_sets"

    id: Mapped[IntPk]
    version: Mapped[Code] = mapped_column(unique=True)
    in_force_from: Mapped[date] = mapped_column(unique=True)
    content: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
