"""Bring a list: upload it, say what its columns are and what its words mean, see what will be stored, store it."""

from __future__ import annotations

import io
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.exchange.answers import Answers
from models.exchange.choices import Words
from models.exchange.day_texts import DayWay
from models.exchange.export import BYTE_ORDER_MARK
from models.exchange.kinds import KINDS
from models.exchange.looking import Look, look_at, needed_for, unit_of, unsaid
from models.exchange.plan import Plan
from models.exchange.questions import Questions, questions_of, with_words
from models.exchange.sheets import NotReadable
from models.imports import Import, ImportStatus
from models.operations.import_undo import Undone, undo_import
from models.operations.imports import Prepared, prepare_import, rows_csv
from models.operations.list_imports import (
    answer_questions,
    choose_columns,
    content_of,
    drop_import,
    go_on_with,
    keep_import,
    read_import,
    remembered_plan,
    shape_of,
    sheets_left,
    start_import,
)
from models.partners import SchoolPartner
from models.queries.activities import list_partner_names
from models.queries.imports import find_import, remembered, remembered_of_all
from models.queries.signed_records import keys_written_by
from models.refusals import Refused
from models.texts import folded
from models.wording import counted
from seed.said import load_lexicon
from tracker.asked_parts import asked_choice
from tracker.choices import pairs
from tracker.clock import school_year, today
from tracker.documents.views import files_dir
from tracker.editing import at_once
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.imports.forms import (
    NEW,
    UploadForm,
    answered,
    chosen_columns,
    chosen_sheet,
    kinds_offered,
    not_said,
    same_in_every_row,
)
from tracker.imports.list import LIST
from tracker.imports.names import list_name
from tracker.imports.shown import causes_shown, lines_shown, rows_shown
from tracker.lists.page import list_page
from tracker.permissions import requires
from tracker.reader import reader
from tracker.roles import Permission
from tracker.rules import rules_today
from tracker.signed_records import ask_about_keys

bp = Blueprint("imports", __name__, url_prefix="/imports")


@bp.get("")
@requires(Permission.IMPORTS_WRITE)
def index() -> ResponseReturnValue:
    """List the files that were brought."""
    return render_template("imports/index.html", page=list_page(LIST), list_name=list_name)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.IMPORTS_WRITE)
def new() -> ResponseReturnValue:
    """Take in a file."""
    form = UploadForm(data={"kind": asked_choice("kind", "What it lists", dict(kinds_offered())) or ""})
    form.offer()
    if form.validate_on_submit():
        upload = form.file.data
        try:
            if not getattr(upload, "filename", ""):
                raise Refused({"file": "Choose a file."})
            imported = start_import(
                db.session,
                files_dir(),
                kind=form.kind.data,
                stream=io.BytesIO(upload.stream.read()),
                filename=upload.filename,
                scope=reader().scope,
            )
        except Refused as refused:
            db.session.rollback()
            form.take(refused if refused.fields.get("") is None else Refused({"file": str(refused)}))
        else:
            db.session.commit()
            return redirect(url_for(".columns", import_id=imported.id))
    return render_template("imports/new.html", form=form), 422 if form.errors else 200


@bp.get("/<int:import_id>")
@requires(Permission.IMPORTS_WRITE)
def show(import_id: int) -> ResponseReturnValue:
    """Show what an import did; one that is not stored goes on where it stands."""
    imported = import_or_404(import_id)
    if imported.status is ImportStatus.OPEN:
        return redirect(url_for(".columns", import_id=import_id))
    left = _sheets_left(imported) if imported.status is ImportStatus.STORED else []
    return render_template(
        "imports/show.html",
        list_called=list_name(imported.record_kind),
        imported=imported,
        kind=KINDS[imported.record_kind],
        sheets_left=left,
        kinds=kinds_offered(),
    )


def _sheets_left(imported: Import) -> list[dict[str, str]]:
    if not imported.document.stored_name:  # a command keeps no copy of its file
        return []
    try:
        content = content_of(files_dir(), imported.document)
    except Refused:
        return []
    return [{"sheet": name, "kind": kind} for name, kind in sheets_left(db.session, imported, content)]


@bp.post("/<int:import_id>/go-on")
@requires(Permission.IMPORTS_WRITE)
def go_on(import_id: int) -> ResponseReturnValue:
    """Go on with another sheet of a file: it is looked at as a new file would be."""
    imported = import_or_404(import_id)
    sheet, kind = request.form.get("sheet", ""), request.form.get("kind", "")
    if sheet not in {one["sheet"] for one in _sheets_left(imported)}:
        flash("This sheet was brought already, or is not in the file.", "error")
        return redirect(url_for(".show", import_id=import_id))
    try:
        another = go_on_with(db.session, imported, kind=kind, sheet=sheet, scope=reader().scope)
    except Refused as refused:
        db.session.rollback()
        flash(next(iter(refused.fields.values())), "error")
        return redirect(url_for(".show", import_id=import_id))
    db.session.commit()
    return redirect(url_for(".columns", import_id=another.id))


