"""What every logged record has: its school, a reference, a status, its author and a version."""

from __future__ import annotations

import enum
import secrets
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from models.accounts import School, User
from models.base import Base
from models.columns import IntPk, Prose, SchoolId
from models.refusals import Refused


class RecordStatus(enum.StrEnum):
    """Only confirmed records count; nothing is ever deleted."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    ARCHIVED = "archived"


def _now() -> datetime:
    return datetime.now(UTC)


def server_day() -> date:
    """Say the server's day: for records whose session was told none, see `models.history.act_as`."""
    return _now().astimezone().date()


class Record(Base):
    """Base of every kind of record a school logs.

    Attributes:
        kind: The record's kind in files, links and history (`activity`, `match` …).
        extra_args: Further constraints and indexes of a kind, beside the unique reference.
    """

    __abstract__ = True

    kind: ClassVar[str]
    extra_args: ClassVar[tuple[Any, ...]] = ()

    id: Mapped[IntPk]
    school_id: Mapped[SchoolId]
    ref: Mapped[str] = mapped_column(String(80), comment="the record's own id in the school's files")
    record_status: Mapped[RecordStatus] = mapped_column(default=RecordStatus.CONFIRMED)
    # What it was before it was archived, so that restoring brings back the same.
    status_before_archive: Mapped[str | None] = mapped_column(String(20))
    note: Mapped[Prose | None]
    entered_on: Mapped[date] = mapped_column(default=server_day)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=_now)
    updated_at: Mapped[datetime] = mapped_column(default=_now, onupdate=_now)
    version: Mapped[int] = mapped_column(default=1)

    def __init__(self, **fields: Any) -> None:
        fields.setdefault("ref", f"{self.kind}-{secrets.token_hex(5)}")
        super().__init__(**fields)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        return (
            UniqueConstraint("school_id", "ref"),
            CheckConstraint("length(ref) > 0", name="ref_given"),
            *cls.extra_args,
        )

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version} if not cls.__dict__.get("__abstract__") else {}

    @declared_attr
    def school(cls) -> Mapped[School]:
        """The school whose record this is."""
        return relationship(School)

    @declared_attr
    def entered_by(cls) -> Mapped[User | None]:
        """Who entered it; None for imports and the command line."""
        # Kinds may name other people too.
        return relationship(User, foreign_keys=f"{cls.__name__}.entered_by_id")

    def archive(self) -> None:
        """Take the record out of every count and list, keeping it.

        Raises:
            AlreadyArchived: It is archived.
        """
        if self.record_status is RecordStatus.ARCHIVED:
            raise AlreadyArchived("This record is archived already.")
        self.status_before_archive = self.record_status.value
        self.record_status = RecordStatus.ARCHIVED

    def restore(self) -> None:
        """Bring an archived record back as it was.

        Raises:
            NotArchived: It is not archived.
        """
        if self.record_status is not RecordStatus.ARCHIVED:
            raise NotArchived("This record is not archived.")
        self.record_status = RecordStatus(self.status_before_archive or RecordStatus.CONFIRMED.value)
        self.status_before_archive = None


class FromPartners:
    """What records have that a partner's own people may enter: they are proposed until the school confirms them.

    Attributes:
        returned_on: The day on which the school sent it back; None while it waits for the school, or once it counts.
        school_word: What the school said with it: why it sent it back, or what it corrected.
    """

    returned_on: Mapped[date | None]
    school_word: Mapped[Prose | None]


class AlreadyArchived(Refused):
    """An archived record cannot be archived again."""


class NotArchived(Refused):
    """Only an archived record can be restored."""
