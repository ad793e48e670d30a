"""Fixtures for every test: fresh databases with all tables, on both kinds of database.

`session` and `engine` run a test twice, on SQLite and on PostgreSQL at SERIALIZABLE. `sqlite_session` and
`sqlite_engine` are for what is one database's business or none's.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from models.database import make_engine
from tests.databases import (
    PostgresServer,
    create_tables,
    make_template,
    postgres_server,
    postgresql_copy,
    sqlite_copy,
)

DATABASES = ("sqlite", "postgresql")


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