@bp.route("/<int:import_id>/columns", methods=["GET", "POST"])
@requires(Permission.IMPORTS_WRITE)
def columns(import_id: int) -> ResponseReturnValue:
    """Say what the columns of a list are."""
    imported = open_or_404(import_id)
    if imported is None:
        return redirect(url_for(".show", import_id=import_id))
    kind, plan = KINDS[imported.record_kind], Plan.of_data(imported.plan)
    names = list_partner_names(db.session, scope=reader().scope, whole_district=True)
    try:
        content = content_of(files_dir(), imported.document)
        look = look_at(kind, content, plan, names)
        plan = remembered_plan(db.session, imported, shape_of(kind.name, look.header), plan)
        look = look_at(kind, content, plan, names)
    except (NotReadable, Refused) as problem:
        return _unreadable(imported, str(problem))
    problems: dict[str, str] = {}
    if request.method == "POST":
        moved = chosen_sheet(request.form, plan, look)
        if (moved.sheet, moved.header_line) != (plan.sheet, plan.header_line) and request.form.get("then") == "look":
            imported.plan = replace(moved, columns={}, same={}).as_data()
            db.session.commit()
            return redirect(url_for(".columns", import_id=import_id))
        chosen = chosen_columns(request.form, look)
        same = same_in_every_row(request.form, unsaid(kind, ()), chosen)
        look = replace(look, columns=tuple(replace(one, column=chosen[one.heading]) for one in look.columns))
        plan = replace(plan, columns=chosen, same=same)
        problems = not_said(look, chosen)
    if request.method == "POST" and not problems:
        try:
            shape = shape_of(kind.name, look.header)
            choose_columns(db.session, imported, shape=shape, sheet=look.sheet, columns=chosen, same=same)
        except Refused as refused:
            db.session.rollback()
            problems = refused.fields
        else:
            db.session.commit()
            return redirect(url_for(".words", import_id=import_id))
    page = render_template(
        "imports/columns.html",
        list_called=list_name(imported.record_kind),
        imported=imported,
        kind=kind,
        look=look,
        unsaid=unsaid(kind, {one.column for one in look.columns}),
        same=_proposed_same(kind.name, look, plan),
        lists=Words.of(rules_today()).lists,
        partners=names,
        problems=problems,
        needed_for=needed_for,
    )
    return page, 422 if problems else 200


def _proposed_same(kind: str, look: Look, plan: Plan) -> dict[str, str]:
    """Propose what holds in every row, where the list or the day tells it."""
    proposed = {"unit": unit_of(look.columns, rules_today().language) or ""}
    if kind == SchoolPartner.kind:
        proposed["added_on"] = today().isoformat()
    return {**proposed, **plan.same}


@bp.route("/<int:import_id>/words", methods=["GET", "POST"])
@requires(Permission.IMPORTS_WRITE)
def words(import_id: int) -> ResponseReturnValue:
    """Say what the words and days of a list mean."""
    imported = open_or_404(import_id)
    if imported is None:
        return redirect(url_for(".show", import_id=import_id))
    plan = Plan.of_data(imported.plan)
    try:
        questions = _questions(imported, plan)
    except Refused as problem:
        return _unreadable(imported, str(problem))
    if request.method == "POST":
        told, new_partners, apart = answered(request.form, plan, questions)
        answer_questions(db.session, imported, plan=told, new_partners=new_partners, apart=apart)
        db.session.commit()
        return redirect(url_for(".check", import_id=import_id))
    if not questions.are_there:
        return redirect(url_for(".check", import_id=import_id))
    school_id = reader().scope.school_id
    known = with_words(remembered_of_all(db.session, school_id, "words:"), plan.answers.values)
    return render_template(
        "imports/words.html",
        imported=imported,
        kind=KINDS[imported.record_kind],
        questions=questions,
        plan=plan,
        known=known,
        known_partners={**remembered(db.session, school_id, "partners"), **plan.answers.partners},
        new=NEW,
        folded=folded,
        categories=pairs("category"),
        years=_years(today()),
    )


def _questions(imported: Import, plan: Plan) -> Questions:
    """Ask of a list everything anew, so that each answer can be given again."""
    kind = KINDS[imported.record_kind]
    bare = replace(plan, answers=Answers(DayWay(is_told=True)))
    content = content_of(files_dir(), imported.document)
    prepared = prepare_import(db.session, imported.school, kind.name, content, today=today(), plan=bare)
    names = prepared.reading.texts_of("name") if kind.table is SchoolPartner else []
    return questions_of(
        kind,
        prepared.reading,
        Words.of(rules_today(), load_lexicon().code_in),
        partners=prepared.partner_ids,
        new_names=names,
    )


