"""Opening a matter."""

from collections.abc import Callable
from typing import cast

from workflow.definition.schema import Phase
from workflow.errors import DuplicateMatterError, InvalidInputError
from workflow.machine import children, convening
from workflow.machine.moves import state_of
from workflow.machine.succession import RENUMBERED, SUCCESSOR
from workflow.machine.values import (
    Problems,
    day,
    line,
    lines,
    nearest,
    read_fields,
    says_something,
    words,
)
from workflow.machine.work import Work
from workflow.model.commands import FireEvent, RegisterMatter
from workflow.model.events import MatterRegistered
from workflow.model.ids import MatterId, RegistrationNumber, matter_id
from workflow.model.matter import Point

_FLAG = "flag"
_AFTERWARDS: tuple[Phase, ...] = ("dispatch", "end")


def register(work: Work, command: RegisterMatter, identity: MatterId) -> None:
    """Open a matter with one point (its title) or several.

    Raises:
        InvalidInputError: values of the wrong form, or missing; all of them at once.
        DuplicateMatterError: it is registered already.
        UnknownDefinitionError: no such organisation.
    """
    if work.registered:
        raise DuplicateMatterError(f"{work.matter.number.printed} är redan registrerat.")
    problems = Problems()
    event = _registered(work, command, identity, problems)
    flags = problems.read("Att se på", lines, command.flags)
    problems.raise_if_any()
    work.record(event)
    if convening.is_meeting(work):
        convening.begin(work, identity)
    for flag in flags or ():
        work.open_task(_FLAG, flag, identity)
    children.start(work, dict.fromkeys(point.state for point in event.points))
    if event.predecessor is not None:
        work.send(
            command.predecessor_id or matter_id(command.organisation, event.predecessor.normalised),
            FireEvent(RENUMBERED, data={SUCCESSOR: event.number.printed}),
            key=f"{RENUMBERED}:{identity}",
        )


def _registered(
    work: Work, command: RegisterMatter, identity: MatterId, problems: Problems
) -> MatterRegistered:
    """The event; only right if ``problems`` found none."""
    number_of = _number_reader(work, command)
    title = problems.read("Rubrik", line, command.title) or ""
    texts = [problems.read("Punkt", words, given) or "" for given in command.points]
    origin = command.taken_over_from
    if origin is not None:
        origin = problems.read("Övertaget från", line, origin)
    state = _entry(work, command, problems)
    opened_on = work.today
    if command.registered_on is not None:
        opened_on = problems.read("Registrerat", day, command.registered_on) or work.today
        if opened_on > work.today:
            problems.add("Registrerat", f"{opened_on} har inte varit än.")
    points = tuple(
        Point(str(place), given, state, opened_on)
        for place, given in enumerate(texts or [title], start=1)
    )
    return MatterRegistered(
        id=identity,
        number=cast("RegistrationNumber", problems.read("Diarienummer", number_of, command.number)),
        organisation=command.organisation,
        matter_type=work.definition.name,
        definition=work.machine.digest,
        title=title,
        state=state_of(work, points),
        registered_on=opened_on,
        fields=_fields(work, command, problems),
        points=points,
        parent=command.parent,
        predecessor=None
        if command.predecessor is None
        else problems.read("Tidigare diarienummer", number_of, command.predecessor),
        taken_over_from=origin,
    )


def _number_reader(work: Work, command: RegisterMatter) -> Callable[[object], RegistrationNumber]:
    organisation = work.organisation_called(command.organisation)
    register = command.register or work.definition.register_code or organisation.register_code

    def read(printed: object) -> RegistrationNumber:
        if printed is None:
            raise InvalidInputError("saknas.")
        return RegistrationNumber.parse(line(printed), default_register=line(register))

    return read


def _fields(work: Work, command: RegisterMatter, problems: Problems) -> dict[str, object]:
    specs = work.definition.fields
    defaults = {name: spec.default for name, spec in specs.items()}
    fields = read_fields(specs, {**defaults, **command.fields}, problems)
    for name, spec in specs.items():
        given = command.fields.get(name, spec.default)
        if spec.required and not says_something(given):
            problems.add(f"{spec.label} ({name})", "måste anges.")
    return fields


def _entry(work: Work, command: RegisterMatter, problems: Problems) -> str:
    """The state that the points begin in.

    One that was under way elsewhere begins wherever somebody has it before it is decided: what follows a
    decision (minutes, dispatch, asking others) belongs to whoever took it.
    """
    definition = work.definition
    state = command.enter_at or definition.initial
    under_way = command.taken_over_from is not None
    entries = [
        name
        for name, spec in definition.states.items()
        if spec.entry or (under_way and spec.phase not in _AFTERWARDS)
    ]
    allowed = list(dict.fromkeys([definition.initial, *entries]))
    if state not in allowed:
        problems.add(
            "Läge",
            f"ärendet kan inte registreras i {state[:60]}, bara i {', '.join(allowed)}."
            + nearest(state, allowed),
        )
        return definition.initial
    return state
