"""Call any record by a name people know: what it is and what it is about, found for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, Table, null, select
from sqlalchemy.orm import Session

from models.base import table_of
from models.partners import Partner
from models.partnerships import Partnership
from models.queries.catalogue import phrases
from models.record_kinds import KINDS
from models.records import RecordStatus
from models.scope import Scope
from models.stewardship import RosterMember, shown_as

_LENGTH = 120
# No kind of record has a column of this name.
_PARTNER = "partner_named"


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
        table = table_of(KINDS[kind].table)
        statement = scope.limit(_with_partner(table).where(table.c.ref.in_(sorted(refs[kind]))), table)
        for row in session.execute(statement):
            found[kind, row.ref] = _named(kind, row, phrase)
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
        table = table_of(KINDS[kind].table)
        there = table.c.ref.in_(sorted(refs[kind])), table.c.record_status != RecordStatus.ARCHIVED
        statement = scope.limit(select(table.c.ref, table.c.id).where(*there), table)
        found |= {(kind, ref): number for ref, number in session.execute(statement)}
    return found


def _with_partner(table: Table) -> Select[Any]:
    """Read whole rows of a kind, each with the name of the partner that it concerns; None where it concerns none."""
    partners, partnerships = table_of(Partner), table_of(Partnership)
    if "partner_id" in table.c:
        found = select(*table.c, partners.c.name.label(_PARTNER)).select_from(table)
        return found.outerjoin(partners, partners.c.id == table.c.partner_id)
    if "partnership_id" in table.c:
        found = select(*table.c, partners.c.name.label(_PARTNER)).select_from(table)
        found = found.outerjoin(partnerships, partnerships.c.id == table.c.partnership_id)
        return found.outerjoin(partners, partners.c.id == partnerships.c.partner_id)
    return select(*table.c, null().label(_PARTNER))


def _named(kind: str, row: Row[Any], phrase: Callable[[str, str], str]) -> NamedRecord:
    declared = KINDS[kind]
    about = getattr(row, _PARTNER) or (shown_as(row) if kind == RosterMember.kind else declared.words_of(row))
    return NamedRecord(
        kind=kind,
        id=row.id,
        ref=row.ref,
        what=declared.noun_of(row, phrase),
        about=about if len(about) <= _LENGTH else f"{about[: _LENGTH - 1].rstrip()}…",
        on=declared.day_of(row),
    )
