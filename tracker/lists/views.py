"""Saved views of lists: saved, renamed, removed and brought back."""

from __future__ import annotations

from urllib.parse import parse_qsl

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from models.operations.saved_views import rename_view, save_view
from models.queries.history import history_of
from models.queries.saved_views import every_view, find_view
from models.records import RecordStatus
from models.saved_views import SavedView
from tracker.conflicts import is_archived
from tracker.editing import edit_record, stored_from
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.lists.declared import VIEWED
from tracker.lists.forms import NewViewForm, RenameForm
from tracker.lists.handling import Handling, handle
from tracker.lists.listing import Asked, Listing
from tracker.lists.page import asked_of
from tracker.permissions import can, requires
from tracker.reader import reader
from tracker.roles import Permission

bp = Blueprint("lists", __name__, url_prefix="/lists")


def view_or_404(view_id: int) -> SavedView:
    """Fetch a view that is the reader's own or their school's, of a list they may open; or answer 404."""
    view = or_404(find_view(db.session, view_id, scope=reader().scope))
    list_or_404(view.list_key)
    return view


def list_or_404(key: str) -> Listing:
    """Find a list that the reader may open, or answer 404."""
    listing = VIEWED.get(key)
    return listing if listing is not None and can(listing.read) else abort(404)


def may_change(view: SavedView) -> bool:
    """Say whether the reader may rename and remove a view: their own, and the school's where they look after it."""
    return can(Permission.VIEWS_SHARE) if view.is_schools else view.owner_id == reader().person.id


HANDLING = Handling(
    table=SavedView,
    area="lists",
    argument="view_id",
    path="/views",
    index="lists.index",
    write=Permission.VIEWS_KEEP,
    fetch=view_or_404,
    told_archived="The view is removed. Bring it back here at any time.",
    told_restored="The view is back.",
    may_archive=may_change,
)


@bp.get("/views")
@requires(Permission.VIEWS_KEEP)
def index() -> ResponseReturnValue:
    """List the views that the reader may use, removed ones too."""
    views = [one for one in every_view(db.session, scope=reader().scope) if _may_open(one)]
    gone = [one for one in views if one.record_status is RecordStatus.ARCHIVED]
    return render_template(
        "lists/index.html",
        views=[one for one in views if one not in gone],
        gone=[one for one in gone if may_change(one)],
        lists=VIEWED,
        may_change=may_change,
    )


@bp.route("/views/new", methods=["GET", "POST"])
@requires(Permission.VIEWS_KEEP)
def new() -> ResponseReturnValue:
    """Save what a list shows under a name; lists lead here, and nothing else has anything to save."""
    if request.method == "GET" and "list" not in request.args:
        return redirect(url_for(".index"))
    listing = list_or_404(request.values.get("list", ""))
    asked = _asked(listing, request.values.get("query", ""))
    form = NewViewForm(data={"list": listing.key, "query": asked.query})
    if form.validate_on_submit():
        if form.for_school.data and not can(Permission.VIEWS_SHARE):
            abort(403)
        view = stored_from(
            form,
            lambda: save_view(
                db.session,
                list_key=listing.key,
                name=form.name.data,
                query=asked.query,
                for_school=bool(form.for_school.data),
                scope=reader().scope,
            ),
        )
        if view is not None:
            flash(f"“{view.name}” is saved. You find it above the {listing.sort_of_page.lower()}.", "success")
            return redirect(url_for(".show", view_id=view.id))
    page = render_template("lists/new.html", form=form, listing=listing, asked=asked)
    return page, 422 if form.errors or form.form_errors else 200


@bp.get("/views/<int:view_id>")
@requires(Permission.VIEWS_KEEP)
def show(view_id: int) -> ResponseReturnValue:
    """Go to the list as the view has it."""
    view = view_or_404(view_id)
    if view.record_status is RecordStatus.ARCHIVED:
        return redirect(url_for(".index"))
    base = VIEWED[view.list_key].base
    return redirect(f"{base}?{view.asks}" if view.asks else base)


@bp.route("/views/<int:view_id>/edit", methods=["GET", "POST"])
@requires(Permission.VIEWS_KEEP)
def edit(view_id: int) -> ResponseReturnValue:
    """Show what a view asks for, and give it another name."""
    view = view_or_404(view_id)
    if request.method == "POST" and not may_change(view):
        abort(403)
    listing = VIEWED[view.list_key]
    form = RenameForm(obj=view)
    outcome = edit_record(view, form, lambda: rename_view(db.session, view, form.name.data, scope=reader().scope))
    if outcome.is_saved:
        flash(f"The view is called “{view.name}” now.", "success")
        return redirect(url_for(".show", view_id=view_id))
    page = render_template(
        "lists/edit.html",
        form=form,
        view=view,
        listing=listing,
        asked=_asked(listing, view.asks),
        conflict=outcome.conflict,
        is_archived=is_archived(view),
        may_change=may_change(view),
        entries=history_of(db.session, reader().scope, SavedView.kind, view.id),
    )
    return page, outcome.status


def _may_open(view: SavedView) -> bool:
    listing = VIEWED.get(view.list_key)
    return listing is not None and can(listing.read)


def _asked(listing: Listing, query: str) -> Asked:
    """Read what stands behind the question mark of a list's address, as the list itself would."""
    return asked_of(listing, MultiDict(parse_qsl(query[:4000])))


handle(bp, HANDLING, many=False)
