"""Which signed years counted a record, or had it tied to them as evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.continuum.evidence.facts import RecordKey
from models.imports import Import, ImportedRecord
from models.queries.year_reports import signed_report
from models.ratings import SignOff
from models.scope import Scope
from models.tables import KINDS


def signed_years_of(
    session: Session, keys: Collection[RecordKey], *, scope: Scope
) -> Mapping[RecordKey, tuple[str, ...]]:
    """Name the signed years that rest on records, the earliest first; records on which none rests are left out.

    Args:
        keys: Kind and reference of each record.

    Source:
        `sign_offs` that stand; what was taken back rests on nothing any more.
    """
    if not keys or scope.partner_id is not None:
        return {}
    standing = session.scalars(
        select(SignOff).where(SignOff.school_id.in_(scope.school_ids), SignOff.reopened_at.is_(None))
    )
    wanted = set(keys)
    found: dict[RecordKey, list[str]] = defaultdict(list)
    for report in sorted(map(signed_report, standing), key=lambda one: one["year"]):
        for key in wanted & set(_resting_on(report)):
            found[key].append(report["year"])
    return {key: tuple(years) for key, years in found.items()}


def _resting_on(report: Mapping[str, Any]) -> Iterator[RecordKey]:
    """Name the records that a report counted or had tied to it."""
    for line in (one for outcome in report["outcomes"] for one in outcome["indicators"]):
        for practice in line["practices"]:
            for kind, ref in (*practice["records"], *practice.get("held_by", ())):
                yield kind, ref
        for piece in line["evidence"]:
            kind, _, ref = piece["record"].partition("/")
            if ref:
                yield kind, ref


def keys_made_by(session: Session, imported: Import) -> list[RecordKey]:
    """Name the records that an import made and that taking it back would archive."""
    made = select(ImportedRecord.record_id).where(
        ImportedRecord.import_id == imported.id, ImportedRecord.before.is_(None)
    )
    kinds = session.scalars(
        select(ImportedRecord.record_kind).where(ImportedRecord.import_id == imported.id).distinct()
    ).all()
    return [
        (kind, ref)
        for kind in kinds
        if kind in KINDS
        for ref in session.scalars(
            select(KINDS[kind].table.ref).where(
                KINDS[kind].table.id.in_(made.where(ImportedRecord.record_kind == kind)),
                KINDS[kind].table.school_id == imported.school_id,
            )
        )
    ]
