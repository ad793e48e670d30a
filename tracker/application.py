"""The Flask application, with one addition: a view that lost a race in the database is run again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, g, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask.typing import ResponseReturnValue
from itsdangerous import URLSafeTimedSerializer
from werkzeug.exceptions import ServiceUnavailable

from models.database import is_retryable
from tracker.address_parts import AskedRequest
from tracker.asked_parts import as_asked
from tracker.extensions import db
from tracker.fetching import RecordId
from tracker.reader import forget_reader
from tracker.scripts import all_scripts, script
from tracker.sent_forms import answered_before
from tracker.served_files import is_file

ATTEMPTS = 6
FIRST_PAUSE = 0.02  # seconds, doubled with every attempt


class CookieSessions(SecureCookieSessionInterface):
    """Flask's sessions in signed cookies; what signs them is made once, not twice for every request."""

    _kept: tuple[object, URLSafeTimedSerializer] | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Give what signs and reads cookies; None without a secret key."""
        keys = (app.secret_key, tuple(app.config["SECRET_KEY_FALLBACKS"] or ()))
        if self._kept is not None and self._kept[0] == keys:
            return self._kept[1]
        made = super().get_signing_serializer(app)
        self._kept = (keys, made) if made is not None else None
        return made

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Leave the cookie as it is where a script asked on its own: the answer may come after a sign-out."""
        return not g.get("asked_by_script") and super().should_set_cookie(app, session)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Store nothing with a file: it is alike for everybody, and one that varies with the cookie is never kept."""
        if not is_file(request.path):
            super().save_session(app, session, response)


class Application(Flask):
    """Flask that retries a whole view when its transaction lost a race.

    A view commits at most once, at its end, so that running it again does nothing twice.
    """

    request_class = AskedRequest

    def __init__(self, import_name: str) -> None:
        super().__init__(import_name)
        self.session_interface = CookieSessions()
        self.url_map.converters["int"] = RecordId

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Give a view or hook as it is: none is a coroutine, and a request asks this of each of its twenty hooks."""
        return func

    def send_static_file(self, filename: str) -> Response:
        """Send a file as it is, a script with its imports under addresses that browsers may keep."""
        folder, _, name = filename.rpartition("/")
        if folder == "js" and name in all_scripts():
            return Response(script(name), mimetype="text/javascript")
        return super().send_static_file(filename)

    def dispatch_request(self) -> ResponseReturnValue:
        """Run the view; after a serialisation failure or a locked database undo and run it again.

        Raises:
            ServiceUnavailable: It lost every time.
        """
        before = dict(session)
        for attempt in range(ATTEMPTS):
            try:
                return as_asked(answered_before() or super().dispatch_request())
            except Exception as problem:
                if not is_retryable(problem):
                    raise
                db.session.rollback()
                self.logger.info("attempt %s at %s %s lost a race", attempt + 1, request.method, request.path)
            _start_over(before)
            time.sleep(random.uniform(0.5, 1.5) * FIRST_PAUSE * 2**attempt)  # noqa: S311  (spreads, hides nothing)
        raise ServiceUnavailable


def _start_over(before: dict[str, object]) -> None:
    """Bring the request back to where it began: its session, its reader, its uploaded files."""
    if dict(session) != before:
        session.clear()
        session.update(before)
    forget_reader()
    for upload in request.files.values():
        upload.stream.seek(0)
