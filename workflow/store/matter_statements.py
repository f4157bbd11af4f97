"""The statements on matters and their events."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Date,
    Insert,
    Integer,
    Select,
    Text,
    bindparam,
    case,
    func,
    null,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.sql.dml import ReturningInsert, ReturningUpdate

from workflow.model.ids import HIGHEST_CONTINUED, MatterId
from workflow.store.dialect import Columns, Dialect, Document, Instant, Key, RowId, for_each
from workflow.store.session import Batch, Prepared
from workflow.store.tables import counters, events, matters, meetings

_SUMMARY = (
    matters.c.id,
    matters.c.number,
    matters.c.organisation,
    matters.c.matter_type,
    matters.c.title,
    matters.c.state,
    matters.c.version,
    matters.c.opened_on,
    matters.c.closed_on,
)
_RUNNING = func.count().filter(matters.c.closed_on.is_(null()))
STANDING = (
    select(matters.c.matter_type, matters.c.definition, _RUNNING, func.count() - _RUNNING)
    .group_by(matters.c.matter_type, matters.c.definition)
    .order_by(matters.c.matter_type, matters.c.definition)
)
"""How many matters run, and have ended, on each version."""

_COLUMNS: Columns = {
    "id": Key,
    "before": Integer(),
    "organisation": Key,
    "number": Key,
    "register": Key,
    "year": Integer(),
    "serial": RowId,
    "matter_type": Key,
    "definition": Key,
    "title": Text(),
    "state": Key,
    "version": Integer(),
    "opened_on": Date(),
    "closed_on": Date(),
    "open_deadlines": Boolean(),
    "states": Text(),
    "head": Key,
    "document": Document,
}
_CHANGING = (
    "definition",
    "title",
    "state",
    "version",
    "closed_on",
    "open_deadlines",
    "states",
    "head",
)
_EVENT: Columns = {
    "matter": Key,
    "sequence": Integer(),
    "at": Instant(),
    "actor": Document,
    "command": Key,
    "event": Document,
    "previous": Key,
    "hash": Key,
}
_MEETING: Columns = {
    "organisation": Key,
    "body": Key,
    "meeting_on": Date(),
    "matter": Key,
    "adjusted_on": Date(),
}


class MatterStatements:
    """Every statement of a fixed form in one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self._build_reads(dialect)
        self.insert = Batch(dialect, _insert)
        self.update = Batch(dialect, _update)
        self.append = Batch(dialect, _append)
        self.note_meetings = Batch(dialect, _note_meetings)
        self._build_counter(dialect)

    def _build_reads(self, dialect: Dialect) -> None:
        listed = dialect.among(matters.c.id, "ids")
        within = bindparam("within", type_=Key)
        load = (
            select(matters.c.id, matters.c.version, matters.c.head, matters.c.document)
            .where(listed)
            .order_by(matters.c.id)
        )
        self.load = Prepared(load, dialect.name)
        self.load_locked = Prepared(load.with_for_update(key_share=True), dialect.name)
        self.heads = Prepared(
            select(matters.c.id, matters.c.version, matters.c.head).where(listed), dialect.name
        )
        self.find = (
            select(*_SUMMARY)
            .where(
                matters.c.number == bindparam("wanted", type_=Key),
                or_(within.is_(null()), matters.c.organisation == within),
            )
            .order_by(matters.c.organisation)
        )
        self.history = (
            select(events)
            .where(events.c.matter == bindparam("wanted", type_=Key))
            .order_by(events.c.sequence)
        )
        self.changed_at = (
            select(events.c.matter, events.c.at)
            .join(matters, matters.c.id == events.c.matter)
            .where(
                events.c.sequence == matters.c.version,
                matters.c.id.in_(bindparam("wanted", type_=Key, expanding=True)),
            )
        )
        self.with_decision_at = (
            select(meetings.c.matter)
            .where(
                meetings.c.organisation == within,
                meetings.c.body == bindparam("by", type_=Key),
                meetings.c.meeting_on == bindparam("on", type_=Date),
            )
            .order_by(meetings.c.matter)
        )
        self.with_open_deadlines = (
            select(matters.c.id)
            .where(matters.c.open_deadlines, matters.c.organisation == within)
            .order_by(matters.c.id)
        )

    def _build_counter(self, dialect: Dialect) -> None:
        organisation = bindparam("for_organisation", type_=Key)
        register = bindparam("for_register", type_=Key)
        year = bindparam("for_year", type_=Integer)
        highest = (
            select(func.coalesce(func.max(matters.c.serial), 0) + 1)
            .where(
                matters.c.organisation == organisation,
                matters.c.register == register,
                matters.c.year == year,
                matters.c.serial <= HIGHEST_CONTINUED,
            )
            .scalar_subquery()
        )
        drawn = dialect.insert(counters).values(
            organisation=organisation, register=register, year=year, serial=highest
        )
        self.next_serial = drawn.on_conflict_do_update(
            index_elements=["organisation", "register", "year"],
            set_={
                "serial": case(
                    (drawn.excluded.serial > counters.c.serial, drawn.excluded.serial),
                    else_=counters.c.serial + 1,
                )
            },
        ).returning(counters.c.serial)


def _insert(dialect: Dialect) -> ReturningInsert[Any]:
    given = dialect.given(_COLUMNS)
    names = [name for name in _COLUMNS if name != "before"]
    return (
        dialect.insert(matters)
        .from_select(names, select(*(given.c[name] for name in names)).where(true()))
        .on_conflict_do_nothing()
        .returning(matters.c.id)
    )


def _update(dialect: Dialect) -> ReturningUpdate[Any]:
    given = dialect.given(_COLUMNS)
    return (
        update(matters)
        .where(matters.c.id == given.c.id, matters.c.version == given.c.before)
        .values({name: given.c[name] for name in (*_CHANGING, "document")})
        .returning(matters.c.id)
    )


def _append(dialect: Dialect) -> Insert:
    given = dialect.given(_EVENT)
    return dialect.insert(events).from_select(
        list(_EVENT), select(*(given.c[name] for name in _EVENT)).where(true())
    )


def _note_meetings(dialect: Dialect) -> Insert:
    given = dialect.given(_MEETING)
    noted = dialect.insert(meetings).from_select(
        list(_MEETING), select(*(given.c[name] for name in _MEETING)).where(true())
    )
    return noted.on_conflict_do_update(
        index_elements=["organisation", "body", "meeting_on", "matter"],
        set_={"adjusted_on": func.coalesce(noted.excluded.adjusted_on, meetings.c.adjusted_on)},
    )


def page(
    *,
    organisation: str | None,
    matter_type: str | None,
    state: str | None,
    open_only: bool,
    after: MatterId | None,
) -> Select[Any]:
    """A page of summaries in id order, narrowed down by what is given."""
    wanted = {
        matters.c.organisation: organisation,
        matters.c.matter_type: matter_type,
        matters.c.state: state,
    }
    statement = select(*_SUMMARY).order_by(matters.c.id)
    for column, value in wanted.items():
        if value is not None:
            statement = statement.where(column == value)
    if open_only:
        statement = statement.where(matters.c.closed_on.is_(null()))
    if after is not None:
        statement = statement.where(matters.c.id > after)
    return statement


STATEMENTS = for_each(MatterStatements)
