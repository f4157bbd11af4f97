"""The calendar of a role or a person: days of open matters, by register number and label alone. Pure.

Titles, and what an assignment says, may name people or tell what is secret; a calendar is copied to telephones
and other people's servers. So nothing of them is told, as in the subjects of mails.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from workflow.command.feeds.entry import Entry, Status, uid_of
from workflow.definition.organisation import Entry as Recipient
from workflow.definition.organisation import Organisation
from workflow.definition.schema import DeadlineSpec, MatterType
from workflow.machine.recipients import ROLE, folded
from workflow.machine.ringing import only_waits
from workflow.model.matter import Assignment, Deadline, Matter

_FIELD: Final = "fields."
_STATUS: Final[Mapping[str, tuple[str, Status]]] = {
    "running": ("löper", "confirmed"),
    "suspended": ("pausad", "tentative"),
    "expired": ("utgången", "confirmed"),
}


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose days are asked for: the engine's roles, and folded names that mean the same one."""

    roles: frozenset[str]
    names: frozenset[str] = frozenset()


def person(organisation: Organisation, name: str) -> Holder:
    """Somebody by name, with the roles held: both the engine's and those of the register.

    Args:
        organisation: whose register it is.
        name: as it is written in the register or in decisions.
    """
    wanted = folded(name)
    known = [one for one in organisation.entries if wanted in _names(one)]
    names = {wanted}.union(*map(_names, known))
    held = [one for one in organisation.entries if one.holder and folded(one.holder) in names]
    names = names.union(*map(_names, held))
    roles = {code for code, called in organisation.roles.items() if folded(called) in names}
    return Holder(frozenset(roles), frozenset(names))


def duties(
    holder: Holder, matter: Matter, definition: MatterType, changed_at: datetime
) -> Iterator[Entry]:
    """The holder's deadlines in an open matter that aren't met, and assignments with a day.

    A deadline that only was a time to wait is gone when it has passed.

    Args:
        holder: who asks.
        matter: an open one.
        definition: the version that it runs on.
        changed_at: when the matter's last event happened.
    """
    owns = _owns(holder, matter, definition)
    for deadline in matter.deadlines:
        spec = definition.deadlines.get(deadline.key)
        mine = owns or (spec is not None and _is_reminded(holder, matter, spec))
        over = deadline.status == "expired" and (spec is None or only_waits(spec))
        if mine and not over and deadline.status in _STATUS:
            yield _deadline(matter, deadline, changed_at)
    for assignment in matter.assignments:
        if assignment.owner and folded(assignment.owner) in holder.names and not assignment.child:
            yield from _assignment(matter, assignment, changed_at)


def _names(one: Recipient) -> set[str]:
    return {folded(text) for text in (one.name, *one.aliases)}


def _owns(holder: Holder, matter: Matter, definition: MatterType) -> bool:
    states = [definition.states[p.state] for p in matter.points if p.state in definition.states]
    return any(not state.final and state.owner in holder.roles for state in states)


def _is_reminded(holder: Holder, matter: Matter, spec: DeadlineSpec) -> bool:
    for expression in spec.remind_to:
        if expression.startswith(ROLE):
            if expression.removeprefix(ROLE) in holder.roles:
                return True
        elif holder.names & set(map(folded, _printed(matter, expression))):
            return True
    return False


def _printed(matter: Matter, expression: str) -> Iterable[str]:
    if not expression.startswith(_FIELD):
        return (expression,)
    value = matter.fields.get(expression.removeprefix(_FIELD))
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, list | tuple) else ()


def _deadline(matter: Matter, deadline: Deadline, changed_at: datetime) -> Entry:
    word, status = _STATUS[deadline.status]
    number = matter.number.printed
    aim = deadline.target if deadline.target and deadline.target != deadline.final else None
    lines = (
        f"Sista dag: {deadline.final}.",
        f"Sikta på: {aim}." if aim else "",
        f"Status: {word}{', i fara' if deadline.at_risk else ''}.",
    )
    return Entry(
        uid=uid_of("deadline", matter.id, deadline.key),
        kind="deadline",
        summary=f"{number}: {deadline.label}" + ("" if word == "löper" else f" ({word})"),
        on=deadline.final,
        sequence=matter.version,
        changed_at=changed_at,
        description="\n".join(filter(None, lines)),
        status=status,
        alarm=deadline.hard and word == "löper",
    )


def _assignment(matter: Matter, assignment: Assignment, changed_at: datetime) -> Iterator[Entry]:
    if assignment.due is None:
        return
    yield Entry(
        uid=uid_of("assignment", matter.id, assignment.key),
        kind="assignment",
        summary=f"{matter.number.printed}: Uppdrag {assignment.key}",
        on=assignment.due,
        sequence=matter.version,
        changed_at=changed_at,
        description=f"Sista dag: {assignment.due}.",
    )
