"""Days compared by the database, on SQLite and PostgreSQL alike.

A `Dates` column keeps its days in their order, so that the last one is read off its end; only where that one lies ahead
are the others looked through.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Integer, String, Text, literal, type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from models.columns import SEPARATOR

# What SQLite calls `latest_told` by; it is given to every connection, see `models.database.configure`.
FUNCTION = "continuum_latest_day"
# Characters of the last day and the mark behind it.
_LAST = len("2026-11-27") + len(SEPARATOR)


def latest_told(days: str | None, day: str) -> str | None:
    """Find the latest of several days, as a `Dates` column holds them, that is not after a day; None without one."""
    return max((one for one in (days or "").split(SEPARATOR) if one and one <= day), default=None)


class latest_day(GenericFunction[str]):
    """The latest of the days in a `Dates` column up to a day, as ISO text; NULL without one."""

    type = String()
    inherit_cache = True
    name = FUNCTION

    def __init__(self, days: InstrumentedAttribute[Any], day: date) -> None:
        super().__init__(type_coerce(days, Text), literal(day.isoformat(), String))


@compiles(latest_day, "sqlite")
def _on_sqlite(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    days, day = (compiler.process(one, **kw) for one in element.clauses)
    last = f"substr({days}, -{_LAST}, {_LAST - 1})"
    return f"CASE WHEN {last} <= {day} THEN nullif({last}, '') ELSE {FUNCTION}({days}, {day}) END"


@compiles(latest_day, "postgresql")
def _on_postgresql(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    days, day = (compiler.process(one, **kw) for one in element.clauses)
    last = f"left(right({days}, {_LAST}), {_LAST - 1})"
    each = f"unnest(string_to_array({days}, '{SEPARATOR}')) AS told"
    looked = f"(SELECT max(told) FROM {each} WHERE told <> '' AND told <= {day})"  # noqa: S608  (compiled parts)
    return f"CASE WHEN {last} <= {day} THEN nullif({last}, '') ELSE {looked} END"


class days_between(GenericFunction[int]):
    """How many days a day is after an earlier one; negative where it is before."""

    type = Integer()
    inherit_cache = True
    name = "continuum_days_between"


@compiles(days_between, "sqlite")
def _by_julian_days(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    later, earlier = (compiler.process(one, **kw) for one in element.clauses)
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"


@compiles(days_between, "postgresql")
def _by_subtraction(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    later, earlier = (compiler.process(one, **kw) for one in element.clauses)
    return f"({later} - {earlier})"
