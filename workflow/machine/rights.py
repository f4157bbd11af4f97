"""Who may fire an event, and what has to come with it."""

from collections.abc import Iterable

from workflow.definition.schema import Transition
from workflow.errors import CommandRefusedError
from workflow.machine import children
from workflow.machine.moves import Move
from workflow.machine.values import says_something
from workflow.machine.waits import ROLE_LABELS
from workflow.machine.work import Work


def check(work: Work, event: str, moves: Iterable[Move]) -> None:
    """Whether the actor may, and whether the fields that the rules require came with the command.

    Raises:
        CommandRefusedError: a role or a value is missing, or nobody may.
    """
    label = work.definition.events[event].label
    if event in children.answer_events(work.definition):
        raise CommandRefusedError(
            f"”{label}” ({event}) görs av motorn när parternas svar har kommit.",
            hint="Skriv in det svar som fattas.",
        )
    for move in moves:
        if not allowed(work, event, move.rule):
            roles = " eller ".join(ROLE_LABELS.get(role, role) for role in move.rule.roles)
            own = ", ".join(work.actor.roles) or "inga"
            raise CommandRefusedError(
                f"”{label}” ({event}) görs av {roles}; {work.actor.name} har rollerna: {own}."
            )
        missing = missing_data(work, move.rule)
        if missing:
            fields = work.definition.fields
            words = ", ".join(f"{fields[name].label} ({name})" for name in missing)
            raise CommandRefusedError(f"”{label}” ({event}) kräver uppgifter som saknas: {words}.")


def allowed(work: Work, event: str, rule: Transition) -> bool:
    """Whether the actor has one of the roles; no roles: anybody; the engine: always.

    What follows from the answers of children nobody may fire: the engine does when they are in.
    """
    if event in children.answer_events(work.definition):
        return False
    return not rule.roles or work.by_engine or not set(rule.roles).isdisjoint(work.actor.roles)


def missing_data(work: Work, rule: Transition) -> tuple[str, ...]:
    """The required fields that didn't come with the command."""
    return tuple(name for name in rule.requires if not says_something(work.data.get(name)))
