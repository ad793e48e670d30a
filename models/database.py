"""How the product speaks to its database: SQLite set up to lose nothing, PostgreSQL at SERIALIZABLE."""

from __future__ import annotations

import os
import random
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qs

from sqlalchemy import URL, Connection, create_engine, event, make_url
from sqlalchemy.engine import Engine
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SAWarning
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

import models.accounts  # noqa: F401  (the tables to which those of all others lead, whichever of them a process loads)
from models.day_columns import FUNCTION as LATEST_DAY
from models.day_columns import latest_told
from models.folding import FUNCTION as FOLDED
from models.json_texts import json_text
from models.refusals import Refused
from models.texts import folded

# Seconds that a writer waits for others on SQLite before it is told that the database is locked. SQLite keeps no queue:
# where sixty people save at once on a busy machine, some are passed by for more than ten.
BUSY_SECONDS = 30
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={BUSY_SECONDS * 1000}",
    "trusted_schema=OFF",
)
# Rows of an index that are looked at to judge it: enough to tell, and done in no time however many there are.
_LOOKED_AT = 1_000
# Serialisation failure and deadlock, as PostgreSQL and the engines that speak its protocol name them.
_RETRYABLE_STATES = frozenset({"40001", "40P01"})
# How often a write that only loses races is tried.
ATTEMPTS = 8
_CHANCE = random.SystemRandom()
Result = TypeVar("Result")


def _always() -> bool:
    return True


def configure(engine: Engine, *, wants_write: Callable[[], bool] = _always) -> None:
    """Set an engine up, whichever database it speaks to.

    SQLite gets write-ahead logging, foreign keys, full synchronous writes, and transactions that take the write lock
    at their beginning where they may write: a lock taken later cannot be waited for, and the driver's own way loses
    updates. PostgreSQL works at SERIALIZABLE; what loses a race is told so, see `is_retryable`.

    Args:
        engine: A fresh engine.
        wants_write: Says at the beginning of a transaction whether it may write. The execution option
            ``sqlite_write`` on a connection overrides it.
    """
    if engine.dialect.name == "sqlite":
        _configure_sqlite(engine, wants_write)
    elif engine.dialect.name == "postgresql":
        _configure_postgresql(engine)


def _configure_sqlite(engine: Engine, wants_write: Callable[[], bool]) -> None:
    @event.listens_for(engine, "do_connect")
    def keep_private(_dialect: Any, _record: Any, arguments: tuple[Any, ...], _wishes: Any) -> None:
        """Make a new file for its owner alone; SQLite gives the files beside it the same rights."""
        place = str(arguments[0])
        if place and place != ":memory:" and not place.startswith("file:"):
            with suppress(FileExistsError):
                os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))

    @event.listens_for(engine, "connect")
    def set_up(dbapi_connection: Any, _record: Any) -> None:
        dbapi_connection.isolation_level = None  # the driver must not begin transactions of its own
        cursor = dbapi_connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
        dbapi_connection.create_function(LATEST_DAY, 2, latest_told, deterministic=True)
        dbapi_connection.create_function(
            FOLDED, 1, lambda text: None if text is None else folded(text), deterministic=True
        )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        explicit = connection.get_execution_options().get("sqlite_write")
        writes = wants_write() if explicit is None else explicit
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def refresh_statistics(engine: Engine) -> None:
    """Let SQLite count what its tables and indexes hold, so that it asks whichever leaves the fewest rows to look at.

    Without that it goes through all that a school has where a few rows are named by their numbers. PostgreSQL counts by
    itself. Connections that are open already go on with what they know.

    Raises:
        DBAPIError: Somebody else was writing for long, or the file may not be written.
    """
    if engine.dialect.name != "sqlite":
        return
    with engine.connect().execution_options(sqlite_write=True) as connection, connection.begin():
        connection.exec_driver_sql(f"PRAGMA analysis_limit={_LOOKED_AT}")
        connection.exec_driver_sql("ANALYZE")


def _configure_postgresql(engine: Engine) -> None:
    from psycopg import IsolationLevel  # only where PostgreSQL is used

    @event.listens_for(engine, "connect")
    def set_up(dbapi_connection: Any, _record: Any) -> None:
        dbapi_connection.isolation_level = IsolationLevel.SERIALIZABLE


def is_retryable(problem: BaseException) -> bool:
    """Say whether a transaction only lost a race, so that running it again may succeed.

    True for serialisation failures and deadlocks on PostgreSQL, and for a locked SQLite database.
    """
    if not isinstance(problem, DBAPIError):
        return False
    if getattr(problem.orig, "sqlstate", None) in _RETRYABLE_STATES:
        return True
    return "database is locked" in str(problem.orig) or "database table is locked" in str(problem.orig)


