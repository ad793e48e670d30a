"""Give a device what it needs to open the log without a connection, and to send later what was written there."""

from __future__ import annotations

from flask import Response, current_app, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from tracker.activities.blueprint import bp
from tracker.activities.log import kept_pages
from tracker.activities.tiles import kinds_told, tiles_shown
from tracker.choices import partner_pairs
from tracker.clock import today
from tracker.pages import bundle, files_of_pages
from tracker.permissions import Permission, public, requires
from tracker.reader import reader
from tracker.records.views import names_of_pages, pages_without_connection
from tracker.scripts import script


@bp.get("/log-worker.js")
@public
def worker() -> ResponseReturnValue:
    """Send the script that stands between pages and the network; from here it may stand before every page."""
    return Response(script("log_worker.js"), mimetype="text/javascript")


@bp.get("/no-connection")
@public
def no_connection() -> ResponseReturnValue:
    """Show what a device shows instead of any page but the log where there is no connection."""
    return render_template("activities/no_connection.html")


@bp.get("/log/kept")
@requires(Permission.LOG_WRITE)
def kept() -> ResponseReturnValue:
    """Give the pages of the log as they are opened without a connection, and all that they are made of."""
    return jsonify(
        who=reader().key,
        day=today().isoformat(),
        days=current_app.config["SETTINGS"].session_days,
        bundle=bundle(),
        files=files_of_pages(),
        pages={**kept_pages(), **pages_without_connection(kinds_told())},
        names={tile.code: tile.label for tile, _ in tiles_shown()} | names_of_pages(),
        partners=dict(partner_pairs()),
    )


@bp.get("/log/now")
@requires(Permission.LOG_WRITE)
def now() -> ResponseReturnValue:
    """Say who is signed in at which place, with a token for what is sent next."""
    return jsonify(who=reader().key, token=generate_csrf())
