"""Notice boards in memory."""

from collections.abc import Sequence
from dataclasses import replace

from workflow.command.ports import NoticeRow
from workflow.errors import InvalidInputError
from workflow.model.effects import PostNotice, RemoveNotices
from workflow.testing.state import Notice, State


class MemoryNotices:
    """Implements ``ports.Notices``."""

    def __init__(self, state: State) -> None:
        self._state = state

    def apply(self, effects: Sequence[PostNotice | RemoveNotices]) -> None:
        """See ``ports.Notices.apply``.

        Raises:
            InvalidInputError: a removal before the earliest day (KL 8:12).
        """
        for effect in effects:
            if isinstance(effect, PostNotice):
                self._state.notices.setdefault(effect.id, Notice(effect))
            else:
                self._remove(effect)

    def list(
        self, *, organisation: str | None = None, up_only: bool = False, limit: int = 1000
    ) -> tuple[NoticeRow, ...]:
        """See ``ports.Notices.list``."""
        rows = sorted(
            (
                row
                for row in self._state.notices.values()
                if organisation in (None, row.notice.organisation)
                and not (up_only and row.removed_on)
            ),
            key=lambda row: (-row.notice.posted_on.toordinal(), row.notice.id),
        )[:limit]
        return tuple(NoticeRow(row.notice, row.removed_on) for row in rows)

    def _remove(self, effect: RemoveNotices) -> None:
        for row in tuple(self._state.notices.values()):
            if row.notice.matter == effect.matter and row.removed_on is None:
                earliest = row.notice.earliest_removal
                if earliest is not None and effect.removed_on < earliest:
                    raise InvalidInputError("Databasen tar inte emot uppgiften.")
                self._state.notices[row.notice.id] = replace(row, removed_on=effect.removed_on)
