"""Bring a list on screen, step by step: upload, what its columns are, what its words mean, store, undo.

Nothing here commits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import insert, literal, null, select
from sqlalchemy.orm import Session

from models.accounts import School
from models.assessments import LogStart
from models.documents import Document
from models.exchange.export import row_cells
from models.exchange.headings import plain
from models.exchange.kinds import KINDS
from models.exchange.plan import AS_IT_IS, Plan
from models.exchange.sheets import NotReadable, open_book
from models.exchange.together import ALL_SHEETS, likeliest_kind, sheets_alike
from models.imports import Import, ImportedRecord, ImportStatus, RememberedWord
from models.operations.documents import SIZE_LIMIT, store_document, stored_path
from models.operations.imports import ImportSummary, Prepared, prepare_import, store_import, store_wanted
from models.operations.partners import Engagement, Organisation, add_partner, organisation_named
from models.partners import SchoolPartner
from models.queries.catalogue import latest_catalogue
from models.queries.imports import remembered, sheets_brought
from models.refusals import Refused
from models.scope import Scope
from models.wording import number_words

# More rows than this are brought by whoever runs the installation: a page would keep others waiting.
MOST_ROWS = 20_000
_TOGETHER = 500


def start_import(
    session: Session, files_dir: Path, *, kind: str, stream: BinaryIO, filename: str, scope: Scope
) -> Import:
    """Take in a file; its columns are matched as this school matched them before.

    Raises:
        Refused: The file cannot be read or stored, or there is no such kind.
    """
    if kind not in KINDS:
        raise Refused({"kind": "Choose what the file lists."})
    stream.seek(0)
    content = stream.read(SIZE_LIMIT + 1)
    try:
        if len(content) <= SIZE_LIMIT:
            open_book(content)
    except NotReadable as problem:
        raise Refused({"file": f"“{Path(filename).name}” cannot be read: {problem.reason}."}) from None
    school_id = scope.school_id
    document = store_document(
        session, files_dir, school_id=school_id, stream=stream, filename=filename, user_id=scope.user_id
    )
    imported = Import(school_id=school_id, record_kind=kind, document=document, started_by_id=scope.user_id)
    session.add(imported)
    session.flush()
    return imported


def go_on_with(session: Session, imported: Import, *, kind: str, sheet: str, scope: Scope) -> Import:
    """Bring another sheet of a file that was brought before.

    Raises:
        Refused: There is no such kind.
    """
    if kind not in KINDS:
        raise Refused({"kind": "Choose what the sheet lists."})
    another = Import(
        school_id=imported.school_id,
        record_kind=kind,
        document=imported.document,
        started_by_id=scope.user_id,
        plan=Plan(sheet=sheet).as_data(),
    )
    session.add(another)
    session.flush()
    return another


def sheets_left(session: Session, imported: Import, content: bytes) -> list[tuple[str, str]]:
    """List the sheets of a file that nobody brought yet: name, and the kind of what it seems to list.

    Returns:
        Nothing for a file of one sheet, for one that cannot be read any more, and where all were read as one list.
    """
    try:
        book = open_book(content)
        if len(book.sheets) < 2:
            return []
        brought: set[str] = set()
        for kind, sheet in sheets_brought(session, imported):
            brought |= {*sheets_alike(KINDS[kind], book)} if sheet == ALL_SHEETS else {sheet or next(iter(book.sheets))}
        # Days that are set once are on no sheet.
        kinds = [kind for kind in KINDS.values() if kind.table is not LogStart]
        return [(name, likeliest_kind(kinds, book, name).name) for name in book.sheets if name not in brought]
    except NotReadable:
        return []


def content_of(files_dir: Path, document: Document) -> bytes:
    """Read a file that was taken in.

    Raises:
        Refused: Its bytes are not there any more.
    """
    try:
        return stored_path(files_dir, document).read_bytes()
    except OSError:
        raise Refused("The file is not there any more. Bring it again.") from None


def shape_of(kind: str, header: list[str]) -> str:
    """Name the shape of a list: lists with the same headings, in whatever order, have the same."""
    said = "\x1f".join(sorted(plain(heading) for heading in header))
    return f"{kind}:{hashlib.blake2b(said.encode(), digest_size=8).hexdigest()}"


def choose_columns(
    session: Session,
    imported: Import,
    *,
    shape: str,
    sheet: str,
    columns: Mapping[str, str],
    same: Mapping[str, str],
) -> None:
    """Note what the columns of a list are, for it and for the next one of its shape.

    Args:
        shape: What `shape_of` says of it.
        sheet: The sheet that was looked at; empty where the file has only one.
        columns: Heading -> column; empty for what is left out.
        same: Column -> what holds in every row.

    Raises:
        Refused: It is done with, a column is chosen twice, or one that every row needs is missing.
    """
    imported.still_open()
    kind = KINDS[imported.record_kind]
    problems: dict[str, str] = {}
    chosen: dict[str, str] = {}
    for heading, name in columns.items():
        if name and name in chosen:
            what = kind.label_of(kind.columns[name].stored_as)
            problems[heading] = f"“{chosen[name]}” is chosen as {what} already. Choose one of the two."
        elif name and name not in kind.columns:
            problems[heading] = "Choose one of the list."
        elif name:
            chosen[name] = heading
    for column in kind.columns.values():
        if column.required and column.name not in {*chosen, *same, "ref"}:
            what = kind.label_of(column.stored_as)
            problems[column.name] = f"Say in which column “{what}” stands, or what it is in every row."
    if problems:
        raise Refused(problems)
    plan = Plan.of_data(imported.plan)
    imported.plan = replace(plan, sheet=sheet or None, columns=dict(columns), same=dict(same)).as_data()
    remember(session, imported.school_id, f"columns:{shape}", {head: name or "-" for head, name in columns.items()})
    remember(session, imported.school_id, f"same:{shape}", same)


def remembered_plan(session: Session, imported: Import, shape: str, plan: Plan) -> Plan:
    """Add to a plan what the school said of lists of the same shape before."""
    columns = remembered(session, imported.school_id, f"columns:{shape}")
    same = remembered(session, imported.school_id, f"same:{shape}")
    known = {heading: "" if name == "-" else name for heading, name in columns.items()}
    return replace(plan, columns={**known, **plan.columns}, same={**same, **plan.same})


def answer_questions(
    session: Session,
    imported: Import,
    *,
    plan: Plan,
    new_partners: Mapping[str, str],
    apart: Mapping[str, str],
) -> None:
    """Note what words of a list mean, for it and for later lists of the school.

    Args:
        plan: The plan with the answers.
        new_partners: Name -> category of organisations to be added.
        apart: Names of organisations that are not those they look like.

    Raises:
        Refused: It is done with.
    """
    imported.still_open()
    imported.plan = plan.as_data()
    imported.new_partners = dict(new_partners)
    imported.apart = dict(apart)
    for about, words in plan.answers.values.items():
        # Days are of one file; words of a list are the school's.
        if about not in KINDS[imported.record_kind].columns:
            remember(session, imported.school_id, f"words:{about}", words)
    remember(session, imported.school_id, "partners", plan.answers.partners)


def remember(session: Session, school_id: int, about: str, words: Mapping[str, str]) -> None:
    """Keep what words mean at a school."""
    known = {
        word.said: word
        for word in session.scalars(
            select(RememberedWord).where(RememberedWord.school_id == school_id, RememberedWord.about == about)
        )
    }
    for said, meant in words.items():
        if not said or len(said) > 200 or len(meant) > 200:
            continue
        if said in known:
            known[said].meant = meant
        else:
            session.add(RememberedWord(school_id=school_id, about=about, said=said, meant=meant))


def read_import(session: Session, imported: Import, content: bytes, *, today: date) -> Prepared:
    """Read a list as it was said to be read, judge it by all that a form asks, and compare it with what is there."""
    plan = replace(Plan.of_data(imported.plan), asks_all=True)
    prepared = prepare_import(
        session,
        imported.school,
        imported.record_kind,
        content,
        today=today,
        plan=plan,
        new_partners=imported.new_partners,
    )
    if len(prepared.reading.rows) + len(prepared.reading.refused_lines) > MOST_ROWS:
        prepared.reading.refuse_file(
            f"the list has more than {number_words(MOST_ROWS)} rows; divide it, or have it imported by command"
        )
        prepared.added, prepared.changed, prepared.unchanged = [], [], []
    return prepared


def keep_import(session: Session, imported: Import, content: bytes, *, scope: Scope, today: date) -> Prepared:
    """Store the good rows of a list, and the organisations that are to be added with it.

    Raises:
        Refused: It is done with already, no row is good, or the file cannot be read.
    """
    imported.still_open()
    school = imported.school
    made = [
        engaged
        for name, category in imported.new_partners.items()
        if (engaged := _added_partner(session, name, category, scope=scope, today=today)) is not None
    ]
    session.flush()
    prepared = read_import(session, imported, content, today=today)
    if not prepared.reading.is_whole or not (prepared.added or prepared.changed or made):
        raise Refused("There is nothing in this file that could be stored.")
    store_import(session, school, prepared, entered_by_id=scope.user_id)
    _note_stored(session, imported, prepared, made, school)
    return prepared


def import_file(
    session: Session,
    school: School,
    kind: str,
    content: bytes,
    *,
    filename: str,
    check: bool = False,
    keep_good: bool = False,
    today: date,
    plan: Plan = AS_IT_IS,
) -> ImportSummary:
    """Import a file at once, as a command does; what it stores can be taken back on screen as any other import.

    The file itself stays where it is: its name is kept, and no copy of it.

    Args:
        filename: What the file is called.
        check: As in `import_records`, and so the others.

    Raises:
        UnknownKind: There is no such kind.
        NoRules: The database holds no rules, so no words are known.
    """
    prepared = prepare_import(session, school, kind, content, today=today, plan=plan)
    is_stored = store_wanted(session, school, prepared, check=check, keep_good=keep_good)
    if is_stored and (prepared.added or prepared.changed):
        document = Document(
            school_id=school.id,
            filename=filename[-200:],
            media_type="application/octet-stream",
            size_bytes=len(content),
        )
        imported = Import(school=school, record_kind=kind, document=document, plan=plan.as_data())
        session.add(imported)
        session.flush()
        _note_stored(session, imported, prepared, [], school)
    return prepared.summary(stored=is_stored)


def drop_import(imported: Import) -> None:
    """Let go of a file that was not stored.

    Raises:
        Refused: It is done with already.
    """
    imported.still_open()
    imported.status = ImportStatus.DROPPED
    imported.ended_at = datetime.now(UTC)


def _added_partner(session: Session, name: str, category: str, *, scope: Scope, today: date) -> SchoolPartner | None:
    """Add an organisation to the school's directory; None where it has it already."""
    known = organisation_named(session, name, district_id=scope.district_id or 0)
    own = select(SchoolPartner.id).where(
        SchoolPartner.school_id == scope.school_id, SchoolPartner.partner_id == (known.id if known else 0)
    )
    if known is not None and session.scalar(own.limit(1)) is not None:
        return None
    stage = latest_catalogue(session).language.first("stage", "of_new_partner")
    engagement = Engagement(added_on=today, stage=stage)
    return add_partner(session, Organisation(name=name, category=category), engagement, scope=scope, today=today)


