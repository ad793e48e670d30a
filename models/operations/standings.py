"""Brings the stored standings of a school up to its records, in the request or command that changed them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, cast

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.orm import Session

from models.continuum.continuum import Continuum
from models.continuum.time.calendar import month_ends_before
from models.queries.catalogue import rulebook
from models.queries.continuum import continuum_of
from models.queries.school_changes import latest_change
from models.queries.standings import MONTHS, rules_named
from models.scope import Scope
from models.standings import IndicatorStanding, SchoolStanding


class Line(NamedTuple):
    """What is stored of one indicator on one day."""

    until: date
    supported: int
    possible: int
    progress: float


Lines = Mapping[tuple[str, date], Line]


# A mapped class knows its table as any selectable; this one is a table, which SQL's writing words ask for.
TABLE = cast(Table, IndicatorStanding.__table__)


def standing_lines(continuum: Continuum, today: date) -> dict[tuple[str, date], Line]:
    """Work out where every judged indicator stood at the last month-ends and stands today."""
    found: dict[tuple[str, date], Line] = {}
    for day in (*month_ends_before(today.toordinal(), MONTHS), today.toordinal()):
        on = date.fromordinal(day)
        until = date.fromordinal(day + 1)
        for code in continuum.rules_on(day).judged:
            standing = continuum.standing(code, on)
            if on == today:
                until = continuum.unchanged_until(code, on)
            found[code, on] = Line(until, standing.supported, standing.possible, standing.progress)
    return found


def refresh_standings(session: Session, school_id: int, *, today: date) -> bool:
    """Store where a school stands, as far as what is stored is different.

    Args:
        today: The school's today.

    Returns:
        Whether anything was different.

    Raises:
        NoRules: No rules are stored.
    """
    latest = latest_change(session, school_id)
    rules = rules_named(rulebook(session))
    wanted = standing_lines(continuum_of(session, scope=Scope.of_school(school_id)), today)
    stored: Lines = {
        (row.indicator, row.on): Line(row.until, row.supported, row.possible, row.progress)
        for row in session.execute(select(TABLE).where(TABLE.c.school_id == school_id))
    }
    state = session.get(SchoolStanding, school_id)
    if stored == wanted and state is not None and (state.history_id, state.rules) == (latest, rules):
        return False
    gone = {on for _, on in stored} - {on for _, on in wanted}
    if gone:
        session.execute(delete(TABLE).where(TABLE.c.school_id == school_id, TABLE.c.on.in_(gone)))
    _write(session, school_id, wanted, {key: line for key, line in stored.items() if key[1] not in gone})
    if state is None:
        session.add(SchoolStanding(school_id=school_id, history_id=latest, rules=rules, token=secrets.token_hex(8)))
    else:
        state.history_id, state.rules, state.token = latest, rules, secrets.token_hex(8)
    session.flush()
    return True


def _write(session: Session, school_id: int, wanted: Lines, stored: Lines) -> None:
    new = [
        {"school_id": school_id, "indicator": code, "on": on, **line._asdict()}
        for (code, on), line in wanted.items()
        if (code, on) not in stored
    ]
    if new:
        session.execute(insert(TABLE), new)
    for (code, on), line in wanted.items():
        if (code, on) in stored and stored[code, on] != line:
            session.execute(
                update(TABLE)
                .where(TABLE.c.school_id == school_id, TABLE.c.indicator == code, TABLE.c.on == on)
                .values(**line._asdict())
            )
    unjudged = [key for key in stored if key not in wanted]
    for code, on in unjudged:
        session.execute(
            delete(TABLE).where(TABLE.c.school_id == school_id, TABLE.c.indicator == code, TABLE.c.on == on)
        )
