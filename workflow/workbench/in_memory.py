"""What every office that is played in memory has in common: its hours, its meetings, and what it sees to at once. Pure."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time
from typing import Final

from workflow.definition.meets import Meeting
from workflow.definition.organisation import Organisation
from workflow.machine.timers import STOCKHOLM, instant
from workflow.model.commands import Command, SettleRecipient, SettleTask
from workflow.model.matter import Matter

_NOON: Final = time(12)
_ANSWERED: Final = frozenset({"recipient", "deadline", "flag"})
"""Kinds of tasks that only ask a person to have seen to something."""


def noon(day: date) -> datetime:
    """The hour at which people do things, in Stockholm; as UTC."""
    return instant(day, _NOON)


def local_day(at: datetime) -> date:
    """The day in Stockholm."""
    return at.astimezone(STOCKHOLM).date()


def with_meetings(
    organisation: Organisation, meetings: Mapping[str, Collection[date]]
) -> Organisation:
    """The organisation with these meeting days, by the code of the body; other bodies keep theirs."""
    bodies = {
        code: body.model_copy(
            update={"meets": tuple(Meeting(on=day) for day in meetings[code]), "recurs": None}
        )
        if code in meetings
        else body
        for code, body in organisation.bodies.items()
    }
    return organisation.model_copy(update={"bodies": bodies})


def see_to(matter: Callable[[], Matter], give: Callable[[Command], None], because: str) -> None:
    """Do what only a person can, where it holds an open matter up.

    Args:
        matter: as it stands, each time that it is asked for.
        give: carries a command out.
        because: why recipients that nobody knows are excepted, and the answer to tasks.
    """
    if matter().closed_on is not None:
        return
    for item in matter().items:
        if item.status == "unresolved":
            give(SettleRecipient(item.key, because=because))
    for task in matter().tasks:
        if task.open and task.blocks and task.kind in _ANSWERED:
            give(SettleTask(task.key, because))
