"""Brings the stored standings of a school up to its records, in the request or command that changed them."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from statistics import fmean
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from models.base import table_of
from models.continuum.continuum import Continuum
from models.continuum.judging.answers import LevelAnswer
from models.continuum.time.calendar import NEVER, month_ends_before
from models.days import months_after
from models.queries.continuum import keep_standings, standings_kept
from models.queries.kept_engines import KeptStandings, Line, Lines
from models.queries.school_changes import Seen, seen_now
from models.queries.standings import MONTHS, level_before, rules_named, year_before
from models.standings import IndicatorStanding, SchoolStanding

# So many of the latest rows of history are counted by whoever asks whether standings are out of date, for each school
# of a district: more than are written while somebody else's change is on its way.
COUNTED = 32

TABLE, STATE = table_of(IndicatorStanding), table_of(SchoolStanding)


def standing_lines(
    continuum: Continuum, today: date, *, since: KeptStandings | None = None
) -> dict[tuple[str, date], Line]:
    """Work out where every judged indicator stood at the last month-ends and stands today.

    Args:
        since: What was stored last, of the same today: of indicators that no record touched since, and of days before
            those that one touched, it holds.
    """
    found: dict[tuple[str, date], Line] = {}
    days = [date.fromordinal(day) for day in (*month_ends_before(today.toordinal(), MONTHS), today.toordinal())]
    marks = _marks(continuum, today)
    continuum.expect(sum(since is None or on.toordinal() >= since.touched_from for on in days))
    for on in days:
        for code in continuum.rules_on(on.toordinal()).judged:
            old = since.lines.get((code, on)) if since else None
            if since and old and (on.toordinal() < since.touched_from or marks.get(code) is since.marks.get(code)):
                found[code, on] = old
                continue
            until = continuum.unchanged_until(code, on) if on == today else on + timedelta(days=1)
            standing = continuum.standing(code, on)
            found[code, on] = Line(until, standing.supported, standing.possible, standing.progress)
    return found


def _marks(continuum: Continuum, today: date) -> dict[str, tuple[LevelAnswer, ...]]:
    """Give of every indicator an object that stays the same as long as no record touches it."""
    day = today.toordinal()
    return {code: continuum.levels(code, day) for code in continuum.rules_on(day).judged}


def refresh_standings(session: Session, school_id: int, *, today: date) -> bool:
    """Store where a school stands, as far as what is stored is different.

    What this process stored last, and what records touched since, says where to look.

    Args:
        today: The school's today.

    Returns:
        Whether anything was different.

    Raises:
        NoRules: No rules are stored.
    """
    continuum, before, latest = standings_kept(session, school_id)
    if before is not None and before.today != today:
        before = None
    rules = rules_named(continuum.rulebook)
    seen = seen_now(session, school_id)
    wanted = standing_lines(continuum, today, since=before)
    follows = {"history_id": latest, **_counted(seen), "rules": rules, **_in_short(continuum, wanted, today)}
    table, state = TABLE, STATE
    found = session.execute(select(state).where(state.c.school_id == school_id)).one_or_none()
    stored = _stored(session, school_id, before, found, rules)
    token = found.token if found is not None else ""
    if stored != wanted or found is None or any(getattr(found, name) != value for name, value in follows.items()):
        gone = {on for _, on in stored} - {on for _, on in wanted}
        if gone:
            session.execute(delete(table).where(table.c.school_id == school_id, table.c.on.in_(gone)))
        _write(session, school_id, wanted, {key: line for key, line in stored.items() if key[1] not in gone})
        token = secrets.token_hex(8)
        new = {**follows, "token": token}
        if found is None:
            session.execute(insert(state).values(school_id=school_id, **new))
        else:
            session.execute(update(state).where(state.c.school_id == school_id).values(**new))
    kept = KeptStandings(today, wanted, _marks(continuum, today), latest, token)
    keep_standings(session, school_id, continuum, kept)
    return found is None or token != found.token


def _counted(seen: Seen) -> dict[str, int]:
    """Say which rows of history tell a reader that there are more: from which one on, and how many."""
    latest = sorted(seen.latest)[-COUNTED:]
    is_whole = seen.is_whole and len(latest) == len(seen.latest)
    return {"history_from": 0 if is_whole else latest[0], "history_rows": len(latest)}


def _in_short(continuum: Continuum, lines: Lines, today: date) -> dict[str, Any]:
    """Put a school's standings into the few numbers by which a district sorts its schools."""
    first, before = continuum.evidence.known_from, year_before(today)
    begun = None if first is None else date.fromordinal(first)
    now = {code: line for (code, on), line in lines.items() if on == today}
    moved = []
    for code, line in now.items():
        then = lines.get((code, before))
        level = level_before(
            line.supported, then and then.supported, then and then.possible, before=before, begun=begun
        )
        moved.append(0 if level is None else line.supported - level)
    # With the month the day changes with which is compared.
    next_month = months_after(today.replace(day=1), 1)
    return {
        "until": min([next_month, *(line.until for line in now.values())]),
        "begun": begun,
        "levels": "".join(
            str(now[code].supported) if code in now else "-" for code in continuum.rulebook[-1].indicators
        ),
        "mean": fmean(line.supported for line in now.values()) if now else 0.0,
        "rose": sum(by > 0 for by in moved),
        "fell": sum(by < 0 for by in moved),
    }


def _stored(session: Session, school_id: int, before: KeptStandings | None, state: Any, rules: str) -> Lines:
    """Read what is stored, as far as it is not known."""
    table = TABLE
    lines = select(table).where(table.c.school_id == school_id)
    known: dict[tuple[str, date], Line] = {}
    if before is not None and state is not None:
        if state.token == before.token:
            return before.lines
        # Another process stored after this one did: the days that no record touched since are as they were.
        if state.history_id >= before.history_id and state.rules == rules and before.touched_from < NEVER:
            first = date.fromordinal(max(1, before.touched_from))
            known = {key: line for key, line in before.lines.items() if key[1] < first}
            lines = lines.where(table.c.on >= first)
    rows = session.execute(lines)
    return {
        **known,
        **{(row.indicator, row.on): Line(row.until, row.supported, row.possible, row.progress) for row in rows},
    }


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
