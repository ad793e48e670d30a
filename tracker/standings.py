"""Keeps the stored standings of schools up to what a request or command has changed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from datetime import date

from flask import Flask, Response, current_app, g
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.accounts import District, School
from models.database import run_write
from models.history import take_changed_schools
from models.operations.plans import has_open_plan, tick_off_planned
from models.operations.standings import refresh_standings
from models.queries.catalogue import NoRules
from models.queries.continuum import standings_kept
from models.queries.district import stale_schools
from models.scope import Scope
from tracker.clock import day_in, today, today_at
from tracker.extensions import db

# A school that is written to again within so many seconds is stored once for all of it.
BURST = 1.0


class Turns:
    """Which schools' turn it is to be stored: the first write at once, those that follow on its heels together.

    Several people who log at the same moment would otherwise pay for standings that the next write makes out of date.
    What waits is stored by the next request of this process after its time, and whoever reads standings sees until
    then that they are out of date. Safe to use from several threads.

    Args:
        clock: Tells seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._stored: dict[int, float] = {}
        self._waiting: set[int] = set()

    def take(self, changed: Iterable[int]) -> list[int]:
        """Give the schools to store now, of those just changed and those that wait; they count as stored."""
        with self._lock:
            self._waiting.update(changed)
            if not self._waiting:
                return []
            now = self._clock()
            due = sorted(school for school in self._waiting if now - self._stored.get(school, -BURST) >= BURST)
            self._waiting.difference_update(due)
            self._stored.update(dict.fromkeys(due, now))
            return due


def refresh_changed() -> None:
    """Store anew where schools stand that were changed here, each in its own transaction, when it is their turn.

    What was changed is committed by then. Where this fails nothing is lost: readers see that the standings are out of
    date, and ask the records.
    """
    turns: Turns = current_app.extensions.setdefault("standings", Turns())
    schools = turns.take(take_changed_schools(db.engine))
    if schools:
        # What was read since the commit holds a transaction open, and on SQLite the right to write.
        db.session.rollback()
    store_anew(schools)


def store_anew(schools: Iterable[int], *, while_: Callable[[], bool] = lambda: True) -> None:
    """Store where schools stand, each in its own transaction. What fails stays out of date, and is said to be.

    Args:
        while_: Whether there is time for one more.
    """
    for school_id in sorted(schools):
        if not while_():
            return

        def work(session: Session, school_id: int = school_id) -> None:
            # What waited may be stored in a request that otherwise only reads.
            session.connection(execution_options={"sqlite_write": True})
            day = _today_of(session, school_id)
            if day is not None:
                refresh_standings(session, school_id, today=day)
                if has_open_plan(session, school_id):
                    tick_off_planned(session, school_id, standings_kept(session, school_id)[0], today=day)

        try:
            run_write(lambda: Session(db.engine), work)
        except NoRules:
            continue
        except DBAPIError as problem:
            current_app.logger.warning("the standings of school %s were not stored: %s", school_id, problem)


def renew_standings(*, while_: Callable[[], bool] = lambda: True) -> None:
    """Store anew where schools stand whose month has ended, or whose rules changed: nobody wrote, and no request did.

    Whoever compares schools on the first of a month would wait for all of them otherwise.

    Args:
        while_: Whether there is time for one more.
    """
    for district in db.session.scalars(select(District).order_by(District.id)).all():
        schools = frozenset(db.session.scalars(select(School.id).where(School.district_id == district.id)))
        scope = Scope(school_ids=schools, district_id=district.id)
        try:
            stale = stale_schools(db.session, day_in(district.time_zone), scope=scope)
        except NoRules:
            stale = frozenset()
        # What was read holds a transaction open.
        db.session.rollback()
        store_anew(stale, while_=while_)


def _today_of(session: Session, school_id: int) -> date | None:
    """Say which day it is at a school; None where there is no such school any more."""
    who = g.get("reader")
    if who is not None and school_id in who.scope.school_ids:
        return today()
    school = session.get(School, school_id)
    return today_at(school) if school is not None else None


def init_app(app: Flask) -> None:
    """Refresh at the end of every request, before its answer goes out."""
    app.extensions["standings"] = Turns()

    @app.after_request
    def refresh(response: Response) -> Response:
        refresh_changed()
        return response
