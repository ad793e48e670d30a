"""Brings a database's tables to a revision, and says at which one they are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine

SCRIPTS = Path(__file__).parent / "migrations"
VERSIONS = SCRIPTS / "versions"


def configuration(engine: Engine, *, versions: Sequence[Path] = (VERSIONS,)) -> Config:
    """Give Alembic's configuration for a database.

    Args:
        engine: The database to work on.
        versions: Folders of revisions.
    """
    config = Config()
    config.set_main_option("path_separator", "newline")
    config.set_main_option("script_location", _escaped(SCRIPTS))
    config.set_main_option("version_locations", "\n".join(_escaped(folder) for folder in versions))
    config.attributes["engine"] = engine
    return config


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")


def migrate(engine: Engine, revision: str = "head") -> None:
    """Make or change the tables, up to a revision; a database that is there already stays as it is."""
    command.upgrade(configuration(engine), revision)


def step_back(engine: Engine, revision: str) -> None:
    """Take the tables back to an earlier revision, `base` for none. What only later tables hold is lost."""
    command.downgrade(configuration(engine), revision)


def current(connection: Connection) -> str | None:
    """Say at which revision the tables are; None where there are none of ours."""
    return MigrationContext.configure(connection).get_current_revision()


def is_current(connection: Connection) -> bool:
    """Say whether the tables are the newest."""
    newest = set(ScriptDirectory.from_config(configuration(connection.engine)).get_heads())
    return set(MigrationContext.configure(connection).get_current_heads()) == newest
