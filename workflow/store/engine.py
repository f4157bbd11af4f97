"""The connection to the database, and its errors in the engine's own words.

PostgreSQL is spoken to by psycopg 3. SQLite keeps a write-ahead log, and every transaction takes
the write lock at its beginning, so that none finds out half way that another one was faster.
"""

import sqlite3
from typing import Any

import psycopg
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from workflow.errors import (
    ArendegangError,
    DuplicateMatterError,
    InvalidInputError,
    StaleVersionError,
    StoreUnavailableError,
)

_BUSY_SECONDS = 30  # that SQLite waits for another writer
_CONNECT_SECONDS = 10
_POOL = 20
_MISSING_TABLE = "42P01"  # PostgreSQL's codes: appendix A of its manual
_UNIQUE = "23505"
_ADDRESS = "Skriv postgresql+psycopg://användare@värd/databas eller sqlite:///fil.db."
_REPEAT = ("40001", "40P01")  # serialisation failure, deadlock
_SQLITE_OUTAGES = (
    *("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_FULL"),
    *("SQLITE_READONLY", "SQLITE_NOTADB", "SQLITE_CORRUPT", "SQLITE_PERM"),
)


def connect(url: str) -> Engine:
    """An engine for ``postgresql+psycopg://...`` or ``sqlite:///FILE``; connects when first used.

    Every error of the driver comes out as one of the engine's: ``StoreUnavailableError`` (no
    answer, busy, not migrated), ``StaleVersionError`` (lost a race, repeat), ``DuplicateMatterError``,
    ``InvalidInputError`` (the database refuses the value).

    Raises:
        InvalidInputError: an address of neither kind.
    """
    engine = _create(url)
    event.listen(engine, "handle_error", _translate)
    return engine


def _create(url: str) -> Engine:
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
        # Documents are read and written as text by the codec.
        if backend == "postgresql":
            return create_engine(
                parsed.set(drivername="postgresql+psycopg"),
                json_serializer=_as_is,
                json_deserializer=_as_is,
                pool_size=_POOL,
                max_overflow=_POOL,
                connect_args={"connect_timeout": _CONNECT_SECONDS},
            )
        if backend == "sqlite" and parsed.database:
            engine = create_engine(
                parsed.set(drivername="sqlite+pysqlite"),
                json_serializer=_as_is,
                json_deserializer=_as_is,
                connect_args={"timeout": _BUSY_SECONDS},
            )
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_immediate)
            return engine
    except (ArgumentError, NoSuchModuleError) as error:
        raise InvalidInputError("Databasens adress går inte att tolka.", hint=_ADDRESS) from error
    raise InvalidInputError(
        "Databasens adress är varken PostgreSQL eller en SQLite-fil.", hint=_ADDRESS
    )


def _as_is(value: Any) -> Any:
    return value


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # BEGIN is ours
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",  # a commit is on the disk
        "foreign_keys = ON",
        f"busy_timeout = {_BUSY_SECONDS * 1000}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _translate(context: ExceptionContext) -> ArendegangError | None:
    return translated(context.original_exception)


def _begin_immediate(connection: Any) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {mode}")


def translated(error: BaseException) -> ArendegangError | None:
    """A driver's error in the engine's own words; None for a fault in the engine itself."""
    if isinstance(error, psycopg.Error):
        return _from_postgres(error)
    if isinstance(error, sqlite3.Error):
        return _from_sqlite(error)
    return None


def _from_postgres(error: psycopg.Error) -> ArendegangError | None:
    state = error.sqlstate or ""
    if state == _MISSING_TABLE:
        return _unmigrated()
    if state in _REPEAT:
        return _stale()
    if state == _UNIQUE:
        return _taken(error.diag.table_name or "")
    if isinstance(error, psycopg.IntegrityError | psycopg.DataError):
        return _refused()
    if isinstance(error, psycopg.OperationalError):
        return _unavailable()
    return None


def _from_sqlite(error: sqlite3.Error) -> ArendegangError | None:
    name = getattr(error, "sqlite_errorname", "")
    if str(error).startswith("no such table"):
        return _unmigrated()
    if name in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"):
        return _taken(str(error).partition(": ")[2].partition(".")[0])
    if isinstance(error, sqlite3.IntegrityError | sqlite3.DataError):
        return _refused()
    if isinstance(error, sqlite3.DatabaseError) and name.startswith(_SQLITE_OUTAGES):
        return _unavailable()
    return None


def _taken(table: str) -> ArendegangError:
    if table == "matters":
        return DuplicateMatterError("Diarienumret är upptaget av ett annat ärende.")
    return _stale()


def _stale() -> StaleVersionError:
    return StaleVersionError("Någon annan hann före. Läs ärendet igen och gör om.")


def _refused() -> InvalidInputError:
    return InvalidInputError("Databasen tar inte emot uppgiften.")


def _unmigrated() -> StoreUnavailableError:
    return StoreUnavailableError("Databasen saknar sina tabeller.", hint="Kör arendegang init.")


def _unavailable() -> StoreUnavailableError:
    return StoreUnavailableError("Databasen svarar inte.", hint="Arbetet ligger kvar till senare.")
