"""The notice board as it is shown: facts about adjusted minutes (KL 8:9-12), no names of persons."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby

from workflow.command.ports import NoticeRow


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice, with what KL 8:12 wants told and when it may come down."""

    organisation: str
    board: str
    body: str
    meeting_on: date
    paragraphs: str
    adjusted_on: date | None
    posted_on: date
    last_appeal_day: date | None
    earliest_removal: date | None
    where_kept: str
    removed_on: date | None

    @classmethod
    def of(cls, row: NoticeRow) -> "Notice":
        """The public part of a row."""
        notice = row.notice
        return cls(
            organisation=notice.organisation,
            board=notice.board,
            body=notice.body,
            meeting_on=notice.meeting_on,
            paragraphs=notice.paragraphs,
            adjusted_on=notice.adjusted_on,
            posted_on=notice.posted_on,
            last_appeal_day=notice.last_appeal_day,
            earliest_removal=notice.earliest_removal,
            where_kept=notice.where_kept,
            removed_on=row.removed_on,
        )

    def public(self) -> dict[str, object]:
        """As JSON values; days in ISO 8601."""
        return {
            key: value.isoformat() if isinstance(value, date) else value
            for key, value in asdict(self).items()
        }


def boards(rows: Iterable[NoticeRow]) -> tuple[tuple[str, tuple[Notice, ...]], ...]:
    """The notices by board, boards by name, on each the latest first."""
    notices = sorted((Notice.of(row) for row in rows), key=lambda n: n.posted_on, reverse=True)
    notices.sort(key=lambda notice: notice.board)
    return tuple((board, tuple(on)) for board, on in groupby(notices, lambda n: n.board))


def up_too_long(rows: Sequence[NoticeRow], today: date) -> int:
    """How many are still up although they could have been taken down before today."""
    return sum(
        row.up and row.notice.earliest_removal is not None and row.notice.earliest_removal < today
        for row in rows
    )


def down_too_early(rows: Sequence[NoticeRow], today: date) -> int:
    """How many should be up and are not: the time to appeal does not run out (KL 13:5).

    One that a board lost counts until the same board carries it anew.
    """
    up = {(row.notice.matter, row.notice.board) for row in rows if row.down_early_on is None}
    return sum(
        (row.notice.matter, row.notice.board) not in up
        if row.down_early_on is not None
        else row.removed_on is not None
        and row.notice.earliest_removal is not None
        and today < row.notice.earliest_removal
        for row in rows
    )
