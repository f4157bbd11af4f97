"""The notice board: adjusted minutes are announced, and stay up until the appeal period has ended."""

from datetime import date
from typing import cast

from workflow.definition.organisation import Board, Organisation
from workflow.errors import CommandRefusedError
from workflow.machine.values import day
from workflow.machine.work import Work
from workflow.model.effects import PostNotice, RemoveNotices
from workflow.model.events import NoticePosted, NoticeRemoved
from workflow.statutory import rules

_APPEAL = "KL-13:5"


def post(work: Work) -> None:
    """Put the notice on every board of the organisation, today if no day is given (KL 8:12).

    Raises:
        CommandRefusedError: the organisation has no board.
    """
    matter, fields = work.matter, work.matter.fields
    boards = boards_of(work, work.organisation)
    if not boards:
        raise CommandRefusedError(f"{work.organisation.name} har ingen anslagstavla.")
    posted_on = day(fields.get("posted_on") or work.today)
    appeal = rules.apply(_APPEAL, posted_on)
    last_appeal_day = appeal.final if fields.get("appealable", True) else None
    for place, board in enumerate(boards, start=1):
        work.ask(
            PostNotice(
                id=f"{matter.id}/{place}",
                matter=matter.id,
                organisation=matter.organisation,
                board=board.name,
                body=cast("str", fields["body"]),
                meeting_on=day(fields["meeting_on"]),
                paragraphs=cast("str", fields.get("paragraphs", "")),
                adjusted_on=day(fields["adjusted_on"]),
                posted_on=posted_on,
                last_appeal_day=last_appeal_day,
                earliest_removal=appeal.earliest_removal,
                where_kept=board.where_kept,
            )
        )
    names = tuple(board.name for board in boards)
    work.record(NoticePosted(names, posted_on, last_appeal_day, appeal.earliest_removal))


def remove(work: Work) -> None:
    """Take the notices down; too early, and the appeal period would never end (KL 13:5).

    Raises:
        CommandRefusedError: the appeal period isn't over.
    """
    appeal = rules.apply(_APPEAL, day(work.matter.fields["posted_on"]))
    earliest = cast("date", appeal.earliest_removal)
    if work.today < earliest:
        raise CommandRefusedError(f"Anslaget får inte tas ned före {earliest} (KL 13:5).")
    work.ask(RemoveNotices(work.matter.id, work.today))
    work.record(NoticeRemoved(work.today))


def carries(organisation: Organisation, body: str) -> bool:
    """Whether the adjusted minutes of this body are announced on a board."""
    named = not organisation.notice_for or body in organisation.notice_for
    return named and bool(organisation.boards)


def boards_of(work: Work, organisation: Organisation) -> tuple[Board, ...]:
    """Its own; a joint committee that lists none has those of its members (KL 9:32)."""
    if organisation.boards or organisation.kind != "joint_committee":
        return organisation.boards
    members = (work.organisation_called(code) for code in organisation.members)
    return tuple(board for member in members for board in member.boards)