class AddressProblem(Refused):
    """What was given as the address of a database is none that can be used; the message never repeats a password."""


def check_address(url: str) -> URL:
    """Read an address and find its driver, without asking the database.

    Raises:
        AddressProblem: It cannot be read, names a database that this product does not speak to, a driver that is not
            installed or an option that it does not have; an SQLite database in memory, which keeps nothing; or a file
            that is not named by its whole way, is no file, or lies in a folder that is not there.
    """
    usual = "Write it as sqlite:////FOLDER/FILE.db or postgresql+psycopg://USER:PASSWORD@HOST/NAME."
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise AddressProblem(f"is no address of a database. {usual}") from None
    if address.get_backend_name() not in ("sqlite", "postgresql"):
        raise AddressProblem(
            f"names {address.get_backend_name()!r}, and only SQLite and PostgreSQL are spoken to. {usual}"
        )
    try:
        dialect = address.get_dialect()
        dialect.import_dbapi()
    except (NoSuchModuleError, ImportError):
        raise AddressProblem(f"names the driver {address.drivername!r}, which is not installed. {usual}") from None
    if dialect.is_async:
        raise AddressProblem(f"names the driver {address.drivername!r}, which is made for other programs. {usual}")
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # an option that is left aside was meant to do something
        try:
            dialect().create_connect_args(address)
        except (ArgumentError, ValueError, TypeError, SAWarning):
            raise AddressProblem(f"has an option or a part that {address.drivername!r} cannot read. {usual}") from None
    if address.get_backend_name() == "sqlite":
        _check_file(address, usual)
    return address


def is_in_memory(address: URL) -> bool:
    """Say whether an SQLite address names no file: such a database is gone with the process."""
    file = address.database or ""
    bare = file.removeprefix("file:").partition("?")[0]
    return bare in ("", ":memory:") or "memory" in (*_several(address.query.get("mode")), *_mode_in(file))


def _several(said: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return said if isinstance(said, tuple) else (said,) if said else ()


def _mode_in(file: str) -> list[str]:
    """Give what a file that is written as an address of its own says of its mode."""
    return parse_qs(file.partition("?")[2]).get("mode", []) if file.startswith("file:") else []


def _check_file(address: URL, usual: str) -> None:
    file = address.database or ""
    if is_in_memory(address):
        raise AddressProblem(f"names a database in memory, where nothing is kept. {usual}")
    if file.startswith("file:"):
        return
    path = Path(file)
    if not path.is_absolute():
        raise AddressProblem(f"names the file {file!r} without the way to it, so that none knows which it is. {usual}")
    if not path.parent.is_dir():
        raise AddressProblem(f"names a file in {path.parent}, and there is no such folder. Make it first.")
    if path.exists() and not path.is_file():
        raise AddressProblem(f"names {path}, which is no file. {usual}")


def make_engine(url: str | URL, *, wants_write: Callable[[], bool] = _always, **options: Any) -> Engine:
    """Make an engine that is set up as `configure` says.

    Args:
        url: An SQLAlchemy address. An SQLite database in memory is one connection that all threads share; it lives
            as long as the engine.
        wants_write: As for `configure`.
        options: Further options of `sqlalchemy.create_engine`; they win over the ones chosen here.
    """
    address = make_url(url)
    options.setdefault("json_serializer", json_text)
    if address.get_backend_name() == "sqlite":
        if address.database in (None, "", ":memory:"):
            options.setdefault("poolclass", StaticPool)
            options.setdefault("connect_args", {"check_same_thread": False})
    else:
        # A server that was restarted must not cost the next person an error page.
        options.setdefault("pool_pre_ping", True)
    engine = create_engine(address, **options)
    configure(engine, wants_write=wants_write)
    return engine


def run_write(
    new_session: Callable[[], Session],
    work: Callable[[Session], Result],
    *,
    attempts: int = ATTEMPTS,
    pause: Callable[[float], object] = time.sleep,
) -> Result:
    """Run one piece of work in a transaction of its own, again where it only lost a race.

    Args:
        new_session: Opens a session, usually a `sessionmaker`. Every attempt gets a fresh one.
        work: What to do; it must not commit, and must have no effect outside the session, as it may run again.
        attempts: How often it runs at most.
        pause: Waits a number of seconds; longer, and less alike among rivals, with every attempt.

    Returns:
        What the work returned in the attempt that was committed.

    Raises:
        sqlalchemy.exc.DBAPIError: The last attempt lost as well, or failed for another reason.
    """
    for attempt in range(1, attempts + 1):
        try:
            with new_session() as session, session.begin():
                return work(session)
        except DBAPIError as problem:
            if attempt == attempts or not is_retryable(problem):
                raise
        pause(_CHANCE.uniform(0, min(0.02 * 2**attempt, 1.0)))
    raise ValueError("at least one attempt is needed")
