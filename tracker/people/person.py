"""One person: what they are and since when, when they were last here, and what happened to their account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.accounts import District, Role, School, User
from models.memberships import Membership
from models.operations.access import close_account, end_role, open_account
from models.operations.account_erasing import erase_account, is_erased
from models.operations.account_events import note_event
from models.operations.account_links import ask_for_password
from models.operations.invitations import Offer, give_role, held_role
from models.operations.passkeys import has_second_step, remove_second_step
from models.queries.duties import duties_of, find_holder
from models.queries.invitations import events_of
from models.queries.people_of_partners import memberships_of, people_of_partners
from models.queries.sessions import last_seen
from models.refusals import Refused
from models.wording import counted
from tracker.clock import now, today
from tracker.config import Settings
from tracker.editing import at_once
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.letters.links import link_path
from tracker.letters.posting import can_mail, post_soon
from tracker.mail.site import site_here
from tracker.people.blueprint import bp
from tracker.people.forms import RoleForm
from tracker.people.inviting import me
from tracker.people.offering import ACTS_AS, AT_SCHOOL, is_within, may_give
from tracker.permissions import can, requires
from tracker.reader import reader
from tracker.roles import Permission
from tracker.years.page import scope_of_one_school


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whom the reader looks after.

    Attributes:
        shown: Their roles where the reader looks after people.
        is_ours: All their roles, wherever, lie there.
    """

    user: User
    shown: Sequence[Membership]
    is_ours: bool


def _person_or_404(user_id: int) -> Known:
    """Find somebody of the school, of its partners, or of the whole district for its admin."""
    scope = scope_of_one_school()
    district_id = reader().place.district_id if can(Permission.DISTRICT_SEE) else None
    held = memberships_of(db.session, user_id)
    if district_id is not None:
        shown = [one for one in held if is_within([one], school_id=None, district_id=district_id)]
    else:
        at_partners = {one.id for one in people_of_partners(db.session, scope=scope)}
        shown = [one for one in held if one.school_id == scope.school_id or one.id in at_partners]
    if not shown:
        abort(404)
    ours = is_within(held, school_id=scope.school_id, district_id=district_id)
    return Known(held[0].user, shown, ours)


@bp.get("/<int:user_id>")
@requires(Permission.SCHOOL_ADMIN)
def show(user_id: int) -> ResponseReturnValue:
    """Show somebody: roles, when they were last here, what happened."""
    return _page(_person_or_404(user_id))


def _page(person: Known, *, address: str = "", form: RoleForm | None = None, status: int = 200) -> ResponseReturnValue:
    scope, day = scope_of_one_school(), today()
    going = [one for one in person.shown if one.ended_on is None or one.ended_on > day]
    page = render_template(
        "people/person.html",
        user=person.user,
        going=going,
        ended=[one for one in person.shown if one not in going],
        seen=last_seen(db.session, [person.user.id]).get(person.user.id),
        events=events_of(db.session, person.user.id, scope=scope),
        form=form or RoleForm(formdata=None, roles=_roles_left(person)),
        address=address,
        may_reset=person.user.is_active and (can_mail() or person.is_ours),
        can_mail=can_mail(),
        has_second_step=person.is_ours and has_second_step(db.session, person.user.id),
        may_close=can(Permission.DISTRICT_SEE) and person.is_ours and not is_erased(person.user),
        is_erased=is_erased(person.user),
        me=reader().person.id,
    )
    return page, status


def _roles_left(person: Known) -> list[Role]:
    """List the roles that can still be given at the school; a district's admin for who has the district."""
    day, school_id = today(), scope_of_one_school().school_id
    held = {
        one.role
        for one in person.shown
        if one.partner_id is None
        and one.school_id in (school_id, None)
        and (one.ended_on is None or one.ended_on > day)
    }
    return [role for role in Role if role in (may_give() & (AT_SCHOOL | {Role.DISTRICT_ADMIN})) - held]


@bp.post("/<int:user_id>/roles")
@requires(Permission.SCHOOL_ADMIN)
def add_role(user_id: int) -> ResponseReturnValue:
    """Give somebody one more role at the school."""
    person, scope = _person_or_404(user_id), scope_of_one_school()
    form = RoleForm(roles=_roles_left(person))
    if not form.validate_on_submit():
        return _page(person, form=form, status=422)
    role = Role(form.role.data)
    school = or_404(db.session.get(School, scope.school_id))
    if role is Role.DISTRICT_ADMIN:
        offer = Offer(role, district=or_404(db.session.get(District, school.district_id)))
    else:
        offer = Offer(role, school=school, acts_as=ACTS_AS.get(role, ()))
    told = f"{role.label} at {offer.place.name} from now on."

    def give() -> None:
        if held_role(db.session, user_id, offer) is not None:
            raise Refused(f"{person.user.name} is {role.label} there already.")
        give_role(db.session, person.user, offer, today=today())
        note_event(db.session, "role_given", told, actor=me(), user_id=user_id, school_id=scope.school_id)

    at_once(give, f"{person.user.name}: {told}")
    return redirect(url_for(".show", user_id=user_id))


