"""Bring the map's official wording: upload the document, look it through, load it, go back to an earlier one."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.map_wordings import MapWording
from models.queries.map_wordings import (
    compared,
    find_map_wording,
    list_map_wordings,
    shown_wording,
)
from models.refusals import Refused
from models.wording import counted
from seed.icmap_document import IncompleteDocument, decode_icmap_document
from seed.map_wordings import keep_wording, use_wording
from tracker.clock import now
from tracker.editing import at_once
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.map_wordings.forms import WordingForm
from tracker.permissions import requires
from tracker.reader import reader
from tracker.roles import Permission
from tracker.rules import rules_today

bp = Blueprint("map_wordings", __name__, url_prefix="/map-wording")


@bp.get("")
@requires(Permission.WORDING_WRITE)
def index() -> ResponseReturnValue:
    """Show which wording is in use, and the others that were brought."""
    wordings = list_map_wordings(db.session, scope=reader().scope)
    return render_template("map_wordings/index.html", shown=shown_wording(db.session), wordings=wordings)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.WORDING_WRITE)
def new() -> ResponseReturnValue:
    """Take the document in, and say all that is wrong with it."""
    form = WordingForm()
    missing: list[str] = []
    if form.validate_on_submit():
        try:
            wording = _read(form)
        except IncompleteDocument as problem:
            db.session.rollback()
            missing = problem.missing
            form.take(Refused({"file": incomplete_words(problem)}))
        except Refused as refused:
            db.session.rollback()
            form.take(Refused({"file": str(refused)}))
        else:
            db.session.commit()
            return redirect(url_for(".show", wording_id=wording.id))
    page = render_template("map_wordings/new.html", form=form, missing=missing, shown=shown_wording(db.session))
    return page, 422 if form.errors else 200


@bp.get("/<int:wording_id>")
@requires(Permission.WORDING_WRITE)
def show(wording_id: int) -> ResponseReturnValue:
    """Show what a document says beside what is shown now."""
    wording = wording_or_404(wording_id)
    read = compared(db.session, wording.texts)
    return render_template(
        "map_wordings/show.html",
        wording=wording,
        read=read,
        many={state: read.states.count(state) for state in ("new", "changed", "same")},
        shown=shown_wording(db.session),
        rules=rules_today(),
    )


@bp.post("/<int:wording_id>/load")
@requires(Permission.WORDING_WRITE)
def load(wording_id: int) -> ResponseReturnValue:
    """Put a wording to use, a new one or an earlier one."""
    wording, who = wording_or_404(wording_id), reader()

    def use() -> None:
        use_wording(
            db.session,
            wording,
            actor=who.person.name,
            user_id=who.person.id,
            district_id=who.scope.district_id,
            at=now(),
        )

    is_used = at_once(use, "The map’s official wording is loaded; every indicator shows it now.")
    return redirect(url_for(".index") if is_used else url_for(".show", wording_id=wording_id))


def incomplete_words(problem: IncompleteDocument) -> str:
    """Say in one sentence what is wrong with a document; its list says where."""
    whole = [line for line in problem.missing if "the whole indicator" in line]
    if len(whole) > 1 and problem.missing[0] == "the At-A-Glance page":
        return "This does not look like the map. Bring the text of the whole document that your school holds."
    many = counted(len(problem.missing), "part is", "parts are")
    return f"This is not the whole map: {many} missing, cut, or cannot be told apart. Nothing of it was stored."


def wording_or_404(wording_id: int) -> MapWording:
    """Fetch a wording that the reader may see, or answer 404."""
    return or_404(find_map_wording(db.session, wording_id, scope=reader().scope))


def _read(form: WordingForm) -> MapWording:
    """Read the chosen file and keep what it says.

    Raises:
        Refused: It is not the map.
    """
    upload = form.file.data
    document = decode_icmap_document(upload.stream.read(), upload.filename)
    return keep_wording(db.session, document, filename=upload.filename, district_id=reader().scope.district_id)
