"""A body's agenda, from the matters that wait for it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from workflow.command.context import Context
from workflow.command.ports import UnitOfWork
from workflow.definition.organisation import Organisation
from workflow.definition.schema import Form
from workflow.machine.backplanning import plans
from workflow.machine.build import Machine
from workflow.machine.plan import Office
from workflow.meeting.agenda import Waiting, compose
from workflow.meeting.facts import body_of, day_of
from workflow.model.matter import Matter, Point
from workflow.model.proceedings import AgendaItem, Proceedings, RouteStop

OPENING = ("Upprop", "Fastställande av dagordning", "Val av justerare")
"""Formalities that open a meeting, where nobody says otherwise."""

_ONLY_INFORMATION: frozenset[Form] = frozenset({"notes", "tables", "refers_back", "withdraws"})


def proposed(
    context: Context, meeting: Matter, *, opening: Sequence[str] = OPENING
) -> tuple[AgendaItem, ...]:
    """What the meeting could take up: formalities, and every matter that waits for the body.

    What is on the agenda already, or was withdrawn from it, is left out. Nothing is written.

    Args:
        context: the engine.
        meeting: that isn't over.
        opening: titles of the formalities; none of them where the agenda has items already.

    Raises:
        UnknownDefinitionError: the organisation is published no longer.
        CommandRefusedError: more than an agenda can hold.
    """
    held = meeting.proceedings or Proceedings()
    organisation = context.catalogue.organisation(meeting.organisation)
    body = organisation.bodies[body_of(meeting)]
    known = {item.matter for item in held.items if item.matter is not None}
    with context.units() as uow:
        waiting = [
            one
            for one in _waiting(context, uow, organisation, body_of(meeting), day_of(meeting))
            if one.matter not in known
        ]
    return compose(
        waiting,
        body.agenda_order,
        opening=() if held.items else opening,
        first_key=1 + max((_number(item.key) for item in held.items), default=0),
    )


def _number(key: str) -> int:
    digits = key.removeprefix("i")
    return int(digits) if digits.isdecimal() else 0


def _waiting(
    context: Context, uow: UnitOfWork, organisation: Organisation, body: str, on: date
) -> Iterator[Waiting]:
    catalogue = context.catalogue
    catalogue.learn(
        {one.definition for one in uow.matters.standing() if one.running}, uow.definitions
    )
    machines = {
        one.definition: catalogue.machine(one.definition)
        for one in uow.matters.standing()
        if one.running
    }
    states = {
        name
        for machine in machines.values()
        for name, state in machine.definition.states.items()
        if state.body == body and not state.final
    }
    found = uow.matters.load(uow.matters.in_states(organisation.organisation, states))
    offices: dict[str, Office] = {}
    for matter in found.values():
        machine = machines[matter.definition]
        points = [
            point
            for point in matter.points
            if machine.definition.states[point.state].body == body
            and point.state not in machine.finals
        ]
        if points:
            office = offices.setdefault(
                matter.definition, Office.of(machine.definition, organisation)
            )
            yield _wait(office, machine, matter, points, on)


def _wait(
    office: Office, machine: Machine, matter: Matter, points: Sequence[Point], on: date
) -> Waiting:
    plan = next(iter(plans(office, matter, on)), None)
    stops = plan.stops if plan else ()
    been = tuple(RouteStop(one.name, one.on) for one in plan.held) if plan else ()
    return Waiting(
        matter=matter.id,
        number=matter.number.printed,
        title=matter.title,
        matter_type=matter.matter_type,
        kind="information" if _only_information(machine, points) else "decision",
        since=min(point.since for point in points),
        route=been
        + tuple(
            RouteStop(stop.name, stop.earliest.on if stop.earliest else None) for stop in stops
        ),
        bodies=tuple(stop.body for stop in stops[1:]),
    )


def _only_information(machine: Machine, points: Iterable[Point]) -> bool:
    """Whether there is nothing that the body could decide or propose."""
    events = machine.definition.events
    return all(
        (form := spec.form) is None or form in _ONLY_INFORMATION
        for point in points
        for event, spec in events.items()
        if machine.rules(event, point.state)
    )
