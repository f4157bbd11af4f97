"""Timers are rows: armed, then fired or cancelled, and kept."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Date,
    Insert,
    Integer,
    Update,
    bindparam,
    func,
    select,
    true,
    tuple_,
    update,
)

from workflow.command.codec import canonical_json, instant
from workflow.command.ports import DueTimer, TimerRow
from workflow.model.effects import ArmTimer, CancelTimers
from workflow.model.ids import MatterId
from workflow.store.dialect import (
    Columns,
    Dialect,
    Instant,
    Key,
    beside_key,
    for_each,
    read_instant,
    word,
)
from workflow.store.session import Batch, Prepared, Session
from workflow.store.tables import timers

_ARMED = timers.c.status == word("armed")
_TIMER = (
    timers.c.id,
    timers.c.matter,
    timers.c.deadline,
    timers.c.kind,
    timers.c.generation,
    timers.c.due_on,
    timers.c.due_at,
)
_COLUMNS: Columns = {
    "id": Key,
    "matter": Key,
    "deadline": Key,
    "kind": Key,
    "generation": Integer(),
    "due_on": Date(),
    "due_at": Instant(),
    "status": Key,
}


class TimerStatements:
    """Every statement on timers in one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self.cancel = Batch(dialect, _cancel)
        self.arm = Batch(dialect, _arm)
        due = (
            select(timers.c.id, timers.c.matter, timers.c.due_at)
            .where(_ARMED, timers.c.due_at <= bindparam("now", type_=Instant))
            .order_by(timers.c.due_at, timers.c.id)
            .limit(bindparam("limit", type_=Integer))
            .with_for_update(skip_locked=True)
            .cte("due")
        )
        # A matter's timer whose older ones somebody else is firing just now waits for its turn: as
        # many older ones are armed as stand before it in this batch.
        earlier = timers.alias("earlier")
        older = (
            select(func.count())
            .select_from(earlier)
            .where(
                earlier.c.matter == due.c.matter,
                beside_key(earlier.c.status) == word("armed"),
                tuple_(earlier.c.due_at, earlier.c.id) < tuple_(due.c.due_at, due.c.id),
            )
            .scalar_subquery()
        )
        place = func.row_number().over(partition_by=due.c.matter, order_by=(due.c.due_at, due.c.id))
        placed = select(due.c.id, place.label("place"), older.label("older")).cte("placed")
        self.fire = Prepared(
            update(timers)
            .where(timers.c.id == placed.c.id, placed.c.place == placed.c.older + 1)
            .values(status=word("fired"))
            .returning(*_TIMER),
            dialect.name,
        )
        self.next_due = select(func.min(timers.c.due_at)).where(_ARMED)
        self.of = Prepared(
            select(*_TIMER, timers.c.status)
            .where(timers.c.matter == bindparam("wanted", type_=Key))
            .order_by(timers.c.due_at, timers.c.id),
            dialect.name,
        )


def _cancel(dialect: Dialect) -> Update:
    void = dialect.given({"matter": Key, "deadline": Key})
    return (
        update(timers)
        .where(
            timers.c.matter == void.c.matter,
            timers.c.deadline == void.c.deadline,
            beside_key(timers.c.status) == word("armed"),
        )
        .values(status=word("cancelled"))
    )


def _arm(dialect: Dialect) -> Insert:
    given = dialect.given(_COLUMNS)
    return (
        dialect.insert(timers)
        .from_select(list(_COLUMNS), select(*(given.c[name] for name in _COLUMNS)).where(true()))
        .on_conflict_do_nothing(index_elements=["id"])
    )


_STATEMENTS = for_each(TimerStatements)


class SqlTimers:
    """Implements ``ports.Timers``."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._connection = session.connection
        self._sql = _STATEMENTS[session.dialect]

    def apply(self, effects: Sequence[ArmTimer | CancelTimers]) -> None:
        """See ``ports.Timers.apply``: two statements, whatever the number of effects.

        What is cancelled after it was armed in the same call is written as cancelled.
        """
        voided: dict[tuple[MatterId, str], int] = {}
        armed: dict[str, tuple[int, ArmTimer]] = {}
        for place, effect in enumerate(effects):
            if isinstance(effect, CancelTimers):
                voided[effect.matter, effect.deadline] = place
            else:
                armed.setdefault(effect.id, (place, effect))
        if voided:
            void = [
                canonical_json({"matter": matter, "deadline": deadline})
                for matter, deadline in voided
            ]
            self._session.run_batch(self._sql.cancel, void)
        if armed:
            armings = [
                _row(timer, cancelled=voided.get((timer.matter, timer.deadline), -1) > place)
                for place, timer in armed.values()
            ]
            self._session.run_batch(self._sql.arm, armings)

    def fire_due(self, *, now: datetime, limit: int) -> tuple[DueTimer, ...]:
        """See ``ports.Timers.fire_due``. The timers of one matter never overtake each other."""
        rows = self._session.run(self._sql.fire, {"now": instant(now), "limit": limit})
        return tuple(sorted(map(_due, rows), key=_in_order))

    def next_due(self) -> datetime | None:
        """See ``ports.Timers.next_due``."""
        next_due: datetime | None = self._connection.execute(self._sql.next_due).scalar_one()
        return next_due

    def of(self, matter: MatterId) -> tuple[TimerRow, ...]:
        """See ``ports.Timers.of``."""
        rows = self._session.run(self._sql.of, {"wanted": matter})
        return tuple(TimerRow(_due(row[:-1]), row[-1]) for row in rows)


def _row(timer: ArmTimer, *, cancelled: bool) -> str:
    return canonical_json(
        {
            "id": timer.id,
            "matter": timer.matter,
            "deadline": timer.deadline,
            "kind": timer.kind,
            "generation": timer.generation,
            "due_on": timer.due_on.isoformat(),
            "due_at": instant(timer.due_at),
            "status": "cancelled" if cancelled else "armed",
        }
    )


def _due(row: tuple[Any, ...]) -> DueTimer:
    key, matter, deadline, kind, generation, due_on, due_at = row
    return DueTimer(
        id=key,
        matter=matter,
        deadline=deadline,
        kind=kind,
        generation=generation,
        due_on=date.fromisoformat(due_on) if isinstance(due_on, str) else due_on,
        due_at=read_instant(due_at),
    )


def _in_order(timer: DueTimer) -> tuple[datetime, str]:
    return timer.due_at, timer.id
