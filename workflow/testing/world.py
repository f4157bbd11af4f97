"""An office in memory with a clock moved by hand: ``decide`` without a store, and what its effects ask for.

Quicker by far than a store in memory: nothing is queued, leased or copied. Mails get their receipt at
once, timers fire in order of time, commands to other matters are carried out at once.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from workflow.command.ports import Change
from workflow.definition.organisation import Organisation
from workflow.errors import ArendegangError
from workflow.machine.build import Machine
from workflow.machine.decide import decide
from workflow.machine.evolve import evolve
from workflow.model.commands import Envelope, FireTimer, RecordReceipt, RegisterMatter
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
from workflow.model.ids import MatterId
from workflow.model.matter import ENGINE, Matter


@dataclass(slots=True)
class World:
    """Carries commands out one by one.

    Attributes:
        machines: by the name of the matter type.
        organisations: by code.
        now: aware UTC.
        advise: whether a refusal says what is possible instead.
        fates: what becomes of mails to these addresses instead of being delivered: ``failed``, ``in_doubt``.
        fired: ids of the timers that have fired.
        done: keys of the commands that were carried out; the same key does nothing a second time.
        mails: everything that was sent.
        incidents: what a person must look at; commands that followed and were refused are of kind ``command``.
        taken_down: day on which the notices of a procedure were.
        carried_out: every command that did something, with what it did, in order.
        asked: what each of them wanted done besides.
        undelivered: commands to matters that aren't here.
    """

    machines: Mapping[str, Machine]
    organisations: Mapping[str, Organisation]
    now: datetime
    advise: bool = True
    fates: Mapping[str, str] = field(default_factory=dict)
    matters: dict[MatterId, Matter] = field(default_factory=dict)
    timers: dict[str, ArmTimer] = field(default_factory=dict)
    fired: set[str] = field(default_factory=set)
    done: set[str] = field(default_factory=set)
    mails: list[SendMail] = field(default_factory=list)
    incidents: list[OpenIncident] = field(default_factory=list)
    notices: list[PostNotice] = field(default_factory=list)
    taken_down: dict[MatterId, date] = field(default_factory=dict)
    carried_out: list[tuple[Envelope, Change]] = field(default_factory=list)
    asked: list[tuple[Effect, ...]] = field(default_factory=list)
    undelivered: list[Envelope] = field(default_factory=list)

    def give(self, envelope: Envelope) -> None:
        """Carry a command out with everything that follows from it at once.

        What follows and is refused becomes an incident, as it does in the queue.

        Raises:
            ArendegangError: it is refused; nothing has happened.
        """
        waiting = deque(self._apply(envelope))
        while waiting:
            follows = waiting.popleft()
            if follows.matter not in self.matters and not isinstance(
                follows.command, RegisterMatter
            ):
                self.undelivered.append(follows)
                continue
            try:
                waiting.extend(self._apply(follows))
            except ArendegangError as refusal:
                self.incidents.append(
                    OpenIncident(follows.dedupe_key, follows.matter, "command", str(refusal))
                )

    def go_to(self, instant: datetime) -> None:
        """Let time pass; what comes due on the way fires at its own time. Never goes back."""
        while self.fire_next(instant):
            pass
        self.now = max(self.now, instant)

    def fire_next(self, until: datetime) -> bool:
        """Fire the one timer that comes due next, at its own time; False if none does by then."""
        due = min(self.timers.values(), key=lambda timer: (timer.due_at, timer.id), default=None)
        if due is None or due.due_at > until:
            return False
        self.now = max(self.now, due.due_at)
        self.fired.add(due.id)
        del self.timers[due.id]
        timer = FireTimer(due.id, due.deadline, due.kind, due.generation, due.due_on)
        self.give(Envelope(f"timer:{due.id}", due.matter, timer, ENGINE, self.now))
        return True

    def copy(self) -> "World":
        """The same world, to go on in without changing this one."""
        return replace(
            self,
            matters=dict(self.matters),
            timers=dict(self.timers),
            fired=set(self.fired),
            done=set(self.done),
            mails=list(self.mails),
            incidents=list(self.incidents),
            notices=list(self.notices),
            taken_down=dict(self.taken_down),
            carried_out=list(self.carried_out),
            asked=list(self.asked),
            undelivered=list(self.undelivered),
        )

    def _apply(self, envelope: Envelope) -> list[Envelope]:
        if envelope.dedupe_key in self.done:
            return []
        before = self.matters.get(envelope.matter)
        command = envelope.command
        if isinstance(command, RegisterMatter):
            command = self._numbered(command)
            envelope = replace(envelope, command=command)
            machine = self.machines[command.matter_type]
        else:
            machine = self.machines[self.matters[envelope.matter].matter_type]
        step = decide(machine, self.organisations, before, envelope, self.now, advise=self.advise)
        self.done.add(envelope.dedupe_key)
        if not step.events:
            return []
        after = before
        for event in step.events:
            after = evolve(after, event)
        assert after is not None  # noqa: S101 - there were events
        self.matters[envelope.matter] = after
        change = Change(before, after, step.events, envelope.actor, envelope.dedupe_key, self.now)
        self.carried_out.append((envelope, change))
        self.asked.append(step.effects)
        return [follows for effect in step.effects for follows in self._do(effect)]

    def _numbered(self, command: RegisterMatter) -> RegisterMatter:
        """A matter without a number gets one that no register has come to."""
        if command.number is not None:
            return command
        return replace(command, number=f"{self.now.year}/{_FIRST_SERIAL + len(self.matters)}")

    def _do(self, effect: Effect) -> Iterator[Envelope]:
        """Do what an effect says; the commands that follow from it."""
        match effect:
            case SendCommand():
                yield effect.envelope
            case SendMail():
                yield from self._send(effect)
            case ArmTimer():
                if effect.id not in self.fired:
                    self.timers[effect.id] = effect
            case CancelTimers():
                self.timers = {
                    name: timer
                    for name, timer in self.timers.items()
                    if (timer.matter, timer.deadline) != (effect.matter, effect.deadline)
                }
            case OpenIncident():
                self.incidents.append(effect)
            case PostNotice():
                self.notices.append(effect)
            case RemoveNotices():
                self.taken_down[effect.matter] = effect.removed_on

    def _send(self, mail: SendMail) -> Iterator[Envelope]:
        """Deliver a mail as its address is fated to; the receipt where somebody waits for one."""
        self.mails.append(mail)
        if mail.reply_item is None:
            return
        fate = self.fates.get(mail.to_address, "delivered")
        receipt = RecordReceipt(mail.reply_item, fate, _ANSWERS[fate])
        key = f"receipt:{mail.id}"
        if key in self.done:  # the same message, sent once more
            key = f"{key}/{len(self.mails)}"
        yield Envelope(key, mail.matter, receipt, ENGINE, self.now)


_ANSWERS: Mapping[str, str] = {
    "delivered": "250 OK",
    "failed": "550 No such user",
    "in_doubt": "",
}
"""What the mail server says."""

_FIRST_SERIAL = 5000
"""Of the numbers that matters get here which nobody numbered."""
