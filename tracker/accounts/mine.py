"""My account: address, password, where I am signed in, and what happened."""

from __future__ import annotations

from datetime import timedelta

from flask import abort, current_app, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from models.account_letters import Purpose
from models.accounts import User
from models.operations.account_links import ask_for_address, take_address
from models.operations.accounts import password_fits
from models.operations.passkeys import passkeys_of
from models.operations.second_factors import factor_of, paper_codes_left
from models.operations.sessions import end_session
from models.queries.accounts import find_user
from models.queries.invitations import events_of
from models.queries.sessions import find_session, open_sessions
from models.refusals import Refused
from tracker.accounts.blueprint import bp
from tracker.accounts.devices import remember_device
from tracker.accounts.forgotten import open_link
from tracker.accounts.forms import AddressForm
from tracker.accounts.limits import per_guesser, refused
from tracker.accounts.signin import KEY, sign_out_elsewhere
from tracker.clock import now
from tracker.config import Settings
from tracker.editing import at_once
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.letters.posting import can_mail, post_soon
from tracker.permissions import public, requires
from tracker.reader import reader
from tracker.roles import Permission
from tracker.web_extensions import limiter


def _me() -> User:
    user = find_user(db.session, reader().person.id)
    if user is None:
        abort(401)
    return user


def _page(user: User, status: int = 200, form: AddressForm | None = None) -> ResponseReturnValue:
    settings: Settings = current_app.config["SETTINGS"]
    page = render_template(
        "accounts/mine.html",
        user=user,
        form=form or AddressForm(formdata=None),
        sessions=open_sessions(db.session, user.id, since=now() - timedelta(days=settings.session_days)),
        here=session.get(KEY),
        events=events_of(db.session, user.id, scope=None, limit=12),
        can_mail=can_mail(),
        has_code=factor_of(db.session, user.id) is not None,
        keys=passkeys_of(db.session, user.id),
        paper=paper_codes_left(db.session, user.id),
    )
    return page, status


@bp.get("/account")
@requires(Permission.ACCOUNT)
def mine() -> ResponseReturnValue:
    """Show the account of whoever asks."""
    return _page(_me())


@bp.post("/account/address")
@requires(Permission.ACCOUNT)
@limiter.limit(per_guesser, key_func=lambda: f"password:{reader().person.id}", methods=["POST"], deduct_when=refused)
def change_address() -> ResponseReturnValue:
    """Ask for another address to sign in with: a letter goes there first."""
    user, form = _me(), AddressForm()
    if not can_mail():
        abort(404)
    if not form.validate_on_submit():
        return _page(user, 422, form=form)
    if not password_fits(user.password_hash, form.current.data or ""):
        form.current.errors = ["This is not your present password."]
        return _page(user, 401, form=form)
    settings: Settings = current_app.config["SETTINGS"]
    try:
        ask_for_address(db.session, user, form.email.data or "", now=now(), minutes=settings.link_minutes)
    except Refused as problem:
        db.session.rollback()
        form.take(problem)
        return _page(_me(), 422, form=form)
    db.session.commit()
    post_soon()
    flash(f"A letter is on its way to {form.email.data}. Confirm the address there.", "success")
    return redirect(url_for("accounts.mine"))


@bp.get("/account/address/<letter>")
@public
def new_address(letter: str) -> ResponseReturnValue:
    """Confirm a new address by the letter that went there."""
    link = open_link(letter, Purpose.ADDRESS)
    if link is None:
        return render_template("accounts/link_gone.html", what="address"), 410
    return render_template("accounts/new_address.html", link=link, letter=letter)


@bp.post("/account/address/<letter>/take")
@public
def take_new_address(letter: str) -> ResponseReturnValue:
    """Sign in with the new address from now on."""
    link = open_link(letter, Purpose.ADDRESS)
    if link is None:
        return render_template("accounts/link_gone.html", what="address"), 410
    try:
        take_address(db.session, link, now=now())
    except Refused as problem:
        db.session.rollback()
        flash(str(problem), "error")
    else:
        db.session.commit()
        post_soon()
        flash("You sign in with your new address from now on.", "success")
    return redirect(url_for("accounts.start"))


@bp.post("/account/sessions/<int:session_id>/end")
@requires(Permission.ACCOUNT)
def end_one(session_id: int) -> ResponseReturnValue:
    """End one other session of the own account."""
    found = or_404(find_session(db.session, session_id, user_id=reader().person.id))
    device = found.device
    at_once(lambda: end_session(db.session, found.key), f"Signed out on {device}.")
    return redirect(url_for("accounts.mine"))


@bp.post("/account/sessions/end")
@requires(Permission.ACCOUNT)
def end_elsewhere() -> ResponseReturnValue:
    """Sign out everywhere but here."""
    user = _me()
    sign_out_elsewhere(user)
    remember_device(user)
    flash("You are signed out everywhere else.", "success")
    return redirect(url_for("accounts.mine"))
