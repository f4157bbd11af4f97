"""A connection with a short way for the statements that every command takes.

SQLAlchemy's own way costs more than the database does for them. A ``Prepared`` statement is
written in SQLAlchemy like all others, compiled once, and run on the driver's cursor; its values are
what the driver takes as it is (texts, numbers, None), and so is what it answers.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import psycopg
from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.engine import Dialect as SqlDialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import CompilerElement

from workflow.store.dialect import Dialect
from workflow.store.engine import translated

_DRIVERS: Mapping[str, Callable[[], SqlDialect]] = {
    "postgresql": lambda: PGDialect_psycopg(paramstyle="format"),  # type: ignore[no-untyped-call]
    "sqlite": lambda: sqlite.dialect(paramstyle="qmark"),
}


class Prepared:
    """A statement as the driver takes it. ``bind`` puts its values in order."""

    def __init__(self, statement: CompilerElement, dialect: str) -> None:
        compiled = statement.compile(dialect=_DRIVERS[dialect]())
        if not isinstance(compiled, SQLCompiler):
            raise TypeError("only statements that read or write rows")
        self.text = str(compiled)
        self._names = tuple(compiled.positiontup or ())
        self._constants = {
            name: value for name, value in compiled.params.items() if value is not None
        }

    def bind(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """The parameters by position."""
        constants = self._constants
        return tuple(values[name] if name in values else constants[name] for name in self._names)


class Batch:
    """A statement over given rows, in one form for a single row and one for many."""

    def __init__(self, dialect: Dialect, build: Callable[[Dialect], CompilerElement]) -> None:
        self.one = Prepared(build(dialect.for_one()), dialect.name)
        self.many = Prepared(build(dialect), dialect.name)


class Session:
    """One transaction's connection."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.dialect = connection.dialect.name
        self._cursor: Any = None

    def run(self, prepared: Prepared, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Run a statement; the rows that it gives back.

        Raises:
            ArendegangError: as ``engine.connect`` says.
        """
        connection = self.connection
        if not connection.in_transaction():
            connection.begin()
            self._cursor = None
        if self._cursor is None:
            self._cursor = connection.connection.cursor()
        cursor = self._cursor
        try:
            cursor.execute(prepared.text, prepared.bind(values))
            return cursor.fetchall() if cursor.description else []
        except (psycopg.Error, sqlite3.Error) as error:
            self._give_up_if_broken()
            ours = translated(error)
            if ours is None:
                raise
            raise ours from error

    def run_batch(
        self, batch: Batch, rows: Sequence[str], values: Mapping[str, Any] = MappingProxyType({})
    ) -> list[tuple[Any, ...]]:
        """Run a statement over rows, each a JSON object; at least one.

        Raises:
            ArendegangError: as ``engine.connect`` says.
        """
        if len(rows) == 1:
            return self.run(batch.one, {**values, "rows": rows[0]})
        return self.run(batch.many, {**values, "rows": f"[{','.join(rows)}]"})

    def listed(self, values: Iterable[Any]) -> Any:
        """Several values as the one parameter of ``Dialect.among``."""
        found = list(values)
        return found if self.dialect == "postgresql" else json.dumps(found)

    def _give_up_if_broken(self) -> None:
        """When the server has gone, so have all the connections that wait in the pool."""
        if getattr(self.connection.connection.driver_connection, "closed", False):
            self._cursor = None
            self.connection.invalidate()
            self.connection.engine.dispose()

    def close(self) -> None:
        """Give the connection back; what was not committed is rolled back."""
        self._cursor = None
        self.connection.close()
