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

from sqlalchemy import Select, Text, bindparam, select, type_coerce
from sqlalchemy.orm import Session, aliased

from models.activities import Activity, activity_partners
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
    table: Any = kind.table
    names: list[str] = []
    fields: list[Any] = [table.id]
    several: list[int] = []
    joins: list[tuple[Any, Any]] = []
    for column in kind.columns.values():
        attribute = column.attribute or column.name
        if column.holds in TIME_LINES | {Holds.TERM, Holds.TERM_MARK, Holds.PARTNERS} or column.name == "written_on":
            continue
        expression: Any
        if column.in_directory:
            expression = getattr(Partner, column.name)
        elif column.holds is Holds.PARTNER:
            expression = Partner.name
        elif column.holds is Holds.REF:
            target = aliased(RECORD_KINDS[column.refers_to or ""])
            joins.append((target, target.id == getattr(table, f"{attribute}_id")))
            expression = target.ref
        elif column.holds is Holds.FILE:
            joins.append((Document, Document.id == table.document_id))
            expression = Document.filename
        elif column.holds in (Holds.CODES, Holds.INDICATORS, Holds.DAYS_AHEAD):
            several.append(len(fields))
            expression = type_coerce(getattr(table, attribute), Text)
        else:
            expression = getattr(table, attribute)
        names.append(column.name)
        fields.append(expression)
    if kind.name == "commitment":
        joins.append((WorkforceNeed, WorkforceNeed.id == table.workforce_need_id))
        fields.append(WorkforceNeed.ref)
    if hasattr(table, "partner_id"):
        joins.append((Partner, Partner.id == table.partner_id))
    statement = select(*fields).select_from(table).where(table.school_id == bindparam("school_id")).order_by(table.id)
    if only_some:
        statement = statement.where(table.id.in_(bindparam("ids", expanding=True)))
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
        select(activity_partners.c.activity_id, Partner.name)
        .join(Partner, Partner.id == activity_partners.c.partner_id)
        .join(Activity, Activity.id == activity_partners.c.activity_id)
        .where(Activity.school_id == school_id)
    )
    if ids is not None:
        links = links.where(activity_partners.c.activity_id.in_(ids))
    for activity_id, name in session.execute(links):
        names[activity_id].append(name)
    return {activity_id: tuple(sorted(some)) for activity_id, some in names.items()}


def _of_partnerships(session: Session, school_id: int, statement: Any) -> Iterator[Any]:
    yield from session.execute(statement.where(Partnership.school_id == school_id))


def _add_time_lines(session: Session, school_id: int, rows: list[tuple[int, Row]]) -> None:
    stages: dict[int, list[tuple[date, str]]] = defaultdict(list)
    for owner, day, stage in _of_partnerships(
        session,
        school_id,
        select(PartnershipStage.partnership_id, PartnershipStage.from_on, PartnershipStage.stage).join(Partnership),
    ):
        stages[owner].append((day, stage))
    people: dict[int, list[tuple[date, date | None, str]]] = defaultdict(list)
    for owner, start, end, person in _of_partnerships(
        session,
        school_id,
        select(PointPerson.partnership_id, PointPerson.from_on, PointPerson.until_on, PointPerson.person).join(
            Partnership
        ),
    ):
        people[owner].append((start, end, person))
    terms: dict[tuple[int, str], list[tuple[date, Any]]] = defaultdict(list)
    for owner, name, day, text, filename in _of_partnerships(
        session,
        school_id,
        select(
            PartnershipTerm.partnership_id,
            PartnershipTerm.name,
            PartnershipTerm.from_on,
            PartnershipTerm.text,
            Document.filename,
        )
        .join(Partnership)
        .outerjoin(Document, Document.id == PartnershipTerm.document_id),
    ):
        terms[owner, name.value].append((day, term_value(name.value, text, filename)))
    needs: dict[int, list[tuple[date, str]]] = defaultdict(list)
    for owner, day, ref in _of_partnerships(
        session,
        school_id,
        select(PartnershipNeed.partnership_id, PartnershipNeed.from_on, SchoolNeed.ref)
        .join(Partnership, Partnership.id == PartnershipNeed.partnership_id)
        .join(SchoolNeed, SchoolNeed.id == PartnershipNeed.need_id)
        .order_by(PartnershipNeed.id),
    ):
        needs[owner].append((day, ref))
    for partnership_id, row in rows:
        row["stage"] = tuple(sorted(stages[partnership_id]))
        row["point_person"] = people_line(people[partnership_id])
        for name in TermName:
            row[name.value] = tuple(sorted(terms[partnership_id, name.value], key=lambda entry: entry[0]))
        row["needs"] = needs_line(needs[partnership_id])
