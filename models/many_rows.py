"""Insert very many rows with what the driver alone costs, and the column types of the tables all the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert
from sqlalchemy.exc import DBAPIError


class Memory(dict[Any, Any]):
    """Results of a function of one value, each worked out once."""

    def __init__(self, work_out: Callable[[Any], Any]) -> None:
        """Take the function; what it is given must be hashable."""
        super().__init__()
        self._work_out = work_out

    def __missing__(self, value: Any) -> Any:
        """Work out what has not been asked for yet."""
        result = self[value] = self._work_out(value)
        return result


class ManyRows:
    """Inserts rows of some columns of one table.

    SQLAlchemy's own way turns every value of every row into what the database takes, and names each on the way. Here
    whoever has the rows turns each distinct value once, with `encoders`, and gives rows as plain lists.

    Attributes:
        columns: The columns of the table in the order in which rows give their values.
        encoders: Column -> what turns a value into what the database takes; columns that take values as they are, are
            missing.
    """

    def __init__(self, connection: Connection, table: Table, columns: Sequence[str]) -> None:
        """Prepare the statement; columns that are not named are left empty, whatever their default."""
        dialect = connection.dialect
        statement = insert(table).inline().compile(dialect=dialect, column_keys=list(columns))
        self._connection = connection
        self.columns: Sequence[str] = statement.positiontup or list(columns)
        self._copies = dialect.driver == "psycopg"
        self._is_positional = bool(statement.positional)
        self._sql = _copy_statement(table, self.columns, dialect) if self._copies else str(statement)
        self.encoders: Mapping[str, Callable[[Any], Any]] = {
            name: encoder
            for name in columns
            if (encoder := table.c[name].type.dialect_impl(dialect).bind_processor(dialect)) is not None
        }

    def encoded(self, column: str, value: Any) -> Any:
        """Turn one value into what the database takes."""
        encoder = self.encoders.get(column)
        return encoder(value) if encoder else value

    def insert(self, rows: Sequence[Sequence[Any]]) -> None:
        """Insert rows of encoded values, each in the order of `columns`.

        Raises:
            sqlalchemy.exc.DBAPIError: The database refused them.
        """
        if not rows:
            return
        if self._copies:
            self._copy(rows)
            return
        if self._is_positional:
            parameters: Any = [tuple(row) for row in rows]
        else:
            parameters = [dict(zip(self.columns, row, strict=True)) for row in rows]
        self._connection.exec_driver_sql(self._sql, parameters)

    def _copy(self, rows: Sequence[Sequence[Any]]) -> None:
        """Send all rows in one stream: PostgreSQL's own way, where statement by statement most is talk."""
        dialect = self._connection.dialect
        errors = dialect.loaded_dbapi.Error
        try:
            with self._connection.connection.cursor() as cursor, cursor.copy(self._sql) as stream:  # type: ignore[attr-defined]
                for row in rows:
                    stream.write_row(row)
        except errors as problem:
            # As SQLAlchemy would tell it, so that a lost race is tried again and a broken rule is told as one.
            raise DBAPIError.instance(self._sql, None, problem, errors, dialect=dialect) from problem


def _copy_statement(table: Table, columns: Sequence[str], dialect: Dialect) -> str:
    quoted = dialect.identifier_preparer
    names = ", ".join(quoted.quote(name) for name in columns)
    return f"COPY {quoted.format_table(table)} ({names}) FROM STDIN"
