"""The notice boards for the public, in memory."""

from collections import Counter
from datetime import date

from workflow.command.noticeboard import NoticeQuery
from workflow.command.noticing import words_of
from workflow.command.ports import NoticeRow
from workflow.testing.state import State


class MemoryNoticeBoard:
    """Implements ``ports.NoticeBoard``."""

    def __init__(self, state: State) -> None:
        self._state = state

    def get(self, notice: str) -> NoticeRow | None:
        """See ``ports.NoticeBoard.get``."""
        return self._state.notices.get(notice)

    def search(self, query: NoticeQuery, *, limit: int, offset: int = 0) -> tuple[NoticeRow, ...]:
        """See ``ports.NoticeBoard.search``."""
        rows = self._asked(query)
        rows.sort(key=lambda row: (row.notice.posted_on, row.notice.id), reverse=True)
        return tuple(rows[offset : offset + limit])

    def taken_down(self, query: NoticeQuery, *, limit: int) -> tuple[NoticeRow, ...]:
        """See ``ports.NoticeBoard.taken_down``."""
        down = [(row.removed_on, row) for row in self._asked(query) if row.removed_on is not None]
        down.sort(key=lambda one: (one[0], one[1].notice.id), reverse=True)
        return tuple(row for _, row in down[:limit])

    def count(self, query: NoticeQuery) -> int:
        """See ``ports.NoticeBoard.count``."""
        return len(self._asked(query))

    def years(self, query: NoticeQuery) -> tuple[tuple[int, int], ...]:
        """See ``ports.NoticeBoard.years``."""
        years = Counter(row.notice.posted_on.year for row in self._asked(query))
        return tuple(sorted(years.items(), reverse=True))

    def shows(self, sha256: str, on: date) -> bool:
        """See ``ports.NoticeBoard.shows``."""
        return any(
            row.up
            and row.document == sha256
            and (row.document_until is None or on <= row.document_until)
            for row in self._state.notices.values()
        )

    def _asked(self, query: NoticeQuery) -> list[NoticeRow]:
        return [row for row in self._state.notices.values() if _meets(row, query)]


def _meets(row: NoticeRow, query: NoticeQuery) -> bool:
    notice = row.notice
    words = words_of(notice)
    return (
        (query.organisation in (None, notice.organisation) or notice.board in query.boards)
        and query.body in (None, notice.body)
        and query.kind in (None, notice.kind)
        and query.year in (None, notice.posted_on.year)
        and (query.standing == "any" or row.up == (query.standing == "up"))
        and all(
            term.text.casefold() in words or (notice.organisation, notice.body) in term.bodies
            for term in query.terms
        )
    )
