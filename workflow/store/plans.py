"""Plans of migrations: immutable by hash; what was done with one are rows of their own."""

from typing import Any

from sqlalchemy import Select, bindparam, select

from workflow.command.codec import dump_actor, load_actor
from workflow.command.migrations import Mark, PlanRow
from workflow.store.dialect import Dialect, Key, beyond, for_each
from workflow.store.session import Session
from workflow.store.tables import plan_marks, plans

_ROW = (plans.c.hash, plans.c.matter_type, plans.c.definition, plans.c.moved, plans.c.blocked)
_THIS = plans.c.hash == bindparam("this", type_=Key)
_LOCK = select(plans.c.id).where(_THIS).with_for_update()
_LAST = (
    select(plan_marks.c.what)
    .where(plan_marks.c.plan == bindparam("this", type_=Key))
    .order_by(plan_marks.c.id.desc())
    .limit(1)
)
_CONTENT = select(plans.c.content).where(_THIS)


class PlanStatements:
    """The statements that add, in one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self.add = (
            dialect.insert(plans)
            .on_conflict_do_nothing(index_elements=["hash"])
            .execution_options(preserve_rowcount=True)
        )
        self.marks = select(plan_marks).where(dialect.among(plan_marks.c.plan, "wanted"))


_STATEMENTS = for_each(PlanStatements)


class SqlMigrations:
    """Implements ``ports.Migrations``."""

    def __init__(self, session: Session) -> None:
        self._connection = session.connection
        self._sql = _STATEMENTS[session.dialect]

    def add(self, row: PlanRow, content: str) -> bool:
        """See ``ports.Migrations.add``."""
        values = {column.name: getattr(row, column.name) for column in _ROW}
        added = self._connection.execute(self._sql.add, {**values, "content": content})
        if added.rowcount == 1:
            for mark in row.marks:
                self._write(row.hash, mark)
        return added.rowcount == 1

    def mark(self, plan: str, mark: Mark) -> bool:
        """See ``ports.Migrations.mark``. Two who mark at once wait for each other."""
        self._connection.execute(_LOCK, {"this": plan})
        if self._connection.execute(_LAST, {"this": plan}).scalar_one_or_none() == mark.what:
            return False
        self._write(plan, mark)
        return True

    def list(self, *, matter_type: str | None = None, limit: int = 1000) -> tuple[PlanRow, ...]:
        """See ``ports.Migrations.list``."""
        rows = select(*_ROW).order_by(plans.c.id.desc()).limit(limit)
        if matter_type is not None:
            rows = rows.where(plans.c.matter_type == matter_type)
        return self._rows(rows)

    def find(self, prefix: str) -> tuple[PlanRow, ...]:
        """See ``ports.Migrations.find``."""
        begins = (plans.c.hash >= prefix, plans.c.hash < beyond(prefix))
        return self._rows(select(*_ROW).where(*begins).order_by(plans.c.id))

    def content(self, plan: str) -> str | None:
        """See ``ports.Migrations.content``."""
        return self._connection.execute(_CONTENT, {"this": plan}).scalar_one_or_none()

    def _write(self, plan: str, mark: Mark) -> None:
        self._connection.execute(
            plan_marks.insert(),
            {
                "plan": plan,
                "what": mark.what,
                "at": mark.at,
                "actor": dump_actor(mark.actor),
                "reason": mark.reason,
            },
        )

    def _rows(self, wanted: Select[Any]) -> tuple[PlanRow, ...]:
        found = self._connection.execute(wanted).all()
        marks: dict[str, tuple[Mark, ...]] = {}
        listed = {"wanted": [row.hash for row in found]}
        for row in self._connection.execute(self._sql.marks.order_by(plan_marks.c.id), listed):
            mark = Mark(row.what, row.at, load_actor(row.actor), row.reason)
            marks[row.plan] = (*marks.get(row.plan, ()), mark)
        return tuple(
            PlanRow(
                row.hash,
                row.matter_type,
                row.definition,
                row.moved,
                row.blocked,
                marks[row.hash],
            )
            for row in found
        )
