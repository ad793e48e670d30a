"""Take up an invitation: with a new account, or with the one that somebody has."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from models.invitations import Invitation
from models.operations.accounts import AccountProblem
from models.operations.invitations import ANOTHERS, join, roles_of, take_up
from models.queries.accounts import find_user, find_user_by_email
from models.queries.invitations import invitation_at
from models.refusals import Refused
from tracker.accounts.blueprint import bp
from tracker.accounts.forms import JoinForm
from tracker.accounts.limits import per_address
from tracker.accounts.second_step import enter
from tracker.clock import day_in, now
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.letters.links import read_invitation
from tracker.permissions import public
from tracker.reader import PLACE, forget_reader
from tracker.ways_in import provider_alone_of_invited
from tracker.web_extensions import limiter

WELCOME = "Welcome. You can sign in with your address and this password from now on."


@bp.route("/invitation/<letter>", methods=["GET", "POST"])
@public
@limiter.limit(per_address, methods=["POST"])
def invitation(letter: str) -> ResponseReturnValue:
    """Show what somebody is invited to, and let them join."""
    read = or_404(read_invitation(letter))
    found = or_404(invitation_at(db.session, *read))
    if not found.is_open(now()):
        return render_template("accounts/link_gone.html", what="invitation", invitation=found), 410
    if current_user.is_authenticated:  # with or without any role by now
        return _as_somebody(found, current_user.person.id)
    if find_user_by_email(db.session, found.email) is not None:
        return render_template(
            "accounts/invitation.html", invitation=found, roles=roles_of(found), form=None, sign_in_next=request.path
        )
    return _with_a_new_account(found)


def _with_a_new_account(found: Invitation) -> ResponseReturnValue:
    form = JoinForm(data={"name": found.name})
    only_with = provider_alone_of_invited(found)
    if only_with:  # a password would open nothing
        del form.password, form.repeated
    if form.validate_on_submit():
        try:
            user = join(
                db.session, found, name=form.name.data or "", now=now(),
                password=None if only_with else form.password.data or "", today=day_in(found.school.district.time_zone),
            )  # fmt: skip
        except AccountProblem as problem:
            db.session.rollback()
            (form.name if only_with else form.password).errors = [str(problem)]
        except Refused as refused:
            db.session.rollback()
            form.take(refused)
        else:
            db.session.commit()
            answer = redirect(url_for("accounts.login")) if only_with else enter(user, None)
            # Whoever signs in begins a session without a word in it.
            flash(f"Welcome. {only_with}" if only_with else WELCOME, "success")
            return answer
    page = render_template(
        "accounts/invitation.html", invitation=found, roles=roles_of(found), form=form, only_with=only_with
    )
    return page, 422 if form.errors or form.form_errors else 200


def _as_somebody(found: Invitation, user_id: int) -> ResponseReturnValue:
    user = or_404(find_user(db.session, user_id))
    is_theirs = user.email == found.email
    if request.method == "POST":
        try:
            take_up(db.session, found, user, now=now(), today=day_in(found.school.district.time_zone))
        except Refused as refused:
            db.session.rollback()
            flash(str(refused), "error")
            return redirect(url_for("accounts.start"))
        told = f"You are {roles_of(found)} now."
        place = next((f"s{one.school_id}" for one in found.roles if one.school_id), None)
        db.session.commit()
        forget_reader()
        if place is not None:
            session[PLACE] = place
        flash(told, "success")
        return redirect(url_for("accounts.start"))
    return render_template(
        "accounts/invitation.html", invitation=found, roles=roles_of(found), form=None, user=user,
        refused="" if is_theirs else ANOTHERS,
    )  # fmt: skip
