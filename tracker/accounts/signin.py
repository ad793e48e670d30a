"""How a person and a session cookie belong together."""

from __future__ import annotations

import secrets
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import UserMixin, current_user, login_user, logout_user

from models.accounts import User
from models.history import act_as
from models.operations.accounts import hash_of_nobody
from models.operations.sessions import end_session, forget_sessions
from models.queries.accounts import Person, find_by_token
from tracker.clock import earliest_day, now, today
from tracker.config import Settings
from tracker.extensions import db
from tracker.reader import forget_reader, reader_if_any
from tracker.served_files import is_file
from tracker.web_extensions import login_manager

# Under this name a session's cookie holds what it was given when it began.
KEY = "key"


class SignedIn(UserMixin):
    """The signed-in person as Flask-Login knows them; the domain's person knows nothing of sessions."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def get_id(self) -> str:
        """Give what the cookie holds: a token that a new password replaces, which ends every session."""
        return self.person.token


def sign_in(user: User) -> None:
    """Start a session for a person; nothing of an earlier session stays."""
    person = find_by_token(db.session, user.session_token, day=earliest_day())
    session.clear()
    session.permanent = True
    session[KEY] = secrets.token_urlsafe(16)
    if person is not None:  # nobody has closed the account meanwhile
        login_user(SignedIn(person))
    forget_reader()


def sign_out() -> None:
    """End the session here and at the server: a copy of its cookie opens nothing any more."""
    if KEY in session:
        settings: Settings = current_app.config["SETTINGS"]
        end_session(db.session, session[KEY])
        forget_sessions(db.session, before=now() - timedelta(days=settings.session_days))
        db.session.commit()
    logout_user()
    session.clear()
    forget_reader()


def safe_next(target: str | None) -> str | None:
    """Give a page of this product to go on to, or None where the address leads elsewhere.

    Args:
        target: What the address of the sign-in page asks for; anybody may have written it.
    """
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    # Browsers drop tabs and line ends and read backslashes as slashes: such an address may lead elsewhere.
    if "\\" in target or any(character < " " for character in target):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target


def register(app: Flask) -> None:
    """Tell Flask-Login how to find people and where to send those who are not signed in."""
    hash_of_nobody()
    login_manager.init_app(app)
    login_manager.session_protection = "basic"

    @login_manager.user_loader
    def load(token: str) -> SignedIn | None:
        person = find_by_token(db.session, token, day=earliest_day(), key=session.get(KEY, ""))
        return SignedIn(person) if person is not None else None

    @login_manager.unauthorized_handler
    def send_to_sign_in() -> ResponseReturnValue:
        wanted = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("accounts.login", next=None if wanted == "/" else wanted))


def name_the_actor(app: Flask) -> None:
    """Write history in the name of whoever is signed in, and date entries by the day at their place."""

    @app.before_request
    def name_actor() -> None:
        if not is_file(request.path) and current_user.is_authenticated:
            person = current_user.person
            reader_if_any()  # finds the place in use, and with it the time zone
            act_as(db.session, person.name, user_id=person.id, on=today())
