"""Home: what needs the reader."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.permissions import requires
from tracker.reader import reader
from tracker.roles import Permission

bp = Blueprint("home", __name__)


@bp.get("/")
@requires(Permission.HOME_SEE)
def show() -> ResponseReturnValue:
    """Show what needs the reader at the school in use."""
    if reader().school is None:
        return redirect(url_for("accounts.password"))
    return render_template("home/show.html")
