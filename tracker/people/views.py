"""Who can sign in for the school; whoever leaves hands over first."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.accounts import District
from models.operations.access import end_access, end_role, return_access
from models.operations.account_events import note_event
from models.queries.duties import duties_of, find_holder
from models.queries.partners import find_engagement
from models.queries.people import find_person, list_people
from models.queries.people_of_partners import find_membership
from models.wording import counted, stopped
from tracker.clock import today
from tracker.editing import at_once
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.lists.page import list_page
from tracker.people.blueprint import bp
from tracker.people.inviting import me
from tracker.people.list import LIST
from tracker.permissions import can, requires
from tracker.reader import reader
from tracker.roles import Permission
from tracker.years.page import scope_of_one_school


@bp.get("")
@requires(Permission.PEOPLE_INVITE)
def index() -> ResponseReturnValue:
    """List who can sign in and who was invited, what they may do, and how much lies with them."""
    district_id = reader().place.district_id
    return render_template(
        "people/index.html",
        page=list_page(LIST),
        number=sum(not one.is_gone(today()) for one in list_people(db.session, scope=scope_of_one_school())),
        me=reader().person.id,
        district=db.session.get(District, district_id) if can(Permission.DISTRICT_SEE) and district_id else None,
        providers=current_app.config["SETTINGS"].providers,
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
        lambda: end_access(db.session, user_id, scope.school_id, day, today=day, by_id=scope.user_id),
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
        lambda: return_access(db.session, user_id, scope.school_id, by_id=scope.user_id),
        f"{person.user.name} can sign in for this school again.",
    )
    return redirect(url_for(".index"))


@bp.post("/at-partners/<int:membership_id>/leave")
@requires(Permission.PEOPLE_INVITE)
def leave_partner(membership_id: int) -> ResponseReturnValue:
    """End the access of somebody who left a partner, at once; then ask who follows there."""
    scope = scope_of_one_school()
    held = or_404(find_membership(db.session, membership_id, scope=scope))
    if held.partner is None:
        abort(404)
    name, partner, user_id = held.user.name, held.partner.name, held.user_id
    engaged = find_engagement(db.session, held.partner_id or 0, scope=scope)
    number = engaged.id if engaged else None

    def end() -> None:
        end_role(db.session, held, today=today())
        told = stopped(f"Left {partner}")
        note_event(db.session, "left", told, actor=me(), user_id=user_id, school_id=scope.school_id)

    is_done = at_once(end, f"{stopped(f'{name} can no longer sign in for {partner}')} Say who follows, if you know.")
    if is_done and number is not None:
        return redirect(url_for("hand_overs.contacts.new", engaged_id=number, leaves=name))
    return redirect(url_for(".index"))


@bp.post("/second-step")
@requires(Permission.DISTRICT_SEE)
def ask_second_step() -> ResponseReturnValue:
    """Say whether everybody in the district must sign in with a second step; who has none sets it up first."""
    district = or_404(db.session.get(District, reader().place.district_id or 0))
    is_asked = request.form.get("asked") == "yes"

    def ask() -> None:
        district.needs_second_step = is_asked
        told = "asks everybody for a second step at sign-in" if is_asked else "leaves a second step to everybody"
        school_id = reader().place.school_id
        note_event(db.session, "second_step_asked", f"{district.name} {told}.", actor=me(), school_id=school_id)

    told = "Everybody sets a second step up, at the next sign-in or within the hour." if is_asked else "Everybody may."
    at_once(ask, told)
    return redirect(url_for(".index"))
