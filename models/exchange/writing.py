"""Write typed rows of record files into the tables; nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Enum, select
from sqlalchemy.orm import Session

from models.accounts import School
from models.activities import Activity
from models.assessments import Attestation
from models.exchange import organisations, time_lines
from models.kinds.columns import TIME_LINES, Column, Holds, Row
from models.kinds.kind import RecordKind
from models.partners import Partner, SchoolPartner
from models.partnerships import Partnership
from models.records import Record, RecordStatus

# Rows written between two flushes: enough to send them together, few enough to stay small in memory.
_TOGETHER = 500
_NOT_PLAIN = TIME_LINES | {Holds.TERM, Holds.TERM_MARK, Holds.PARTNER, Holds.PARTNERS, Holds.REF, Holds.FILE}


class Writer:
    """Writes rows of one kind for one school."""

    def __init__(
        self,
        session: Session,
        school: School,
        kind: RecordKind,
        *,
        refs: Mapping[str, Mapping[str, int]],
        entered_by_id: int | None = None,
    ) -> None:
        """Take what every row needs.

        Args:
            refs: Kind -> ref -> id of this school's records that rows may name.
            entered_by_id: Who brings the file; None for the command line.
        """
        self._session = session
        self._school = school
        self._kind = kind
        self._refs = refs
        self._entered_by_id = entered_by_id
        self._partners: dict[str, Partner] = {}
        self._enums = _enums_of(kind)
        self._plain = [
            column
            for column in kind.columns.values()
            if column.holds not in _NOT_PLAIN and hasattr(kind.table, column.stored_as)
        ]

    def write(self, added: Iterable[Row], changed: Iterable[tuple[int, Row]]) -> None:
        """Store rows.

        Args:
            added: Complete rows of records that are not there yet.
            changed: (id, complete row) of records that say something else.
        """
        new, old = list(added), list(changed)
        self._load_partners([*new, *(row for _, row in old)])
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
        records = []
        for row in rows:
            record = self._kind.table(school_id=self._school.id, entered_by_id=self._entered_by_id)
            self._fill(record, row)
            self._session.add(record)
            records.append(record)
        self._session.flush()
        # Thousands of rows would otherwise stay in memory until the end.
        if self._kind.name == "activity":
            for record in records:
                self._session.expunge(record)

    def _fill(self, record: Record, row: Row) -> None:
        """Make a record say what a row says."""
        if isinstance(record, SchoolPartner):
            # First, while the record itself has nothing to flush yet.
            record.partner_id = organisations.store(self._session, self._school, record, row).id
        is_new = record.id is None
        for column in self._plain:
            value = row[column.name]
            # What a new record does not say need not be set to nothing: thousands of rows are mostly empty.
            if not is_new or (value is not None and value != ()):
                self._set_plain(record, column, value)
        for column in self._kind.columns.values():
            if column.holds is Holds.REF:
                ref = row[column.name]
                setattr(record, column.stored_as, self._refs[column.refers_to or ""][ref] if ref else None)
            elif column.holds is Holds.PARTNER:
                name = row[column.name]
                setattr(record, column.stored_as, self._partners[name].id if name else None)
        if isinstance(record, Activity):
            record.partners = [self._partners[name] for name in row["partner"]]
        elif isinstance(record, Partnership):
            time_lines.store(self._session, record, row, self._refs["need"])
        elif isinstance(record, Attestation):
            current = record.document.filename if record.document else None
            if current != row["file"]:
                file = row["file"]
                record.document = time_lines.document_named(self._school.id, file) if file else None

    def _set_plain(self, record: Any, column: Column, value: Any) -> None:
        if column.name == "record_status":
            self._set_status(record, RecordStatus(value))
        elif column.holds is Holds.REF_OR_MARK:
            named = isinstance(value, str)
            record.workforce_need_id = self._refs[column.refers_to or ""][value] if named else None
            record.serves_workforce = True if named else value
        elif column.name in self._enums and value is not None:
            setattr(record, column.stored_as, self._enums[column.name](value))
        else:
            setattr(record, column.stored_as, value)

    @staticmethod
    def _set_status(record: Record, status: RecordStatus) -> None:
        before = record.record_status
        if status is RecordStatus.ARCHIVED and before not in (None, RecordStatus.ARCHIVED):
            record.status_before_archive = before.value
        elif status is not RecordStatus.ARCHIVED:
            record.status_before_archive = None
        record.record_status = status

    def _load_partners(self, rows: list[Row]) -> None:
        if self._kind.name == "org" or "partner" not in self._kind.columns:
            return
        names = {row["partner"] for row in rows} if self._kind.columns["partner"].holds is Holds.PARTNER else set()
        if not names:
            names = {name for row in rows for name in row["partner"] or ()}
        directory = select(Partner).where(Partner.district_id == self._school.district_id)
        self._partners = {
            partner.name: partner for partner in self._session.scalars(directory) if partner.name in names
        }


def _enums_of(kind: RecordKind) -> dict[str, type[Any]]:
    """Find the columns that the database stores as one of fixed values: column -> their class."""
    columns = kind.table.__table__.columns
    types = {
        name: columns[column.stored_as].type for name, column in kind.columns.items() if column.stored_as in columns
    }
    return {name: kept.enum_class for name, kept in types.items() if isinstance(kept, Enum) and kept.enum_class}
