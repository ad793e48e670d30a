"""Write thousands of records at once: many rows for each statement, their history likewise, and no objects.

What it leaves behind is what writing the same records one by one through the session would: defaults, versions,
links to partners, and history to the last field. It is for kinds of which a record is one row of one table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from models.activities import activity_partners
from models.exchange.columns import Holds, Kind, Row
from models.exchange.memory import Memory
from models.exchange.stored import StoredColumn, attributes_of, starting_values, status_before_archive
from models.history import UNTOLD, Action, action_of, add_history, told
from models.partners import Partner

# Rows of one statement: enough to send them together, few enough to stay small in memory.
_TOGETHER = 1000
_NOTHING = (None, ())
Changes = dict[str, list[Any]]


class BulkWriter:
    """Writes rows of one kind for one school."""

    def __init__(
        self,
        session: Session,
        kind: Kind,
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
        start = starting_values(self._kind, self._given)
        plan = list(self._told_of_new())
        for batch in _batches(rows):
            stored: list[dict[str, Any]] = []
            changes: list[Changes] = []
            for row in batch:
                values, pairs = start.copy(), {}
                for attribute, said_by, store, tell in plan:
                    said = row[said_by] if said_by else said_by
                    if said in _NOTHING and said_by:
                        continue
                    if store is not None:
                        values[attribute] = store[said]
                    if tell is not None:
                        pairs[attribute] = tell[said]
                stored.append(values)
                changes.append(pairs)
            self._session.connection().execute(insert(self._table), stored)
            ids = self._ids_of([row["ref"] for row in batch])
            if self._partners:
                self._link_new(batch, ids, changes)
            created = zip((ids[row["ref"]] for row in batch), changes, strict=True)
            self._tell((record_id, Action.CREATED, pairs) for record_id, pairs in created)

    def _told_of_new(self) -> Iterator[tuple[str, str | None, Memory | None, Memory | None]]:
        """Plan what a new record gets and what is told of it, in the order in which the session tells.

        Yields:
            (column of the table; column of the file, None for what is given; value said -> value stored; value said
            -> what history tells, None where it tells nothing).
        """
        columns = {column.attribute: column for column in self._columns}
        for attribute in attributes_of(self._kind):
            column, tells = columns.get(attribute), attribute not in UNTOLD
            if column is not None:
                yield attribute, column.said_by, column.stored, _telling(column.stored) if tells else None
            elif tells and self._given.get(attribute) is not None:
                yield attribute, None, None, Memory(lambda _, value=self._given[attribute]: [None, told(value)])

    def _ids_of(self, refs: list[str]) -> dict[str, int]:
        table = self._table
        known = select(table.c.ref, table.c.id).where(
            table.c.school_id == self._given["school_id"], table.c.ref.in_(refs)
        )
        return dict(self._session.connection().execute(known).all())  # type: ignore[arg-type]

    def _link_new(self, rows: Sequence[Row], ids: Mapping[str, int], changes: Sequence[Changes]) -> None:
        links: list[dict[str, int]] = []
        for row, pairs in zip(rows, changes, strict=True):
            names = row[self._partners or ""]
            if names:
                activity_id = ids[row["ref"]]
                links += [{"activity_id": activity_id, "partner_id": self._partner_ids[name]} for name in names]
                pairs["partners"] = [[], sorted(names)]
        if links:
            self._session.connection().execute(insert(activity_partners), links)

    def change(self, rows: Sequence[tuple[int, Row]]) -> None:
        """Make records say what rows say.

        Args:
            rows: (id, complete row) of records that say something else.
        """
        # What the session holds of these records goes to the database first, and is read anew afterwards.
        self._session.flush()
        # A record counts as changed even where only its links are, so that a second editor is told.
        statement = (
            update(self._table)
            .where(self._table.c.id == bindparam("record_id"))
            .values(version=self._table.c.version + 1, updated_at=datetime.now(UTC))
        )
        for batch in _batches(rows):
            before = self._stored(record_id for record_id, _ in batch)
            stored: list[dict[str, Any]] = []
            changes: dict[int, Changes] = {}
            for record_id, row in batch:
                values = {column.attribute: column.stored[row[column.said_by]] for column in self._columns}
                changes[record_id] = _differences(before[record_id], values)
                kept = before[record_id]["status_before_archive"]
                values["status_before_archive"] = status_before_archive(
                    values["record_status"], before=before[record_id]["record_status"], kept=kept
                )
                stored.append(values | {"record_id": record_id})
            self._session.connection().execute(statement, stored)
            if self._partners:
                self._link_anew(batch, changes)
            self._tell(
                (record_id, action_of(pairs, created=False), pairs) for record_id, pairs in changes.items() if pairs
            )
        self._forget({record_id for record_id, _ in rows})

    def _stored(self, ids: Iterator[int]) -> dict[int, Mapping[str, Any]]:
        """Read what stands in the table for some records, in the order in which the session tells changes."""
        names = {column.attribute for column in self._columns} | {"id", "status_before_archive"}
        columns = [self._table.c[name] for name in attributes_of(self._kind) if name in names]
        found = self._session.connection().execute(select(*columns).where(self._table.c.id.in_(list(ids))))
        return {row["id"]: row for row in found.mappings()}

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
            come += [{"activity_id": record_id, "partner_id": self._partner_ids[name]} for name in new if name not in old]
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


def _telling(store: Memory) -> Memory:
    """Give [old, new] of a new record's column by the value that the row says."""
    return Memory(lambda said: [None, told(store[said])])


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    """Tell field -> [old, new] of what differs, as history tells it."""
    changes: Changes = {}
    for attribute, old in before.items():
        if attribute in UNTOLD or old == after[attribute]:
            continue
        pair = [told(old), told(after[attribute])]
        if pair[0] != pair[1]:
            changes[attribute] = pair
    return changes
