"""The page of all words."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from models.glossary import glossary
from tracker.permissions import requires
from tracker.roles import Permission

bp = Blueprint("help", __name__, url_prefix="/help")


@bp.get("")
@requires(Permission.ACCOUNT)
def index() -> ResponseReturnValue:
    """List what every word means."""
    return render_template("help/index.html", groups=glossary().groups)
