"""Make two organisations of the directory one, after seeing both; and take that back."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.operations.merges import merge_partners, undo_merge, why_two
from models.operations.partners import organisation_named
from models.partners import Partner, SchoolPartner
from models.queries.activities import list_partner_names
from models.queries.merges import alike, find_in_directory, find_merge, records_of, side_of
from models.queries.partners import find_partner
from models.scope import Scope
from tracker.editing import at_once
from tracker.extensions import db
from tracker.fetching import or_404, record_id
from tracker.partner_choice import MANY
from tracker.permissions import requires
from tracker.reader import reader
from tracker.roles import ROLE_PERMISSIONS, Permission
from tracker.signed_records import ask_about

LONGEST = 200
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
        said = request.args.get("other")
        return _choose(engaged, None if said is None else said.strip()[:LONGEST], scope)
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


def _choose(engaged: SchoolPartner, typed: str | None, scope: Scope) -> ResponseReturnValue:
    """Ask which other organization is meant; what was typed and is no name is said to be none.

    Args:
        typed: A name that no other organization has, or nothing; None where nobody was asked yet.
    """
    kept = engaged.partner
    names = list_partner_names(db.session, scope=scope, whole_district=True)
    near = alike(db.session, typed or kept.name, scope=scope, besides=kept.id)
    page = render_template(
        "partners/merge_choose.html",
        engaged=engaged,
        typed=typed or "",
        asked=typed is not None,
        likely=near,
        has_others=len(names) > 1,
        names=[one for one in names if one != kept.name] if len(names) <= MANY else None,
    )
    return page, 200 if typed is None else 422


def _partner_or_404(engaged_id: int) -> SchoolPartner:
    return or_404(find_partner(db.session, engaged_id, scope=reader().scope))


def _other(kept: Partner, scope: Scope) -> Partner | None:
    """Find the organization that was chosen or named; None where none was, 404 where there is no such one."""
    asked = request.values.get("other", "").strip()
    if request.method == "GET" and not asked.isdecimal():
        found = organisation_named(db.session, asked, district_id=scope.district_id or 0) if asked else None
        return found if found is not None and found.id != kept.id else None
    number = record_id(asked)
    if number is None or number == kept.id:
        abort(404)
    return or_404(find_in_directory(db.session, number, scope=scope))


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
