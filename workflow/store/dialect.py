"""What the two databases say differently, so that every statement is written once.

A module of the store builds its statements by ``for_each``: one set a dialect, at import, so that
SQLAlchemy compiles each of them once in a process.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    Float,
    Integer,
    Text,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    select,
    type_coerce,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.engine import Dialect as SqlDialect
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.schema import Table
from sqlalchemy.sql.selectable import FromClause
from sqlalchemy.types import JSON, TIMESTAMP, TypeDecorator, TypeEngine

from workflow.command.codec import instant

_T = TypeVar("_T")
Columns = Mapping[str, TypeEngine[Any]]
Upsert = PostgresInsert | SqliteInsert

RowId = BigInteger().with_variant(Integer(), "sqlite")
"""A number that the database gives."""
Key = Text().with_variant(Text(collation="C"), "postgresql")
"""A text that is compared byte by byte: ids, names in code."""
Document = JSON().with_variant(JSONB(), "postgresql")
"""JSON, handed over and received as text: the codec reads it, not the driver."""


class Instant(TypeDecorator[datetime]):
    """An aware instant; on SQLite as text in UTC of one width, which sorts as time does."""

    impl = TIMESTAMP(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: SqlDialect) -> TypeEngine[Any]:
        """Text where there is no type for instants."""
        return dialect.type_descriptor(
            Text() if dialect.name == "sqlite" else TIMESTAMP(timezone=True)
        )

    def process_bind_param(self, value: datetime | None, dialect: SqlDialect) -> Any:
        """To the database; refuses an instant without a time zone."""
        if value is None:
            return None
        text = instant(value)
        return text if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: SqlDialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """From the database, in UTC."""
        if value is None:
            return None
        return read_instant(value)


class _Listed(TypeDecorator[list[Any]]):
    """A list as one parameter, where there are no arrays."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: list[Any] | None, dialect: SqlDialect) -> str:  # noqa: ARG002 - SQLAlchemy's signature
        """To the database."""
        return json.dumps(value)


def read_instant(value: str | datetime) -> datetime:
    """An instant as the driver gives it, in UTC."""
    return (datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Dialect:
    """One database's way to say things.

    Attributes:
        name: as SQLAlchemy names it.
        insert: INSERT that can say ON CONFLICT.
        documents: the objects of the parameter ``rows`` (a JSON array) as a table of ``document``
            and ``n``, their order; ``one`` is the same for a parameter that is a single object.
            The planner then knows that it is one, and looks it up by its key.
        read: a value of this type from its text in JSON.
        among: a column's value is in the list that is the parameter of that name.
        now: the database's clock, now, not at the beginning of the transaction.
        later: that clock, so many seconds (the parameter of that name) from now.
        next_id: draws the next number of a table's ``id``; None where one writer at a time makes
            it needless to number rows otherwise than in the order in which they are inserted.
    """

    name: str
    insert: Callable[[Table], Upsert]
    documents: Callable[[], FromClause]
    one: Callable[[], FromClause]
    read: Callable[[ColumnElement[str], TypeEngine[Any]], ColumnElement[Any]]
    among: Callable[[ColumnElement[Any], str], ColumnElement[bool]]
    now: ColumnElement[datetime]
    later: Callable[[str], ColumnElement[datetime]]
    next_id: Callable[[Table], ColumnElement[int]] | None

    def given(self, columns: Columns) -> FromClause:
        """The rows of the parameter ``rows`` as a table ``given`` with these columns."""
        document = self.documents().c.document
        return select(
            *(self._value(document, name, kind).label(name) for name, kind in columns.items())
        ).subquery("given")

    def _value(
        self, document: ColumnElement[Any], name: str, kind: TypeEngine[Any]
    ) -> ColumnElement[Any]:
        if isinstance(kind, JSON):
            return type_coerce(document.op("->")(literal_column(f"'{name}'")), kind)
        if isinstance(kind, Text):
            return type_coerce(part(document, name), kind)
        return self.read(part(document, name), kind)

    def for_one(self) -> "Dialect":
        """The same, for a parameter ``rows`` that is a single object."""
        return replace(self, documents=self.one)


def _postgres_each() -> FromClause:
    return (
        func.jsonb_array_elements(cast(bindparam("rows", type_=Text), JSONB))
        .table_valued(column("document", JSONB), with_ordinality="n")
        .render_derived(name="each")
    )


def _postgres_one() -> FromClause:
    # OFFSET keeps the planner from reading the document anew for each column.
    return (
        select(
            cast(bindparam("rows", type_=Text), JSONB).label("document"),
            literal_column("1", Integer).label("n"),
        )
        .offset(literal_column("0"))
        .subquery("each")
    )


def _sqlite_each() -> FromClause:
    each = func.json_each(bindparam("rows", type_=Text)).table_valued("key", "value")
    return select(
        type_coerce(each.c.value, Document).label("document"), each.c.key.label("n")
    ).subquery("each")


def _sqlite_one() -> FromClause:
    return select(
        bindparam("rows", type_=Document).label("document"),
        literal_column("1", Integer).label("n"),
    ).subquery("each")


def _postgres_among(value: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    return value == func.any(bindparam(name, type_=ARRAY(value.type)))


def _sqlite_among(value: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    listed = func.json_each(bindparam(name, type_=_Listed)).table_valued("value")
    return value.in_(select(listed.c.value))


def _sqlite_clock(*modifiers: ColumnElement[str]) -> ColumnElement[datetime]:
    # SQLite counts milliseconds; filled up to the width of the codec's instants.
    return type_coerce(
        func.strftime("%Y-%m-%dT%H:%M:%f", "now", *modifiers).op("||")("000+00:00"), Instant
    )


POSTGRESQL = Dialect(
    name="postgresql",
    insert=postgresql.insert,
    documents=_postgres_each,
    one=_postgres_one,
    read=cast,
    among=_postgres_among,
    now=func.clock_timestamp(type_=Instant),
    later=lambda name: (
        func.clock_timestamp(type_=Instant)
        + literal_column("interval '1 second'") * bindparam(name, type_=Float)
    ),
    next_id=lambda table: func.nextval(f"{table.name}_id_seq", type_=BigInteger),
)
SQLITE = Dialect(
    name="sqlite",
    insert=sqlite.insert,
    documents=_sqlite_each,
    one=_sqlite_one,
    read=type_coerce,
    among=_sqlite_among,
    now=_sqlite_clock(),
    later=lambda name: _sqlite_clock(func.printf("%.3f seconds", bindparam(name, type_=Float))),
    next_id=None,
)


def beside_key(status: ColumnElement[str]) -> ColumnElement[str]:
    """A status as a condition beside a key.

    It hides the column from the planner, which would otherwise take a partial index that holds
    next to no live rows, and so seems cheap, but every dead one since the last VACUUM.
    """
    return func.coalesce(status, literal_column("''", Text))


def part(document: ColumnElement[Any], name: str) -> ColumnElement[str]:
    """A text in a document, by its key."""
    return type_coerce(document.op("->>")(literal_column(f"'{name}'")), Text)


def beyond(prefix: str) -> str:
    """The first text, byte by byte, that comes after every one that begins so; keys are of ASCII."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


def word(text: str) -> ColumnElement[str]:
    """A word of our own, written into the statement, so that partial indexes are recognised."""
    return literal_column(f"'{text}'", Text)


def for_each(build: Callable[[Dialect], _T]) -> Mapping[str, _T]:
    """The same statements for both databases, by the dialect's name."""
    return {dialect.name: build(dialect) for dialect in (POSTGRESQL, SQLITE)}
