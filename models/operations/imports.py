"""Bring record files into a school's log: everything good, or nothing, or the good rows where that is asked for."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import School
from models.exchange import organisations
from models.exchange.cells import Cells
from models.exchange.choices import Words, nearest
from models.exchange.formulas import kept_guarded
from models.exchange.kinds import KINDS
from models.exchange.reading import Reading, Refusal, read_records
from models.exchange.time_lines import dated
from models.exchange.writing import Writer
from models.kinds.columns import Row
from models.kinds.kind import RecordKind
from models.partners import Partner
from models.queries.catalogue import latest_catalogue
from models.queries.records import rows_of_kind
from models.refusals import Refused
from models.tables import RECORD_KINDS
from models.wording import joined


class UnknownKind(Refused):
    """There is no such kind of record file."""

    def __init__(self, name: str) -> None:
        alike = nearest(name, KINDS)
        hint = f"Did you mean {joined(alike, 'or')}? " if alike else ""
        super().__init__(f"There is no kind of record {name!r}. {hint}Kinds are {', '.join(KINDS)}.")


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did, or would do.

    Attributes:
        added: Rows of records that are new.
        changed: Rows of records that say something else now.
        unchanged: Rows of records that say the same already.
        refused: Every problem, in the order of lines; several may be of one row.
        stored: The numbers above tell what was stored; False where nothing was.
        header: The columns of the file.
        refused_rows: Cells of the rows that were refused, as they were read.
    """

    added: int
    changed: int
    unchanged: int
    refused: list[Refusal]
    stored: bool
    header: list[str]
    refused_rows: list[list[str]]

    def refused_csv(self) -> str:
        """Write the refused rows as a file of the same columns, to be mended and imported again."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.header)
        writer.writerows(map(kept_guarded, row) for row in self.refused_rows)
        return out.getvalue()


def import_records(
    session: Session,
    school: School,
    kind: str,
    text: bytes | str,
    *,
    check: bool = False,
    keep_good: bool = False,
    entered_by_id: int | None = None,
) -> ImportSummary:
    """Import a file of one kind of record: new refs are added, known ones updated, unchanged rows left alone.

    Columns that the file does not have stay as they are in known records. Nothing is committed here.

    Args:
        school: Whose records they are.
        kind: `activity`, `match` …
        text: The file, UTF-8 with or without byte order mark.
        check: Only read; store nothing either way.
        keep_good: Store the good rows although others are refused. Otherwise one refusal keeps all out.
        entered_by_id: Who brings the file; None for the command line.

    Raises:
        UnknownKind: There is no such kind.
        NoRules: The database holds no rules, so no words are known.
    """
    found = KINDS.get(kind)
    if found is None:
        raise UnknownKind(kind)
    words = Words.of(latest_catalogue(session))
    directory = select(Partner.name, Partner.id).where(Partner.district_id == school.district_id)
    partners = dict(session.execute(directory).all())
    refs = _refs(session, school, found)
    known = {row["ref"]: (record_id, row) for record_id, row in rows_of_kind(session, school.id, found.name)}
    reading = read_records(
        found,
        text,
        cells=Cells(words, partners=partners, refs=refs),
        stored={ref: row for ref, (_, row) in known.items()} if found.in_order else {},
    )
    rows = [row for _, row in reading.rows]
    if found.name == "org":
        organisations.settle(session, school, rows)
    added, changed, unchanged = _compared(found, rows, known)
    stored = not check and reading.is_whole and (keep_good or not reading.refusals)
    if stored:
        writer = Writer(session, school, found, refs=refs, partner_ids=partners, entered_by_id=entered_by_id)
        writer.write(added, changed)
        session.flush()
    return _summary(reading, len(added), len(changed), unchanged, stored=stored)


def _refs(session: Session, school: School, kind: RecordKind) -> dict[str, Mapping[str, int]]:
    """Find the records of the school that rows of a kind may name."""
    refs: dict[str, Mapping[str, int]] = {}
    for column in kind.columns.values():
        if column.refers_to:
            table = RECORD_KINDS[column.refers_to]
            known = select(table.ref, table.id).where(table.school_id == school.id).order_by(table.id)
            refs[column.refers_to] = dict(session.execute(known).all())
    return refs


def _compared(
    kind: RecordKind, rows: list[Row], stored_rows: Mapping[str, tuple[int, Row]]
) -> tuple[list[Row], list[tuple[int, Row]], int]:
    """Divide rows into new ones, changed ones with their id, and the number of those that say nothing new."""
    added: list[Row] = []
    changed: list[tuple[int, Row]] = []
    unchanged = 0
    nothing = {column.name: column.nothing for column in kind.columns.values()}
    for row in rows:
        record_id, stored = stored_rows.get(row["ref"], (None, None))
        if record_id is None or stored is None:
            complete = nothing | row
            added.append(dated(kind, complete) if kind.name == "partnership" else complete)
            continue
        said = dated(kind, row, stored) if kind.name == "partnership" else row
        if all(stored[name] == value for name, value in said.items()):
            unchanged += 1
        else:
            changed.append((record_id, stored | said))
    return added, changed, unchanged


def _summary(reading: Reading, added: int, changed: int, unchanged: int, *, stored: bool) -> ImportSummary:
    return ImportSummary(
        added=added,
        changed=changed,
        unchanged=unchanged,
        refused=reading.refusals,
        stored=stored,
        header=reading.header,
        refused_rows=reading.refused,
    )
