"""The database of an application. What else its pages need stands in `tracker.web_extensions`, for commands do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import Session

from models.base import Base


class Database(SQLAlchemy):
    """Flask-SQLAlchemy on the domain's own base.

    `session` is one session per request; it is typed as the plain session that queries and operations take.
    """

    if TYPE_CHECKING:
        session: Session  # type: ignore[assignment]


db = Database(model_class=Base)


def reading_session() -> Session:
    """Open a session of its own for what only reads, however long that takes: nobody who writes waits for it."""
    return Session(db.engine.execution_options(sqlite_write=False))
