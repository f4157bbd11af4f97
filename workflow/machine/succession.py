"""A matter that goes on under another number: told by its successor, ended as soon as it may."""

from workflow.machine import engine
from workflow.machine.context import open_points
from workflow.machine.values import Problems, line
from workflow.machine.work import Work
from workflow.model.commands import FireEvent
from workflow.model.events import SuccessorNamed

RENUMBERED = "renumbered"
"""The event by which a matter goes on under another number; ``successor`` says which."""

SUCCESSOR = "successor"
"""The field with the new number, and the kind of task for what is left open in the old matter."""


def told(work: Work, command: FireEvent) -> None:
    """The new matter says what it is called: that is noted even where nothing can be moved any more.

    What can't be moved yet is a task: it is moved as soon as nothing holds it, unless a person answers
    first how it is to be.

    Raises:
        InvalidInputError: no number was given.
    """
    problems = Problems()
    successor = problems.read("Nytt diarienummer", line, command.data.get(SUCCESSOR)) or ""
    problems.raise_if_any()
    work.record(SuccessorNamed(successor))
    if work.matter.closed_on is not None:
        return
    _move(work, successor)
    if open_points(work):
        text = (
            f"Ärendet fortsätter som {successor}. Gör klart det som är öppet här, så avslutas det."
        )
        work.open_task(SUCCESSOR, text, work.matter.id, blocks=False)


def follow(work: Work) -> None:
    """Move what could not be moved when the successor was named, if it can be now."""
    successor = work.matter.successor
    waits = any(task.open and task.kind == SUCCESSOR for task in work.matter.tasks)
    if successor is not None and waits:
        _move(work, successor)


def _move(work: Work, successor: str) -> None:
    if RENUMBERED not in work.definition.events:
        return
    work.data = {SUCCESSOR: successor} if SUCCESSOR in work.definition.fields else {}
    engine.fire(work, RENUMBERED)
    work.data = {}
