"""What the product asks of its databases: nothing acknowledged is lost, and lost races are run again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from models.accounts import District, School
from models.database import is_retryable, make_engine, refresh_statistics, run_write

WRITERS = 4
ROUNDS = 15


def _name(session: Session) -> str:
    return session.scalars(sa.select(District.name)).one()


def _add_district(engine: Engine, name: str) -> None:
    with Session(engine) as session, session.begin():
        session.add(District(name=name))


def _count_up(session: Session) -> None:
    district = session.scalars(sa.select(District)).one()
    district.name = str(int(district.name) + 1)


def _serialisation_failure() -> OperationalError:
    refused = Exception("could not serialize access")
    refused.sqlstate = "40001"  # type: ignore[attr-defined]
    return OperationalError("UPDATE", {}, refused)


def test_rivals_that_read_and_then_write_lose_no_update(engine: Engine) -> None:
    _add_district(engine, "0")
    problems: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(ROUNDS):
                run_write(sessionmaker(engine), _count_up, attempts=60)
        except BaseException as problem:  # a thread's error must reach the test
            problems.append(problem)

    writers = [threading.Thread(target=work) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert problems == []
    with Session(engine) as session:
        assert _name(session) == str(WRITERS * ROUNDS)


def test_work_that_fails_leaves_nothing_behind(engine: Engine) -> None:
    def work(session: Session) -> None:
        session.add(District(name="Half done"))
        session.flush()
        raise LookupError("the second half is missing")

    with pytest.raises(LookupError):
        run_write(sessionmaker(engine), work)

    with Session(engine) as session:
        assert session.scalar(sa.select(sa.func.count(District.id))) == 0


def test_a_lost_race_is_run_again_until_it_is_won(sqlite_engine: Engine) -> None:
    tries: list[int] = []
    pauses: list[float] = []

    def work(session: Session) -> str:
        tries.append(len(tries))
        session.add(District(name=f"Try {len(tries)}"))
        if len(tries) < 4:
            raise _serialisation_failure()
        return "won"

    assert run_write(sessionmaker(sqlite_engine), work, pause=pauses.append) == "won"
    assert len(tries) == 4
    assert len(pauses) == 3
    with Session(sqlite_engine) as session:
        assert _name(session) == "Try 4"


def test_a_race_lost_every_time_is_given_up_after_the_last_attempt(sqlite_engine: Engine) -> None:
    tries: list[None] = []

    def work(_session: Session) -> None:
        tries.append(None)
        raise _serialisation_failure()

    with pytest.raises(OperationalError):
        run_write(sessionmaker(sqlite_engine), work, attempts=3, pause=lambda _seconds: None)
    assert len(tries) == 3


def test_an_error_that_is_no_race_is_not_tried_again(engine: Engine) -> None:
    _add_district(engine, "Cedar Bend")
    tries: list[None] = []

    def work(session: Session) -> None:
        tries.append(None)
        session.add(District(name="Cedar Bend"))

    with pytest.raises(IntegrityError):
        run_write(sessionmaker(engine), work)
    assert len(tries) == 1


def test_two_transactions_that_each_decide_on_what_the_other_changes_do_not_both_win(pg_engine: Engine) -> None:
    _add_district(pg_engine, "one")
    with Session(pg_engine) as left, Session(pg_engine) as right:
        left.add(District(name=f"{_name(left)} and a left one"))
        right.add(District(name=f"{_name(right)} and a right one"))
        left.commit()
        with pytest.raises(OperationalError) as refused:
            right.commit()
    assert is_retryable(refused.value)


def test_postgresql_works_at_serializable(pg_engine: Engine) -> None:
    with pg_engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW transaction_isolation").scalar_one() == "serializable"


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 30_000), ("trusted_schema", 0)],
)
def test_every_sqlite_connection_is_set_up_to_lose_nothing(sqlite_engine: Engine, pragma: str, value: object) -> None:
    with sqlite_engine.connect() as first, sqlite_engine.connect() as second:
        assert first.execution_options(sqlite_write=False).exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value
        assert second.execution_options(sqlite_write=False).exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value


def test_sqlite_looks_where_the_fewest_rows_are_once_it_has_counted_them(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'counted.db'}")
    few = "EXPLAIN QUERY PLAN SELECT * FROM papers WHERE partner IN (1, 2, 3) AND school = 1"
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE papers (school, ref, partner, UNIQUE (school, ref))")
        connection.exec_driver_sql("CREATE INDEX by_partner ON papers (partner)")
        connection.exec_driver_sql(
            "INSERT INTO papers WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
            " SELECT 1, i, i / 5 FROM n"
        )
        assert "by_partner" not in str(connection.exec_driver_sql(few).all())
    refresh_statistics(engine)
    with engine.begin() as connection:
        assert "by_partner" in str(connection.exec_driver_sql(few).all())
    engine.dispose()


def test_readers_go_on_while_somebody_writes_on_sqlite(sqlite_engine: Engine) -> None:
    _add_district(sqlite_engine, "before")
    with Session(sqlite_engine) as writer, sqlite_engine.connect() as connection:
        writer.add(District(name="not yet"))
        writer.flush()
        reader = Session(connection.execution_options(sqlite_write=False))
        assert _name(reader) == "before"


def test_a_second_writer_on_sqlite_is_told_to_wait_before_it_reads(sqlite_engine: Engine) -> None:
    impatient = make_engine(sqlite_engine.url)

    @sa.event.listens_for(impatient, "connect")
    def wait_less(connection: sa.engine.interfaces.DBAPIConnection, _record: object) -> None:
        connection.execute("PRAGMA busy_timeout=50")  # type: ignore[attr-defined]

    with Session(sqlite_engine) as writer, Session(impatient) as rival:
        writer.add(District(name="first"))
        writer.flush()
        with pytest.raises(OperationalError) as refused:
            rival.scalars(sa.select(District)).all()
    impatient.dispose()
    assert is_retryable(refused.value)


def test_both_databases_refuse_a_row_whose_owner_does_not_exist(session: Session) -> None:
    session.add(School(district_id=999, slug="nowhere", name="Nowhere School"))
    with pytest.raises(IntegrityError):
        session.commit()


def test_a_database_in_memory_is_one_for_all_threads() -> None:
    engine = make_engine("sqlite://")
    District.metadata.create_all(engine)
    _add_district(engine, "shared")
    seen: list[str] = []

    def look() -> None:
        with Session(engine) as session:
            seen.append(_name(session))

    reader = threading.Thread(target=look)
    reader.start()
    reader.join()
    engine.dispose()
    assert seen == ["shared"]


WRITER = """
import sys
from sqlalchemy.orm import Session
from models.accounts import District
from models.database import make_engine

