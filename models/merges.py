"""Organisations that turned out to be one: what was moved when they became one, so that it can be taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.columns import IntPk, Line
from models.partners import Partner


class PartnerMerge(Base):
    """One organisation that was merged into another.

    Attributes:
        kept: The organisation that has the records of both now.
        gone: The one whose records it got; its name still finds the one that was kept.
        moved: What was moved and changed, as `models.operations.merges` writes it and takes it back.
    """

    __tablename__ = "partner_merges"

    id: Mapped[IntPk]
    kept_id: Mapped[int] = mapped_column(ForeignKey("partners.id"), index=True)
    gone_id: Mapped[int] = mapped_column(ForeignKey("partners.id"), index=True)
    made_at: Mapped[datetime]
    made_by: Mapped[Line] = mapped_column(comment="the person's name")
    undone_at: Mapped[datetime | None]
    moved: Mapped[dict[str, Any]]

    kept: Mapped[Partner] = relationship(foreign_keys=[kept_id])
    gone: Mapped[Partner] = relationship(foreign_keys=[gone_id])
