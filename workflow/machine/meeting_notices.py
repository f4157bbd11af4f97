"""The announcement of a council's meeting on the notice board (KL 5:13); it says time, place and matters."""

from typing import cast

from workflow.errors import CommandRefusedError
from workflow.machine.values import day
from workflow.machine.work import Work
from workflow.model.effects import PostNotice, RemoveNotices
from workflow.model.events import NoticePosted, NoticeRemoved


def post(work: Work) -> None:
    """Put the announcement on every board of the organisation, today.

    Raises:
        CommandRefusedError: the organisation has no board, or no such body.
    """
    matter, fields = work.matter, work.matter.fields
    boards = [board for board in work.organisation.boards if board.run_by == "engine"]
    if not boards:
        raise CommandRefusedError(f"{work.organisation.name} har ingen anslagstavla.")
    code = cast("str", fields["body"])
    if code not in work.organisation.bodies:
        raise CommandRefusedError(
            f"{work.organisation.name} har inget organ ”{code[:40]}”.",
            hint=f"Organ: {', '.join(work.organisation.bodies)}.",
        )
    name = work.organisation.bodies[code].name
    when = f" klockan {fields['starts_at']}" if fields.get("starts_at") else ""
    where = f", {fields['place']}" if fields.get("place") else ""
    for place, board in enumerate(boards, start=1):
        work.ask(
            PostNotice(
                id=f"{matter.id}/{matter.version}/{place}",
                matter=matter.id,
                organisation=matter.organisation,
                board=board.name,
                body=code,
                meeting_on=day(fields["meeting_on"]),
                paragraphs="",
                adjusted_on=None,
                posted_on=work.today,
                last_appeal_day=None,
                earliest_removal=None,  # a meeting that is called off is announced no longer
                where_kept=board.where_kept,
                kind="announcement",
                title=f"{name} sammanträder {fields['meeting_on']}{when}{where}",
                entries=tuple(cast("list[str]", fields["matters"])),
            )
        )
    work.record(NoticePosted(tuple(board.name for board in boards), work.today, None, None))


def post_again(work: Work) -> None:
    """Put up the announcement as it is now, instead of the one that is up."""
    work.ask(RemoveNotices(work.matter.id, work.today))
    post(work)


def remove(work: Work) -> None:
    """Take the announcement down: the meeting has been, or isn't held."""
    work.ask(RemoveNotices(work.matter.id, work.today))
    work.record(NoticeRemoved(work.today))
