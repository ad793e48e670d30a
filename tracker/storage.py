"""Ties the application to its database."""

from __future__ import annotations

from flask import Flask, has_request_context, request

from dashboards import PREFIX
from models.database import configure
from tracker.config import Settings, make_folder
from tracker.extensions import db
from tracker.settings_check import check_database

# Asked by POST, for what they send is long; they only read, and must not keep those waiting who write.
READING_POSTS = (PREFIX, "/log/hint", "/thresholds/look/")


def wants_write() -> bool:
    """Say whether the work at hand may write, so that SQLite takes its write lock at the beginning.

    Dashboards, the log's hint and a look at what other numbers would change ask by POST and
    only read. Commands and jobs may always write.
    """
    if not has_request_context():
        return True
    return request.method not in ("GET", "HEAD", "OPTIONS") and not request.path.startswith(READING_POSTS)


def register(app: Flask) -> None:
    """Bind the database and set its engine up.

    Raises:
        SettingsProblem: The address of the database cannot be used.
    """
    settings: Settings = app.config["SETTINGS"]
    if not settings.database_url:
        make_folder(settings.data_dir)
    check_database(settings)
    db.init_app(app)
    with app.app_context():
        configure(db.engine, wants_write=wants_write)


def let_go(app: Flask) -> None:
    """Close connections opened while the application was made: they must not cross into forked workers."""
    with app.app_context():
        db.session.remove()  # type: ignore[attr-defined]  # the scoped session behind the typed one has it
        if not app.config["SQLALCHEMY_DATABASE_URI"].endswith((":memory:", "sqlite://")):
            db.engine.dispose()
