"""Who changed what: an append-only history, written for every change of a recorded table.

A listener on the session writes it, so that no operation, import or script can change a record and leave no trace.
What writes past the session, in bulk, hands its rows to `add_history` itself. Whoever opens a session says for whom it
acts with `act_as`.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from itertools import repeat
from typing import Any

from sqlalchemy import Connection, ForeignKey, Index, event, func, insert, inspect, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Mapped, Mapper, Session, UOWTransaction, mapped_column, object_session, relationship

from models.accounts import User
from models.base import Base
from models.columns import Code, IntPk, Line
from models.many_rows import ManyRows, Memory
from models.partners import Partner, SchoolPartner
from models.partnerships import Part, Partnership
from models.records import Record, RecordStatus

# Bookkeeping that changes with every write and says nothing to a reader.
UNTOLD = {"id", "version", "updated_at", "created_at", "status_before_archive", "entered_on", "entered_by_id", "ref"}
_ACTOR = "continuum.actor"
_UNSAVED = "continuum.unsaved"
_FIRST = "continuum.first_told"
# Schools changed by committed transactions of this thread or task, until somebody asks for them.
_changed: ContextVar[frozenset[tuple[Engine, int]]] = ContextVar("changed_schools", default=frozenset())
_ENTRY_DAY = "continuum.entry_day"
# From so many rows on it pays to prepare the statement.
_MANY = 100


class Action(enum.StrEnum):
    """What happened to a record."""

    CREATED = "created"
    CHANGED = "changed"
    ARCHIVED = "archived"
    RESTORED = "restored"


class History(Base):
    """One change of one record; rows are only ever added.

    Attributes:
        changes: Field -> [old, new], each a JSON value: text, number, true/false, null, ISO date or a list of codes.
    """

    __tablename__ = "history"
    __table_args__ = (Index(None, "school_id", "id"), Index(None, "record_kind", "record_id"))

    id: Mapped[IntPk]
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"))
    at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    actor: Mapped[Line] = mapped_column(comment="the person's name, or what acted: an import, the command line")
    record_kind: Mapped[Code]
    record_id: Mapped[int]
    action: Mapped[Action]
    changes: Mapped[dict[str, Any]]

    user: Mapped[User | None] = relationship()


# Said with every write, and so written once.
_INSERT = insert(History)


def act_as(session: Session, actor: str, *, user_id: int | None = None, on: date | None = None) -> None:
    """Say for whom this session writes, and on which day.

    Args:
        session: The session whose later changes are recorded under this actor.
        actor: A person's name, or what acts ("import of activity.csv").
        user_id: The person, where it is one.
        on: The day at the place where it is entered: the entry day of new records that say none. None leaves that to
            the server's calendar.
    """
    session.info[_ACTOR] = (actor, user_id)
    session.info[_ENTRY_DAY] = on


def entry_day(session: Session) -> date | None:
    """Give the day on which this session enters records; None where nobody said."""
    day: date | None = session.info.get(_ENTRY_DAY)
    return day


def epoch(session: Session, school_id: int) -> str:
    """Name the present state of a school's records: another word after every committed change.

    The number of rows stands beside the latest id because transactions may commit out of order.
    """
    latest, rows = session.execute(
        select(func.max(History.id), func.count(History.id)).where(History.school_id == school_id)
    ).one()
    return f"{latest or 0}-{rows}"


def told(value: Any) -> Any:
    """Turn a column value into a JSON value that reads well."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, tuple | list | set):
        return [told(item) for item in value]
    if isinstance(value, Base):
        return getattr(value, "name", None) or getattr(value, "filename", None) or str(inspect(value).identity)
    return value


# What a new record says where nobody said anything.
_SAYS_NOTHING: tuple[Any, ...] = (None, "", [])


