"""The second step of signing in: asked for after the password, set up and taken away by whoever it protects."""

from __future__ import annotations

import secrets

import segno
from flask import abort, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from models.accounts import User
from models.operations.accounts import password_fits
from models.operations.passkeys import has_second_step, passkeys_of
from models.operations.second_factors import (
    check_code,
    confirm_factor,
    factor_of,
    new_paper_codes,
    remove_factor,
    secret_of,
    setup_address,
)
from models.queries.accounts import find_user, user_of_token
from models.refusals import Refused
from tracker.accounts.blueprint import bp
from tracker.accounts.devices import remember_device
from tracker.accounts.forms import CodeForm, OwnPasswordForm
from tracker.accounts.limits import per_guesser, refused
from tracker.accounts.signin import SET_UP, must_set_up, safe_next, sign_in
from tracker.clock import now
from tracker.extensions import db
from tracker.letters.posting import post_soon
from tracker.permissions import public, requires
from tracker.reader import reader
from tracker.roles import Permission
from tracker.ways_in import provider_alone
from tracker.web_extensions import limiter

# Who typed the right password and not yet a code: the word that stands for them, when, and where they wanted to go.
HALF = "half"
HALF_LASTS = 10 * 60  # seconds
SIX_DIGITS = "The six digits of your authenticator"
# With what the secret of an authenticator is made that is being set up.
NONCE = "nonce"
NO_SECOND_STEP = "You sign in without a second step from now on."


def enter(user: User, to: str | None) -> ResponseReturnValue:
    """Go on after the right password or letter: to the second step where there is one, otherwise signed in.

    Whose district asks for its provider's sign-in is sent there, whatever password they know.

    Args:
        to: The page that was asked for; None for the first one.
    """
    if only_with := provider_alone(db.session, user):
        flash(only_with, "error")
        return redirect(url_for("accounts.login", next=to))
    if not has_second_step(db.session, user.id):
        remember_device(user)
        sign_in(user)
        return redirect(to or url_for("accounts.start"))
    session.clear()
    session[HALF] = [user.session_token, int(now().timestamp()), to or ""]
    return redirect(url_for("accounts.second_step"))


def half_in() -> tuple[User, str] | None:
    """Give whoever typed the right password a little while ago, and where they wanted to go; None where nobody did."""
    half = session.get(HALF)
    if not half or now().timestamp() - half[1] > HALF_LASTS:
        return None
    user = user_of_token(db.session, half[0])
    return (user, half[2]) if user is not None else None


def _half_key() -> str:
    half = session.get(HALF)
    return f"code:{half[0]}" if half else "code:"


def _key() -> str:
    return str(current_app.config["SECRET_KEY"])


@bp.route("/login/code", methods=["GET", "POST"])
@public
@limiter.limit(per_guesser, key_func=_half_key, methods=["POST"], deduct_when=refused)
def second_step() -> ResponseReturnValue:
    """Ask for the code of the authenticator, or one on paper."""
    half = half_in()
    if half is None:
        session.pop(HALF, None)
        return redirect(url_for("accounts.login"))
    user, to = half
    has_code = factor_of(db.session, user.id) is not None
    form = CodeForm()
    form.code.description = f"{f'{SIX_DIGITS}, or one' if has_code else 'One'} of your printed codes."
    if form.validate_on_submit():
        if check_code(db.session, user, form.code.data or "", _key(), now=now()):
            db.session.commit()
            remember_device(user)
            sign_in(user)
            return redirect(safe_next(to) or url_for("accounts.start"))
        form.code.errors = ["This code does not fit, or was used already. Take the one shown now."]
    page = render_template(
        "accounts/second_step.html",
        form=form,
        has_passkey=bool(passkeys_of(db.session, user.id)),
        has_code=has_code,
    )
    return page, 401 if form.is_submitted() else 200


def _me() -> User:
    user = find_user(db.session, current_user.person.id)
    if user is None:
        abort(401)
    return user


@bp.route("/account/second-step", methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
@limiter.limit(per_guesser, key_func=lambda: f"setup:{reader().person.id}", methods=["POST"], deduct_when=refused)
def set_up() -> ResponseReturnValue:
    """Set an authenticator up: show the picture, and take its first code."""
    user, form = _me(), CodeForm()
    if factor_of(db.session, user.id) is not None:
        return redirect(url_for("accounts.mine"))
    nonce = session.setdefault(NONCE, secrets.token_urlsafe(18))
    if form.validate_on_submit():
        try:
            codes = confirm_factor(db.session, user, nonce, form.code.data or "", _key(), now=now())
        except Refused as problem:
            db.session.rollback()
            form.take(problem)
        else:
            db.session.commit()
            post_soon()
            for name in (NONCE, SET_UP):
                session.pop(name, None)
            return render_template("accounts/paper_codes.html", codes=codes)
    secret = secret_of(user.id, nonce, _key())
    picture = segno.make(setup_address(secret, user.email)).svg_data_uri(scale=4, border=2, dark="#000", light="#fff")
    parts = [secret[at : at + 4] for at in range(0, len(secret), 4)]
    page = render_template(
        "accounts/set_up.html", form=form, picture=picture, secret=" ".join(parts), is_asked=session.get(SET_UP, False)
    )
    return page, 422 if form.errors or form.form_errors else 200


@bp.route("/account/second-step/change", methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
@limiter.limit(per_guesser, key_func=lambda: f"password:{reader().person.id}", methods=["POST"], deduct_when=refused)
def change_second_step() -> ResponseReturnValue:
    """Take the second step away, or make new codes on paper; the password shows that it is they who ask."""
    user, form = _me(), OwnPasswordForm()
    if not has_second_step(db.session, user.id):
        return redirect(url_for("accounts.set_up"))
    has_code = factor_of(db.session, user.id) is not None
    if form.validate_on_submit():
        if not password_fits(user.password_hash, form.current.data or ""):
            form.current.errors = ["This is not your present password."]
            return render_template("accounts/change_second_step.html", form=form, has_code=has_code), 401
        if request.form.get("then") == "paper":
            codes = new_paper_codes(db.session, user)
            db.session.commit()
            return render_template("accounts/paper_codes.html", codes=codes)
        if not has_code:
            return redirect(url_for("accounts.passkeys"))
        remove_factor(db.session, user, by=user, keeps_codes=bool(passkeys_of(db.session, user.id)))
        db.session.commit()
        post_soon()
        if must_set_up(user.id):
            session[SET_UP] = True
        left = "Your passkeys go on working." if has_second_step(db.session, user.id) else NO_SECOND_STEP
        flash(left, "success")
        return redirect(url_for("accounts.mine"))
    page = render_template("accounts/change_second_step.html", form=form, has_code=has_code)
    return page, 422 if form.errors else 200
