"""One page of a list: its rows, how many there are in all, and how many in each month that it shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import ColumnElement, Select, and_, extract, func, or_, select
from sqlalchemy.orm import Session

from models.days import months_after

T = TypeVar("T")
PAGE_SIZE = 50
# Year and month; None for what has no day.
Month = tuple[int, int] | None
Narrowed = Callable[[Select[Any]], Select[Any]]


@dataclass(frozen=True, slots=True)
class Paged(Generic[T]):
    """One page of a list.

    Attributes:
        rows: In the order asked for.
        total: How many there are on all pages.
        number: This page, from 1.
        pages: How many pages there are, at least 1.
        months: Month -> how many of the whole list are in it, for the months on this page; empty for a list that is
            not in the order of its days.
    """

    rows: Sequence[T]
    total: int
    number: int
    pages: int
    months: Mapping[Month, int] = field(default_factory=dict)


def month_of(day: date | None) -> Month:
    """Name the month of a day."""
    return (day.year, day.month) if day else None


def place_of(page: int, total: int, size: int = PAGE_SIZE) -> tuple[int, int]:
    """Give the number of the page that is shown and of the last one: a page past the end gives the last."""
    pages = max(1, -(-total // size))
    return min(max(page, 1), pages), pages


def page_of(
    every: Sequence[T], page: int, *, day_of: Callable[[T], date | None] | None = None, size: int = PAGE_SIZE
) -> Paged[T]:
    """Cut a page out of rows that are at hand.

    Args:
        every: All rows, in order.
        day_of: The day of a row, where the list is in the order of its days.
    """
    number, pages = place_of(page, len(every), size)
    months = Counter(month_of(day_of(row)) for row in every) if day_of else {}
    return Paged(every[(number - 1) * size : number * size], len(every), number, pages, months)


def read_page(
    session: Session,
    narrowed: Narrowed,
    ordered: Select[Any],
    *,
    key: ColumnElement[Any] | Any,
    page: int,
    day: ColumnElement[date] | Any = None,
    day_of: Callable[[Any], date | None] | None = None,
    size: int = PAGE_SIZE,
) -> Paged[Any]:
    """Read a page from the database: two statements and those that load with its rows, and one for months.

    Args:
        narrowed: Puts the list's criteria on a statement.
        ordered: The whole list in its order.
        key: What is counted.
        day: The column of the day, where the list is in the order of its days; None otherwise.
        day_of: The same of a row.
    """
    total = session.scalar(narrowed(select(func.count(key)))) or 0
    number, pages = place_of(page, total, size)
    rows = session.scalars(ordered.offset((number - 1) * size).limit(size)).all()
    months: Mapping[Month, int] = {}
    if day is not None and day_of is not None:
        months = Counter(month_of(day_of(row)) for row in rows)
        if pages > 1:  # the first and the last month of a page may reach beyond it
            months = _whole_months(session, narrowed, key, day, [day_of(row) for row in rows])
    return Paged(rows, total, number, pages, months)


def read_page_by_keys(
    session: Session, keys: Select[Any], every: Select[Any], *, key: ColumnElement[Any] | Any, page: int
) -> Paged[Any]:
    """Read a page of a list whose criteria cost more than its rows: they are looked at once, and not once to count.

    Args:
        keys: The keys of the whole list, in its order.
        every: Rows, whatever the criteria.
        key: The column of the keys, of rows that have it as `id`.
    """
    found = session.scalars(keys).all()
    shown = page_of(found, page)
    place = {number: place for place, number in enumerate(shown.rows)}
    rows = session.scalars(every.where(key.in_(shown.rows))).all()
    return Paged(sorted(rows, key=lambda row: place[row.id]), shown.total, shown.number, shown.pages)


def _whole_months(
    session: Session, narrowed: Narrowed, key: Any, day: Any, days: Sequence[date | None]
) -> Mapping[Month, int]:
    known = [one for one in days if one is not None]
    wanted = [day.is_(None)] if len(known) < len(days) else []
    if known:
        wanted.append(and_(day >= min(known).replace(day=1), day < months_after(max(known).replace(day=1), 1)))
    year, month = extract("year", day), extract("month", day)
    by_month = cast("Select[Any]", select(year, month, func.count(key)))
    counted = narrowed(by_month).where(or_(*wanted)).group_by(year, month)
    found: list[Any] = list(session.execute(counted))
    return {(int(row[0]), int(row[1])) if row[0] is not None else None: row[2] for row in found}
