"""The least Flask and SQL that logs an activity: what the product's own way is compared with.

It does what no product could leave out: read the signed session cookie, look up who it is, where they work and what
they may do there, compare the token against forgery, see that the day has come, that every code is one of the lists and
that the same was not logged before, insert the activity, its row of history and the key by which the form is stored
once, commit as safely, redirect with the headers that protect a page, and prolong the session.

Where a school stands is stored with it only on request: working that out is what the product exists for, so nobody
could do it with less than the continuum engine.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask, abort, g, redirect, request, session
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from models.continuum.rulebook.reader import parse_catalogue
from models.database import make_engine
from models.operations.standings import refresh_standings
from tests.benchmarks.schools import TODAY

_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000")
_MAY_LOG = ("point_person", "slt_member", "school_admin", "contributor")
_CODED = ("kind", "by", "channel", "audience")
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_FIELDS = ("occurred_on", "kind", "title", "by", "channel", "audience")


def least_app(database: Path, *, stores_standings: bool) -> Flask:
    """Make the application over a database of the product."""
    app = Flask(__name__)
    app.secret_key = secrets.token_hex(32)
    codes = _codes(database)
    kept: list[sqlite3.Connection] = []
    engine = make_engine(f"sqlite:///{database}")

    def connection() -> sqlite3.Connection:
        if not kept:
            kept.append(sqlite3.connect(database, isolation_level=None))
            for pragma in _PRAGMAS:
                kept[0].execute(f"PRAGMA {pragma}")
        return kept[0]

    @app.before_request
    def know_who() -> None:
        connection().execute("BEGIN IMMEDIATE")
        g.who = (
            connection()
            .execute(
                "SELECT u.id, u.name, m.school_id, m.role, d.time_zone FROM users u"
                " JOIN memberships m ON m.user_id = u.id JOIN schools s ON s.id = m.school_id"
                " JOIN districts d ON d.id = s.district_id"
                " WHERE u.session_token = ? AND u.is_active AND m.ended_on IS NULL",
                [session.get("user")],
            )
            .fetchone()
        )
        if g.who is None:
            abort(401)
        if request.method == "POST" and not hmac.compare_digest(request.form["csrf_token"], session["csrf"]):
            abort(400)

    @app.teardown_request
    def end(_problem: BaseException | None) -> None:
        if connection().in_transaction:
            connection().execute("ROLLBACK")

    @app.post("/log")
    def log() -> Response:
        user_id, name, school_id, role, zone = g.who
        if role not in _MAY_LOG:
            abort(403)
        said = {field: request.form.get(field, "") for field in _FIELDS}
        if not all(said.values()) or any(said[field] not in codes[field] for field in _CODED):
            abort(422)
        today = max(TODAY, datetime.now(ZoneInfo(zone) if zone else None).date())
        if date.fromisoformat(said["occurred_on"]) > today:
            abort(422)
        there = connection().execute(
            "SELECT title FROM activities WHERE school_id = ? AND occurred_on = ? AND activity_kind = ?"
            " AND record_status NOT IN ('archived', 'cancelled') ORDER BY id DESC LIMIT 100",
            [school_id, said["occurred_on"], said["kind"]],
        )
        if said["title"].casefold() in {(title or "").casefold() for (title,) in there}:
            abort(409)
        now = datetime.now(UTC).replace(tzinfo=None).isoformat(" ")
        activity_id = connection().execute(
            "INSERT INTO activities (school_id, ref, record_status, version, created_at, updated_at, entered_on,"
            " entered_by_id, occurred_on, activity_kind, title, \"by\", channel, audience,"
            " initiated_by, roles, purpose, topic, way, ask, not_for, also_for) VALUES"
            " (?, ?, 'confirmed', 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', '', '', '', '', '', '')",
            [
                school_id, secrets.token_hex(8), now, now, said["occurred_on"], user_id, said["occurred_on"],
                said["kind"], said["title"], said["by"], said["channel"], said["audience"],
            ],
        ).lastrowid  # fmt: skip
        connection().execute(
            "INSERT INTO history (school_id, at, user_id, actor, record_kind, record_id, action, changes)"
            " VALUES (?, ?, ?, ?, 'activity', ?, 'created', ?)",
            [school_id, now, user_id, name, activity_id, json.dumps({key: [None, said[key]] for key in _FIELDS})],
        )
        typed = hashlib.blake2b(repr(sorted(said.items())).encode(), digest_size=16).hexdigest()
        connection().execute(
            "INSERT INTO sent_forms (user_id, key, digest, sent_at, record_kind, record_id)"
            " VALUES (?, ?, ?, ?, 'activity', ?)",
            [user_id, request.form["once"], typed, now, activity_id],
        )
        connection().execute("COMMIT")
        if stores_standings:
            with Session(engine) as storing, storing.begin():
                refresh_standings(storing, school_id, today=today)
        session["just_logged"] = activity_id
        return redirect(f"/activities/{activity_id}")

    @app.after_request
    def protect(response: Response) -> Response:
        for header, value in _HEADERS.items():
            response.headers[header] = value
        return response

    return app


def _codes(database: Path) -> dict[str, frozenset[str]]:
    """Read the codes that may be said, once."""
    with sqlite3.connect(database) as looking:
        (content,) = looking.execute("SELECT content FROM rule_sets ORDER BY in_force_from DESC LIMIT 1").fetchone()
    looking.close()
    lists = parse_catalogue(json.loads(content)).vocabularies
    return {field: frozenset(lists[field]) for field in _CODED}


def least_client(database: Path, *, csrf: str, stores_standings: bool = False) -> FlaskClient:
    """Sign a point person in to the least application."""
    client = least_app(database, stores_standings=stores_standings).test_client()
    with sqlite3.connect(database) as looking:
        (token,) = looking.execute("SELECT session_token FROM users WHERE email LIKE 'point2@%'").fetchone()
    looking.close()
    with client.session_transaction() as cookie:
        cookie["user"], cookie["csrf"] = token, csrf
        cookie.permanent = True
    return client
