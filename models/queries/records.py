"""Every record of a school as plain typed rows: what the engine reads, exports write and imports compare with.

Rows have the columns of `models.kinds.columns`, whatever tables they come from. Core selects and no objects: the
engine reads all rows of a school at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Select, Table, Text, bindparam, select, type_coerce
from sqlalchemy.orm import Session

from models.activities import Activity, activity_partners
from models.base import table_of
from models.columns import SEPARATOR
from models.documents import Document
from models.exchange.kinds import KINDS
from models.exchange.time_lines import needs_line, people_line, term_value
from models.kinds.columns import TIME_LINES, Holds, Row
from models.kinds.kind import RecordKind
from models.needs import SchoolNeed
from models.partners import Partner, WorkforceNeed
from models.partnerships import Partnership, PartnershipNeed, PartnershipStage, PartnershipTerm, PointPerson, TermName
from models.record_kinds import RECORD_KINDS

_ACTIVITIES, _PARTNERS, _PARTNERSHIPS = table_of(Activity), table_of(Partner), table_of(Partnership)


def record_rows(session: Session, school_id: int) -> dict[str, list[Row]]:
    """Read everything a school recorded.

    Returns:
        Kind -> its rows in the order in which they were entered; every kind is there. Archived, cancelled, proposed
        and draft records are among them: `record_status` says which. In a row a date is a `date`, an amount a
        `Decimal`, a mark a bool or None, several values a tuple; a partnership's stage, point person, terms and
        needs are time lines, tuples of (day, value), earliest first.

    Source:
        All tables of records, of this school alone.
    """
    return {name: [row for _, row in rows_of_kind(session, school_id, name)] for name in KINDS}


def rows_of_kind(
    session: Session, school_id: int, kind_name: str, *, ids: Collection[int] | None = None
) -> list[tuple[int, Row]]:
    """Read a school's records of one kind: (id in its table, row), in the order in which they were entered.

    Args:
        ids: Read only these, at most some hundreds; all where None.
    """
    kind = KINDS[kind_name]
    found = _plain_rows(session, school_id, kind, ids)
    if kind_name == "activity":
        names = partner_names(session, school_id, ids)
        for record_id, row in found:
            row["partner"] = names.get(record_id, ())
    elif kind_name == "partnership":
        _add_time_lines(session, school_id, found)
    return found


@lru_cache(maxsize=65536)
def _codes(text: str | None) -> tuple[str, ...]:
    # The same few combinations stand in thousands of rows.
    return tuple(code for code in (text or "").split(SEPARATOR) if code)


@dataclass(frozen=True, slots=True)
class _Plain:
    """How what stands in one row of one table, or of a table it refers to, is read.

    Attributes:
        statement: Gives the id first; its parameters are `school_id` and, where only some are read, `ids`.
        names: Columns of the row, behind the id.
        several: Places of the values that hold several codes.
    """

    statement: Select[Any]
    names: tuple[str, ...]
    several: tuple[int, ...]


@cache
def _plain(kind_name: str, only_some: bool) -> _Plain:
    """Write the statement of a kind, once: its columns never change."""
    kind = KINDS[kind_name]
    table = table_of(kind.table)
    own, partners, files, workforce = table.c, table_of(Partner), table_of(Document), table_of(WorkforceNeed)
    names: list[str] = []
    fields: list[Any] = [own.id]
    several: list[int] = []
    joins: list[tuple[Any, Any]] = []
    for column in kind.columns.values():
        attribute = column.attribute or column.name
        if column.holds in TIME_LINES | {Holds.TERM, Holds.TERM_MARK, Holds.PARTNERS} or column.name == "written_on":
            continue
        expression: Any
        if column.in_directory:
            expression = partners.c[column.name]
        elif column.holds is Holds.PARTNER:
            expression = partners.c.name
        elif column.holds is Holds.REF:
            target = table_of(RECORD_KINDS[column.refers_to or ""]).alias()
            joins.append((target, target.c.id == own[f"{attribute}_id"]))
            expression = target.c.ref
        elif column.holds is Holds.FILE:
            joins.append((files, files.c.id == own.document_id))
            expression = files.c.filename
        elif column.holds in (Holds.CODES, Holds.INDICATORS, Holds.DAYS_AHEAD):
            several.append(len(fields))
            expression = type_coerce(own[attribute], Text)
        else:
            expression = own[attribute]
        names.append(column.name)
        fields.append(expression)
    if kind.name == "commitment":
        joins.append((workforce, workforce.c.id == own.workforce_need_id))
        fields.append(workforce.c.ref)
    if "partner_id" in own:
        joins.append((partners, partners.c.id == own.partner_id))
    statement = select(*fields).select_from(table).where(own.school_id == bindparam("school_id")).order_by(own.id)
    if only_some:
        statement = statement.where(own.id.in_(bindparam("ids", expanding=True)))
    for target, condition in joins:
        statement = statement.outerjoin(target, condition)
    return _Plain(statement, tuple(names), tuple(several))


def _plain_rows(
    session: Session, school_id: int, kind: RecordKind, ids: Collection[int] | None
) -> list[tuple[int, Row]]:
    """Read what stands in one row of one table, or of a table it refers to."""
    plain = _plain(kind.name, ids is not None)
    given = {"school_id": school_id} | ({} if ids is None else {"ids": list(ids)})
    rows: list[tuple[int, Row]] = []
    for found in session.execute(plain.statement, given):
        values = list(found)
        for position in plain.several:
            values[position] = _codes(values[position])
        row = dict(zip(plain.names, values[1:], strict=False))
        if kind.name == "commitment" and values[-1] is not None:
            row["serves_workforce"] = values[-1]
        elif kind.name == "attestation":
            row["document"] = row["file"] is not None
        rows.append((values[0], row))
    return rows


def partner_names(session: Session, school_id: int, ids: Collection[int] | None = None) -> dict[int, tuple[str, ...]]:
    """Name the partners of a school's activities, by name; activities without any are absent.

    Args:
        ids: Of these activities; all of them where None.
    """
    names: dict[int, list[str]] = defaultdict(list)
    links = (
        select(activity_partners.c.activity_id, _PARTNERS.c.name)
        .join(_PARTNERS, _PARTNERS.c.id == activity_partners.c.partner_id)
        .join(_ACTIVITIES, _ACTIVITIES.c.id == activity_partners.c.activity_id)
        .where(_ACTIVITIES.c.school_id == school_id)
    )
    if ids is not None:
        links = links.where(activity_partners.c.activity_id.in_(ids))
    for activity_id, name in session.execute(links):
        names[activity_id].append(name)
    return {activity_id: tuple(sorted(some)) for activity_id, some in names.items()}


def _of_partnerships(session: Session, school_id: int, part: Table, *columns: Any, **beside: Table) -> Iterator[Any]:
    """Read what hangs on a school's partnerships, in the order in which it was entered.

    Args:
        part: The table of it.
        columns: What to read of it, behind the number of the partnership.
        beside: Tables that it refers to, by the name of its column.
    """
    found = select(part.c.partnership_id, *columns).join(_PARTNERSHIPS, _PARTNERSHIPS.c.id == part.c.partnership_id)
    for name, table in beside.items():
        found = found.outerjoin(table, table.c.id == part.c[name])
    yield from session.execute(found.where(_PARTNERSHIPS.c.school_id == school_id).order_by(part.c.id))


def _add_time_lines(session: Session, school_id: int, rows: list[tuple[int, Row]]) -> None:
    stages: dict[int, list[tuple[date, str]]] = defaultdict(list)
    of = table_of(PartnershipStage)
    for owner, day, stage in _of_partnerships(session, school_id, of, of.c.from_on, of.c.stage):
        stages[owner].append((day, stage))
    people: dict[int, list[tuple[date, date | None, str]]] = defaultdict(list)
    of = table_of(PointPerson)
    for owner, start, end, person in _of_partnerships(session, school_id, of, of.c.from_on, of.c.until_on, of.c.person):
        people[owner].append((start, end, person))
    terms: dict[tuple[int, str], list[tuple[date, Any]]] = defaultdict(list)
    of, files = table_of(PartnershipTerm), table_of(Document)
    for owner, name, day, text, filename in _of_partnerships(
        session, school_id, of, of.c.name, of.c.from_on, of.c.text, files.c.filename, document_id=files
    ):
        terms[owner, name.value].append((day, term_value(name.value, text, filename)))
    needs: dict[int, list[tuple[date, str]]] = defaultdict(list)
    of, named = table_of(PartnershipNeed), table_of(SchoolNeed)
    for owner, day, ref in _of_partnerships(session, school_id, of, of.c.from_on, named.c.ref, need_id=named):
        needs[owner].append((day, ref))
    for partnership_id, row in rows:
        row["stage"] = tuple(sorted(stages[partnership_id]))
        row["point_person"] = people_line(people[partnership_id])
        for name in TermName:
            row[name.value] = tuple(sorted(terms[partnership_id, name.value], key=lambda entry: entry[0]))
        row["needs"] = needs_line(needs[partnership_id])
