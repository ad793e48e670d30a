"""How Alembic runs the revisions: on the engine it is handed, in one transaction on either database."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import DateTime, Text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.types import TypeDecorator

from models.tables import metadata


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column types as what they are in the database, so that a revision outlives their names."""
    if kind != "type" or not isinstance(item, TypeDecorator):
        return False
    stored = item.impl_instance
    if isinstance(stored, DateTime):
        return f"sa.DateTime(timezone={stored.timezone})"
    return "sa.Text()" if isinstance(stored, Text) else False


def run(connection: Connection) -> None:
    """Run the revisions asked for."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        # SQLite cannot alter most of a table: it is made anew and its rows are copied.
        render_as_batch=True,
        render_item=render_item,
        # Both databases undo changes of tables with their transaction; Alembic does not expect it of SQLite.
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_on_sqlite(connection: Connection) -> None:
    """Run the revisions with foreign keys off: a table that is made anew must not take the rows that name it along.

    Raises:
        ValueError: Afterwards a row names one that is not there.
    """
    # On the driver's own connection: within a transaction SQLite ignores this pragma without a word.
    driver: Any = connection.connection.dbapi_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        run(connection)
        orphans = driver.execute("PRAGMA foreign_key_check").fetchall()
        if orphans:
            raise ValueError(f"{len(orphans)} rows name a row that does not exist, first in {orphans[0][0]}")
    finally:
        if connection.in_transaction():
            connection.rollback()
        driver.execute("PRAGMA foreign_keys=ON")


def main() -> None:
    """Run on the engine in the configuration's attributes."""
    engine: Engine = context.config.attributes["engine"]
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            run_on_sqlite(connection)
        else:
            run(connection)


main()
