"""Engines that are kept stand in no circle: what is let go of is freed at once, without the garbage collector."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import date, timedelta
from weakref import ref

import pytest
from sqlalchemy.orm import Session

from models.accounts import School
from models.operations.standings import refresh_standings
from models.queries import continuum as queries
from models.queries.continuum import continuum_of
from models.queries.kept_engines import KeptEngines
from models.scope import Scope
from tests.collector import put_aside
from tests.factories import TODAY, a_school, an_activity
from tests.record_files import bring_demo, store_rules


@pytest.fixture(autouse=True)
def without_collector() -> Iterator[None]:
    """Let nothing but counts of references free what is dropped."""
    put_aside()
    gc.disable()
    yield
    gc.enable()
    put_aside()


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> KeptEngines:
    """Engines of these tests alone, with room for one."""
    made = KeptEngines(megabytes=1)
    monkeypatch.setattr(queries, "kept", made)
    return made


@pytest.fixture
def schools(sqlite_session: Session) -> list[School]:
    """Two schools with records of all kinds."""
    store_rules(sqlite_session)
    made = [a_school(sqlite_session) for _ in range(2)]
    for school in made:
        bring_demo(sqlite_session, school, "a")
    sqlite_session.commit()
    return made


def ask_everything(session: Session, school: School) -> tuple[ref[object], ref[object]]:
    """Ask a school all that pages ask, and give weak references to its engine and evidence."""
    continuum = continuum_of(session, scope=Scope.of_school(school.id))
    answer = continuum.on(TODAY)
    for code in answer.indicators:
        continuum.one_more(code, TODAY)
        continuum.lapses(code, TODAY)
        continuum.falls(code, TODAY)
    continuum.growth([TODAY - timedelta(days=30 * month) for month in range(24)])
    return ref(continuum), ref(continuum.evidence)


@pytest.mark.usefixtures("engines")
def test_an_engine_that_has_to_make_room_is_freed_at_once(sqlite_session: Session, schools: list[School]) -> None:
    asked = ask_everything(sqlite_session, schools[0])
    ask_everything(sqlite_session, schools[1])
    assert [one() for one in asked] == [None, None]


@pytest.mark.usefixtures("engines")
def test_an_engine_that_a_write_replaced_is_freed_at_once(sqlite_session: Session, schools: list[School]) -> None:
    asked = ask_everything(sqlite_session, schools[0])
    refresh_standings(sqlite_session, schools[0].id, today=TODAY)
    an_activity(sqlite_session, schools[0], occurred_on=date(2025, 11, 3))
    sqlite_session.commit()
    refresh_standings(sqlite_session, schools[0].id, today=TODAY)
    ask_everything(sqlite_session, schools[0])
    assert [one() for one in asked] == [None, None]


def test_an_engine_that_is_forgotten_is_freed_at_once(
    sqlite_session: Session, schools: list[School], engines: KeptEngines
) -> None:
    asked = ask_everything(sqlite_session, schools[0])
    engines.forget()
    assert [one() for one in asked] == [None, None]


@pytest.mark.usefixtures("engines")
def test_a_school_imagined_otherwise_is_freed_at_once(sqlite_session: Session, schools: list[School]) -> None:
    school = continuum_of(sqlite_session, scope=Scope.of_school(schools[0].id))
    record = next(iter(school.evidence.by_record))
    other = school.as_if(remove=[record])
    other.on(TODAY)
    imagined = ref(other)
    del other
    assert imagined() is None
