"""Take a whole import back: archive what it made, bring back what it changed. Nothing here commits."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import School
from models.activities import Activity, activity_partners
from models.exchange.kinds import KINDS
from models.exchange.writing import Writer
from models.imports import Import, ImportedRecord, ImportStatus
from models.operations.imports import import_records, named_by
from models.partners import SchoolPartner
from models.queries.records import rows_of_kind
from models.record_kinds import RECORD_KINDS
from models.records import RecordStatus
from models.refusals import Refused

_TOGETHER = 500


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking an import back did.

    Attributes:
        archived: Records that it had made, and that are archived now.
        brought_back: Records that it had changed, and that say again what they said before.
        kept: Records that stay as they are: somebody changed them since, or other records name them.
    """

    archived: int
    brought_back: int
    kept: int


def undo_import(session: Session, imported: Import) -> Undone:
    """Take an import back, as far as nobody worked on with what it brought.

    Raises:
        Refused: It was not stored, or taken back already.
    """
    if imported.status is not ImportStatus.STORED:
        raise Refused("Only a file that was stored can be taken back.")
    school = imported.school
    rows = session.scalars(select(ImportedRecord).where(ImportedRecord.import_id == imported.id)).all()
    by_kind: dict[str, list[ImportedRecord]] = defaultdict(list)
    for row in rows:
        by_kind[row.record_kind].append(row)
    archived = brought_back = kept = 0
    # What names others goes first.
    for name in sorted(by_kind, key=list(KINDS).index, reverse=True):
        untouched = _untouched(session, name, by_kind[name])
        made = [row.record_id for row in untouched if row.before is None]
        if name == SchoolPartner.kind:
            made = _unnamed(session, school, made)
        before = [row.before for row in untouched if row.before is not None]
        _archive(session, school, name, made)
        _bring_back(session, school, name, before)
        archived += len(made)
        brought_back += len(before)
        kept += len(by_kind[name]) - len(made) - len(before)
    imported.status = ImportStatus.UNDONE
    imported.ended_at = datetime.now(UTC)
    return Undone(archived, brought_back, kept)


def _untouched(session: Session, kind: str, rows: Sequence[ImportedRecord]) -> list[ImportedRecord]:
    """Leave out what somebody changed since, archived ones among it."""
    table = RECORD_KINDS[kind]
    versions: dict[int, int] = {}
    ids = [row.record_id for row in rows]
    for start in range(0, len(ids), _TOGETHER):
        found = select(table.id, table.version).where(table.id.in_(ids[start : start + _TOGETHER]))
        versions |= dict(session.execute(found).all())
    return [row for row in rows if versions.get(row.record_id) == row.version]


def _unnamed(session: Session, school: School, ids: Sequence[int]) -> list[int]:
    """Leave out partners that records of the school name which are not archived."""
    own = dict(
        session.execute(select(SchoolPartner.id, SchoolPartner.partner_id).where(SchoolPartner.id.in_(ids))).all()
    )
    named: set[int] = set()
    for table in RECORD_KINDS.values():
        partner = getattr(table, "partner_id", None)
        if partner is None or table is SchoolPartner:
            continue
        named |= set(
            session.scalars(
                select(partner).where(
                    table.school_id == school.id,
                    table.record_status != RecordStatus.ARCHIVED,
                    partner.in_(own.values()),
                )
            )
        )
    links = (
        select(activity_partners.c.partner_id)
        .join(Activity, Activity.id == activity_partners.c.activity_id)
        .where(
            Activity.school_id == school.id,
            Activity.record_status != RecordStatus.ARCHIVED,
            activity_partners.c.partner_id.in_(own.values()),
        )
    )
    named |= set(session.scalars(links))
    return [one for one in ids if own.get(one) not in named]


def _archive(session: Session, school: School, name: str, ids: Sequence[int]) -> None:
    if not ids:
        return
    kind = KINDS[name]
    refs, partner_ids = named_by(session, school, kind)
    writer = Writer(session, school, kind, refs=refs, partner_ids=partner_ids)
    status = {"record_status": RecordStatus.ARCHIVED.value}
    for start in range(0, len(ids), _TOGETHER):
        found = rows_of_kind(session, school.id, name, ids=ids[start : start + _TOGETHER])
        writer.write([], [(record_id, {**row, **status}) for record_id, row in found])
    session.flush()


def _bring_back(session: Session, school: School, name: str, before: Sequence[Mapping[str, str]]) -> None:
    if not before:
        return
    out = io.StringIO()
    writer = csv.DictWriter(out, list(KINDS[name].columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(before)
    import_records(session, school, name, out.getvalue(), keep_good=True)
