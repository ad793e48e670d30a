"""Lists that schools bring: where each import stands, what it did, and what a school said that its words mean."""

from __future__ import annotations

import enum
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import School, User
from models.base import Base
from models.columns import Code, IntPk, Line, SchoolId
from models.documents import Document
from models.refusals import Refused


class ImportStatus(enum.StrEnum):
    """Where an import stands."""

    OPEN = "open"
    STORED = "stored"
    UNDONE = "undone"
    DROPPED = "dropped"


class Import(Base):
    """One file that was brought, from its upload until it is stored, and undone if need be.

    Attributes:
        record_kind: What its rows are.
        plan: How it is read, as `models.exchange.plan.Plan` writes it.
        new_partners: Name -> category of the organisations that are added with it.
        apart: Names that are not the same as those they look like, as somebody said.
        added, changed, unchanged, refused: Rows, counted when it was stored.
        partners_added: Organisations that were added with it.
    """

    __tablename__ = "imports"
    __table_args__ = (Index(None, "school_id", "id"),)

    id: Mapped[IntPk]
    school_id: Mapped[SchoolId]
    record_kind: Mapped[Code]
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    status: Mapped[ImportStatus] = mapped_column(default=ImportStatus.OPEN)
    plan: Mapped[dict[str, Any]] = mapped_column(default=dict)
    new_partners: Mapped[dict[str, Any]] = mapped_column(default=dict)
    apart: Mapped[dict[str, Any]] = mapped_column(default=dict)
    started_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None] = mapped_column(comment="when it was stored, dropped or, at last, undone")
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    partners_added: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    school: Mapped[School] = relationship()
    document: Mapped[Document] = relationship()
    started_by: Mapped[User | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (SQLAlchemy reads it, nobody changes it)

    def still_open(self) -> None:
        """Make sure that it was neither stored nor dropped.

        Raises:
            Refused: It was.
        """
        if self.status is not ImportStatus.OPEN:
            raise Refused("This file is done with already.")


class ImportedRecord(Base):
    """One record that an import made or changed.

    Attributes:
        before: Column -> cell, as an export writes it, before the import; None where it made the record.
        version: The record's version when the import was done: another one has been changed since.
    """

    __tablename__ = "imported_records"
    __table_args__ = (Index(None, "import_id", "id"),)

    id: Mapped[IntPk]
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"))
    record_kind: Mapped[Code]
    record_id: Mapped[int]
    before: Mapped[dict[str, Any] | None]
    version: Mapped[int]


class RememberedWord(Base):
    """What a word of a school's lists means there, as somebody said once.

    Attributes:
        about: Of what it is a word: the columns of a file of one shape, a list of codes, partners.
        said: As it stands in the list, folded where case makes no difference.
        meant: A column, a code, a partner's name.
    """

    __tablename__ = "remembered_words"
    __table_args__ = (UniqueConstraint("school_id", "about", "said"),)

    id: Mapped[IntPk]
    school_id: Mapped[SchoolId]
    about: Mapped[str] = mapped_column(String(80))
    said: Mapped[Line]
    meant: Mapped[Line]