@cache
def _told_of(mapper: Mapper[Any]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Name the columns of a table that history tells of, and its lists of other records."""
    lists = frozenset(name for name, relation in mapper.relationships.items() if relation.secondary is not None)
    return tuple(name for name in mapper.column_attrs.keys() if name not in UNTOLD), lists - UNTOLD  # noqa: SIM118  (not a dict: iterating gives columns)


def _changes(record: Base, *, created: bool) -> dict[str, list[Any]]:
    state = inspect(record)
    changes: dict[str, list[Any]] = {}
    columns, lists = _told_of(state.mapper)
    old: Any
    new: Any
    for name in (*columns, *lists):
        # Only what was set has a history: asking each of forty columns for one is most of the work.
        if name not in state.committed_state:
            continue
        if created and name not in lists:
            new = told(state.dict.get(name))
            if new not in _SAYS_NOTHING:
                changes[name] = [None, new]
            continue
        history = state.attrs[name].history
        if not history.has_changes():
            continue
        if name in lists:
            new = told(sorted(told(item) for item in getattr(record, name)))
            kept = set(new) - {told(item) for item in history.added or ()}
            old = sorted(kept | {told(item) for item in history.deleted or ()})
        else:
            old = told(history.deleted[0]) if history.deleted else None
            new = told(history.added[0]) if history.added else None
        if created and new in _SAYS_NOTHING:
            continue
        if old != new:
            changes[name] = [old, new]
    return changes


def _subject(record: Base) -> tuple[str, Any, str] | None:
    """Say under which record a changed row is told: its kind, its owner object and a prefix for field names."""
    if isinstance(record, Record):
        return record.kind, record, ""
    if isinstance(record, Part):
        return Partnership.kind, record.partnership, f"{record.__tablename__}."
    return None


def action_of(changes: Mapping[str, Sequence[Any]], *, created: bool) -> Action:
    """Name what happened to a record by what changed: archiving and restoring are changes of its status."""
    if created:
        return Action.CREATED
    before, after = changes.get("record_status", [None, None])
    if after == RecordStatus.ARCHIVED.value:
        return Action.ARCHIVED
    return Action.RESTORED if before == RecordStatus.ARCHIVED.value else Action.CHANGED


def add_history(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write history rows in the session's transaction, and remember the schools that they are of.

    When and by whom it was done is added here.

    Args:
        rows: `school_id`, `record_kind`, `record_id`, `action` and `changes` of each.
    """
    if not rows:
        return
    session.info.setdefault(_UNSAVED, set()).update(row["school_id"] for row in rows)
    session.info[_FIRST] = min(filter(None, [session.info.get(_FIRST), min(map(_about, rows))]))
    actor, user_id = session.info.get(_ACTOR, ("system", None))
    stamp = {"at": datetime.now(UTC), "user_id": user_id, "actor": actor}
    if len(rows) < _MANY:
        session.connection().execute(_INSERT, [{**stamp, **row} for row in rows])
        return
    table = History.metadata.tables[History.__tablename__]
    many = ManyRows(session.connection(), table, [*stamp, *rows[0]])
    # All but the changes are said again and again.
    encode = {name: one if name == "changes" else Memory(one).__getitem__ for name, one in many.encoders.items()}
    columns: list[Iterable[Any]] = []
    for name in many.columns:
        values = repeat(stamp[name], len(rows)) if name in stamp else [row[name] for row in rows]
        columns.append(map(encode[name], values) if name in encode else values)
    many.insert(list(zip(*columns, strict=True)))


def _about(row: Mapping[str, Any]) -> tuple[bool, bool, str, int]:
    """Order what a transaction tells by how likely it is what it was about: made rather than changed, and no aside.

    A partner may be added on the way, by whoever logs a first visit; drafts, with the series that they are of.
    """
    kind, record_id = row["record_kind"], row["record_id"]
    is_draft = RecordStatus.DRAFT.value in row["changes"].get("record_status", ())
    return row["action"] is not Action.CREATED, kind == SchoolPartner.kind or is_draft, kind, record_id


def record_told(session: Session) -> tuple[str, int] | None:
    """Name the record that the running transaction is about, kind and id; None where it tells of none."""
    found: tuple[bool, bool, str, int] | None = session.info.get(_FIRST)
    return found[2:] if found is not None else None


def about_many(session: Session) -> None:
    """Say that the running transaction was about several records, and about none of them in particular."""
    session.info.pop(_FIRST, None)


def _rows(session: Session) -> Iterator[dict[str, Any]]:
    fresh = set(session.new)
    # In the order of creation, so that the same file imported twice reads the same.
    touched = [*session.new, *session.dirty, *session.deleted]
    for record in touched:
        created = record in fresh
        if isinstance(record, Partner) and not created:
            changes = _changes(record, created=False)
            if changes:
                schools = session.connection().execute(
                    select(SchoolPartner.school_id).where(SchoolPartner.partner_id == record.id)
                )
                for (school_id,) in schools:
                    yield {
                        "school_id": school_id,
                        "record_kind": "partner",
                        "record_id": record.id,
                        "action": Action.CHANGED,
                        "changes": changes,
                    }
            continue
        subject = _subject(record)
        if subject is None:
            continue
        kind, owner, prefix = subject
        if record in session.deleted:
            values = {name: [told(getattr(record, name)), None] for name in inspect(record).mapper.columns.keys()}  # noqa: SIM118  (not a dict: iterating gives columns)
            changes = {name: pair for name, pair in values.items() if name not in UNTOLD and pair[0] is not None}
            created = False
        else:
            changes = _changes(record, created=created)
        if not changes and not created:
            continue
        told_of = {
            f"{prefix}{name}": pair
            for name, pair in changes.items()
            if not name.endswith("partnership_id") or not prefix
        }
        yield {
            "school_id": owner.school_id,
            "record_kind": kind,
            "record_id": owner.id,
            "action": Action.CHANGED if prefix else action_of(changes, created=created),
            "changes": told_of,
        }


def _noted(_record: Base, _value: Any, _old: Any, _initiator: Any) -> None:
    """Listen, so that SQLAlchemy loads the value that is about to be replaced."""


@event.listens_for(Base, "mapper_configured", propagate=True)
def _remember_old_values(mapper: Mapper[Any], recorded: type[Base]) -> None:
    """Know the old value of every column, even where the record was not read again since the last commit."""
    for column in mapper.column_attrs:
        event.listen(getattr(recorded, column.key), "set", _noted, active_history=True)


@event.listens_for(Record, "before_insert", propagate=True)
def _date_entry(_mapper: Mapper[Any], _connection: Connection, record: Record) -> None:
    """Date a new record by the day that its session was told."""
    session = object_session(record)
    day = entry_day(session) if session is not None else None
    if day is not None and record.__dict__.get("entered_on") is None:
        record.entered_on = day


@event.listens_for(Session, "after_flush")
def _write_history(session: Session, _context: UOWTransaction) -> None:
    """Add a history row for every recorded change of the flush, in the same transaction."""
    add_history(session, list(_rows(session)))


@event.listens_for(Session, "after_commit")
def _saved(session: Session) -> None:
    # A savepoint that is released is not committed yet.
    if session.in_nested_transaction():
        return
    session.info.pop(_FIRST, None)
    schools: set[int | None] = session.info.pop(_UNSAVED, set())
    engine = session.get_bind().engine
    _changed.set(_changed.get() | {(engine, school) for school in schools if school is not None})


@event.listens_for(Session, "after_rollback")
def _taken_back(session: Session) -> None:
    # What was written before a savepoint is still there, and may still be taken back.
    if session.in_nested_transaction():
        return
    session.info.pop(_UNSAVED, None)
    session.info.pop(_FIRST, None)


def has_unsaved_changes(session: Session) -> bool:
    """Whether a session has written changes that are not committed, and may be taken back."""
    return bool(session.info.get(_UNSAVED))


def note_changed(session: Session, schools: Iterable[int]) -> None:
    """Say that something besides their records changed where schools stand: the numbers of the rules."""
    session.info.setdefault(_UNSAVED, set()).update(schools)


def take_changed_schools(engine: Engine) -> frozenset[int]:
    """Name the schools whose records were changed and committed here since somebody last asked."""
    changed = _changed.get()
    _changed.set(frozenset())
    return frozenset(school for changed_in, school in changed if changed_in is engine)


@event.listens_for(History, "before_update")
@event.listens_for(History, "before_delete")
def _refuse(*_args: Any) -> None:
    raise HistoryIsAppendOnly("History is only ever added to.")


class HistoryIsAppendOnly(RuntimeError):
    """Somebody tried to change or delete a history row."""
