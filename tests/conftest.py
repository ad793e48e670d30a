"""Fixtures for every test: fresh databases with all tables, on both kinds of database.

`session` and `engine` run a test twice, on SQLite and on PostgreSQL at SERIALIZABLE. `sqlite_session` and
`sqlite_engine` are for what is one database's business or none's.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from models.database import make_engine
from tests.collector import put_aside
from tests.databases import (
    PostgresServer,
    create_tables,
    make_template,
    postgres_server,
    postgresql_copy,
    sqlite_copy,
)
from tests.made_once import make_once

DATABASES = ("sqlite", "postgresql")
# How many objects more make the collector look, and after how many looks it looks at older ones: seldom, for what the
# tests make is dropped with them, and a quarter of a run went into looking through what stays.
SELDOM = (20_000, 20, 20)
# Of more letters than this a text is no name of a test.
LONGEST_NAME = 80


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a test by where its content stands, not by the content itself: a made archive holds the second it was made.

    Workers whose tests have different names share no work, and a file of 10 MB is no name.
    """
    return argname if isinstance(val, bytes) or (isinstance(val, str) and len(val) > LONGEST_NAME) else None


@pytest.fixture(scope="session", autouse=True)
def seldom_collected() -> Iterator[None]:
    """Set aside all that was loaded and collected before the first test, and have the collector look seldom."""
    before = gc.get_threshold()
    put_aside()
    gc.set_threshold(*SELDOM)
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


@pytest.fixture(scope="session", autouse=True)
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Read rules once, not once for every test's database; compile routes and templates once."""
    with pytest.MonkeyPatch.context() as patch:
        base = tmp_path_factory.getbasetemp()
        # Of several workers each has a folder of its own in one that they share.
        compiled = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "compiled"
        compiled.mkdir(exist_ok=True)
        make_once(patch, compiled)
        yield


@pytest.fixture(scope="session")
def pg_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server of this test run (one for each worker), with no database of ours yet."""
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def pg_template(pg_server: PostgresServer) -> PostgresServer:
    """The same server, with a database that has every table."""
    make_template(pg_server)
    return pg_server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file that has every table."""
    path = tmp_path_factory.mktemp("template") / "continuum.db"
    create_tables(make_engine(f"sqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_engine(sqlite_template: Path, tmp_path: Path) -> Iterator[Engine]:
    """A fresh SQLite file with every table."""
    with sqlite_copy(sqlite_template, tmp_path) as engine:
        yield engine


@pytest.fixture
def pg_engine(pg_template: PostgresServer) -> Iterator[Engine]:
    """A fresh PostgreSQL database with every table."""
    with postgresql_copy(pg_template) as engine:
        yield engine


@pytest.fixture(params=DATABASES)
def engine(request: pytest.FixtureRequest) -> Engine:
    """A fresh database with every table: the test runs once on each kind."""
    made: Engine = request.getfixturevalue("sqlite_engine" if request.param == "sqlite" else "pg_engine")
    return made


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session on `engine`; what it does not commit is gone at the end."""
    with Session(engine) as opened:
        yield opened


@pytest.fixture
def sqlite_session(sqlite_engine: Engine) -> Iterator[Session]:
    """A session on a fresh SQLite file, for tests in which the kind of database does not matter."""
    with Session(sqlite_engine) as opened:
        yield opened
