"""What is kept about whoever is signed in: told on a page, given as a file; and what they are called."""

from __future__ import annotations

import json

from flask import Response, abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.accounts import User
from models.operations.accounts import change_name
from models.queries.accounts import find_user
from models.queries.own_data import count_changes, kept_about
from models.refusals import Refused
from tracker.accounts.blueprint import bp
from tracker.accounts.forms import NameForm
from tracker.config import Settings
from tracker.extensions import db
from tracker.permissions import requires
from tracker.reader import reader
from tracker.roles import Permission

FILE = "what-is-kept-about-me.json"


def _me() -> User:
    user = find_user(db.session, reader().person.id)
    if user is None:
        abort(401)
    return user


def _page(form: NameForm, status: int = 200) -> ResponseReturnValue:
    user, settings = _me(), current_app.config["SETTINGS"]
    assert isinstance(settings, Settings)
    page = render_template(
        "accounts/kept.html", user=user, form=form, changes=count_changes(db.session, user), days=settings.session_days
    )
    return page, status


@bp.get("/account/kept")
@requires(Permission.ACCOUNT)
def kept() -> ResponseReturnValue:
    """Say what is kept about whoever asks, why, for how long, and who sees it."""
    return _page(NameForm(formdata=None, data={"name": _me().name}))


@bp.get("/account/kept.json")
@requires(Permission.ACCOUNT)
def kept_file() -> Response:
    """Give it as a file."""
    content = json.dumps(kept_about(db.session, _me()), ensure_ascii=False, indent=2)
    found = Response(content, mimetype="application/json")
    found.headers["Content-Disposition"] = f'attachment; filename="{FILE}"'
    return found


@bp.post("/account/name")
@requires(Permission.ACCOUNT)
def rename() -> ResponseReturnValue:
    """Call whoever asks otherwise from now on."""
    form = NameForm()
    if not form.validate_on_submit():
        return _page(form, 422)
    try:
        change_name(db.session, _me(), form.name.data or "")
    except Refused as problem:
        db.session.rollback()
        form.take(problem)
        return _page(form, 422)
    db.session.commit()
    flash("Your name is changed.", "success")
    return redirect(url_for("accounts.kept"))
