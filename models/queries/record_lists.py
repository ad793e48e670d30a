"""Read the records of one kind, whatever the kind: one, or a page of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, String, Text, func, or_, select
from sqlalchemy.orm import Session, joinedload

from models.folding import says
from models.kinds.columns import Holds
from models.kinds.kind import RecordKind
from models.needs import Match
from models.partners import Partner
from models.records import Record, RecordStatus
from models.scope import Scope

PAGE_SIZE = 50
SORTS = ("date", "entered")


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """Which records of a kind are wanted; None leaves a criterion out.

    Attributes:
        text: Found in what the record says or in the partner's name, whatever the case and the accents.
        unanswered: Of requests, only those that nobody has answered yet.
        archived: The archived ones in place of the others.
    """

    partner_id: int | None = None
    text: str | None = None
    unanswered: bool = False
    archived: bool = False


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One page of a list.

    Attributes:
        rows: Records with what they name loaded, in the order asked for.
        total: How many there are on all pages.
        number: This page, from 1.
        pages: How many pages there are, at least 1.
    """

    rows: Sequence[Any]
    total: int
    number: int
    pages: int


def find_record(session: Session, kind: RecordKind, record_id: int, *, scope: Scope) -> Record | None:
    """Find one record of a kind at the reader's school, archived or not; None outside the scope."""
    table = kind.table
    found: Record | None = session.scalars(
        scope.limit(select(table).where(table.id == record_id).options(*_loads(kind)), table)
    ).one_or_none()
    return found


def list_records(
    session: Session,
    kind: RecordKind,
    wanted: RecordFilter,
    *,
    scope: Scope,
    sort: str = "date",
    descending: bool = True,
    page: int = 1,
) -> RecordPage:
    """List a page of a school's records of a kind: two statements, however many there are.

    Args:
        sort: One of `SORTS`: the day they are known by, or when they were entered.
        page: Wanted page, from 1; one past the end gives the last.

    Raises:
        ValueError: There is no such sort.
    """
    if sort not in SORTS:
        raise ValueError(f"no such sort: {sort!r}")
    table: Any = kind.table
    total = session.scalar(_narrowed(select(func.count(table.id)), kind, wanted, scope)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(page, 1), pages)
    known_on = func.coalesce(*(getattr(table, name) for name in kind.known_on), None)
    by = known_on if sort == "date" else table.id
    order = (by.desc(), table.id.desc()) if descending else (by.asc(), table.id.asc())
    rows = session.scalars(
        _narrowed(select(table), kind, wanted, scope)
        .options(*_loads(kind))
        .order_by(*order)
        .offset((number - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    ).all()
    return RecordPage(rows, total, number, pages)


def count_records(session: Session, kind: RecordKind, *, scope: Scope) -> int:
    """Count a school's records of a kind, archived ones left out."""
    statement = _narrowed(select(func.count(kind.table.id)), kind, RecordFilter(), scope)
    return session.scalar(statement) or 0


def _narrowed(statement: Select[Any], kind: RecordKind, wanted: RecordFilter, scope: Scope) -> Select[Any]:
    table: Any = kind.table
    archived = table.record_status == RecordStatus.ARCHIVED
    statement = scope.limit(statement.select_from(table), table).where(archived if wanted.archived else ~archived)
    has_partner = any(column.holds is Holds.PARTNER for column in kind.columns.values())
    if wanted.partner_id is not None and has_partner:
        statement = statement.where(table.partner_id == wanted.partner_id)
    if wanted.unanswered and table is Match:
        statement = statement.where(Match.answer.is_(None))
    if wanted.text:
        said = [
            says(getattr(table, column.stored_as), wanted.text)
            for column in kind.columns.values()
            if column.holds is Holds.TEXT and isinstance(table.__table__.columns[column.stored_as].type, String | Text)
        ]
        if has_partner:
            named = select(Partner.id).where(says(Partner.name, wanted.text))
            said.append(table.partner_id.in_(named))
        statement = statement.where(or_(*said))
    return statement


def _loads(kind: RecordKind) -> list[Any]:
    """Load with a record what its declaration says that it names."""
    table: Any = kind.table
    names = {Holds.PARTNER: "partner", Holds.REF: "need", Holds.FILE: "document"}
    return [joinedload(getattr(table, names[one.holds])) for one in kind.columns.values() if one.holds in names]
