"""An office whose clock is moved by hand: it takes the steps of a script through the same doors as people do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.command.bus import Bus
from workflow.command.clock import SimulatedClock, skip
from workflow.command.context import Context
from workflow.command.loop import drain, next_due
from workflow.errors import CommandRefusedError, UnknownMatterError
from workflow.model.commands import (
    Command,
    Envelope,
    FireEvent,
    SettleAssignment,
    SettleRecipient,
    SettleTask,
)
from workflow.model.ids import MatterId, RegistrationNumber, matter_id
from workflow.model.matter import Actor, Assignment, Matter
from workflow.workbench.minutes import Act, Reference
from workflow.workbench.script import (
    Confirm,
    Fire,
    Hold,
    Planned,
    Register,
    Settle,
    Sign,
    Summon,
)
from workflow.workbench.secretary import Secretary

_OWNER = "demo"
_ACTORS: Mapping[type[Register | Fire | Settle], Actor] = {
    Register: Actor("Registrator", ("registrar",)),
    Fire: Actor("Handläggare", ("officer",)),
    Settle: Actor("Handläggare", ("officer", "secretary")),
}
_HORIZON = timedelta(days=400)  # how long after the last step the engine is watched


@dataclass(frozen=True, slots=True)
class Office:
    """The engine with a clock that is moved by hand."""

    context: Context
    clock: SimulatedClock

    def take(self, planned: Planned) -> None:
        """Let time pass up to the step, with everything that comes due on the way, and take it.

        Raises:
            CommandRefusedError, InvalidInputError, UnknownMatterError: the script asks for what can't be done.
        """
        skip(self.context, self.clock, planned.at, _OWNER)
        step = planned.step
        secretary = Secretary(self.context, self.find)
        match step:
            case Summon():
                secretary.summon(step.organisation, step.sitting)
            case Hold():
                secretary.hold(step.organisation, step.sitting)
            case Sign():
                secretary.sign(step.sitting, step.name)
            case Confirm():
                secretary.confirm(step.sitting, step.on)
            case _:
                self._give(step, planned.at)
        drain(self.context, _OWNER)

    def finish(self) -> datetime:
        """Let time pass until no matter is open or nothing more comes due; when that was."""
        until = self.clock.now() + _HORIZON
        while self._open() and (due := next_due(self.context)) is not None and due <= until:
            skip(self.context, self.clock, due, _OWNER)
        return self.clock.now()

    def find(self, organisation: str, reference: Reference) -> Matter:
        """The matter that a file of the organisation refers to.

        Raises:
            UnknownMatterError: nobody registered it, or it wasn't started.
            CommandRefusedError: its parent has no such assignment.
        """
        number = self._number(organisation, reference.number or reference.child_of or "")
        with self.context.units() as uow:
            found = uow.matters.find(number, organisation)
            if not found:
                raise UnknownMatterError(f"Ärendet {reference.words} finns inte.")
            matter = uow.matters.load((found[0].id,))[found[0].id]
            if reference.child_of is None:
                return matter
            child = _child(matter, reference)
            return uow.matters.load((child,))[child]

    def _open(self) -> bool:
        with self.context.units() as uow:
            return bool(uow.matters.list(open_only=True, limit=1))

    def _give(self, step: Register | Fire | Settle, at: datetime) -> None:
        matter, command = self._command(step)
        envelope = Envelope(
            dedupe_key=f"demo:{at.isoformat()}:{matter}:{step.words}",
            matter=matter,
            command=command,
            actor=_ACTORS[type(step)],
            given_at=self.clock.now(),
        )
        Bus(self.context).execute(envelope)

    def _command(self, step: Register | Fire | Settle) -> tuple[MatterId, Command]:
        match step:
            case Register(command):
                number = self._number(command.organisation, command.number or "")
                return matter_id(command.organisation, number), command
            case Fire():
                matter = self.find(step.organisation, step.matter)
                return matter.id, FireEvent(step.event, data=step.data)
            case Settle():
                matter = self.find(step.organisation, step.act)
                return matter.id, _settlement(matter, step.act)

    def _number(self, organisation: str, printed: str) -> str:
        register = self.context.catalogue.organisation(organisation).register_code
        return RegistrationNumber.parse(printed, default_register=register).normalised


def _child(parent: Matter, reference: Reference) -> MatterId:
    """The matter that was started for an assignment (by its order, from 1) or a party."""
    if reference.assignment is not None:
        found = _nth(parent, reference.assignment).child
    else:
        found = next(
            (child.matter for child in parent.children if child.organisation == reference.party),
            None,
        )
    if found is None:
        raise UnknownMatterError(f"Ärendet {reference.words} har inte startats.")
    return found


def _settlement(matter: Matter, act: Act) -> Command:
    if act.settle_assignment is not None:
        return SettleAssignment(_nth(matter, act.settle_assignment).key, act.owner, act.due)
    if act.settle_recipient is not None:
        for item in matter.items:
            if item.printed == act.settle_recipient and item.status == "unresolved":
                return SettleRecipient(item.key, act.addresses, act.because)
        raise CommandRefusedError(f"{act.words}: {act.settle_recipient} väntar inte på någon.")
    for task in matter.tasks:
        if task.kind == act.settle_task and task.open:
            return SettleTask(task.key, act.answer or "")
    raise CommandRefusedError(f"{act.words}: ingen öppen uppgift {act.settle_task}.")


def _nth(matter: Matter, place: int) -> Assignment:
    if not 1 <= place <= len(matter.assignments):
        raise CommandRefusedError(f"{matter.number.printed}: inget uppdrag {place}.")
    return matter.assignments[place - 1]
