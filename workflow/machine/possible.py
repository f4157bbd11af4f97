"""What can be done with a matter now, and what it takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from workflow.definition.organisation import Organisation
from workflow.definition.schema import Form
from workflow.machine import closing
from workflow.machine.build import Machine
from workflow.machine.moves import Move, possible_moves
from workflow.machine.opening import opening, opens
from workflow.machine.rights import allowed
from workflow.machine.work import Work
from workflow.model.matter import Actor, Matter


@dataclass(frozen=True, slots=True)
class Possible:
    """An event that the actor can bring about now.

    ``form`` None: a plain event, else a decision of ``body``. ``requires`` are the fields that have to
    come with it, ``points`` the keys of the points that it can move. ``opens``: it opens a new point, also in
    a matter that is closed.
    """

    event: str
    label: str
    form: Form | None
    body: str | None
    points: tuple[str, ...]
    requires: tuple[str, ...]
    opens: bool = False


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
        new = opens(work, event)
        tried = (opening(work, event),) if new else possible_moves(work, event)
        moves = [move for move in tried if move and allowed(work, event, move.rule)]
        arriving = [(move.point.key, move.to) for move in moves]
        if moves and (new or not (blocked and closing.would_end(work, arriving))):
            found.append(
                Possible(
                    event=event,
                    label=spec.label,
                    form=spec.form,
                    body=_body(machine, moves) if spec.form else None,
                    points=() if new else tuple(move.point.key for move in moves),
                    requires=tuple(
                        dict.fromkeys(name for move in moves for name in move.rule.requires)
                    ),
                    opens=new,
                )
            )
    return tuple(found)


def _body(machine: Machine, moves: Sequence[Move]) -> str | None:
    """The body that the points wait for."""
    states = (machine.definition.states[move.point.state] for move in moves)
    return next((state.body for state in states if state.body), None)
