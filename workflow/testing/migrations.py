"""Plans of migrations in memory."""

from dataclasses import replace

from workflow.command.migrations import Mark, PlanRow
from workflow.testing.state import State


class MemoryMigrations:
    """Implements ``ports.Migrations``."""

    def __init__(self, state: State) -> None:
        self._state = state

    def add(self, row: PlanRow, content: str) -> bool:
        """See ``ports.Migrations.add``."""
        if row.hash in self._state.plans:
            return False
        self._state.plans[row.hash] = (row, content)
        return True

    def mark(self, plan: str, mark: Mark) -> bool:
        """See ``ports.Migrations.mark``."""
        row, content = self._state.plans[plan]
        if row.status == mark.what:
            return False
        self._state.plans[plan] = (replace(row, marks=(*row.marks, mark)), content)
        return True

    def list(self, *, matter_type: str | None = None, limit: int = 1000) -> tuple[PlanRow, ...]:
        """See ``ports.Migrations.list``."""
        rows = [
            row
            for row, _ in reversed(self._state.plans.values())
            if matter_type in (None, row.matter_type)
        ]
        return tuple(rows[:limit])

    def find(self, prefix: str) -> tuple[PlanRow, ...]:
        """See ``ports.Migrations.find``."""
        return tuple(row for key, (row, _) in self._state.plans.items() if key.startswith(prefix))

    def content(self, plan: str) -> str | None:
        """See ``ports.Migrations.content``."""
        found = self._state.plans.get(plan)
        return found[1] if found else None
