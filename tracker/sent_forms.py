"""Answers a form that is sent again as the first time, and stores nothing of it twice.

Two presses on a slow line, Back and Save, a connection that broke before the answer came: every form brings a key that
its page gave it, and the key is stored with what the form stored.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from datetime import timedelta

from flask import Flask, Response, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.database import run_write
from models.operations.sent_forms import forget_forms, take_form
from models.sent_forms import SentForm, kind_stored
from tracker.came_from import page_at
from tracker.clock import now
from tracker.config import Settings
from tracker.extensions import db
from tracker.permissions import may_open
from tracker.reader import reader_if_any
from tracker.record_pages import ENTERED_ELSEWHERE, PAGES, record_page
from tracker.storage import wants_write

FIELD = "once"
# Passwords are typed there: nothing of them is kept, not even as a hash, and a second sending changes nothing more.
ACCOUNTS = "accounts"
# How often, and how far apart, it is looked whether the first of two forms is answered.
_TIMES_ASKED, _PAUSE_SECONDS = 20, 0.05
_KEY = re.compile(r"[A-Za-z0-9_-]{16,40}")
# What a page gives a form anew each time, and which button was pressed.
_NOT_TYPED = frozenset({FIELD, "csrf_token", "then", "version"})


def new_key() -> str:
    """Give a form the key by which it is known when it is sent."""
    return secrets.token_urlsafe(16)


def answered_before() -> ResponseReturnValue | None:
    """Answer a form that was stored already; None where it is new, or where something else was typed since."""
    g.pop("sent_form", None)
    g.pop("was_sent", None)
    is_asked = request.method == "POST" and wants_write() and request.blueprint != ACCOUNTS
    key = request.form.get(FIELD, "") if is_asked else ""
    who = reader_if_any() if _KEY.fullmatch(key) else None
    if who is None:
        return None
    digest = _digest()
    known = take_form(db.session, user_id=who.person.id, key=key, digest=digest)
    if known is None:
        g.sent_form = key
        return None
    if known.digest != digest:
        g.was_sent = True  # the form says so, and keeps what was typed
        return None
    flash("This was saved already, and is stored once.", "success")
    return redirect(_where_it_led(known) or _page_above())


def _where_it_led(known: SentForm) -> str | None:
    """Say where a form led that was stored; None where nobody can tell any more.

    Where the record has no page for the reader that is noted right after it is stored: a second form that came at the
    same moment waits for it.
    """
    kind = known.record_kind or ""
    page = record_page(kind, known.record_id) if kind and known.record_id else None
    if known.location or (page and _has_page(kind)):
        return known.location or page
    noted = select(SentForm.location).where(SentForm.id == known.id)
    for _ in range(_TIMES_ASKED):
        # Who waits within a transaction holds up whom they wait for.
        db.session.rollback()
        time.sleep(_PAUSE_SECONDS)
        if location := db.session.scalar(noted):
            return location
    return page


def _page_above() -> str:
    """Give the page that a form hangs below, for a record without one whose form was cut off before it led anywhere."""
    parts = request.path.split("/")
    above = ("/".join(parts[:end]) for end in range(len(parts) - 1, 1, -1))
    return next((path for path in above if page_at(path)), None) or url_for("accounts.start")


def _has_page(kind: str) -> bool:
    """Whether the page of a kind's records is where its forms lead, and the reader may open it."""
    return kind in PAGES and kind not in ENTERED_ELSEWHERE and may_open(PAGES[kind][0])


def begin_again() -> ResponseReturnValue | None:
    """End a transaction that has only read so far, so that what it read is in nobody's way, and take the form anew.

    At SERIALIZABLE whoever reads what others are adding to, and adds to it, loses against them. On SQLite writers come
    one after the other anyway.

    Returns:
        As `answered_before`.
    """
    if db.engine.dialect.name == "sqlite":
        return None
    db.session.rollback()
    return answered_before()


def forget_old() -> None:
    """Forget forms that nobody can send again any more, in the transaction at hand; done wherever it costs nobody time.

    They are known longer than a session lasts, and than an entry may wait on a device.
    """
    settings: Settings = current_app.config["SETTINGS"]
    days = timedelta(days=max(settings.form_days, settings.session_days))
    forget_forms(db.session, before=now() - days)


def was_sent() -> bool:
    """Whether the form at hand was stored already, and was changed and sent again."""
    return bool(g.get("was_sent"))


def _digest() -> str:
    # With the installation's own key: what people typed cannot be tried out on what is stored.
    key = str(current_app.config["SECRET_KEY"]).encode()
    found = hashlib.blake2b(request.path.encode(), digest_size=16, key=hashlib.sha256(key).digest())
    for name, value in sorted(request.form.items(multi=True)):
        if name not in _NOT_TYPED:
            found.update(repr((name, value)).encode())
    for name, file in sorted(request.files.items(multi=True), key=lambda item: item[0]):
        if not file.filename:
            continue  # nothing was chosen there
        found.update(repr((name, file.filename)).encode())
        while block := file.stream.read(1 << 20):
            found.update(block)
        file.stream.seek(0)
    return found.hexdigest()


def _remember_where(response: Response) -> Response:
    """Note where a form led, where the record that it stored has no page of its own."""
    key, who, location = g.get("sent_form"), g.get("reader"), response.location
    if key is None or who is None or location is None or not location.startswith("/"):
        return response
    kind = kind_stored(db.session)
    if kind is None or _has_page(kind):
        return response
    # What was read since the commit holds a transaction open, and on SQLite the right to write.
    db.session.rollback()

    def work(session: Session) -> None:
        session.connection(execution_options={"sqlite_write": True}).execute(
            update(SentForm)
            .where(SentForm.user_id == who.person.id, SentForm.key == key)
            .values(location=location[:200])
        )

    run_write(lambda: Session(db.engine), work)
    return response


def init_app(app: Flask) -> None:
    """Give every form its key."""
    app.jinja_env.globals["once"] = new_key
    app.after_request(_remember_where)