engine = make_engine(sys.argv[1])
number = 0
while True:
    with Session(engine) as session, session.begin():
        session.add(District(name=str(number)))
    print(number, flush=True)
    number += 1
"""


def test_rows_acknowledged_before_the_process_is_killed_are_there_afterwards(engine: Engine) -> None:
    address = engine.url.render_as_string(hide_password=False)
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, address],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert child.stdout is not None
    with child, child.stdout:
        acknowledged = [child.stdout.readline().strip() for _ in range(20)]
        child.send_signal(signal.SIGKILL)
        acknowledged += child.stdout.read().split()
    with Session(engine) as session:
        kept = set(session.scalars(sa.select(District.name)))
    assert len(acknowledged) >= 20
    assert set(acknowledged) <= kept


def test_the_waits_between_attempts_grow_and_stay_below_a_second(
    sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.database._CHANCE", _Longest())
    pauses: list[float] = []

    def work(_session: Session) -> None:
        raise _serialisation_failure()

    with pytest.raises(OperationalError):
        run_write(sessionmaker(sqlite_engine), work, attempts=9, pause=pauses.append)
    assert pauses == sorted(pauses)
    assert pauses[0] < 0.1
    assert pauses[-1] == 1.0


class _Longest:
    """Chance that always picks the longest wait."""

    uniform: Callable[[object, float, float], float] = staticmethod(lambda _low, high: high)  # type: ignore[assignment]
