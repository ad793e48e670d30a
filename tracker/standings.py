"""Keeps the stored standings of schools up to what a request or command has changed."""

from __future__ import annotations

from datetime import date

from flask import Flask, Response, current_app, g
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.accounts import School
from models.database import run_write
from models.history import take_changed_schools
from models.operations.standings import refresh_standings
from models.queries.catalogue import NoRules
from tracker.clock import today, today_at
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
            day = _today_of(session, school_id)
            if day is not None:
                refresh_standings(session, school_id, today=day)

        try:
            run_write(lambda: Session(db.engine), work)
        except NoRules:
            continue
        except DBAPIError as problem:
            current_app.logger.warning("the standings of school %s were not stored: %s", school_id, problem)


def _today_of(session: Session, school_id: int) -> date | None:
    """Say which day it is at a school; None where there is no such school any more."""
    who = g.get("reader")
    if who is not None and school_id in who.scope.school_ids:
        return today()
    school = session.get(School, school_id)
    return today_at(school) if school is not None else None


def init_app(app: Flask) -> None:
    """Refresh at the end of every request, before its answer goes out."""

    @app.after_request
    def refresh(response: Response) -> Response:
        refresh_changed()
        return response
