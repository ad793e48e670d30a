"""How a person and a session cookie belong together."""

from __future__ import annotations

import secrets
from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import UserMixin, current_user, login_user, logout_user
from sqlalchemy.orm import Session

from models.accounts import User, new_session_token
from models.database import run_write
from models.history import act_as
from models.operations.accounts import hash_of_nobody
from models.operations.passkeys import has_second_step
from models.operations.sessions import (
    SEEN_EVERY,
    begin_session,
    end_others,
    end_session,
    forget_sessions,
    note_seen,
)
from models.queries.accounts import Person, find_by_token, needs_second_step
from tracker.clock import earliest_day, now, today
from tracker.config import Settings
from tracker.extensions import db
from tracker.reader import PLACE, forget_reader, reader_if_any
from tracker.served_files import is_file
from tracker.web_extensions import login_manager

# Under this name a session's cookie holds what it was given when it began.
KEY = "key"
# When it was last noted that the session is used, in seconds since 1970.
SEEN = "seen"
# That a person's district asks for a second step at sign-in, and they have none yet.
SET_UP = "set_up"
# With which provider the session began: what more it asks for at sign-in is the provider's to say.
PROVIDER = "provider"
# What they may open until they have one.
FIRST = frozenset(
    {"accounts.set_up", "accounts.passkeys", "accounts.ask_new_passkey", "accounts.logout", "accounts.choose_place"}
)
# What a browser says of itself -> what people call it; the first that is found, for most name others as well.
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("Chrome/", "Chrome"),
    ("CriOS", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "Chromebook"), ("Windows", "Windows"),
    ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


class SignedIn(UserMixin):
    """The signed-in person as Flask-Login knows them; the domain's person knows nothing of sessions."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def get_id(self) -> str:
        """Give what the cookie holds: a token that a new password replaces, which ends every session."""
        return self.person.token


def sign_in(user: User, *, provider: str | None = None) -> None:
    """Start a session for a person, and commit it; nothing of an earlier session stays.

    Args:
        provider: With whose sign-in they came; None with a password.
    """
    person = find_by_token(db.session, user.session_token, day=earliest_day())
    session.clear()
    session.permanent = True
    session[KEY], session[SEEN] = secrets.token_urlsafe(16), int(now().timestamp())
    if person is not None:  # nobody has closed the account meanwhile
        begin_session(db.session, session[KEY], person.id, device_words())
        db.session.commit()
        login_user(SignedIn(person))
        if provider is not None:
            session[PROVIDER] = provider
        elif must_set_up(person.id):
            session[SET_UP] = True
    forget_reader()


def must_set_up(user_id: int) -> bool:
    """Whether a district of somebody's asks for a second step at sign-in, and they have none."""
    return not has_second_step(db.session, user_id) and needs_second_step(db.session, user_id, day=earliest_day())


def sign_out_elsewhere(user: User) -> int:
    """End every other session of the signed-in person, and begin this one anew.

    Returns:
        How many were known.
    """
    ended, place = end_others(db.session, user.id, session.get(KEY, "")), session.get(PLACE)
    provider = session.get(PROVIDER)
    user.session_token = new_session_token()
    if KEY in session:
        end_session(db.session, session[KEY])
    db.session.commit()
    sign_in(user, provider=provider)
    if place is not None:
        session[PLACE] = place
    return ended


def device_words() -> str:
    """Name the browser and the system that ask, as far as they tell: "Firefox on Windows"."""
    told = request.user_agent.string
    browser = next((name for sign, name in BROWSERS if sign in told), "a browser")
    system = next((name for sign, name in SYSTEMS if sign in told), "")
    return f"{browser} on {system}" if system else browser


def _note_seen(user_id: int) -> None:
    """Note once an hour that a session is used, in a transaction of its own."""
    moment = now()
    if KEY not in session or moment.timestamp() - session.get(SEEN, 0) < SEEN_EVERY.total_seconds():
        return
    if g.get("asked_by_script"):
        return  # its answer leaves the cookie as it is, and so it would be noted every time
    session[SEEN] = int(moment.timestamp())
    work = partial(note_seen, key=session[KEY], user_id=user_id, device=device_words(), now=moment)
    db.session.rollback()
    run_write(lambda: Session(db.engine), work)
    if PROVIDER not in session and must_set_up(user_id):
        session[SET_UP] = True


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
    def name_actor() -> ResponseReturnValue | None:
        if not is_file(request.path) and current_user.is_authenticated:
            person = current_user.person
            _note_seen(person.id)
            reader_if_any()  # finds the place in use, and with it the time zone
            act_as(db.session, person.name, user_id=person.id, on=today())
            if session.get(SET_UP) and request.endpoint not in FIRST:
                return redirect(url_for("accounts.set_up"))
        return None
