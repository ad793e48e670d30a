"""The confirmed records of a school as the engine reads them: of activities, which are many, nothing that it does not.

The same rows as `record_rows` gives, without what no rule reads and without values that say nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy import Integer, Text, select, type_coerce
from sqlalchemy.orm import Session

from models.activities import Activity
from models.base import table_of
from models.columns import SEPARATOR
from models.continuum.evidence.rows import NEVER_READ, is_confirmed
from models.exchange.kinds import KINDS
from models.kinds.columns import Column, Holds, Row
from models.many_rows import Memory
from models.queries.records import partner_names, rows_of_kind
from models.records import RecordStatus

# So many rows are taken from the driver at once.
_TOGETHER = 1_000
_ACTIVITIES = table_of(Activity).c
_COLUMNS = tuple(
    column
    for column in KINDS[Activity.kind].columns.values()
    if column.name not in {*NEVER_READ, "ref", "occurred_on", "partner", "record_status"}
)


def evidence_rows(session: Session, school_id: int) -> dict[str, list[Row]]:
    """Read what a school recorded and confirmed.

    Returns:
        Kind -> its rows in the order in which they were entered, as `record_rows`; in those of activities values that
        say nothing are absent, and so is what `NEVER_READ` names.

    Source:
        All tables of records, of this school alone.
    """
    return {
        name: list(_activities(session, school_id))
        if name == Activity.kind
        else [row for _, row in rows_of_kind(session, school_id, name) if is_confirmed(row)]
        for name, kind in KINDS.items()
        if not kind.read.unread
    }


def _activities(session: Session, school_id: int) -> Iterator[Row]:
    """Read the confirmed activities: what equal ones say is worked out once, and shared by copies."""
    said = Memory(_said)
    day_of: dict[Any, Any] = Memory(lambda value: value if isinstance(value, date) else date.fromisoformat(value))
    partners = partner_names(session, school_id)
    # Values as the driver gives them: what most columns say is read once for all rows that say the same.
    raw = [type_coerce(_ACTIVITIES[one.attribute or one.name], _RAW.get(one.holds, Text)) for one in _COLUMNS]
    statement = (
        select(_ACTIVITIES.id, _ACTIVITIES.ref, type_coerce(_ACTIVITIES.occurred_on, Text), *raw)
        .where(_ACTIVITIES.school_id == school_id, _ACTIVITIES.record_status == RecordStatus.CONFIRMED)
        .order_by(_ACTIVITIES.id)
    )
    found = session.execute(statement)
    for activity_id, ref, day, *values in chain.from_iterable(found.partitions(_TOGETHER)):
        row = said[tuple(values)].copy()
        row["ref"] = ref
        row["occurred_on"] = day_of[day]
        if activity_id in partners:
            row["partner"] = partners[activity_id]
        yield row


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code for code in text.split(SEPARATOR) if code)


_RAW: dict[Holds, Any] = {Holds.MARK: Integer}
_DECODED: dict[Holds, Callable[[Any], Any]] = {Holds.MARK: bool, Holds.CODES: _codes, Holds.INDICATORS: _codes}


def _said(values: tuple[Any, ...]) -> dict[str, Any]:
    row: dict[str, Any] = {"record_status": RecordStatus.CONFIRMED.value}
    for column, value in zip(_COLUMNS, values, strict=True):
        if value is not None and value != "":
            row[column.name] = _decoded(column, value)
    return row


def _decoded(column: Column, value: Any) -> Any:
    decode = _DECODED.get(column.holds)
    return decode(value) if decode else value
