"""Passkeys: made and named under My account, used after the password or in its place."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import abort, current_app, flash, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_limiter.util import get_remote_address

from models.accounts import User
from models.operations.accounts import password_fits
from models.operations.passkeys import (
    Site,
    ask_for_passkey,
    begin_passkey,
    find_passkey,
    has_second_step,
    passkeys_of,
    register_passkey,
    remove_passkey,
    rename_passkey,
    use_passkey,
)
from models.passkeys import Passkey
from models.queries.accounts import find_user
from models.refusals import Refused
from tracker.accounts.blueprint import bp
from tracker.accounts.devices import remember_device
from tracker.accounts.forms import NewPasskeyForm, PasskeyForm, PasskeyNameForm
from tracker.accounts.limits import per_address, per_guesser, refused
from tracker.accounts.second_step import half_in
from tracker.accounts.signin import SET_UP, must_set_up, safe_next, sign_in
from tracker.clock import now
from tracker.config import Settings
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.letters.posting import post_soon
from tracker.permissions import public, requires
from tracker.reader import reader
from tracker.roles import Permission
from tracker.ways_in import provider_alone
from tracker.web_extensions import limiter

NOT_YOURS = "This is not your present password."


def _site() -> Site:
    """Give the site that passkeys are for: the address of the settings, or the one that was asked for."""
    settings: Settings = current_app.config["SETTINGS"]
    parts = urlsplit(settings.base_url or request.host_url)
    return Site(parts.hostname or "", f"{parts.scheme}://{parts.netloc}")


def _me() -> User:
    user = find_user(db.session, reader().person.id)
    if user is None:
        abort(401)
    return user


def _key_of_person() -> str:
    return f"password:{reader().person.id}"


def _asks_password(user: User) -> bool:
    """Whether a new passkey needs the password: whoever is made to set one up has just typed it."""
    return user.password_hash is not None and not session.get(SET_UP)


@bp.route("/account/passkeys", methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
def passkeys() -> ResponseReturnValue:
    """List the reader's passkeys, and take a new one from their device."""
    user, form = _me(), NewPasskeyForm()
    form.current.flags.required = True  # by the step before this one
    if form.validate_on_submit():
        try:
            codes = register_passkey(
                db.session, user, form.told.data or "", form.name.data or "", site=_site(), now=now()
            )
        except Refused as problem:
            db.session.rollback()
            form.take(problem)
        else:
            db.session.commit()
            post_soon()
            session.pop(SET_UP, None)
            if codes:
                return render_template("accounts/paper_codes.html", codes=codes)
            flash("The passkey is added: you can sign in with it now.", "success")
            return redirect(url_for(".passkeys"))
    page = render_template(
        "accounts/passkeys.html",
        form=form,
        keys=passkeys_of(db.session, user.id),
        asks_password=_asks_password(user),
        is_asked=session.get(SET_UP, False),
    )
    return page, 422 if form.is_submitted() else 200


@bp.post("/account/passkeys/ask")
@requires(Permission.ACCOUNT)
@limiter.limit(per_guesser, key_func=_key_of_person, deduct_when=refused)
def ask_new_passkey() -> ResponseReturnValue:
    """Tell the browser what to ask the device for, once the password shows that it is they who ask."""
    user = _me()
    if _asks_password(user) and not password_fits(user.password_hash, request.form.get("current", "")):
        return jsonify(problem=NOT_YOURS), 401
    try:
        asked = begin_passkey(db.session, user, site=_site(), now=now())
    except Refused as problem:
        db.session.rollback()
        return jsonify(problem=str(problem)), 422
    db.session.commit()
    return current_app.response_class(asked, mimetype="application/json")


@bp.route("/account/passkeys/<int:passkey_id>", methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
@limiter.limit(per_guesser, key_func=_key_of_person, methods=["POST"], deduct_when=refused)
def passkey(passkey_id: int) -> ResponseReturnValue:
    """Call one passkey otherwise, or take it away; the password shows that it is they who ask."""
    user = _me()
    key = or_404(find_passkey(db.session, passkey_id, user_id=user.id))
    form = PasskeyNameForm(data={"name": key.name})
    if form.validate_on_submit():
        if request.form.get("then") == "remove":
            return _remove(user, key, form)
        try:
            rename_passkey(key, form.name.data or "")
        except Refused as problem:
            db.session.rollback()
            form.take(problem)
        else:
            db.session.commit()
            return redirect(url_for(".passkeys"))
    return _one(user, key, form, 422 if form.is_submitted() else 200)


def _one(user: User, key: Passkey, form: PasskeyNameForm, status: int) -> ResponseReturnValue:
    page = render_template("accounts/passkey.html", key=key, form=form, asks_password=user.password_hash is not None)
    return page, status


def _remove(user: User, key: Passkey, form: PasskeyNameForm) -> ResponseReturnValue:
    if user.password_hash is not None and not password_fits(user.password_hash, form.current.data or ""):
        form.current.errors = [NOT_YOURS]
        return _one(user, key, form, 401)
    remove_passkey(db.session, user, key)
    db.session.commit()
    post_soon()
    if must_set_up(user.id):
        session[SET_UP] = True
    flash("The passkey is removed: it opens nothing here any more.", "success")
    return redirect(url_for(".passkeys" if has_second_step(db.session, user.id) else ".mine"))


@bp.post("/login/passkey/ask")
@public
@limiter.limit(per_address)
def ask_passkey() -> ResponseReturnValue:
    """Tell the browser which passkeys open: those of whoever typed a password, or any that knows whose it is."""
    half = half_in()
    asked = ask_for_passkey(db.session, half[0] if half else None, site=_site(), now=now())
    db.session.commit()
    return current_app.response_class(asked, mimetype="application/json")


@bp.post("/login/passkey")
@public
@limiter.limit(per_address, key_func=lambda: f"passkey:{get_remote_address()}", deduct_when=refused)
def with_passkey() -> ResponseReturnValue:
    """Sign in whoever's device signed what it was asked to."""
    half, form = half_in(), PasskeyForm()
    if not form.validate_on_submit():
        return redirect(url_for(".second_step" if half else ".login"))
    try:
        user = use_passkey(db.session, half[0] if half else None, form.told.data or "", site=_site(), now=now())
    except Refused as problem:
        # What was asked is used up by now, whatever came of it.
        db.session.commit()
        return render_template("accounts/passkey_refused.html", why=str(problem), is_half=half is not None), 401
    db.session.commit()
    if only_with := provider_alone(db.session, user):
        flash(only_with, "error")
        return redirect(url_for(".login"))
    remember_device(user)
    to = half[1] if half else request.form.get("next")
    sign_in(user)
    return redirect(safe_next(to) or url_for(".start"))
