"""Stored files. The bytes lie in the files folder under their own name; rows say what they are."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import School, User
from models.base import Base
from models.columns import IntPk, Line
from models.pictures import MEDIA_TYPES


class Document(Base):
    """One uploaded file of one school."""

    __tablename__ = "documents"
    __table_args__ = (CheckConstraint("size_bytes >= 0", name="size_not_negative"),)

    id: Mapped[IntPk]
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    filename: Mapped[Line] = mapped_column(comment="as the person named it; shown, never used as a path")
    media_type: Mapped[str] = mapped_column(String(100))
    size_bytes: Mapped[int]
    sha256: Mapped[str | None] = mapped_column(String(64), comment="None where only the name is known, as in imports")
    stored_name: Mapped[str | None] = mapped_column(String(80), unique=True)
    uploaded_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    archived_at: Mapped[datetime | None]

    school: Mapped[School] = relationship()
    uploaded_by: Mapped[User | None] = relationship()

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown as a picture: its bytes are here, and were seen to be one."""
        return self.media_type in MEDIA_TYPES and self.stored_name is not None
