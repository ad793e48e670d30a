"""What every kind of record has in common when it is written."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import object_session

from models.base import Base
from models.history import History
from models.records import Record, RecordStatus
from models.refusals import Refused


def touch(record: Record) -> None:
    """Raise a record's version although only rows that belong to it changed, so that a second editor is told."""
    record.updated_at = datetime.now(UTC)


def delete_part(owner: Record, parts: str, part: Base) -> None:
    """Delete a dated row that belongs to a record, so that the history tells of it.

    Taking it out of the record's list alone would delete it too, but as an orphan, whose owner nobody knows any more.

    Args:
        owner: The record; already stored.
        parts: Name of its list of such rows; it is read anew afterwards.
        part: The row.
    """
    session = object_session(owner)
    assert session is not None  # a stored record is in one
    session.delete(part)
    session.flush()
    session.expire(owner, [parts])


def still_open(record: Record) -> None:
    """Make sure that a record may be changed.

    Raises:
        Refused: It is archived.
    """
    if record.record_status is RecordStatus.ARCHIVED:
        raise Refused("This record is archived. Restore it before you change it.")


def archive_record(record: Record) -> None:
    """Take a record out of every count and list, keeping it.

    Raises:
        Refused: It is archived already.
    """
    record.archive()


def restore_record(record: Record) -> None:
    """Bring an archived record back as it was.

    Raises:
        Refused: It is not archived.
    """
    record.restore()


def wait_again(record: Record) -> None:
    """Take back that a record was confirmed: it waits again, as the draft or the proposal that it was.

    Raises:
        Refused: It is not confirmed.
    """
    if record.record_status is not RecordStatus.CONFIRMED:
        raise Refused("Only what is confirmed can be taken back.")
    record.record_status = _waited_as(record)


def _waited_as(record: Record) -> RecordStatus:
    session = object_session(record)
    assert session is not None  # a stored record is in one
    told = select(History.changes).where(History.record_kind == record.kind, History.record_id == record.id)
    for changes in session.scalars(told.order_by(History.id.desc())):
        before, after = changes.get("record_status", (None, None))
        if after == RecordStatus.CONFIRMED and before in (RecordStatus.DRAFT, RecordStatus.PROPOSED):
            return RecordStatus(before)
    return RecordStatus.DRAFT


def tidy(text: str | None) -> str | None:
    """Trim a text; None where nothing is left."""
    return (text or "").strip() or None


def one_line(text: str | None) -> str:
    """Put a name on one line with single spaces; empty where there is none."""
    return " ".join((text or "").split())