def _note_stored(
    session: Session, imported: Import, prepared: Prepared, made: list[SchoolPartner], school: School
) -> None:
    """Note that an import is stored, and what it did."""
    _note_records(session, imported, prepared, made, school)
    imported.status = ImportStatus.STORED
    imported.ended_at = datetime.now(UTC)
    imported.added, imported.changed = len(prepared.added), len(prepared.changed)
    imported.unchanged, imported.refused = len(prepared.unchanged), len(prepared.reading.refused_lines)
    imported.partners_added = len(made)


def _note_records(
    session: Session, imported: Import, prepared: Prepared, made: list[SchoolPartner], school: School
) -> None:
    """Note every record that was made or changed, so that it can be taken back."""
    kind = prepared.kind
    before = {record_id: row_cells(kind, old) for _, record_id, _, old in prepared.changed}
    refs = [row["ref"] for _, row in prepared.added]
    table = kind.table
    for start in range(0, len(refs), _TOGETHER):
        # From table to table: thousands of new records need not come out of the database and go back in.
        new = select(literal(imported.id), literal(kind.name), table.id, null(), table.version).where(
            table.school_id == school.id, table.ref.in_(refs[start : start + _TOGETHER])
        )
        columns = ["import_id", "record_kind", "record_id", "before", "version"]
        session.execute(insert(ImportedRecord).from_select(columns, new.order_by(table.id)))
    rows: list[dict[str, Any]] = [
        {"record_kind": SchoolPartner.kind, "record_id": one.id, "before": None, "version": one.version} for one in made
    ]
    ids = list(before)
    for start in range(0, len(ids), _TOGETHER):
        old = select(table.id, table.version).where(table.id.in_(ids[start : start + _TOGETHER]))
        rows += [
            {"record_kind": kind.name, "record_id": record_id, "before": before[record_id], "version": version}
            for record_id, version in session.execute(old)
        ]
    if rows:
        session.execute(insert(ImportedRecord), [{"import_id": imported.id, **row} for row in rows])
