"""The official wording as it was read, every version of it, and when which one was put to use.

What is shown stands with the map's own rows (`models/icmap.py`); here is what was read out of each document, so that
another one takes its place without anything being lost. The map is one for the whole installation.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.columns import IntPk, Line


class MapWording(Base):
    """What one document says.

    Attributes:
        texts: `standard`: its text; `outcomes`: code -> the text of the At-A-Glance and that of the map;
            `indicators`: code -> the same for `statement`, and the five `cells`, Getting Started first.
        district_id: Whose people brought it; None for the command line.
    """

    __tablename__ = "map_wordings"

    id: Mapped[IntPk]
    digest: Mapped[str] = mapped_column(String(64), index=True, comment="SHA-256 of the texts")
    filename: Mapped[Line]
    texts: Mapped[dict[str, Any]]
    read_at: Mapped[datetime]
    district_id: Mapped[int | None] = mapped_column(ForeignKey("districts.id"))

    loads: Mapped[list[WordingLoad]] = relationship(back_populates="wording", order_by="WordingLoad.id")


class WordingLoad(Base):
    """One time that a wording was put to use; the latest is the one that is shown."""

    __tablename__ = "wording_loads"

    id: Mapped[IntPk]
    wording_id: Mapped[int] = mapped_column(ForeignKey("map_wordings.id"), index=True)
    at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    actor: Mapped[Line] = mapped_column(comment="the person's name, or what acted: the command line")
    district_id: Mapped[int | None] = mapped_column(ForeignKey("districts.id"), comment="where the person is")

    wording: Mapped[MapWording] = relationship(back_populates="loads")
