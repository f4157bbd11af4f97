"""The gate that the engine keeps itself: a matter ends when everybody has what is theirs, not before."""

from collections.abc import Iterable, Iterator

from workflow.errors import CommandRefusedError
from workflow.machine.context import CONTINUED_AS, OUTCOMES_APART
from workflow.machine.work import Work
from workflow.model.commands import ReportChild
from workflow.model.events import MatterClosed, TaskSettled
from workflow.model.matter import SETTLED, Matter

_ITEM_WORDS = {
    "queued": "väntar på kvitto",
    "failed": "gick inte att skicka",
    "in_doubt": "ingen vet om det kom fram",
    "unresolved": "finns inte i registret",
    "waiting": "väntar på justering",
}


def blockers(matter: Matter) -> tuple[str, ...]:
    """What keeps the matter from ending, one clause each; empty when nothing does."""
    return tuple(_blockers(matter))


def _blockers(matter: Matter) -> Iterator[str]:
    for item in matter.items:
        if item.status not in SETTLED:
            yield f"mottagaren ”{item.name}” ({item.key}) {_ITEM_WORDS[item.status]}"
    for given in matter.assignments:
        if not given.owned:
            missing = "ansvarig och dag" if given.owner is None and given.due is None else None
            missing = missing or ("ansvarig" if given.owner is None else "dag")
            yield f"uppdraget {given.key} saknar {missing}"
    for task in matter.tasks:
        if task.open and task.blocks:
            yield f"uppgiften {task.key} är öppen ({task.text})"
    for decision in matter.decisions:
        if decision.adjusted_on is None:
            yield f"beslutet {decision.key} ({decision.body} {decision.decided_on}) är inte justerat"


def ended(work: Work) -> bool:
    """Whether every point is in a final state."""
    finals = work.machine.finals
    return all(point.state in finals for point in work.matter.points)


def would_end(work: Work, arriving: Iterable[tuple[str, str]]) -> bool:
    """Whether the matter has no open point left once these points (key, state) have arrived."""
    finals = work.machine.finals
    to = dict(arriving)
    return all(to.get(point.key, point.state) in finals for point in work.matter.points)


def gate(work: Work) -> None:
    """Refuse a step that ends the last open point too early.

    Raises:
        CommandRefusedError: with everything that is open.
    """
    if work.matter.closed_on is None and ended(work):
        open_things = blockers(work.matter)
        if open_things:
            raise CommandRefusedError(
                "Ärendet kan inte avslutas än: " + "; ".join(open_things) + "."
            )


def close(work: Work) -> None:
    """Close the matter if its last point has ended, and tell whom it answers to.

    One that goes on under another number has no answer yet: it says where the answer will be. One that
    was taken up again tells no second time, because the key of what it says is the same.
    """
    matter = work.matter
    if matter.closed_on is not None or not ended(work):
        return
    for task in matter.tasks:
        if task.open:  # it blocks nothing, and there is nothing left to do about it
            work.record(TaskSettled(task.key, "Ärendet avslutades."))
    work.record(MatterClosed(work.today))
    if matter.parent is not None:
        outcomes = dict.fromkeys(point.outcome or point.state for point in matter.points)
        outcome = OUTCOMES_APART.join(outcomes)
        if matter.successor is not None:
            outcome = f"{CONTINUED_AS}{matter.successor}"
        work.send(
            matter.parent.matter,
            ReportChild(matter.parent.child, outcome),
            key=f"report:{matter.id}",
        )
