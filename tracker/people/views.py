"""Who can sign in for the school; whoever leaves hands over first."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.operations.access import end_access, return_access
from models.queries.duties import duties_of, find_holder, numbers_kept
from models.queries.people import find_person, list_people
from models.texts import folded
from models.wording import counted
from tracker.clock import today
from tracker.editing import at_once
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.permissions import can, requires
from tracker.reader import reader
from tracker.roles import Permission
from tracker.years.page import scope_of_one_school

bp = Blueprint("people", __name__, url_prefix="/people")


@bp.get("")
@requires(Permission.SCHOOL_ADMIN)
def index() -> ResponseReturnValue:
    """List the people of the school, what they may do, and how much lies with them."""
    scope, day = scope_of_one_school(), today()
    people = list_people(db.session, scope=scope)
    kept = numbers_kept(db.session, scope=scope, today=day)
    return render_template(
        "people/index.html",
        here=[one for one in people if not one.is_gone(day)],
        gone=[one for one in people if one.is_gone(day)],
        kept={one.user.id: kept.get(folded(one.user.name), 0) for one in people},
        me=reader().person.id,
    )


@bp.post("/<int:user_id>/leave")
@requires(Permission.SCHOOL_ADMIN)
def leave(user_id: int) -> ResponseReturnValue:
    """End what somebody may do at the school; with whom something lies is asked first who follows."""
    scope, day = scope_of_one_school(), today()
    person = or_404(find_person(db.session, user_id, scope=scope))
    name = person.user.name
    if user_id == reader().person.id:
        flash("Ask another admin to end your own access.", "error")
        return redirect(url_for(".index"))
    holder = find_holder(db.session, f"u{user_id}", scope=scope, today=day)
    number = duties_of(db.session, holder, scope=scope, on=day, today=day).number if holder else 0
    if holder is not None and number:
        lie = counted(number, "thing lies", "things lie")
        if not can(Permission.PARTNERSHIPS_WRITE):
            flash(f"{lie} with {name}. The school’s own admin or a point person hands over first.", "error")
            return redirect(url_for(".index"))
        flash(f"{lie} with {name}. Say who follows first; their access ends with it.", "warning")
        return redirect(url_for("hand_overs.new", leaves=holder.key))
    at_once(
        lambda: end_access(db.session, user_id, scope.school_id, day, today=day),
        f"{name} can no longer sign in for this school. What they did stays under their name.",
    )
    return redirect(url_for(".index"))


@bp.post("/<int:user_id>/return")
@requires(Permission.SCHOOL_ADMIN)
def come_back(user_id: int) -> ResponseReturnValue:
    """Give somebody back what they could do at the school."""
    scope = scope_of_one_school()
    person = or_404(find_person(db.session, user_id, scope=scope))
    at_once(
        lambda: return_access(db.session, user_id, scope.school_id),
        f"{person.user.name} can sign in for this school again.",
    )
    return redirect(url_for(".index"))
