"""Events that are no decision of a body."""

from collections.abc import Sequence

from workflow.errors import CommandRefusedError
from workflow.machine import convening, rights, succession
from workflow.machine.moves import arrived, carry_out, event_called, moves_of, moves_of_any
from workflow.machine.opening import open_point, opens
from workflow.machine.succession import RENUMBERED, SUCCESSOR
from workflow.machine.values import Problems, read_fields
from workflow.machine.work import Work
from workflow.model.commands import FireEvent
from workflow.model.events import SuccessorNamed
from workflow.model.matter import Point


def fire(work: Work, command: FireEvent) -> None:
    """Move the points named, or every open point that the event is possible for; or open a new one.

    Raises:
        InvalidInputError: values of the wrong form.
        CommandRefusedError: not possible, or a role or a value is missing.
    """
    if command.event == RENUMBERED and work.by_engine:
        succession.told(work, command)
        return
    if work.matter.closed_on is not None and not opens(work, command.event):
        raise CommandRefusedError(f"Ärendet avslutades {work.matter.closed_on}.")
    spec = event_called(work, command.event)
    if spec.form is not None:
        raise CommandRefusedError(
            f"”{spec.label}” ({command.event}) är ett beslut av ett organ.",
            hint="Registrera beslutet med organ och dag i stället.",
        )
    problems = Problems()
    work.data = read_fields(work.definition.fields, command.data, problems)
    problems.raise_if_any()
    if work.data and convening.is_meeting(work):
        convening.check_settled(work, command.event)
    if opens(work, command.event):
        open_point(work, command)
        return
    if command.points:
        moves = moves_of(work, command.event, _named(work, command.points))
    else:
        moves = moves_of_any(work, command.event)
    rights.check(work, command.event, moves)
    after = [arrived(move, work.today) for move in moves]
    carry_out(work, command.event, moves, after, work.data)
    if command.event == RENUMBERED and SUCCESSOR in work.data:
        work.record(SuccessorNamed(str(work.data[SUCCESSOR])))


def _named(work: Work, names: Sequence[str]) -> list[Point]:
    """The open points of these keys.

    Raises:
        CommandRefusedError: named twice, unknown or ended.
    """
    by_key = {point.key: point for point in work.matter.points}
    points = []
    for name in names:
        point = by_key.pop(name, None)
        if point is None:
            raise CommandRefusedError(f"Punkt {name[:60]} finns inte, eller nämns två gånger.")
        if point.state in work.machine.finals:
            raise CommandRefusedError(f"Punkt {name} är redan avslutad.")
        points.append(point)
    return points
