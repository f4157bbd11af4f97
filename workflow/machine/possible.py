"""What can be done with a matter now, and what it takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from workflow.definition.organisation import Organisation
from workflow.definition.schema import Form
from workflow.machine import closing
from workflow.machine.build import Machine
from workflow.machine.moves import possible_moves
from workflow.machine.rights import allowed
from workflow.machine.work import Work
from workflow.model.matter import Actor, Matter


@dataclass(frozen=True, slots=True)
class Possible:
    """An event that the actor can bring about now.

    ``form`` None: a plain event, else a decision of ``body``. ``requires`` are the fields that have to
    come with it, ``points`` the keys of the points that it can move.
    """

    event: str
    label: str
    form: Form | None
    body: str | None
    points: tuple[str, ...]
    requires: tuple[str, ...]


def possible(
    machine: Machine,
    organisations: Mapping[str, Organisation],
    matter: Matter,
    now: datetime,
    actor: Actor,
) -> tuple[Possible, ...]:
    """The events possible now for this actor, in the order of the definition.

    Left out are those that would end the matter while something keeps it open.
    """
    work = Work(machine, organisations, matter, actor, now)
    blocked = bool(closing.blockers(matter))
    found = []
    for event, spec in machine.definition.events.items():
        moves = [move for move in possible_moves(work, event) if allowed(work, event, move.rule)]
        arriving = [(move.point.key, move.to) for move in moves]
        if moves and not (blocked and closing.would_end(work, arriving)):
            states = (machine.definition.states[move.point.state] for move in moves)
            found.append(
                Possible(
                    event=event,
                    label=spec.label,
                    form=spec.form,
                    body=next((state.body for state in states if spec.form and state.body), None),
                    points=tuple(move.point.key for move in moves),
                    requires=tuple(
                        dict.fromkeys(name for move in moves for name in move.rule.requires)
                    ),
                )
            )
    return tuple(found)
