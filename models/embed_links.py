"""Signed addresses by which a school shows one chart, or its summary, on its own website: numbers, and no records."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import School
from models.base import Base
from models.columns import Code, IntPk, SchoolId
from models.shared_links import SharedLink

LONGEST_QUERY = 500
# What is shown where it is no chart of a dashboard.
SUMMARY = "summary"


class EmbedLink(SharedLink, Base):
    """One address of one chart of a school.

    Attributes:
        page: Path of the dashboard; empty for the summary.
        chart: Name of the chart on it, or `SUMMARY`.
        asks: The part of the dashboard's address behind the question mark: its days and filters.
    """

    __tablename__ = "embed_links"

    id: Mapped[IntPk]
    school_id: Mapped[SchoolId] = mapped_column(index=True)
    page: Mapped[Code]
    chart: Mapped[Code]
    asks: Mapped[str] = mapped_column(String(LONGEST_QUERY))

    school: Mapped[School] = relationship()
