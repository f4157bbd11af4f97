"""The limit: a hand-written loop that writes the very rows that the engine wrote, and nothing else.

The rows are read back from the engine's own run, so that the loop has no thinking to do: per command one
transaction that takes the command, reads and locks the matter, writes matter and event, and marks the
command done.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy.engine import make_url

Row = tuple[Any, ...]

_COMMAND = "dedupe_key, matter, envelope, status, waited, attempts, accepted_at, available_at, owner, lease_until, detail"
_EVENT = "matter, sequence, at, actor, command, event, previous, hash"
_MATTER = (
    "id, organisation, number, register, year, serial, matter_type, definition, title, state, version,"
    " opened_on, closed_on, open_deadlines, head, document"
)


@dataclass(frozen=True, slots=True)
class Written:
    """What one command wrote: its own row, its events, and the matter's row after it."""

    command: Row
    matter: Row  # state, version, head, document, id, version before
    events: tuple[Row, ...]


def _connection(url: str) -> Any:
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        connection = sqlite3.connect(str(address.database), isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        return connection
    return psycopg.connect(
        host=str(address.query["host"]),
        user=address.username,
        dbname=address.database,
        autocommit=True,
    )


def _marks(statement: str, url: str) -> str:
    return (
        statement if make_url(url).get_backend_name() == "sqlite" else statement.replace("?", "%s")
    )


def read_matters(url: str) -> list[Row]:
    """Every row of ``matters`` as it stands."""
    with closing(_connection(url)) as connection:
        text = "::text" if "postgresql" in url else ""
        columns = _MATTER.replace("document", f"document{text}")
        return list(connection.execute(f"SELECT {columns} FROM matters ORDER BY id").fetchall())


def copy_matters(url: str, rows: Sequence[Row]) -> None:
    """Put the rows into another database of the same schema."""
    marks = ", ".join("?" * len(_MATTER.split(",")))
    with closing(_connection(url)) as connection:
        cursor = connection.cursor()
        cursor.executemany(_marks(f"INSERT INTO matters ({_MATTER}) VALUES ({marks})", url), rows)


def read_written(url: str, first_version: int) -> list[Written]:
    """What each command after the first version wrote, in the order of the commands."""
    text = "::text" if "postgresql" in url else ""
    with closing(_connection(url)) as connection:
        events: dict[str, list[Row]] = {}
        columns = _EVENT.replace("actor", f"actor{text}").replace(" event,", f" event{text},")
        for row in connection.execute(
            f"SELECT {columns} FROM events WHERE sequence > {first_version} ORDER BY matter, sequence"
        ).fetchall():
            events.setdefault(row[4], []).append(row)
        columns = _COMMAND.replace("envelope", f"envelope{text}")
        commands = [
            row
            for row in connection.execute(f"SELECT {columns} FROM commands ORDER BY id").fetchall()
            if row[0] in events
        ]
        documents = {
            row[0]: row[1:]
            for row in connection.execute(
                f"SELECT id, state, document{text} FROM matters"
            ).fetchall()
        }
    written = []
    for command in commands:
        mine = tuple(events[command[0]])
        matter, last = mine[-1][0], mine[-1]
        state, document = documents[matter]
        before = mine[0][1] - 1
        written.append(Written(command, (state, last[1], last[7], document, matter, before), mine))
    return written


def write(url: str, written: Sequence[Written]) -> None:
    """Write it all again, one transaction a command."""
    take = _marks(
        "INSERT INTO commands (dedupe_key, matter, envelope, status, waited, attempts, accepted_at,"
        " available_at, owner, lease_until, detail)"
        " VALUES (?, ?, ?, 'claimed', ?, 1, ?, ?, 'raw', ?, '')"
        " ON CONFLICT (dedupe_key) DO NOTHING RETURNING id",
        url,
    )
    lock = "" if "sqlite" in url else " FOR UPDATE"
    text = "" if "sqlite" in url else "::text"
    read = _marks(f"SELECT version, document{text} FROM matters WHERE id = ?{lock}", url)
    save = _marks(
        "UPDATE matters SET state = ?, version = ?, head = ?, document = ? WHERE id = ? AND version = ?",
        url,
    )
    log = _marks(f"INSERT INTO events ({_EVENT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", url)
    done = _marks(
        "UPDATE commands SET status = 'done', owner = NULL, lease_until = NULL, finished_at = ?, version = ?"
        " WHERE id = ? AND owner = 'raw'",
        url,
    )
    begin = "BEGIN IMMEDIATE" if "sqlite" in url else "BEGIN"
    with closing(_connection(url)) as connection:
        cursor = connection.cursor()
        for one in written:
            key, matter, envelope, _, waited, _, accepted, available, *_ = one.command
            cursor.execute(begin)
            cursor.execute(take, (key, matter, envelope, waited, accepted, available, available))
            (command,) = cursor.fetchone()
            cursor.execute(read, (matter,))
            cursor.fetchone()
            cursor.execute(save, one.matter)
            if cursor.rowcount != 1:
                raise RuntimeError(f"{matter} is not at version {one.matter[-1]}")
            for event in one.events:
                cursor.execute(log, event)
            cursor.execute(done, (accepted, one.matter[1], command))
            cursor.execute("COMMIT")
