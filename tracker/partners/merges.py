"""Make two organisations of the directory one, after seeing both; and take that back."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.operations.merges import merge_partners, undo_merge, why_two
from models.partners import Partner, SchoolPartner
from models.queries.merges import alike, find_in_directory, find_merge, records_of, side_of
from models.queries.partners import find_partner, list_directory
from models.scope import Scope
from tracker.editing import at_once
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.permissions import requires
from tracker.reader import reader
from tracker.roles import ROLE_PERMISSIONS, Permission
from tracker.signed_records import ask_about

bp = Blueprint("merges", __name__, url_prefix="/<int:engaged_id>/merge")


@bp.route("", methods=["GET", "POST"])
@requires(Permission.PARTNERS_MERGE)
def merge(engaged_id: int) -> ResponseReturnValue:
    """Choose the other organization, see both side by side, and make them one."""
    engaged = _partner_or_404(engaged_id)
    kept, scope = engaged.partner, _merging_scope()
    other = _other(kept, scope)
    why = why_two(db.session, kept, other, scope=scope) if other is not None else ""
    if request.method == "POST" and other is not None and not why:
        name = other.name
        moved = records_of(db.session, other.id, scope=scope)
        if question := ask_about(moved, back=url_for("partners.show", engaged_id=engaged_id), doing="Merge"):
            return question
        is_merged = at_once(
            lambda: merge_partners(db.session, kept, other, scope=scope, by=reader().person.name),
            lambda _: f"{name} is part of {kept.name} now. You can take it back below.",
        )
        if is_merged:
            return redirect(url_for("partners.show", engaged_id=engaged_id))
        return redirect(url_for(".merge", engaged_id=engaged_id, other=request.form.get("other")))
    if other is None:
        likely = alike(db.session, kept.name, scope=scope, besides=kept.id)
        directory = [one for one in list_directory(db.session, scope=scope) if one.id != kept.id]
        return render_template("partners/merge_choose.html", engaged=engaged, likely=likely, directory=directory)
    sides = [side_of(db.session, one, scope=scope) for one in (kept, other)]
    page = render_template("partners/merge.html", engaged=engaged, sides=sides, why=why, schools=len(scope.school_ids))
    return page, 422 if request.method == "POST" else 200


@bp.post("/<int:merge_id>/undo")
@requires(Permission.PARTNERS_MERGE)
def undo(engaged_id: int, merge_id: int) -> ResponseReturnValue:
    """Take a merge back."""
    engaged = _partner_or_404(engaged_id)
    found = or_404(find_merge(db.session, merge_id, kept_id=engaged.partner_id))
    name, page = found.gone.name, url_for("partners.show", engaged_id=engaged_id)
    moved = records_of(db.session, found.kept_id, scope=_merging_scope())
    if question := ask_about(moved, back=page, doing="Divide"):
        return question
    at_once(
        lambda: undo_merge(db.session, found, scope=_merging_scope()),
        f"{name} is an organization of its own again, with its records.",
    )
    return redirect(page)


def _partner_or_404(engaged_id: int) -> SchoolPartner:
    return or_404(find_partner(db.session, engaged_id, scope=reader().scope))


def _other(kept: Partner, scope: Scope) -> Partner | None:
    """Find the organization that was chosen; None where none was, 404 where there is no such one."""
    asked = request.values.get("other", "")
    if not asked and request.method == "GET":
        return None
    if not asked.isdecimal() or len(asked) > 9 or int(asked) == kept.id:
        abort(404)
    return or_404(find_in_directory(db.session, int(asked), scope=scope))


def _merging_scope() -> Scope:
    """Give all schools of the district for which the reader may merge."""
    who = reader()
    schools = frozenset(
        place.school_id
        for place in who.places
        if place.school_id is not None
        and place.district_id == who.place.district_id
        and any(Permission.PARTNERS_MERGE in ROLE_PERMISSIONS[role] for role in place.roles)
    )
    return Scope(school_ids=schools, district_id=who.place.district_id, user_id=who.person.id)
