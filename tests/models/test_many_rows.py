"""Rows inserted at the driver's own pace are the rows SQLAlchemy would have inserted."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.activities import Activity, ActivityKind
from models.database import is_retryable
from models.many_rows import ManyRows, Memory
from models.records import RecordStatus
from tests.factories import a_school

TABLE = Activity.metadata.tables["activities"]


def test_every_type_of_column_is_stored_as_usual(session: Session) -> None:
    now = datetime(2026, 1, 12, 9, 30, tzinfo=UTC)
    row = {
        "school_id": a_school(session).id, "occurred_on": date(2026, 1, 12), "activity_kind": ActivityKind.ADVOCACY,
        "title": "50 % off; \"Ö\" %(x)s ?", "by": ("teachers", "leaders"), "two_way": False, "promotes": True,
        "people": 12, "hours": Decimal("1.5"), "record_status": RecordStatus.DRAFT, "entered_on": date(2026, 1, 13),
        "created_at": now, "updated_at": now, "version": 1, "note": None,
    }  # fmt: skip
    row |= {name: () for name in TABLE.columns.keys() if str(TABLE.c[name].type) == "TEXT" and name not in row}  # noqa: SIM118  (not a dict: iterating gives columns)
    session.connection().execute(insert(TABLE), [{**row, "ref": "usual"}])

    many = ManyRows(session.connection(), TABLE, [*row, "ref"])
    many.insert([[many.encoded(name, {**row, "ref": ref}[name]) for name in many.columns] for ref in ("one", "two")])

    usual, *others = session.execute(select(TABLE).order_by(TABLE.c.id)).mappings()
    assert [one["ref"] for one in others] == ["one", "two"]
    for other in others:
        assert {**other, "id": 0, "ref": ""} == {**usual, "id": 0, "ref": ""}


def test_what_the_database_refuses_is_told_as_by_any_other_statement(session: Session) -> None:
    many = ManyRows(session.connection(), TABLE, ["ref", "title"])
    with pytest.raises(IntegrityError) as refused:
        many.insert([[{"ref": "one", "title": "No school"}.get(name) for name in many.columns]])
    assert not is_retryable(refused.value)


def test_no_rows_are_no_statement(sqlite_session: Session) -> None:
    many = ManyRows(sqlite_session.connection(), TABLE, ["ref"])
    many.insert([])
    assert sqlite_session.execute(select(TABLE.c.ref)).all() == []


def test_a_memory_works_each_value_out_once() -> None:
    asked: list[int] = []

    def doubled(value: int) -> int:
        asked.append(value)
        return value * 2

    memory = Memory(doubled)
    assert [memory[value] for value in (1, 2, 1, 2)] == [2, 4, 2, 4]
    assert asked == [1, 2]
