"""Sign in and out, choose the place to work at, change the password."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import abort, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from dashboards.addresses import SCHOOLS
from dashboards.shell import PAGE_AT
from models.operations.account_links import tell_of_password
from models.operations.accounts import AccountProblem, change_password, password_fits, refresh_hash
from models.queries.accounts import find_user, find_user_by_email
from tracker import demo_accounts
from tracker.accounts.blueprint import bp
from tracker.accounts.devices import is_known_device, remember_device
from tracker.accounts.forms import LoginForm, PasswordForm
from tracker.accounts.limits import (
    account_key,
    guesser_key,
    per_account,
    per_address,
    per_guesser,
    refused,
    tell_the_owner,
)
from tracker.accounts.places import LIST as PLACES
from tracker.accounts.second_step import enter
from tracker.accounts.signin import safe_next, sign_out, sign_out_elsewhere
from tracker.extensions import db
from tracker.letters.posting import post_soon
from tracker.lists.page import list_page
from tracker.permissions import can, public, requires
from tracker.reader import PLACE, forget_reader, reader, reader_if_any
from tracker.roles import Permission
from tracker.sent_forms import forget_old
from tracker.web_extensions import limiter


@bp.route("/login", methods=["GET", "POST"])
@public
@limiter.limit(per_address, methods=["POST"], deduct_when=refused, exempt_when=is_known_device)
@limiter.limit(
    per_account,
    key_func=account_key,
    methods=["POST"],
    deduct_when=refused,
    exempt_when=is_known_device,
    on_breach=tell_the_owner,
)
@limiter.limit(per_guesser, key_func=guesser_key, methods=["POST"], deduct_when=refused, on_breach=tell_the_owner)
def login() -> ResponseReturnValue:
    """Ask for e-mail address and password; both may be wrong, the answer does not say which."""
    if reader_if_any() is not None:  # who has lost every membership may sign in as somebody else
        return redirect(safe_next(request.args.get("next")) or url_for("accounts.start"))
    form = LoginForm()
    if form.validate_on_submit():
        user = find_user_by_email(db.session, form.email.data or "")
        user_id, password_hash = (user.id, user.password_hash) if user else (None, None)
        db.session.rollback()  # hashing takes long, and the database must not be held meanwhile
        if password_fits(password_hash, form.password.data or ""):
            user = find_user(db.session, user_id or 0)
            if user is not None:
                refresh_hash(user, form.password.data or "")
                forget_old()
                db.session.commit()
                return enter(user, safe_next(request.args.get("next")))
        form.form_errors.append("E-mail address and password do not belong together.")
    is_demo = current_app.config["SETTINGS"].demo
    page = render_template(
        "accounts/login.html",
        form=form,
        demo_accounts=demo_accounts.ACCOUNTS if is_demo else (),
        demo_password=demo_accounts.PASSWORD if is_demo else "",
        providers=current_app.config["SETTINGS"].providers,
        to=safe_next(request.args.get("next")),
    )
    return page, 401 if form.is_submitted() else 200


@bp.post("/logout")
@requires(Permission.ACCOUNT)
def logout() -> ResponseReturnValue:
    """End the session."""
    sign_out()
    flash("You are signed out.", "success")
    return redirect(url_for("accounts.login"))


@bp.get("/start")
@requires(Permission.ACCOUNT)
def start() -> ResponseReturnValue:
    """Send a person to the first page of the place in use; who has a whole district, to its schools."""
    if reader().is_partner:
        return redirect(url_for("alliances.show"))
    return redirect(SCHOOLS if can(Permission.DISTRICT_SEE) else url_for("home.show"))


@bp.get("/place")
@requires(Permission.ACCOUNT)
def places() -> ResponseReturnValue:
    """List where a person may work: who has very many places looks for one; `next` is the page to go on to there."""
    return render_template("accounts/places.html", page=list_page(PLACES), onward=request.args.get("next"))


@bp.post("/place")
@requires(Permission.ACCOUNT)
def choose_place() -> ResponseReturnValue:
    """Change the school or organisation the person works at; `next` of the address is the page there to go on to."""
    key = request.form.get("place", "")
    if key not in {place.key for place in reader().places}:
        abort(404)
    session[PLACE] = key
    forget_reader()
    first = url_for("home.show" if reader().is_at_school else "accounts.start")
    wanted = safe_next(request.args.get("next"))
    page = PAGE_AT.get(urlsplit(wanted or "").path)
    # A dashboard is kept from school to school, but not taken along to where its reader may not open it.
    if page is not None and not can(page.permission):
        wanted = None
    return redirect(wanted or first)


@bp.route("/account/password", methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
@limiter.limit(per_guesser, key_func=lambda: f"password:{reader().person.id}", methods=["POST"], deduct_when=refused)
def password() -> ResponseReturnValue:
    """Change the own password; every other session of the person ends."""
    form = PasswordForm()
    if form.validate_on_submit():
        user = find_user(db.session, reader().person.id)
        if user is None:
            abort(401)
        if not password_fits(user.password_hash, form.current.data or ""):
            form.current.errors = ["This is not your present password."]
            return render_template("accounts/password.html", form=form), 401
        try:
            change_password(user, form.password.data or "")
        except AccountProblem as problem:
            form.password.errors = [str(problem)]
        else:
            tell_of_password(db.session, user)
            sign_out_elsewhere(user)
            remember_device(user)
            post_soon()
            flash("Password changed. You are signed out everywhere else.", "success")
            return redirect(url_for("accounts.mine"))
    return render_template("accounts/password.html", form=form), 422 if form.is_submitted() else 200
