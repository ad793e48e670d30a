"""Column types and reusable annotated columns.

Several codes or dates live in one text column, ``;a;b;``: they are always read whole with their record, are
few, and one `LIKE` on the delimited code filters them on every database alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Annotated, Any

from sqlalchemy import ColumnElement, DateTime, Dialect, ForeignKey, String, Text, TypeDecorator, type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, mapped_column
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

SEPARATOR = ";"


class UtcDateTime(TypeDecorator[datetime]):
    """An instant in UTC. Refuses naive values; always returns aware ones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC before storing.

        Raises:
            ValueError: The value has no time zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read as UTC; SQLite hands instants back without their zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Codes(TypeDecorator[tuple[str, ...]]):
    """Several codes in one column, in the order given and without repeats: ``;families;pta;``."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> str:
        """Join the codes.

        Raises:
            ValueError: A code is empty or holds the separator.
        """
        codes = list(dict.fromkeys(value or ()))
        for code in codes:
            if not code or SEPARATOR in code:
                raise ValueError(f"not a code: {code!r}")
        return f"{SEPARATOR}{SEPARATOR.join(codes)}{SEPARATOR}" if codes else ""

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        """Split the codes; an empty column is an empty tuple."""
        return tuple(code for code in (value or "").split(SEPARATOR) if code)


class Dates(TypeDecorator[tuple[date, ...]]):
    """Several days in one column, sorted and without repeats: ``;2025-05-20;2026-05-20;``."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Iterable[date] | None, dialect: Dialect) -> str:
        """Join the days, earliest first."""
        days = sorted(set(value or ()))
        return f"{SEPARATOR}{SEPARATOR.join(day.isoformat() for day in days)}{SEPARATOR}" if days else ""

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[date, ...]:
        """Split the days, earliest first."""
        return tuple(date.fromisoformat(day) for day in (value or "").split(SEPARATOR) if day)


def has_code(column: InstrumentedAttribute[Any] | ColumnElement[Any], code: str) -> ColumnElement[bool]:
    """Test in SQL whether a `Codes` column holds a code.

    Args:
        column: A column of type `Codes`.
        code: One code, compared exactly; ``%`` and ``_`` in it stand for themselves.
    """
    return type_coerce(column, Text).contains(f"{SEPARATOR}{code}{SEPARATOR}", autoescape=True)


class month_text(FunctionElement[str]):
    """The month of a day in SQL, such as ``2026-03``: much is grouped by it faster than by year and month."""

    type = String()
    inherit_cache = True


@compiles(month_text)
def _month_text(element: month_text, compiler: SQLCompiler, **how: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **how)}, 'YYYY-MM')"


@compiles(month_text, "sqlite")
def _month_text_on_sqlite(element: month_text, compiler: SQLCompiler, **how: Any) -> str:
    return f"substr({compiler.process(element.clauses, **how)}, 1, 7)"


IntPk = Annotated[int, mapped_column(primary_key=True)]
Code = Annotated[str, mapped_column(String(40))]
Line = Annotated[str, mapped_column(String(200))]
Prose = Annotated[str, mapped_column(String(4000))]
CodeList = Annotated[tuple[str, ...], mapped_column(Codes, default=(), nullable=False)]
DateList = Annotated[tuple[date, ...], mapped_column(Dates, default=(), nullable=False)]
SchoolId = Annotated[int, mapped_column(ForeignKey("schools.id"))]
PartnerId = Annotated[int, mapped_column(ForeignKey("partners.id"), index=True)]
