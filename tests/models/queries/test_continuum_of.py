"""The engine of a school follows its history, whoever wrote it, and is never made of what may be taken back."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from models.accounts import School
from models.continuum.continuum import Continuum
from models.continuum.evidence.evidence import Evidence, evidence_from_rows
from models.operations.records import archive_record
from models.queries import continuum as asking
from models.queries.catalogue import rulebook
from models.queries.continuum import continuum_of, kept
from models.queries.evidence_rows import evidence_rows
from models.queries.records import record_rows
from models.scope import Scope
from tests.factories import a_school, an_activity
from tests.models.continuum.random_changes import differing, everything
from tests.random_writes import Writes
from tests.record_files import a_demo_school, a_ruled_school

TODAY = date(2026, 6, 30)


@pytest.fixture
def school(session: Session) -> School:
    """The smallest demo school, with the rules."""
    return a_demo_school(session)


def fresh(session: Session, school: School) -> Continuum:
    """Read a school anew, whatever is kept."""
    rules = rulebook(session)
    return Continuum(evidence_from_rows(record_rows(session, school.id), rules[-1].language), rules)


def parts(evidence: Evidence) -> dict[str, object]:
    """List all that rules may read of a school."""
    return {
        "facts": {kind: some for kind, some in evidence.facts.items() if some},
        "records": dict(evidence.by_record),
        "partnerships": dict(evidence.partnerships),
        "statements": {key: some for key, some in evidence.statements.items() if some},
        "standing": {kind: sorted(some, key=lambda one: one.record) for kind, some in evidence.standing.items()},
        "changes": evidence.changes,
        "exempt": dict(evidence.exempt),
        "logging": (evidence.logging_set, evidence.first_activity, evidence.logging_records()),
        "days": {key: line for key, line in evidence.days.items() if line},
    }


@pytest.mark.parametrize("seed", range(3))
def test_the_engine_follows_whatever_is_written(session: Session, school: School, seed: int) -> None:
    scope = Scope.of_school(school.id)
    continuum_of(session, scope=scope)
    writes = Writes(session, school, seed)
    for step in range(8):
        writes.some()
        session.commit()
        followed, anew = continuum_of(session, scope=scope), fresh(session, school)
        now, wanted = parts(followed.evidence), parts(anew.evidence)
        assert [name for name in wanted if now[name] != wanted[name]] == [], writes.done[-4:]
        if step % 4 == 3:
            both = [everything(one, TODAY, (seed + step) % 3) for one in (anew, followed)]
            assert differing(*both) == [], writes.done


def test_what_is_not_committed_is_answered_and_never_kept(session: Session, school: School) -> None:
    scope = Scope.of_school(school.id)
    before = parts(continuum_of(session, scope=scope).evidence)
    for seed in range(4):
        Writes(session, school, seed).some()
        assert parts(continuum_of(session, scope=scope).evidence) == parts(fresh(session, school).evidence)
        session.rollback()
        assert parts(continuum_of(session, scope=scope).evidence) == before


def test_a_savepoint_that_is_released_is_not_committed_yet(session: Session, school: School) -> None:
    scope = Scope.of_school(school.id)
    before = parts(continuum_of(session, scope=scope).evidence)
    with session.begin_nested():
        an_activity(session, school, occurred_on=TODAY)
    assert parts(continuum_of(session, scope=scope).evidence) != before
    session.rollback()

    # The next write may take the numbers of what was taken back.
    an_activity(session, school, occurred_on=date(2025, 1, 12), by=("leaders",))
    session.commit()
    now = parts(continuum_of(session, scope=scope).evidence)
    assert now == parts(fresh(session, school).evidence)
    assert now != before


def test_another_session_is_not_answered_by_what_is_not_committed(pg_engine: Engine) -> None:
    """On SQLite nobody reads while somebody writes."""
    kept.forget()
    engine = pg_engine
    with Session(engine) as session:
        made = a_ruled_school(session)
        session.commit()
        scope = Scope.of_school(made.id)
        an_activity(session, made, occurred_on=TODAY)
        assert continuum_of(session, scope=scope).evidence.records == 1
        with Session(engine) as other:
            assert continuum_of(other, scope=scope).evidence.records == 0
        session.commit()
        with Session(engine) as other:
            assert continuum_of(other, scope=scope).evidence.records == 1


def test_two_who_ask_at_once_wait_for_one_reading(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.forget()
    with Session(engine) as session:
        made = a_ruled_school(session)
        an_activity(session, made, occurred_on=TODAY)
        session.commit()
        scope = Scope.of_school(made.id)
    readings, together = [], threading.Barrier(4)

    def read(session: Session, school_id: int) -> object:
        readings.append(school_id)
        return evidence_rows(session, school_id)

    monkeypatch.setattr(asking, "evidence_rows", read)
    found: list[Continuum] = []

    def ask() -> None:
        with Session(engine) as mine:
            together.wait()
            found.append(continuum_of(mine, scope=scope))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert readings == [scope.school_id]
    assert len({id(one) for one in found}) == 1


def test_what_another_school_writes_changes_nothing(session: Session, school: School) -> None:
    other = a_school(session)
    session.commit()
    engine = continuum_of(session, scope=Scope.of_school(school.id))
    an_activity(session, other, occurred_on=TODAY)
    session.commit()

    assert continuum_of(session, scope=Scope.of_school(school.id)) is engine
    assert continuum_of(session, scope=Scope.of_school(other.id)).evidence.records == 1


def test_a_change_is_followed_without_reading_the_school_again(
    session: Session, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = Scope.of_school(school.id)
    activity = an_activity(session, school, occurred_on=TODAY)
    session.commit()
    continuum_of(session, scope=scope)
    archive_record(activity)
    session.commit()

    def read(*_args: object) -> None:
        raise AssertionError("the whole school was read again")

    monkeypatch.setattr(asking, "evidence_rows", read)
    assert ("activity", activity.ref) not in continuum_of(session, scope=scope).evidence.by_record
