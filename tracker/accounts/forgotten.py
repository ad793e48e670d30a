"""A new password for whoever forgot theirs: by a letter, to the address of the account."""

from __future__ import annotations

from flask import current_app, flash, render_template
from flask.typing import ResponseReturnValue

from models.account_letters import AccountLink, Purpose
from models.operations.account_events import note_event
from models.operations.account_links import ask_for_password, choose_password, find_link
from models.operations.accounts import AccountProblem
from models.queries.accounts import find_user_by_email
from tracker.accounts.blueprint import bp
from tracker.accounts.forms import ForgottenForm, NewPasswordForm
from tracker.accounts.limits import account_key, per_address, per_letter
from tracker.accounts.second_step import enter
from tracker.accounts.signin import sign_out
from tracker.clock import now
from tracker.config import Settings
from tracker.extensions import db
from tracker.letters.links import read_link
from tracker.letters.posting import can_mail, post_soon
from tracker.permissions import public
from tracker.web_extensions import limiter


@bp.route("/password/forgotten", methods=["GET", "POST"])
@public
@limiter.limit(per_address, methods=["POST"])
@limiter.limit(per_letter, key_func=account_key, methods=["POST"])
def forgotten() -> ResponseReturnValue:
    """Ask for the address; the answer is the same whether or not there is an account."""
    settings: Settings = current_app.config["SETTINGS"]
    form = ForgottenForm()
    if can_mail() and form.validate_on_submit():
        user = find_user_by_email(db.session, form.email.data or "")
        if user is not None:
            ask_for_password(db.session, user, now=now(), minutes=settings.link_minutes)
        else:
            note_event(db.session, "password_asked", "A new password was asked for at an address without account.")
        db.session.commit()
        post_soon()
        return render_template("accounts/forgotten.html", form=None, minutes=settings.link_minutes, can_mail=True)
    page = render_template("accounts/forgotten.html", form=form, can_mail=can_mail())
    return page, 422 if form.errors else 200


@bp.route("/password/new/<letter>", methods=["GET", "POST"])
@public
@limiter.limit(per_address, methods=["POST"])
def new_password(letter: str) -> ResponseReturnValue:
    """Choose a new password by the address of a letter; it opens once."""
    link = open_link(letter, Purpose.FORGOTTEN)
    if link is None:
        return render_template("accounts/link_gone.html", what="password"), 410
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            user = choose_password(db.session, link, form.password.data or "", now=now())
        except AccountProblem as problem:
            form.password.errors = [str(problem)]
        else:
            db.session.commit()
            post_soon()
            sign_out()
            answer = enter(user, None)
            flash("You have a new password, and are signed out everywhere else.", "success")
            return answer
    page = render_template("accounts/new_password.html", form=form, email=link.user.email)
    return page, 422 if form.errors else 200


def open_link(letter: str, purpose: Purpose) -> AccountLink | None:
    """Find what the address of a letter opens; None where it opens nothing any more, or never did."""
    read = read_link(letter, purpose)
    return find_link(db.session, *read, purpose, now=now()) if read is not None else None
