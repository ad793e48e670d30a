"""Keeps the stored standings of schools up to what a request or command has changed."""

from __future__ import annotations

from flask import Flask, Response, current_app
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.accounts import School
from models.database import run_write
from models.history import take_changed_schools
from models.operations.standings import refresh_standings
from models.queries.catalogue import NoRules
from tracker.clock import today_at
from tracker.extensions import db


def refresh_changed() -> None:
    """Store anew where the schools stand that were changed since this was last called, each in its own transaction.

    What was changed is committed by then. Where this fails nothing is lost: readers see that the standings are out of
    date, and ask the records.
    """
    schools = take_changed_schools(db.engine)
    if schools:
        # What was read since the commit holds a transaction open, and on SQLite the right to write.
        db.session.rollback()
    for school_id in schools:

        def work(session: Session, school_id: int = school_id) -> None:
            school = session.get(School, school_id)
            if school is not None:
                refresh_standings(session, school_id, today=today_at(school))

        try:
            run_write(lambda: Session(db.engine), work)
        except NoRules:
            continue
        except DBAPIError as problem:
            current_app.logger.warning("the standings of school %s were not stored: %s", school_id, problem)


def init_app(app: Flask) -> None:
    """Refresh at the end of every request, before its answer goes out."""

    @app.after_request
    def refresh(response: Response) -> Response:
        refresh_changed()
        return response
