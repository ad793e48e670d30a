"""Read the records of one kind, whatever the kind: one, or a page of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, String, Text, func, or_, select
from sqlalchemy.orm import Session, joinedload

from models.folding import says
from models.kinds.columns import Column, Holds
from models.kinds.kind import RecordKind
from models.needs import Match
from models.partners import Partner
from models.queries.paging import Paged, read_page
from models.records import Record, RecordStatus
from models.scope import Scope

SORTS = ("date", "entered")
# The column that says what was promised or given.
GIVEN = "type"


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """Which records of a kind are wanted; None leaves a criterion out.

    Attributes:
        text: Found in what the record says or in the partner's name, whatever the case and the accents.
        unanswered: Of requests, only those that nobody has answered yet.
        archived: The archived ones in place of the others.
        start: First day wanted, of the day they are known by.
        end: First day *not* wanted, so ``[start, end)``.
        entered_by_id: Only what this person entered.
        given: Of promises and gifts, only those of this kind of thing, as a code.
    """

    partner_id: int | None = None
    text: str | None = None
    unanswered: bool = False
    archived: bool = False
    start: date | None = None
    end: date | None = None
    entered_by_id: int | None = None
    given: str | None = None


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
) -> Paged[Any]:
    """List a page of a school's records of a kind, by months in the order of their days: three statements at most.

    Args:
        sort: One of `SORTS`: the day they are known by, or when they were entered.
        page: Wanted page, from 1; one past the end gives the last.

    Raises:
        ValueError: There is no such sort.
    """
    if sort not in SORTS:
        raise ValueError(f"no such sort: {sort!r}")
    table: Any = kind.table
    by = _known_on(kind) if sort == "date" else table.id
    order = (by.desc(), table.id.desc()) if descending else (by.asc(), table.id.asc())
    return read_page(
        session,
        lambda statement: _narrowed(statement, kind, wanted, scope),
        _narrowed(select(table), kind, wanted, scope).options(*_loads(kind)).order_by(*order),
        key=table.id,
        page=page,
        day=by if sort == "date" else None,
        day_of=kind.day_of,
    )


def count_records(session: Session, kind: RecordKind, *, scope: Scope) -> int:
    """Count a school's records of a kind, archived ones left out."""
    statement = _narrowed(select(func.count(kind.table.id)), kind, RecordFilter(), scope)
    return session.scalar(statement) or 0


def _known_on(kind: RecordKind) -> Any:
    days = [getattr(kind.table, name) for name in kind.known_on]
    return func.coalesce(*days) if len(days) > 1 else days[0]


def _narrowed(statement: Select[Any], kind: RecordKind, wanted: RecordFilter, scope: Scope) -> Select[Any]:
    table: Any = kind.table
    archived = table.record_status == RecordStatus.ARCHIVED
    statement = scope.limit(statement.select_from(table), table).where(archived if wanted.archived else ~archived)
    has_partner = any(column.holds is Holds.PARTNER for column in kind.columns.values())
    if wanted.partner_id is not None and has_partner:
        statement = statement.where(table.partner_id == wanted.partner_id)
    if wanted.start is not None:
        statement = statement.where(_known_on(kind) >= wanted.start)
    if wanted.end is not None:
        statement = statement.where(_known_on(kind) < wanted.end)
    if wanted.entered_by_id is not None:
        statement = statement.where(table.entered_by_id == wanted.entered_by_id)
    if wanted.given is not None and GIVEN in kind.columns:
        statement = statement.where(table.type == wanted.given)
    if wanted.unanswered and table is Match:
        statement = statement.where(Match.answer.is_(None))
    if wanted.text:
        said = [
            says(getattr(table, column.stored_as), wanted.text)
            for column in kind.columns.values()
            if _is_written(column, table)
        ]
        if has_partner:
            named = select(Partner.id).where(says(Partner.name, wanted.text))
            said.append(table.partner_id.in_(named))
        statement = statement.where(or_(*said))
    return statement


def _is_written(column: Column, table: Any) -> bool:
    """Whether a column holds one text in people's own words, where no list has what they mean, too."""
    if column.holds is not Holds.TEXT and not column.own_words:
        return False
    return isinstance(table.__table__.columns[column.stored_as].type, String | Text)


def _loads(kind: RecordKind) -> list[Any]:
    """Load with a record what its declaration says that it names."""
    table: Any = kind.table
    named = {Holds.PARTNER: "partner", Holds.FILE: "document"}
    names = (one.name if one.holds is Holds.REF else named.get(one.holds) for one in kind.columns.values())
    return [joinedload(getattr(table, name)) for name in names if name is not None]
