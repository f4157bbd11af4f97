"""What the monitoring counts on the notice boards."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from workflow.command.ports import NoticeRow
from workflow.model.effects import PostNotice

_DAY: Final = timedelta(days=1)


def up_too_long(rows: Sequence[NoticeRow], today: date) -> int:
    """How many are still up although they could have been taken down before today.

    The announcement of a meeting comes down the day after it, at the latest.
    """
    return sum(row.up and _comes_down(row.notice) < today for row in rows)


def _comes_down(notice: PostNotice) -> date:
    if notice.earliest_removal is not None:
        return notice.earliest_removal
    return notice.meeting_on + _DAY if notice.kind == "announcement" else date.max


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
