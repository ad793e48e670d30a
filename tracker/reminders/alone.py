"""Only one run sends at a time: whoever sends holds a lock that ends with its process, however that ends."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

# Any number that is ours alone in a database.
_LOCK = 7_263_001


@contextmanager
def alone(engine: Engine) -> Iterator[bool]:
    """Hold the right to send; gives False where another run has it.

    On PostgreSQL it hangs on a connection, on SQLite on an open file beside the database: a process that is killed
    loses it at once, so that what it left half done can be told from what another run is just doing.
    """
    if engine.dialect.name == "postgresql":
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            held = bool(connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": _LOCK}))
            try:
                yield held
            finally:
                if held:
                    connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": _LOCK})
        return
    file = engine.url.database
    if not file or file == ":memory:":
        yield True  # no other process reaches it
        return
    with Path(f"{file}.sending").open("ab") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
