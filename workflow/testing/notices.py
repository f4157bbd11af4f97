"""Notice boards in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from workflow.command.noticing import words_of
from workflow.command.ports import NoticeRow, Unannounced
from workflow.errors import InvalidInputError
from workflow.model.effects import (
    NoteDownEarly,
    NoticeEffect,
    NoticeKind,
    PostNotice,
    PublishMinutes,
    RemoveNotices,
    SetAppealDays,
    WithdrawMinutes,
)
from workflow.model.ids import MatterId
from workflow.testing.state import State

_Change = SetAppealDays | NoteDownEarly | PublishMinutes | WithdrawMinutes | RemoveNotices


class MemoryNotices:
    """Implements ``ports.Notices``."""

    def __init__(self, state: State) -> None:
        self._state = state

    def apply(self, effects: Sequence[NoticeEffect]) -> None:
        """See ``ports.Notices.apply``."""
        for effect in effects:
            if isinstance(effect, PostNotice):
                self._check(NoticeRow(effect))
                self._state.notices.setdefault(effect.id, NoticeRow(effect))
                continue
            for row in tuple(self._concerned(effect)):
                changed = _changed(row, effect)
                self._check(changed)
                self._state.notices[row.notice.id] = changed

    def list(
        self,
        *,
        organisation: str | None = None,
        matter: MatterId | None = None,
        kind: NoticeKind | None = None,
        body: str | None = None,
        meeting_on: date | None = None,
        year: int | None = None,
        text: str = "",
        up_only: bool = False,
        down_only: bool = False,
        limit: int = 1000,
        offset: int = 0,
    ) -> tuple[NoticeRow, ...]:
        """See ``ports.Notices.list``."""
        rows = sorted(
            (
                row
                for row in self._state.notices.values()
                if organisation in (None, row.notice.organisation)
                and matter in (None, row.notice.matter)
                and kind in (None, row.notice.kind)
                and body in (None, row.notice.body)
                and meeting_on in (None, row.notice.meeting_on)
                and year in (None, row.notice.posted_on.year)
                and text.casefold() in words_of(row.notice)
                and not (up_only and not row.up)
                and not (down_only and row.up)
            ),
            key=lambda row: (-row.notice.posted_on.toordinal(), row.notice.id),
        )
        return tuple(rows[offset : offset + limit])

    def unannounced(self) -> tuple[Unannounced, ...]:
        """See ``ports.Notices.unannounced``."""
        announced = {
            (notice.organisation, notice.body, notice.meeting_on, notice.adjusted_on)
            for notice in (row.notice for row in self._state.notices.values())
            if notice.kind == "adjustment"
        }
        adjusted = {
            Unannounced(organisation, body, meeting_on, adjusted_on)
            for (organisation, body, meeting_on, _), adjusted_on in self._state.adjusted.items()
            if (organisation, body, meeting_on, adjusted_on) not in announced
        }
        return tuple(
            sorted(
                adjusted,
                key=lambda one: (one.adjusted_on, one.organisation, one.body, one.meeting_on),
            )
        )

    def _concerned(self, effect: _Change) -> Iterator[NoticeRow]:
        """What is up of the procedure; of a board that lost it also what was removed since."""
        late = isinstance(effect, NoteDownEarly)
        for row in self._state.notices.values():
            there = row.down_early_on is None if late else row.up
            if row.notice.matter == effect.matter and there:
                yield row

    def _check(self, row: NoticeRow) -> None:
        """What the tables refuse, by their constraints."""
        earliest = row.notice.earliest_removal
        down = row.removed_on
        early = row.down_early_on
        if (
            (row.notice.kind == "adjustment" and row.notice.adjusted_on is None)
            or (down is not None and earliest is not None and down < earliest)
            or (early is not None and (earliest is None or early >= earliest))
            or (row.document is not None and row.document not in self._state.documents)
        ):
            raise InvalidInputError("Databasen tar inte emot uppgiften.")


def _changed(row: NoticeRow, effect: _Change) -> NoticeRow:
    """The row as the effect leaves it."""
    notice = row.notice
    match effect:
        case SetAppealDays() if (notice.earliest_removal or effect.earliest_removal) <= (
            effect.earliest_removal
        ):
            later = replace(
                notice,
                last_appeal_day=effect.last_appeal_day,
                earliest_removal=effect.earliest_removal,
            )
            return replace(row, notice=later)
        case NoteDownEarly(board=notice.board):
            return replace(row, down_early_on=effect.down_on, document=None, document_until=None)
        case PublishMinutes():
            return replace(row, document=effect.document, document_until=effect.until)
        case WithdrawMinutes():
            return replace(row, document=None, document_until=None)
        case RemoveNotices():
            return replace(row, removed_on=effect.removed_on, document=None, document_until=None)
    return row
