"""What the log of a procedure says of its notices, to hold against the boards."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from workflow.model.events import (
    Event,
    MinutesPublished,
    MinutesWithdrawn,
    NoticeDownEarly,
    NoticePosted,
    NoticeRemoved,
)


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """One notice: where it was, from when, until when, and which full minutes are beside it."""

    board: str
    posted_on: date
    removed_on: date | None = None
    down_early_on: date | None = None
    document: str | None = None

    @classmethod
    def of(cls, row: Any) -> "NoticeFacts":
        """As the row has it."""
        return cls(row.board, row.posted_on, row.removed_on, row.down_early_on, row.document)

    @property
    def up(self) -> bool:
        """Whether it is on its board."""
        return self.removed_on is None and self.down_early_on is None


@dataclass(slots=True)
class Noticed:
    """Is shown every event of one procedure in order."""

    notices: list[NoticeFacts] = field(default_factory=list)

    def see(self, event: Event) -> None:
        """Take one event in."""
        match event:
            case NoticePosted():
                self.notices += [NoticeFacts(board, event.posted_on) for board in event.boards]
            case NoticeDownEarly():
                self.notices = [_lost(notice, event) for notice in self.notices]
            case MinutesPublished():
                self._change(document=event.document)
            case MinutesWithdrawn():
                self._change(document=None)
            case NoticeRemoved():
                self._change(removed_on=event.removed_on, document=None)

    def differences(self, rows: list[NoticeFacts]) -> list[str]:
        """The boards, in order, about which the rows say something else."""
        told, found = Counter(self.notices), Counter(rows)
        return sorted({notice.board for notice in (told - found) + (found - told)})

    def _change(self, **changes: Any) -> None:
        self.notices = [
            replace(notice, **changes) if notice.up else notice for notice in self.notices
        ]


def _lost(notice: NoticeFacts, event: NoticeDownEarly) -> NoticeFacts:
    """Also one that was removed: that it was gone before may be found out afterwards."""
    if notice.board != event.board or notice.down_early_on is not None:
        return notice
    return replace(notice, down_early_on=event.down_on, document=None)
