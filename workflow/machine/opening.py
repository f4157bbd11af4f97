"""Events that open a new decision point, also in a matter that is closed: it is taken up again."""

from itertools import count

from workflow.definition.schema import NEW
from workflow.errors import CommandRefusedError
from workflow.machine import rights
from workflow.machine.moves import Move, arrived, attempt, follow, state_of
from workflow.machine.work import Work
from workflow.model.commands import FireEvent
from workflow.model.events import PointsOpened
from workflow.model.matter import Point


def opens(work: Work, event: str) -> bool:
    """Whether the event opens a point instead of moving one."""
    return event in work.machine.opening


def opening(work: Work, event: str) -> Move | None:
    """How the event opens a point, by the first rule whose guard is true; None: not possible.

    The point has the text of the matter's title and the next free number. A matter that goes on under
    another number is taken up there.
    """
    matter = work.matter
    if matter.successor is not None:
        return None
    taken = {point.key for point in matter.points}
    free = (str(number) for number in count(len(taken) + 1))
    key = next(number for number in free if number not in taken)
    return attempt(work, event, Point(key, matter.title, NEW, work.today))


def open_point(work: Work, command: FireEvent) -> None:
    """Open the point; a closed matter is open again.

    Raises:
        CommandRefusedError: not possible, or a role or a value is missing.
    """
    label = work.definition.events[command.event].label
    if work.matter.successor is not None:
        raise CommandRefusedError(
            f"Ärendet fortsätter som {work.matter.successor}.", hint=f"Gör ”{label}” där."
        )
    if command.points:
        raise CommandRefusedError(
            f"”{label}” ({command.event}) öppnar en ny punkt.", hint="Ange inga punkter."
        )
    move = opening(work, command.event)
    if move is None:
        rules = work.machine.rules(command.event, NEW)
        guards = " eller ".join(f"({rule.guard})" for rule in rules)
        raise CommandRefusedError(
            f"Villkoret för ”{label}” ({command.event}) är inte uppfyllt: {guards}."
        )
    rights.check(work, command.event, (move,))
    point = arrived(move, work.today)
    work.record(
        PointsOpened(
            event=command.event,
            points=(point,),
            state=state_of(work, (*work.matter.points, point)),
            data=work.data,
        )
    )
    follow(work, (move,))
