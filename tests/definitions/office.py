"""A whole office in memory: several organisations, one clock, every mail delivered at once."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from itertools import count
from zoneinfo import ZoneInfo

from workflow.definition.organisation import Organisation
from workflow.machine.build import Machine
from workflow.machine.decide import decide
from workflow.machine.evolve import evolve
from workflow.model.commands import Command, Envelope, FireTimer, RecordReceipt, RegisterMatter
from workflow.model.effects import (
    ArmTimer,
    CancelTimers,
    Effect,
    OpenIncident,
    PostNotice,
    RemoveNotices,
    SendCommand,
    SendMail,
)
from workflow.model.events import Event
from workflow.model.ids import MatterId, RegistrationNumber, matter_id
from workflow.model.matter import ENGINE, Actor, Matter

SECRETARY = Actor("sekreteraren", ("secretary", "officer", "registrar"))
STOCKHOLM = ZoneInfo("Europe/Stockholm")
FIRST_SERIAL = 5000  # of the numbers that the register gives, above every printed one


def noon(day: date) -> datetime:
    """Noon in Stockholm, as UTC."""
    return datetime.combine(day, time(12), STOCKHOLM).astimezone(UTC)


class Office:
    """Carries commands out one by one with ``decide``, and does what the effects say."""

    def __init__(
        self, machines: Mapping[str, Machine], organisations: Mapping[str, Organisation], day: date
    ) -> None:
        self.machines = machines
        self.organisations = organisations
        self.now = noon(day)
        self.matters: dict[MatterId, Matter] = {}
        self.timers: dict[str, ArmTimer] = {}
        self.fired: set[str] = set()
        self.mails: list[SendMail] = []
        self.log: list[Event] = []
        self.incidents: list[OpenIncident] = []
        self.notices: list[PostNotice] = []
        self.taken_down: dict[MatterId, date] = {}
        self._keys = count(1)
        self._serials = count(FIRST_SERIAL)

    def register(self, command: RegisterMatter) -> MatterId:
        """Register a matter under its printed number."""
        assert command.number is not None
        code = self.organisations[command.organisation].register_code
        number = RegistrationNumber.parse(command.number, default_register=code)
        identity = matter_id(command.organisation, number.normalised)
        self.give(identity, command)
        return identity

    def give(self, matter: MatterId, command: Command, actor: Actor = SECRETARY) -> None:
        """Carry a command out with everything that follows from it at once."""
        envelope = Envelope(f"test:{next(self._keys)}", matter, command, actor, self.now)
        waiting = deque([envelope])
        while waiting:
            waiting.extend(self._apply(waiting.popleft()))

    def go_to(self, day: date) -> None:
        """Let time pass until noon of that day; what comes due on the way fires in order."""
        goal = noon(day)
        while due := self._due(goal):
            self.now = max(self.now, due.due_at)
            self.fired.add(due.id)
            del self.timers[due.id]
            self.give(
                due.matter,
                FireTimer(due.id, due.deadline, due.kind, due.generation, due.due_on),
                ENGINE,
            )
        self.now = max(self.now, goal)

    def matter(self, identity: MatterId) -> Matter:
        """The matter as it is now."""
        return self.matters[identity]

    def mails_to(self, address: str) -> list[SendMail]:
        """What was sent there."""
        return [mail for mail in self.mails if mail.to_address == address]

    def _due(self, goal: datetime) -> ArmTimer | None:
        due = [timer for timer in self.timers.values() if timer.due_at <= goal]
        return min(due, key=lambda timer: (timer.due_at, timer.id), default=None)

    def _apply(self, envelope: Envelope) -> list[Envelope]:
        before = self.matters.get(envelope.matter)
        command = envelope.command
        if isinstance(command, RegisterMatter):
            name = command.matter_type
            if command.number is None:
                envelope = _numbered(envelope, command, next(self._serials), self.now.year)
        else:
            assert before is not None
            name = before.matter_type
        step = decide(self.machines[name], self.organisations, before, envelope, self.now)
        after = before
        for event in step.events:
            after = evolve(after, event)
            self.log.append(event)
        if after is not None:
            self.matters[envelope.matter] = after
        return [follows for effect in step.effects for follows in self._do(effect)]

    def _do(self, effect: Effect) -> Iterable[Envelope]:
        """Do what an effect says; the commands that follow from it."""
        match effect:
            case SendCommand():
                return [effect.envelope]
            case SendMail():
                return self._deliver(effect)
            case ArmTimer():
                if effect.id not in self.fired:
                    self.timers[effect.id] = effect
            case CancelTimers():
                self._cancel(effect)
            case PostNotice():
                self.notices.append(effect)
            case RemoveNotices():
                self.taken_down[effect.matter] = effect.removed_on
            case OpenIncident():
                self.incidents.append(effect)
        return []

    def _deliver(self, mail: SendMail) -> list[Envelope]:
        self.mails.append(mail)
        if mail.reply_item is None:
            return []
        receipt = RecordReceipt(mail.reply_item, "delivered", "250 OK")
        return [Envelope(f"receipt:{mail.id}", mail.matter, receipt, ENGINE, self.now)]

    def _cancel(self, effect: CancelTimers) -> None:
        self.timers = {
            name: timer
            for name, timer in self.timers.items()
            if (timer.matter, timer.deadline) != (effect.matter, effect.deadline)
        }


def _numbered(envelope: Envelope, command: RegisterMatter, serial: int, year: int) -> Envelope:
    return replace(envelope, command=replace(command, number=f"{year}/{serial}"))