@bp.post("/<int:user_id>/roles/<int:membership_id>/end")
@requires(Permission.SCHOOL_ADMIN)
def take_role(user_id: int, membership_id: int) -> ResponseReturnValue:
    """End one role; whoever would leave partnerships behind hands over first."""
    person, scope, day = _person_or_404(user_id), scope_of_one_school(), today()
    held = next((one for one in person.shown if one.id == membership_id), None)
    if held is None:
        abort(404)
    if held.role not in may_give():
        abort(403)
    if user_id == reader().person.id:
        flash("Ask another admin to end a role of your own.", "error")
        return redirect(url_for(".show", user_id=user_id))
    if held.school is not None and (number := _left_behind(person, held, day)):
        lie = counted(number, "thing lies", "things lie")
        if held.school_id != scope.school_id or not _may_hand_over():
            flash(f"{lie} with {person.user.name} at {held.school.name}. Somebody there hands over first.", "error")
            return redirect(url_for(".show", user_id=user_id))
        flash(f"{lie} with {person.user.name}. Hand over first; then end the role.", "warning")
        return redirect(url_for("hand_overs.new", leaves=f"u{user_id}"))
    place = held.school or held.partner or held.district
    told = f"No longer {held.role.label} at {place.name if place else ''}."

    def end() -> None:
        end_role(db.session, held, today=day)
        note_event(db.session, "role_ended", told, actor=me(), user_id=user_id, school_id=scope.school_id)

    at_once(end, f"{person.user.name}: {told}")
    return redirect(url_for(".show", user_id=user_id))


def _lasting(person: Known, school_id: int | None, day: date) -> list[Membership]:
    here = [one for one in person.shown if one.school_id == school_id]
    return [one for one in here if one.ended_on is None or one.ended_on > day]


def _left_behind(person: Known, held: Membership, day: date) -> int:
    """Count what would be without anybody at a school once a role has ended there.

    A point person's partnerships are with the role; the rest stays with whoever has another role left at the school.
    """
    is_last = _lasting(person, held.school_id, day) == [held]
    if held.school_id is None or (held.role is not Role.POINT_PERSON and not is_last):
        return 0
    return _duties(person.user.id, held.school_id)


def _may_hand_over() -> bool:
    return can(Permission.PARTNERSHIPS_WRITE)


def _duties(user_id: int, school_id: int) -> int:
    scope, day = replace(scope_of_one_school(), school_ids=frozenset({school_id})), today()
    holder = find_holder(db.session, f"u{user_id}", scope=scope, today=day)
    return duties_of(db.session, holder, scope=scope, on=day, today=day).number if holder else 0


@bp.post("/<int:user_id>/password")
@requires(Permission.SCHOOL_ADMIN)
def let_choose_password(user_id: int) -> ResponseReturnValue:
    """Let somebody choose a new password: by letter; where none leaves, by an address that the admin gives them."""
    person = _person_or_404(user_id)
    settings: Settings = current_app.config["SETTINGS"]
    if not person.user.is_active or not (can_mail() or person.is_ours):
        abort(403)
    link = ask_for_password(db.session, person.user, now=now(), minutes=settings.link_minutes, by=me())
    told = "Was sent a letter for a new password." if can_mail() else "Was given an address for a new password."
    school_id = scope_of_one_school().school_id
    note_event(db.session, "password_let", told, actor=me(), user_id=user_id, school_id=school_id)
    db.session.commit()
    if can_mail():
        post_soon()
        flash(f"A letter is on its way to {person.user.email}.", "success")
        return redirect(url_for(".show", user_id=user_id))
    return _page(_person_or_404(user_id), address=site_here() + link_path(link))


@bp.post("/<int:user_id>/second-step/remove")
@requires(Permission.SCHOOL_ADMIN)
def take_second_step(user_id: int) -> ResponseReturnValue:
    """Take somebody's second step away, who lost phone and paper."""
    person = _ours_or_403(user_id)

    def take() -> None:
        remove_second_step(db.session, person.user, by=me())
        _note(user_id, "second_step", "The second step at sign-in was taken away by an admin.")

    if at_once(take, f"{person.user.name} signs in without a second step."):
        post_soon()
    return redirect(url_for(".show", user_id=user_id))


@bp.post("/<int:user_id>/close")
@requires(Permission.DISTRICT_SEE)
def close(user_id: int) -> ResponseReturnValue:
    """Close an account: nobody signs in with it any more."""
    person = _ours_or_403(user_id)
    for school in {one.school for one in person.shown if one.school is not None}:
        if _lasting(person, school.id, today()) and (number := _duties(user_id, school.id)):
            lie = counted(number, "thing lies", "things lie")
            flash(f"{lie} with {person.user.name} at {school.name}. Somebody there hands over first.", "error")
            return redirect(url_for(".show", user_id=user_id))

    def shut() -> None:
        close_account(db.session, person.user, today=today())
        _note(user_id, "closed", "Account closed.")

    at_once(shut, f"Nobody signs in as {person.user.email} any more. What {person.user.name} did stays.")
    return redirect(url_for(".show", user_id=user_id))


@bp.post("/<int:user_id>/open")
@requires(Permission.DISTRICT_SEE)
def reopen(user_id: int) -> ResponseReturnValue:
    """Let somebody sign in again whose account was closed."""
    person = _ours_or_403(user_id)

    def let_in() -> None:
        open_account(person.user)
        _note(user_id, "opened", "Account opened again.")

    at_once(let_in, f"{person.user.name} can sign in again.")
    return redirect(url_for(".show", user_id=user_id))


@bp.post("/<int:user_id>/erase")
@requires(Permission.DISTRICT_SEE)
def erase(user_id: int) -> ResponseReturnValue:
    """Erase who somebody was whose account is closed."""
    person = _ours_or_403(user_id)

    def forget() -> None:
        erase_account(db.session, person.user, today=today())
        _note(user_id, "erased", "Name and address erased, as was asked for.")

    at_once(forget, "Erased, in the history too. What they did stays.")
    return redirect(url_for(".show", user_id=user_id))


def _ours_or_403(user_id: int) -> Known:
    person = _person_or_404(user_id)
    if not person.is_ours or user_id == reader().person.id:
        abort(403)
    return person


def _note(user_id: int, what: str, told: str) -> None:
    school_id = scope_of_one_school().school_id
    note_event(db.session, what, told, actor=me(), user_id=user_id, school_id=school_id)
