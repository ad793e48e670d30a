"""What has changed of a school since it was last looked at, told by its append-only history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.base import table_of
from models.history import History

# Asked at every request, without the machinery of objects.
_HISTORY = table_of(History).c
# So many of the latest rows are told apart one by one: a transaction may commit after others that began later.
LATEST = 1000


@dataclass(frozen=True, slots=True)
class Seen:
    """How far a school's history was seen.

    Attributes:
        latest: Ids of its latest rows.
        is_whole: There are no other rows.
    """

    latest: frozenset[int] = field(default_factory=frozenset)
    is_whole: bool = True

    @property
    def from_id(self) -> int:
        """The lowest id that is told apart."""
        return 0 if self.is_whole else min(self.latest)


@dataclass(frozen=True, slots=True)
class Changes:
    """What came since.

    Attributes:
        seen: The history as it is now.
        records: Kind and id of the changed records, in the order of change.
        is_known: Whether that is all; if not, everything must be read again.
    """

    seen: Seen
    records: tuple[tuple[str, int], ...]
    is_known: bool


def latest_change(session: Session, school_id: int) -> int:
    """Give the id of the latest row of a school's history; 0 where it has none."""
    return session.scalar(select(func.max(_HISTORY.id)).where(_HISTORY.school_id == school_id)) or 0


def changes_since(session: Session, school_id: int, seen: Seen) -> Changes | None:
    """List the records of a school that changed since its history was seen; None where none did.

    Source:
        `history`, its latest rows; one statement where nothing changed, two where a little did, whatever was ever
        logged.
    """
    latest = max(seen.latest, default=0)
    rows, last = session.execute(
        select(func.count(_HISTORY.id), func.max(_HISTORY.id)).where(
            _HISTORY.school_id == school_id, _HISTORY.id >= seen.from_id
        )
    ).one()
    more = rows - len(seen.latest)
    if more == 0 and (last or 0) == latest:
        return None
    if 0 < more <= LATEST:
        new = session.execute(_rows_after(school_id, latest).order_by(_HISTORY.id)).all()
        # All that is new came behind what was seen, as it nearly always does.
        if len(new) == more:
            ids = [*sorted(seen.latest), *(row.id for row in new)]
            now = Seen(frozenset(ids[-LATEST:]), is_whole=seen.is_whole and len(ids) <= LATEST)
            return Changes(now, _records(new), is_known=True)
    return _compared(session, school_id, seen)


def _rows_after(school_id: int, last_id: int) -> Select[int, str, int]:
    return select(_HISTORY.id, _HISTORY.record_kind, _HISTORY.record_id).where(
        _HISTORY.school_id == school_id, _HISTORY.id > last_id
    )


def _records(rows: Iterable[Any]) -> tuple[tuple[str, int], ...]:
    return tuple(dict.fromkeys((row.record_kind, row.record_id) for row in rows))


def _compared(session: Session, school_id: int, seen: Seen) -> Changes | None:
    """Tell apart row by row what was seen and what was not; None where nothing is new."""
    found = _rows_after(school_id, seen.from_id - 1).order_by(_HISTORY.id.desc()).limit(2 * LATEST)
    rows = session.execute(found).all()
    ids = [row.id for row in rows]
    now = seen_now(session, school_id, ids)
    new = [row for row in reversed(rows) if row.id not in seen.latest]
    if not new:
        # Fewer rows, and none that is new: this transaction began before others that were seen. What is committed is
        # not taken back, so that what was seen holds, and reading the school anew would only be reading it older.
        return None
    # Where rows are missing beside new ones everything is read again; with too many new ones that is cheaper, too.
    known = seen.latest <= set(ids) and len(rows) < 2 * LATEST
    return Changes(now, _records(new), known)


def seen_now(session: Session, school_id: int, ids: list[int] | None = None) -> Seen:
    """Say how far a school's history goes.

    Args:
        ids: Its latest ids, the latest first, where they are known.
    """
    if ids is None or len(ids) < LATEST:
        newest = select(_HISTORY.id).where(_HISTORY.school_id == school_id).order_by(_HISTORY.id.desc())
        ids = list(session.scalars(newest.limit(LATEST + 1)))
    return Seen(frozenset(ids[:LATEST]), is_whole=len(ids) <= LATEST)
