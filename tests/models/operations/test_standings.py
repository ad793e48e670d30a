"""Stored standings say what the records say, in one statement, and tell when they no longer do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from models.accounts import School
from models.continuum.time.calendar import month_ends_before
from models.history import epoch
from models.operations.standings import refresh_standings
from models.queries import continuum as queries
from models.queries.continuum import continuum_of, kept
from models.queries.kept_engines import KeptEngines
from models.queries.standings import MONTHS, StoredStanding, standings_on
from models.scope import Scope
from tests.factories import a_school, an_activity
from tests.random_writes import Writes
from tests.record_files import a_demo_school, a_ruled_school

TODAY = date(2026, 6, 17)
MONTH_ENDS = [date.fromordinal(day) for day in month_ends_before(TODAY.toordinal(), MONTHS)]


@pytest.fixture
def school(session: Session) -> School:
    """The smallest demo school, with the rules."""
    return a_demo_school(session)


def worked_out(session: Session, school: School, on: date) -> list[StoredStanding]:
    """Work out where a school stands on a day."""
    continuum = continuum_of(session, scope=Scope.of_school(school.id))
    found = {code: continuum.standing(code, on) for code in continuum.rules_on(on.toordinal()).judged}
    return [StoredStanding(school.id, code, one.supported, one.possible, one.progress) for code, one in found.items()]


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Note the statements that are sent meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("seed", range(2))
def test_what_is_stored_is_what_the_records_say_after_every_write(session: Session, school: School, seed: int) -> None:
    scope, writes = Scope.of_school(school.id), Writes(session, school, seed)
    # Nothing is stored yet: it is stale whatever is written.
    assert standings_on(session, TODAY, scope=scope).stale == {school.id}
    refresh_standings(session, school.id, today=TODAY)
    session.commit()
    for _ in range(3):
        before = epoch(session, school.id)
        writes.some()
        session.commit()
        # An edit may give a record what it says already: nothing was written then.
        wrote = epoch(session, school.id) != before
        assert standings_on(session, TODAY, scope=scope).stale == ({school.id} if wrote else frozenset())
        refresh_standings(session, school.id, today=TODAY)
        session.commit()
        for on in (*MONTH_ENDS, TODAY):
            stored = standings_on(session, on, scope=scope)
            assert stored.stale == frozenset(), on
            assert list(stored.lines) == worked_out(session, school, on), (on, writes.done)


def test_standings_of_several_schools_are_read_in_one_statement(session: Session, school: School) -> None:
    other = a_school(session)
    for one in (school, other):
        refresh_standings(session, one.id, today=TODAY)
    session.commit()
    engine, scope = session.get_bind().engine, Scope(frozenset({school.id, other.id}))
    standings_on(session, TODAY, scope=scope)
    with statements(engine) as sent:
        found = standings_on(session, TODAY, scope=scope)

    assert len([one for one in sent if "indicator_standings" in one]) == 1
    assert len([one for one in sent if "history" in one and "indicator_standings" not in one]) == 0
    assert {line.school_id for line in found.lines} == {school.id, other.id}


def test_a_refresh_that_finds_nothing_different_writes_nothing(session: Session, school: School) -> None:
    assert refresh_standings(session, school.id, today=TODAY)
    session.commit()
    with statements(session.get_bind().engine) as sent:
        assert not refresh_standings(session, school.id, today=TODAY)

    assert [one for one in sent if not one.lstrip().upper().startswith(("SELECT", "BEGIN"))] == []


def test_a_school_whose_records_changed_is_told_as_stale_and_no_other(session: Session, school: School) -> None:
    other = a_school(session)
    for one in (school, other):
        refresh_standings(session, one.id, today=TODAY)
    an_activity(session, other, occurred_on=TODAY)
    session.commit()
    found = standings_on(session, TODAY, scope=Scope(frozenset({school.id, other.id})))

    assert found.stale == {other.id}
    assert {line.school_id for line in found.lines} == {school.id}


def test_what_may_be_different_on_a_later_day_is_told_as_stale_then(session: Session, school: School) -> None:
    refresh_standings(session, school.id, today=TODAY)
    session.commit()
    scope = Scope.of_school(school.id)
    for later in (date(2026, 6, 18), date(2026, 6, 30), date(2026, 7, 1)):
        found = standings_on(session, later, scope=scope)
        lines = {line.indicator: line for line in worked_out(session, school, later)}
        # A line that is still given is right; one that may not be is left out.
        assert [line for line in found.lines if lines[line.indicator] != line] == []
    assert standings_on(session, date(2026, 7, 1), scope=scope).stale == {school.id}


def test_a_change_that_began_earlier_and_is_committed_later_makes_a_school_stale(pg_engine: Engine) -> None:
    """On SQLite nobody writes while somebody else does."""
    kept.forget()
    with Session(pg_engine) as session:
        made = a_ruled_school(session)
        session.commit()
        scope = Scope.of_school(made.id)
        with Session(pg_engine) as slow:
            an_activity(slow, slow.get_one(School, made.id), occurred_on=TODAY, by=("leaders",))
            an_activity(session, made, occurred_on=TODAY)
            session.commit()
            refresh_standings(session, made.id, today=TODAY)
            session.commit()
            assert standings_on(session, TODAY, scope=scope).stale == frozenset()
            session.commit()
            try:
                slow.commit()
            except OperationalError:
                # The database refuses it: whoever wrote it writes it again, later.
                return
        assert standings_on(session, TODAY, scope=scope).stale == scope.school_ids


def test_two_processes_that_refresh_in_turns_leave_what_the_records_say(
    session: Session, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope, writes = Scope.of_school(school.id), Writes(session, school, 7)
    processes = [KeptEngines(), KeptEngines()]
    # Who refreshes after which write: the other one then knows neither the records nor what was stored.
    for place, turn in enumerate((0, 0, 1, 0, 1, 1)):
        writes.some()
        an_activity(session, school, occurred_on=TODAY - timedelta(days=40 * turn), ref=f"turn-{place}")
        session.commit()
        monkeypatch.setattr(queries, "kept", processes[turn])
        refresh_standings(session, school.id, today=TODAY)
        session.commit()
        monkeypatch.setattr(queries, "kept", KeptEngines())
        for on in (*MONTH_ENDS, TODAY):
            assert list(standings_on(session, on, scope=scope).lines) == worked_out(session, school, on), (turn, on)


def test_an_entry_of_today_is_stored_without_asking_what_is_stored_of_other_days(
    session: Session, school: School
) -> None:
    refresh_standings(session, school.id, today=TODAY)
    session.commit()
    an_activity(session, school, occurred_on=TODAY)
    session.commit()
    with statements(session.get_bind().engine) as sent:
        assert refresh_standings(session, school.id, today=TODAY)

    assert not [one for one in sent if "indicator_standings" in one and one.lstrip().upper().startswith("SELECT")]


def test_standings_kept_of_a_refresh_that_was_taken_back_are_not_believed(session: Session, school: School) -> None:
    refresh_standings(session, school.id, today=TODAY)
    session.rollback()
    assert standings_on(session, TODAY, scope=Scope.of_school(school.id)).stale == {school.id}
    assert refresh_standings(session, school.id, today=TODAY)
    session.commit()
    assert list(standings_on(session, TODAY, scope=Scope.of_school(school.id)).lines) == worked_out(
        session, school, TODAY
    )
