"""Write thousands of records at once: many rows for each statement, their history likewise, and no objects.

What it leaves behind is what writing the same records one by one through the session would: defaults, versions,
links to partners, and history to the last field. It is for kinds of which a record is one row of one table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import repeat
from typing import Any

from sqlalchemy import Table, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from models.activities import activity_partners
from models.exchange.stored import StoredColumn, attributes_of, starting_values, status_before_archive
from models.history import UNTOLD, Action, action_of, add_history, entry_day, told
from models.kinds.columns import Holds, Row
from models.kinds.kind import RecordKind
from models.many_rows import ManyRows, Memory
from models.partners import Partner
from models.scope import by_no_index

# Rows of one statement: enough to send them together, few enough to stay small in memory.
_TOGETHER = 500
# What a row says of a column that it leaves out.
_NOTHING = frozenset({None, ()})
Changes = dict[str, list[Any]]


class BulkWriter:
    """Writes rows of one kind for one school."""

    def __init__(
        self,
        session: Session,
        kind: RecordKind,
        columns: Sequence[StoredColumn],
        *,
        partner_ids: Mapping[str, int],
        given: Mapping[str, Any],
    ) -> None:
        """Take what every row needs.

        Args:
            columns: What rows say of the table, in the order of the table.
            partner_ids: Name -> id of the organisations that rows may name.
            given: What is the same for all new records, `school_id` among it.
        """
        self._session = session
        self._kind = kind
        self._table: Table = kind.table.metadata.tables[kind.table.__tablename__]
        self._columns = columns
        self._partner_ids = partner_ids
        self._given = given
        # The column that names several partners: they stand in a table of their own.
        self._partners = next((name for name, one in kind.columns.items() if one.holds is Holds.PARTNERS), None)

    def add(self, rows: Sequence[Row]) -> None:
        """Store records that are not there yet; each row is complete."""
        given = starting_values(self._kind, self._given, entered_on=entry_day(self._session))
        many = ManyRows(self._session.connection(), self._table, list(given))
        start = [many.encoded(name, given[name]) for name in many.columns]
        linking = ManyRows(self._session.connection(), activity_partners, ["activity_id", "partner_id"])
        plan = list(self._plan_of_new(many, start))
        for batch in _batches(rows):
            # Column by column: the few things that a column says are looked up without going back and forth.
            columns: list[Iterable[Any]] = [repeat(value, len(batch)) for value in start]
            pairs: dict[str, Sequence[Any]] = {}
            for attribute, position, said_by, put in plan:
                said = [row[said_by] for row in batch]
                # Most columns say nothing in all rows.
                if not _NOTHING.issuperset(said):
                    columns[position], pairs[attribute] = zip(*map(put, said), strict=True)
            stored = list(zip(*columns, strict=True))
            changes = _told_of_each(pairs, len(batch))
            last = self._last_id()
            many.insert(stored)
            ids = self._ids_after(last)
            if self._partners:
                self._link_new(linking, batch, ids, changes)
            created = zip((ids[row["ref"]] for row in batch), changes, strict=True)
            self._tell((record_id, Action.CREATED, pairs) for record_id, pairs in created)

    def _plan_of_new(
        self, many: ManyRows, start: Sequence[Any]
    ) -> Iterator[tuple[str, int, str, Callable[[Any], tuple[Any, Any]]]]:
        """Plan what a new record gets and what is told of it, in the order in which the session tells.

        Args:
            start: What stands in the columns of a new record before its row is read, encoded.

        Yields:
            (column of the table, its place in a row, column of the file, what turns the value said there into the
            value to be put and [old, new] for history, None where history does not tell it).
        """
        place = {name: position for position, name in enumerate(many.columns)}
        said = {column.attribute: column for column in self._columns}
        for attribute in attributes_of(self._kind):
            tells = attribute not in UNTOLD
            if attribute in said:
                put = _putting(said[attribute], many, start[place[attribute]], tells=tells)
                yield attribute, place[attribute], said[attribute].said_by, put
            elif tells and self._given.get(attribute) is not None:
                value = self._given[attribute]
                # Told with every record: a ref is never missing.
                yield attribute, place[attribute], "ref", _same((many.encoded(attribute, value), [None, told(value)]))

    def _last_id(self) -> int:
        return self._session.connection().scalar(select(func.max(self._table.c.id))) or 0

    def _ids_after(self, last: int) -> dict[str, int]:
        """Find the ids of what was just inserted, by their order: statistics of the refs are not yet there."""
        table = self._table
        # SQLite would go through all refs of the school, once for each batch.
        own = by_no_index(table.c.school_id) == self._given["school_id"]
        known = select(table.c.ref, table.c.id).where(table.c.id > last, own)
        return dict(self._session.connection().execute(known).all())

    def _link_new(
        self, linking: ManyRows, rows: Sequence[Row], ids: Mapping[str, int], changes: Sequence[Changes]
    ) -> None:
        activities: list[int] = []
        partners: list[int] = []
        for row, pairs in zip(rows, changes, strict=True):
            names = row[self._partners or ""]
            if names:
                activities += repeat(ids[row["ref"]], len(names))
                partners += map(self._partner_ids.__getitem__, names)
                pairs["partners"] = [[], sorted(names)]
        links = {"activity_id": activities, "partner_id": partners}
        linking.insert(list(zip(*(links[column] for column in linking.columns), strict=True)))

    def change(self, rows: Sequence[tuple[int, Row]]) -> None:
        """Make records say what rows say.

        Args:
            rows: (id, complete row) of records that say something else.
        """
        # What the session holds of these records goes to the database first, and is read anew afterwards.
        self._session.flush()
        for batch in _batches(rows):
            before = self._stored([record_id for record_id, _ in batch])
            updates: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
            changes: dict[int, Changes] = {}
            for record_id, row in batch:
                old = before[record_id]
                said = {column.attribute: column.stored(row[column.said_by]) for column in self._columns}
                said["status_before_archive"] = status_before_archive(
                    said["record_status"], before=old["record_status"], kept=old["status_before_archive"]
                )
                new = {name: said[name] for name, value in old.items() if value != said[name]}
                updates[tuple(new)].append(new | {"record_id": record_id})
                changes[record_id] = _told_changes(old, new)
            self._update(updates)
            if self._partners:
                self._link_anew(batch, changes)
            self._tell(
                (record_id, action_of(pairs, created=False), pairs) for record_id, pairs in changes.items() if pairs
            )
        self._forget({record_id for record_id, _ in rows})

    def _stored(self, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
        """Read what rows speak of as it stands in the table: id -> column -> value, in the order of the table."""
        spoken_of = {column.attribute for column in self._columns} | {"status_before_archive"}
        names = [name for name in attributes_of(self._kind) if name in spoken_of]
        columns = [self._table.c[name] for name in names]
        found = self._session.connection().execute(select(self._table.c.id, *columns).where(self._table.c.id.in_(ids)))
        return {record_id: dict(zip(names, values, strict=True)) for record_id, *values in found}

    def _update(self, updates: Mapping[tuple[str, ...], list[dict[str, Any]]]) -> None:
        """Write new values of records, those together that change the same columns.

        A record counts as changed even where only its links are, so that a second editor is told.
        """
        table = self._table
        for names, values in updates.items():
            statement = (
                update(table)
                .where(table.c.id == bindparam("record_id"))
                .values(version=table.c.version + 1, updated_at=datetime.now(UTC))
                .values({name: bindparam(name) for name in names})
            )
            self._session.connection().execute(statement, values)

    def _link_anew(self, rows: Sequence[tuple[int, Row]], changes: Mapping[int, Changes]) -> None:
        links, connection = activity_partners.c, self._session.connection()
        known = (
            select(links.activity_id, Partner.name, links.partner_id)
            .join(Partner, Partner.id == links.partner_id)
            .where(links.activity_id.in_([record_id for record_id, _ in rows]))
        )
        before: dict[int, dict[str, int]] = defaultdict(dict)
        for activity_id, name, partner_id in connection.execute(known):
            before[activity_id][name] = partner_id
        gone: list[dict[str, int]] = []
        come: list[dict[str, int]] = []
        for record_id, row in rows:
            old, new = before[record_id], row[self._partners or ""]
            if set(old) == set(new):
                continue
            gone += [{"activity": record_id, "partner": old[name]} for name in old if name not in new]
            come += [
                {"activity_id": record_id, "partner_id": self._partner_ids[name]} for name in new if name not in old
            ]
            changes[record_id]["partners"] = [sorted(old), sorted(new)]
        if gone:
            one = (links.activity_id == bindparam("activity")) & (links.partner_id == bindparam("partner"))
            connection.execute(delete(activity_partners).where(one), gone)
        if come:
            connection.execute(insert(activity_partners), come)

    def _tell(self, changes: Iterator[tuple[int, Action, Changes]]) -> None:
        """Write the history: (id, what happened, field -> [old, new]) of each record."""
        same = {"school_id": self._given["school_id"], "record_kind": self._kind.name}
        add_history(
            self._session,
            [
                {**same, "record_id": record_id, "action": action, "changes": pairs}
                for record_id, action, pairs in changes
            ],
        )

    def _forget(self, ids: set[int]) -> None:
        """Have the session read these records anew where it holds them."""
        for held in list(self._session.identity_map.all_states()):
            if held.class_ is self._kind.table and held.identity is not None and held.identity[0] in ids:
                self._session.expire(held.object)


def _batches(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), _TOGETHER):
        yield rows[start : start + _TOGETHER]


def _putting(column: StoredColumn, many: ManyRows, start: Any, *, tells: bool) -> Callable[[Any], tuple[Any, Any]]:
    """Turn what a new record's row says into the value to be put, and [old, new] for history."""

    def put(said: Any) -> tuple[Any, Any]:
        # What a row does not say is what a new record has anyway, and history does not tell it.
        if said in _NOTHING:
            return start, None
        value = column.stored(said)
        return many.encoded(column.attribute, value), [None, told(value)] if tells else None

    # Texts seldom stand twice.
    return put if column.is_text else Memory(put).__getitem__


def _told_of_each(pairs: Mapping[str, Sequence[Any]], number: int) -> list[Changes]:
    """Turn column -> [old, new] of every row, None where it is not told, into field -> [old, new] of each row."""
    # A column that says nothing in all rows, as most do, is not asked of each.
    telling = {name: found for name, found in pairs.items() if any(found)}
    rows = zip(*telling.values(), strict=True) if telling else repeat((), number)
    return [{name: pair for name, pair in zip(telling, row, strict=True) if pair} for row in rows]


def _same(result: tuple[Any, Any]) -> Callable[[Any], tuple[Any, Any]]:
    return lambda _: result


def _told_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Changes:
    """Give field -> [old, new] of what differs, as history tells it."""
    pairs = {name: [told(old[name]), told(value)] for name, value in new.items() if name not in UNTOLD}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
