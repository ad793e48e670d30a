"""What has changed of a school since it was last looked at, told by its append-only history."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.history import History

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


def is_unchanged(session: Session, school_id: int, seen: Seen) -> bool:
    """Whether nothing was added to a school's history since it was seen, nor taken back.

    Source:
        `history`, its latest rows; one statement, whatever was ever logged.
    """
    rows, last = session.execute(
        select(func.count(History.id), func.max(History.id)).where(
            History.school_id == school_id, History.id >= seen.from_id
        )
    ).one()
    return rows == len(seen.latest) and (last or 0) == max(seen.latest, default=0)


def latest_change(session: Session, school_id: int) -> int:
    """Give the id of the latest row of a school's history; 0 where it has none."""
    return session.scalar(select(func.max(History.id)).where(History.school_id == school_id)) or 0


def changes_since(session: Session, school_id: int, seen: Seen) -> Changes:
    """List the records of a school that changed since its history was seen."""
    rows = session.execute(
        select(History.id, History.record_kind, History.record_id)
        .where(History.school_id == school_id, History.id >= seen.from_id)
        .order_by(History.id.desc())
        .limit(2 * LATEST)
    ).all()
    ids = [row.id for row in rows]
    now = seen_now(session, school_id, ids)
    new = [row for row in reversed(rows) if row.id not in seen.latest]
    # Rows that are gone were seen in a transaction that was taken back; with too many new ones reading all is cheaper.
    known = seen.latest <= set(ids) and len(rows) < 2 * LATEST
    return Changes(now, tuple(dict.fromkeys((row.record_kind, row.record_id) for row in new)), known)


def seen_now(session: Session, school_id: int, ids: list[int] | None = None) -> Seen:
    """Say how far a school's history goes.

    Args:
        ids: Its latest ids, the latest first, where they are known.
    """
    if ids is None or len(ids) < LATEST:
        ids = list(
            session.scalars(
                select(History.id).where(History.school_id == school_id).order_by(History.id.desc()).limit(LATEST + 1)
            )
        )
    return Seen(frozenset(ids[:LATEST]), is_whole=len(ids) <= LATEST)
