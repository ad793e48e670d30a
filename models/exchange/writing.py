"""Write typed rows of record files into the tables; nothing here commits.

Kinds of which a record is one row of one table are written in bulk. The others, with time lines, a shared directory or
files beside them, come in small numbers and are written as objects.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import School
from models.assessments import Attestation
from models.exchange import organisations, time_lines
from models.exchange.bulk import BulkWriter
from models.exchange.stored import is_one_row, status_before_archive, stored_columns
from models.kinds.columns import Row
from models.kinds.kind import RecordKind
from models.partners import SchoolPartner
from models.partnerships import Partnership
from models.records import Record

# Rows written between two flushes: enough to send them together, few enough to stay small in memory.
_TOGETHER = 500


class Writer:
    """Writes rows of one kind for one school."""

    def __init__(
        self,
        session: Session,
        school: School,
        kind: RecordKind,
        *,
        refs: Mapping[str, Mapping[str, int]],
        partner_ids: Mapping[str, int],
        entered_by_id: int | None = None,
    ) -> None:
        """Take what every row needs.

        Args:
            refs: Kind -> ref -> id of this school's records that rows may name.
            partner_ids: Name -> id of the organisations that rows may name.
            entered_by_id: Who brings the file; None for the command line.
        """
        self._session = session
        self._school = school
        self._kind = kind
        self._refs = refs
        self._given = {"school_id": school.id, "entered_by_id": entered_by_id}
        self._partner_ids = partner_ids
        self._columns = stored_columns(kind, refs=refs, partner_ids=partner_ids)

    def write(self, added: Iterable[Row], changed: Iterable[tuple[int, Row]]) -> None:
        """Store rows.

        Args:
            added: Complete rows of records that are not there yet.
            changed: (id, complete row) of records that say something else.
        """
        new, old = list(added), list(changed)
        if is_one_row(self._kind):
            bulk = BulkWriter(
                self._session, self._kind, self._columns, partner_ids=self._partner_ids, given=self._given
            )
            bulk.change(old)
            bulk.add(new)
            return
        # A record is flushed once, when all of it is said: a second flush would be a second version and history row.
        with self._session.no_autoflush:
            for start in range(0, len(old), _TOGETHER):
                self._change(old[start : start + _TOGETHER])
            for start in range(0, len(new), _TOGETHER):
                self._add(new[start : start + _TOGETHER])

    def _change(self, rows: list[tuple[int, Row]]) -> None:
        table = self._kind.table
        found = {
            record.id: record
            for record in self._session.scalars(select(table).where(table.id.in_([record_id for record_id, _ in rows])))
        }
        for record_id, row in rows:
            record = found[record_id]
            self._fill(record, row)
            # Raises the version even where only rows of other tables change, so that a second editor is told.
            record.updated_at = datetime.now(UTC)
        self._session.flush()

    def _add(self, rows: list[Row]) -> None:
        for row in rows:
            record = self._kind.table(**self._given)
            self._fill(record, row)
            self._session.add(record)
        self._session.flush()

    def _fill(self, record: Record, row: Row) -> None:
        """Make a record say what a row says."""
        if isinstance(record, SchoolPartner):
            # First, while the record itself has nothing to flush yet.
            record.partner_id = organisations.store(self._session, self._school, record, row).id
        is_new = record.id is None
        for column in self._columns:
            value = column.stored(row[column.said_by])
            if column.attribute == "record_status":
                record.status_before_archive = status_before_archive(
                    value, before=record.record_status, kept=record.status_before_archive
                )
            # What a new record does not say need not be set to nothing: history would tell it.
            if not is_new or (value is not None and value != ()):
                setattr(record, column.attribute, value)
        if isinstance(record, Partnership):
            time_lines.store(self._session, record, row, self._refs["need"])
        elif isinstance(record, Attestation):
            current = record.document.filename if record.document else None
            if current != row["file"]:
                file = row["file"]
                record.document = time_lines.document_named(self._school.id, file) if file else None
