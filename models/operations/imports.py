"""Bring record files into a school's log: everything good, or nothing, or the good rows where that is asked for."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from models.accounts import School
from models.activities import Activity
from models.continuum.rulebook.catalogue import Catalogue
from models.exchange import organisations
from models.exchange.cells import Cells
from models.exchange.choices import Words, nearest
from models.exchange.day_texts import settled
from models.exchange.formulas import kept_guarded
from models.exchange.kinds import KINDS
from models.exchange.layout import Table
from models.exchange.plan import AS_IT_IS, Plan
from models.exchange.problems import Refusal
from models.exchange.reading import MADE, Reading, columns_of, open_table, read_table
from models.exchange.time_lines import dated
from models.exchange.writing import Writer
from models.kinds.columns import Holds, Row
from models.kinds.kind import RecordKind
from models.memory import unlooked_through
from models.operations.activity_entries import ActivityTerms
from models.operations.import_rules import Today, drafted, refusals_of, row_rules, title_of, with_purpose
from models.partners import Partner, SchoolPartner
from models.queries.catalogue import latest_catalogue
from models.queries.records import rows_of_kind
from models.record_kinds import RECORD_KINDS
from models.records import RecordStatus
from models.refusals import Refused
from models.texts import identity_key
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
        notes: What was supposed or passed over in reading the file, in sentences.
    """

    added: int
    changed: int
    unchanged: int
    refused: list[Refusal]
    stored: bool
    header: list[str]
    refused_rows: list[list[str]]
    notes: list[str] = field(default_factory=list)

    def refused_csv(self) -> str:
        """Write the refused rows as a file of the same columns, to be mended and imported again."""
        return rows_csv(self.header, self.refused_rows)