def _years(day: date) -> list[tuple[str, str]]:
    years = [school_year(day).back(years) for years in range(4)]
    return [(year.start.isoformat(), str(year)) for year in years]


@bp.get("/<int:import_id>/check")
@requires(Permission.IMPORTS_WRITE)
def check(import_id: int) -> ResponseReturnValue:
    """Show what will be stored, and what will not and why."""
    imported = open_or_404(import_id)
    if imported is None:
        return redirect(url_for(".show", import_id=import_id))
    try:
        prepared = _read(imported)
    except Refused as problem:
        return _unreadable(imported, str(problem))
    return render_template(
        "imports/check.html",
        list_called=list_name(imported.record_kind),
        imported=imported,
        kind=prepared.kind,
        prepared=prepared,
        causes=causes_shown(prepared),
        preview=rows_shown(prepared, Words.of(rules_today())),
        states=_states(prepared),
        lines_of=lines_shown,
        drafts=sum(1 for _, row in prepared.added if row.get("record_status") == "draft"),
    )


def _states(prepared: Prepared) -> list[tuple[str, Collection[int]]]:
    """Give the lines of every row of a list by what becomes of it."""
    return [
        ("New", [line for line, _ in prepared.added]),
        ("Changed", [line for line, *_ in prepared.changed]),
        ("The same already", prepared.unchanged),
        ("Left out", prepared.reading.refused_lines),
    ]


@bp.post("/<int:import_id>/store")
@requires(Permission.IMPORTS_WRITE)
def store(import_id: int) -> ResponseReturnValue:
    """Store the good rows of a list, once."""
    imported = import_or_404(import_id)
    content = content_of(files_dir(), imported.document)
    try:
        prepared = keep_import(db.session, imported, content, scope=reader().scope, today=today())
    except Refused as refused:
        db.session.rollback()
        flash(str(refused), "error")
        return redirect(url_for(".show", import_id=import_id))
    if question := ask_about_keys(prepared.no_longer_so, back=url_for(".check", import_id=import_id), doing="Store"):
        # Nothing of the file stays until somebody is sure.
        db.session.rollback()
        return question
    db.session.commit()
    flash(f"Stored: {counted(imported.added, 'new record', 'new records')}.", "success")
    return redirect(url_for(".show", import_id=import_id))


@bp.post("/<int:import_id>/undo")
@requires(Permission.IMPORTS_WRITE)
def undo(import_id: int) -> ResponseReturnValue:
    """Take an import back."""
    imported = import_or_404(import_id)
    page = url_for(".show", import_id=import_id)
    if question := ask_about_keys(keys_written_by(db.session, imported), back=page):
        return question
    at_once(lambda: undo_import(db.session, imported), _told_undone)
    return redirect(page)


def _told_undone(undone: Undone) -> str:
    """Say what was taken back; what had to stay as it is, apart."""
    done = f"Taken back: {counted(undone.archived, 'record', 'records')} archived"
    if undone.brought_back:
        done += f", {counted(undone.brought_back, 'record says', 'records say')} again what was there before"
    if undone.kept:
        kept = counted(undone.kept, "record stays as it is", "records stay as they are")
        flash(f"{kept}: changed since, or named by other records.", "warning")
    return f"{done}."


@bp.post("/<int:import_id>/drop")
@requires(Permission.IMPORTS_WRITE)
def drop(import_id: int) -> ResponseReturnValue:
    """Let go of a file that was not stored."""
    imported = import_or_404(import_id)
    is_dropped = at_once(lambda: drop_import(imported), "The file is let go. Nothing of it was stored.")
    return redirect(url_for(".index") if is_dropped else url_for(".show", import_id=import_id))


@bp.get("/<int:import_id>/refused.csv")
@requires(Permission.IMPORTS_WRITE)
def refused(import_id: int) -> ResponseReturnValue:
    """Give the rows that cannot be stored as a file of the same columns, to be mended and brought again."""
    imported = import_or_404(import_id)
    reading = _read(imported).reading
    content = BYTE_ORDER_MARK + rows_csv(reading.header, reading.refused)
    name = imported.document.filename.rpartition(".")[0]
    answer = Response(content, mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name} - not stored.csv")
    return answer


def _read(imported: Import) -> Prepared:
    content = content_of(files_dir(), imported.document)
    return read_import(db.session, imported, content, today=today())


def _unreadable(imported: Import, reason: str) -> ResponseReturnValue:
    page = render_template("imports/unreadable.html", imported=imported, reason=reason)
    return page, 422


def import_or_404(import_id: int) -> Import:
    """Fetch an import of the reader's school, or answer 404."""
    return or_404(find_import(db.session, import_id, scope=reader().scope))


def open_or_404(import_id: int) -> Import | None:
    """Fetch an import that is not stored yet, or answer 404; None where it is done with."""
    imported = import_or_404(import_id)
    return imported if imported.status is ImportStatus.OPEN else None
