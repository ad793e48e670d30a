"""What the tests of partnerships share: a partnership, and a session that looks without being in the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.partnerships import Partnership
from tests.cast import partner_named, school_named
from tests.factories import a_partnership
from tracker.extensions import db

PDF = b"%PDF-1.7 a small paper"
LONG = "a" * 1_000_000


@pytest.fixture
def db_session(app: Flask) -> Iterator[Session]:
    """A session that only looks once its records are in: it holds no write lock while a client posts.

    `look_again` lets go of what it saw, so that the next look sees what views committed.
    """
    with app.app_context():
        engine = db.engine.execution_options(sqlite_write=False)
    with Session(engine, expire_on_commit=False) as session:
        yield session


@pytest.fixture
def partnership(db_session: Session) -> Partnership:
    """An active partnership of the cast's school with the organisation of its alliance member."""
    made = a_partnership(db_session, school_named(db_session), partner_named(db_session))
    db_session.commit()
    return made


def look_again(session: Session) -> None:
    """Forget what was read, so that the next look sees what was committed since."""
    session.rollback()
    session.expire_all()


def count_of(session: Session, table: Any) -> int:
    """Count a table's rows as committed now."""
    look_again(session)
    return session.scalar(select(func.count()).select_from(table)) or 0