def rows_csv(header: list[str], rows: list[list[str]]) -> str:
    """Write rows of a file as they were read, so that no spreadsheet runs anything in them."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(map(kept_guarded, row) for row in rows)
    return out.getvalue()


@dataclass(slots=True)
class Prepared:
    """A file that was read and compared with what is there, and not yet stored.

    Attributes:
        reading: What the file holds, and every problem of it.
        added: (line, complete row) of records that are new.
        changed: (line, id, complete row, row as it stands) of records that say something else.
        unchanged: Lines of records that say the same already.
        refs: Kind -> ref -> id of the records that rows may name.
        partner_ids: Name -> id of the organisations that rows may name.
    """

    kind: RecordKind
    reading: Reading
    refs: Mapping[str, Mapping[str, int]]
    partner_ids: Mapping[str, int]
    added: list[tuple[int, Row]] = field(default_factory=list)
    changed: list[tuple[int, int, Row, Row]] = field(default_factory=list)
    unchanged: list[int] = field(default_factory=list)

    @property
    def no_longer_so(self) -> list[tuple[str, str]]:
        """Kind and reference of the records that count as they stand, and are put away or otherwise in the file."""
        counts = RecordStatus.CONFIRMED.value
        return [(self.kind.name, row["ref"]) for _, _, row, stood in self.changed if stood["record_status"] == counts]

    def summary(self, *, stored: bool) -> ImportSummary:
        """Say in numbers what was done, or would be."""
        reading = self.reading
        return ImportSummary(
            added=len(self.added),
            changed=len(self.changed),
            unchanged=len(self.unchanged),
            refused=reading.refusals,
            stored=stored,
            header=reading.header,
            refused_rows=reading.refused,
            notes=reading.notes,
        )


@unlooked_through()
def import_records(
    session: Session,
    school: School,
    kind: str,
    text: bytes | str,
    *,
    check: bool = False,
    keep_good: bool = False,
    entered_by_id: int | None = None,
    today: date | None = None,
    plan: Plan = AS_IT_IS,
) -> ImportSummary:
    """Import a file of one kind of record: new refs are added, known ones updated, unchanged rows left alone.

    Columns that the file does not have stay as they are in known records. Nothing is committed here.

    Args:
        school: Whose records they are.
        kind: `activity`, `match` …
        text: The file: CSV of any encoding and separator, or XLSX.
        check: Do all that storing does, and take it back: nothing is stored either way.
        keep_good: Store the good rows although others are refused. Otherwise one refusal keeps all out.
        entered_by_id: Who brings the file; None for the command line.
        today: Today where the school is; None asks nothing of days still to come.
        plan: How the file is read, where it does not say so itself.

    Raises:
        UnknownKind: There is no such kind.
        NoRules: The database holds no rules, so no words are known.
    """
    prepared = prepare_import(session, school, kind, text, today=today, plan=plan)
    is_stored = store_wanted(session, school, prepared, check=check, keep_good=keep_good, entered_by_id=entered_by_id)
    return prepared.summary(stored=is_stored)


def store_wanted(
    session: Session,
    school: School,
    prepared: Prepared,
    *,
    check: bool = False,
    keep_good: bool = False,
    entered_by_id: int | None = None,
) -> bool:
    """Store a file that was read: all of it, or its good rows where that is asked for. Arguments as `import_records`.

    Returns:
        Whether it is stored.
    """
    reading = prepared.reading
    is_wanted = reading.is_whole and (keep_good or not reading.refusals)
    if is_wanted:
        is_wanted = store_import(session, school, prepared, entered_by_id=entered_by_id, check=check)
    return is_wanted and not check


@unlooked_through()
def prepare_import(
    session: Session,
    school: School,
    kind: str,
    content: bytes | str,
    *,
    today: date | None = None,
    plan: Plan = AS_IT_IS,
    new_partners: Iterable[str] = (),
) -> Prepared:
    """Read a file, judge every row by the rules of forms, and compare it with what is there; nothing is written.

    Args:
        new_partners: Names of organisations that are to be added with it, and may be named.

    Raises:
        UnknownKind: There is no such kind.
        NoRules: The database holds no rules, so no words are known.
    """
    found = KINDS.get(kind)
    if found is None:
        raise UnknownKind(kind)
    catalogue = latest_catalogue(session)
    refs, directory = named_by(session, school, found)
    merged = organisations.merged_names(session, school)
    here = {name: one for name, one in directory.items() if name not in merged}
    partners = _still_new(new_partners, (*here, *merged)) | here
    reading = Reading()
    prepared = Prepared(found, reading, refs, partners)
    table = open_table(found, content, reading, plan)
    if table is None:
        return prepared
    known = {row["ref"]: (record_id, row) for record_id, row in rows_of_kind(session, school.id, found.name)}
    stored = {ref: row for ref, (_, row) in known.items()}
    plan = _with_days_settled(found, table, plan)
    cells = Cells(
        Words.of(catalogue), partners=partners, merged=merged, refs=refs, answers=plan.answers,
        with_partner=organisations.partnerships_with(session, school) if "partnership" in refs else {},
    )  # fmt: skip
    read_table(found, table, reading, cells=cells, stored=stored if found.in_order else {}, plan=plan)
    if found.table is SchoolPartner:
        _know_again(reading, stored, plan)
        organisations.settle(session, school, [row for _, row in reading.rows])
        _refuse_twice_noted(reading, stored)
    _judge(prepared, known, catalogue, today=today, plan=plan)
    return prepared


def _still_new(names: Iterable[str], known: Iterable[str]) -> dict[str, int]:
    """Give names of organisations that are to be added, without those that one is known by: each with no id yet."""
    new: dict[str, str] = {}
    for name in names:
        new.setdefault(identity_key(name), name)
    here = {identity_key(name) for name in known}
    return {name: 0 for key, name in new.items() if key not in here}


@unlooked_through()
def store_import(
    session: Session, school: School, prepared: Prepared, *, entered_by_id: int | None = None, check: bool = False
) -> bool:
    """Store the good rows of a file; all of them or, where the database refuses one, none.

    Args:
        check: Take back at the end what was written.

    Returns:
        Whether the database took them; where it did not, the reading says so.
    """
    writer = Writer(
        session,
        school,
        prepared.kind,
        refs=prepared.refs,
        partner_ids=prepared.partner_ids,
        entered_by_id=entered_by_id,
    )
    if not check:
        writer.write([row for _, row in prepared.added], [(found, row) for _, found, row, _ in prepared.changed])
        session.flush()
        return True
    attempt = session.begin_nested()
    try:
        writer.write([row for _, row in prepared.added], [(found, row) for _, found, row, _ in prepared.changed])
        session.flush()
    except SQLAlchemyError as problem:
        prepared.reading.refuse_file(f"the database refuses what the file says: {getattr(problem, 'orig', problem)}")
        return False
    finally:
        attempt.rollback()
        session.expire_all()
    return True


def _with_days_settled(kind: RecordKind, table: Table, plan: Plan) -> Plan:
    """Have the days of one file read one way: as some of them show, where nobody said how."""
    places = [
        place
        for place, column in enumerate(columns_of(kind, table.header, Reading(), plan))
        if column is not None and column.holds in (Holds.DATE, Holds.DATES)
    ]
    if not places or plan.answers.days.order is not None:
        return plan
    rows = list(table.rows)
    table.rows = iter(rows)
    said = {cells[place].strip() for _, cells in rows for place in places if place < len(cells)} - {""}
    if not any("/" in text or "." in text or "-" in text[:3] for text in said):
        return plan
    return replace(plan, answers=replace(plan.answers, days=settled(plan.answers.days, sorted(said))))


def _know_again(reading: Reading, stored: Mapping[str, Row], plan: Plan) -> None:
    """Know the school's partners by name in a list without references, and by what somebody said is the same.

    What was said of every row is said of those that are new: "known since" of a partner for years stays as it was.
    """
    refs = {identity_key(row["name"]): ref for ref, row in stored.items()}
    in_list = {column.name for column in reading.columns if column}
    of_all = [name for name in plan.same if name not in in_list]
    for _, row in reading.rows:
        row["name"] = plan.answers.partner(row["name"]) or row["name"]
        if row["ref"].startswith(MADE):
            row["ref"] = refs.get(identity_key(row["name"]), row["ref"])
        known = stored.get(row["ref"], {})
        row.update({name: known[name] for name in of_all if name in row and known.get(name)})


def _refuse_twice_noted(reading: Reading, stored: Mapping[str, Row]) -> None:
    """Refuse a new partner that the school has already, or that stands further up in the file, as the form does."""
    # A name that a row of the file changes is free.
    renamed = {row["ref"] for _, row in reading.rows}
    own = {identity_key(row["name"]): row for ref, row in stored.items() if ref not in renamed}
    lines: dict[str, int] = {}
    problems: dict[int, list[Refusal]] = {}
    for line, row in reading.rows:
        name = identity_key(row["name"])
        if row["ref"] not in stored and name in own:
            archived = own[name]["record_status"] == "archived"
            where = "among your archived partners: restore it there" if archived else "in your directory already"
            problems[line] = [Refusal(line, "name", row["name"], f"is {where}")]
        elif name in lines and (row["ref"] not in stored or stored[row["ref"]]["name"] != row["name"]):
            problems[line] = [Refusal(line, "name", row["name"], "stands further up in the file already")]
        lines.setdefault(name, line)
    reading.refuse_rows(problems)


def _judge(
    prepared: Prepared,
    known: Mapping[str, tuple[int, Row]],
    catalogue: Catalogue,
    *,
    today: date | None,
    plan: Plan,
) -> None:
    """Divide rows into new ones, changed ones and those that say nothing new; refuse what a form would refuse."""
    kind, reading = prepared.kind, prepared.reading
    terms, unsaid = ActivityTerms.of(catalogue), catalogue.language.first("stage", "unsaid")
    said_titles = any(column and column.name == "title" for column in reading.columns) or "title" in plan.same
    asks_as_form = kind.table is Activity and (plan.asks_all or said_titles)
    rules = row_rules(kind, Today(today, terms, plan.asks_all or asks_as_form))
    makes_titles = plan.asks_all and kind.table is Activity and not said_titles
    nothing = {column.name: column.nothing for column in kind.columns.values()}
    problems: dict[int, list[Refusal]] = {}
    for line, said in reading.rows:
        record_id, stored = known.get(said["ref"], (None, None))
        if plan.asks_all and stored is not None and stored["record_status"] == RecordStatus.ARCHIVED:
            # Who brings a list again wants back what was archived of it.
            said = {"record_status": RecordStatus.CONFIRMED.value} | said
        row = drafted(kind, said, stored, today)
        if record_id is None or stored is None:
            complete = with_purpose(nothing | row, terms) if asks_as_form else nothing | row
            if makes_titles:
                complete["title"] = title_of(complete, terms, catalogue.label)
            wrong = rules(complete)
            if not wrong:
                complete = dated(kind, complete, unsaid=unsaid) if kind.name == "partnership" else complete
                prepared.added.append((line, complete))
        else:
            row = dated(kind, row, stored, unsaid=unsaid) if kind.name == "partnership" else row
            if all(stored[name] == value for name, value in row.items()):
                prepared.unchanged.append(line)
                continue
            complete = stored | row
            # What the record says already, nobody is asked about again.
            wrong = {
                name: reason
                for name, reason in rules(complete).items()
                if name not in stored or complete[name] != stored[name]
            }
            if not wrong:
                prepared.changed.append((line, record_id, complete, stored))
        if wrong:
            problems[line] = refusals_of(line, complete, wrong)
    reading.refuse_rows(problems)


def named_by(session: Session, school: School, kind: RecordKind) -> tuple[dict[str, Mapping[str, int]], dict[str, int]]:
    """Find what rows of a kind may name: kind -> ref -> id of the school's records, name -> id of organisations."""
    refs: dict[str, Mapping[str, int]] = {}
    for column in kind.columns.values():
        if column.refers_to:
            table = RECORD_KINDS[column.refers_to]
            known = select(table.ref, table.id).where(table.school_id == school.id).order_by(table.id)
            refs[column.refers_to] = dict(session.execute(known).all())
    directory = select(Partner.name, Partner.id).where(Partner.district_id == school.district_id)
    return refs, dict(session.execute(directory).all())
