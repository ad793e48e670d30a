"""Call any record by a name people know: what it is and what it is about, found for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session, joinedload

from models.partnerships import Partnership
from models.queries.catalogue import phrases
from models.record_kinds import KINDS
from models.records import Record, RecordStatus
from models.scope import Scope

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
    phrase = phrases(session)
    for kind in sorted(refs.keys() & KINDS.keys()):
        table = KINDS[kind].table
        statement = scope.limit(select(table).where(table.ref.in_(sorted(refs[kind]))), table)
        for record in session.scalars(statement.options(*_loads(table))).unique():
            found[kind, record.ref] = _named(kind, record, phrase)
    return found


def record_numbers(session: Session, keys: Iterable[tuple[str, str]], *, scope: Scope) -> dict[tuple[str, str], int]:
    """Find the numbers of records that are not archived: one statement for each kind, however many there are.

    Args:
        keys: As for `name_records`.
    """
    refs: dict[str, set[str]] = defaultdict(set)
    for kind, ref in keys:
        refs[kind].add(ref)
    found: dict[tuple[str, str], int] = {}
    for kind in sorted(refs.keys() & KINDS.keys()):
        table = KINDS[kind].table
        statement = scope.limit(select(table), table).with_only_columns(table.ref, table.id)
        there = table.ref.in_(sorted(refs[kind])), table.record_status != RecordStatus.ARCHIVED
        found |= {(kind, ref): number for ref, number in session.execute(statement.where(*there))}
    return found


def _loads(table: type[Record]) -> list[joinedload]:  # type: ignore[valid-type]
    relations = inspect(table).relationships.keys()
    loads = []
    if "partner" in relations:
        loads.append(joinedload(table.partner))  # type: ignore[attr-defined]
    if "partnership" in relations:
        loads.append(joinedload(table.partnership).joinedload(Partnership.partner))  # type: ignore[attr-defined]
    return loads


def _named(kind: str, record: Record, phrase: Callable[[str, str], str]) -> NamedRecord:
    declared = KINDS[kind]
    partner = getattr(record, "partner", None) or getattr(getattr(record, "partnership", None), "partner", None)
    shown_as: str | None = getattr(record, "shown_as", None)
    about = partner.name if partner is not None else shown_as or declared.words_of(record)
    return NamedRecord(
        kind=kind,
        id=record.id,
        ref=record.ref,
        what=declared.noun_of(record, phrase),
        about=about if len(about) <= _LENGTH else f"{about[: _LENGTH - 1].rstrip()}…",
        on=declared.day_of(record),
    )
