"""Call any record by a name people know: what it is and what it is about, found for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session, joinedload

from models.agreements import Agreement
from models.partnerships import Partnership
from models.records import Record
from models.scope import Scope
from models.tables import RECORD_KINDS

# Kind of record -> what people call one of it.
KIND_WORDS = {
    "logstart": "start of logging",
    "org": "partner",
    "contact": "contact",
    "need": "school need",
    "workforce": "workforce need",
    "match": "match of need and offer",
    "partnership": "partnership",
    "agreement": "agreement",
    "commitment": "commitment",
    "contribution": "contribution",
    "activity": "activity",
    "evaluation": "evaluation",
    "commreview": "review of communication",
    "recognition": "recognition",
    "training": "training",
    "process": "dialogue process",
    "procreview": "review of the dialogue process",
    "transition": "change of people",
    "coordinator": "coordinator",
    "roster": "member of the leadership team",
    "attestation": "attestation",
    "exemption": "exemption",
}
# Where a record's own words stand, in order of preference, and the day it is known by.
_WORDS = ("title", "name", "text", "person", "finding", "wanted", "practice", "note")
_DAYS = (
    "occurred_on",
    "requested_on",
    "submitted_on",
    "due_on",
    "stated_on",
    "added_on",
    "adopted_on",
    "started_on",
    "from_on",
)
_LENGTH = 120


@dataclass(frozen=True, slots=True)
class NamedRecord:
    """One record as people know it.

    Attributes:
        id: Its number in the table of its kind.
        what: The sort of record: "agreement".
        about: What it is about: an organisation's name, a title, the beginning of its text; may be empty.
        on: The day it is known by; None where it has none yet.
    """

    kind: str
    id: int
    ref: str
    what: str
    about: str
    on: date | None


def name_records(
    session: Session, keys: Iterable[tuple[str, str]], *, scope: Scope
) -> dict[tuple[str, str], NamedRecord]:
    """Name records by kind and reference: one statement for each kind, however many there are.

    Args:
        keys: (kind, reference) pairs; kinds that are no records and references out of scope are left out.
    """
    refs: dict[str, set[str]] = defaultdict(set)
    for kind, ref in keys:
        refs[kind].add(ref)
    found: dict[tuple[str, str], NamedRecord] = {}
    for kind in sorted(refs.keys() & RECORD_KINDS.keys()):
        table = RECORD_KINDS[kind]
        statement = scope.limit(select(table).where(table.ref.in_(sorted(refs[kind]))), table)
        for record in session.scalars(statement.options(*_loads(table))).unique():
            found[kind, record.ref] = _named(kind, record)
    return found


def _loads(table: type[Record]) -> list[joinedload]:  # type: ignore[valid-type]
    relations = inspect(table).relationships.keys()
    loads = []
    if "partner" in relations:
        loads.append(joinedload(table.partner))  # type: ignore[attr-defined]
    if "partnership" in relations:
        loads.append(joinedload(table.partnership).joinedload(Partnership.partner))  # type: ignore[attr-defined]
    return loads


def _named(kind: str, record: Record) -> NamedRecord:
    partner = getattr(record, "partner", None) or getattr(getattr(record, "partnership", None), "partner", None)
    words = next((text for name in _WORDS if (text := getattr(record, name, None))), "")
    about = partner.name if partner is not None else str(words)
    what = record.agreement_kind.label.lower() if isinstance(record, Agreement) else KIND_WORDS[kind]
    return NamedRecord(
        kind=kind,
        id=record.id,
        ref=record.ref,
        what="MOU" if what.startswith("memorandum") else what,
        about=about if len(about) <= _LENGTH else f"{about[: _LENGTH - 1].rstrip()}…",
        on=next((day for name in _DAYS if (day := getattr(record, name, None))), None),
    )
