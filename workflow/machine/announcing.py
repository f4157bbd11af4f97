"""What a meeting announces on the board: that it is held (KL 5:13), and that its minutes are adjusted (8:12)."""

from collections.abc import Sequence
from datetime import date

from workflow.definition.organisation import Organisation
from workflow.machine.boards import carries
from workflow.machine.work import Work
from workflow.meeting.facts import announcement_id, body_of, day_of, notice_id
from workflow.meeting.printed import HIDDEN_TITLE, paragraphs_printed
from workflow.model.commands import FireEvent, RegisterMatter
from workflow.model.proceedings import AgendaItem, Proceedings

ANNOUNCEMENT = "announcement"
"""The procedure of an announcement of a meeting."""
NOTICE = "notice"
"""The procedure of a notice that minutes are adjusted."""
_CALLED_OFF = "called_off"
_SUPPLEMENTED = "supplemented"


def announce_meeting(work: Work) -> None:
    """Put the announcement on the board: time, place and matters."""
    matter = work.matter
    body, on = body_of(matter), day_of(matter)
    identity = announcement_id(matter.organisation, body, on)
    fields: dict[str, object] = {
        "body": body,
        "meeting_on": on.isoformat(),
        "matters": _matters(work),
    }
    fields |= {name: value for name in ("starts_at", "place") if (value := matter.fields.get(name))}
    command = RegisterMatter(
        organisation=matter.organisation,
        matter_type=ANNOUNCEMENT,
        title=f"Kungörelse: {work.organisation.bodies[body].name} {on}",
        fields=fields,
    )
    work.send(identity, command, key=f"announce:{identity}")


def supplement_announcement(work: Work) -> None:
    """The board shows everything that is on the agenda now."""
    matter = work.matter
    identity = announcement_id(matter.organisation, body_of(matter), day_of(matter))
    command = FireEvent(_SUPPLEMENTED, data={"matters": _matters(work)})
    work.send(identity, command, key=f"supplement:{identity}:{matter.version}")


def _matters(work: Work) -> list[str]:
    """What the council is to deal with, as everybody may read it."""
    held = work.matter.proceedings or Proceedings()
    return [
        HIDDEN_TITLE if item.secret else item.title
        for item in held.items
        if item.status == "waiting"
    ]


def withdraw_announcement(work: Work) -> None:
    """The meeting isn't held: its announcement has nothing to say any more."""
    matter = work.matter
    identity = announcement_id(matter.organisation, body_of(matter), day_of(matter))
    work.send(identity, FireEvent(_CALLED_OFF), key=f"called-off:{identity}")


def announce(work: Work, items: Sequence[AgendaItem], on: date) -> None:
    """Put up that the minutes with these items are adjusted, on every board (KL 8:12).

    Each time that paragraphs are adjusted they get a notice of their own; it is named by them, unless it is
    of all the paragraphs of a meeting that is over.
    """
    matter = work.matter
    body, met = body_of(matter), day_of(matter)
    if not carries(work.organisation, body):
        return
    held = matter.proceedings or Proceedings()
    going_on = "record" in work.definition.states[matter.state].allows
    whole = not going_on and len(items) == len(held.paragraphs)
    printed = paragraphs_printed(item.paragraph or 0 for item in items)
    only = "" if whole else printed.strip("§ ")
    identity = notice_id(matter.organisation, body, met, only)
    command = notice_of(
        work.organisation,
        body,
        met,
        adjusted_on=on,
        only=only,
        paragraphs=printed,
        appealable=any(_decides(item) for item in items),
        posted_on=work.today,
    )
    work.send(identity, command, key=f"notice:{identity}")


def notice_of(
    organisation: Organisation,
    body: str,
    meeting_on: date,
    *,
    adjusted_on: date,
    only: str,
    paragraphs: str,
    appealable: bool,
    posted_on: date,
    all_boards: bool = False,
) -> RegisterMatter:
    """The command that registers the notice of a meeting's minutes.

    ``only``: the paragraphs that were adjusted at once, as numbers; empty: all the others. ``paragraphs``: as
    the board shows them. ``posted_on``: the day on which the engine puts it up. ``all_boards``: the
    boards of others carried it that day too.
    """
    fields: dict[str, object] = {
        "body": body,
        "meeting_on": meeting_on.isoformat(),
        "adjusted_on": adjusted_on.isoformat(),
        "paragraphs": paragraphs,
        "appealable": appealable,
        "posted_on": posted_on.isoformat(),
    }
    if all_boards and any(board.run_by == "others" for board in organisation.boards):
        fields["all_boards"] = True
    which = f" § {only}" if only else ""
    return RegisterMatter(
        organisation=organisation.organisation,
        matter_type=NOTICE,
        title=f"{organisation.bodies[body].name} {meeting_on.isoformat()}{which}",
        fields=fields,
    )


def _decides(item: AgendaItem) -> bool:
    """Whether it can be appealed: only what a body decides itself, not what it proposes (KL 13:2)."""
    return item.deliberation is not None and "decides" in item.deliberation.resolution.forms
