"""A matter in memory with its clock, and the real machine that carries commands out on it.

``decide`` and ``evolve`` as the office runs them; of the effects only timers and receipts come back, as
they do in :class:`workflow.testing.World`. Nothing is copied: a situation is never changed.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from workflow.definition.organisation import Organisation
from workflow.errors import ArendegangError
from workflow.machine.build import Machine
from workflow.machine.decide import carry_out
from workflow.machine.timers import STOCKHOLM, instant
from workflow.machine.work import Work
from workflow.meeting.facts import meeting_id
from workflow.model.commands import Command, Envelope, FireTimer, RecordReceipt, RegisterMatter
from workflow.model.effects import ArmTimer, CancelTimers, Effect, SendCommand, SendMail
from workflow.model.events import DeadlineChanged, Event, ReminderSent
from workflow.model.ids import MatterId, matter_id
from workflow.model.matter import ENGINE, Actor, Matter

_NUMBER = "2025/1"
_AT_WORK = time(12)
_ANEW = frozenset({"armed", "reprojected", "extended", "resumed", "recurred"})


def at_work(day: date) -> datetime:
    """The hour of the day at which people do things."""
    return instant(day, _AT_WORK)


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a matter stands. ``reminded``: deadlines that somebody was reminded of, as they are now."""

    matter: Matter
    now: datetime
    timers: Mapping[str, ArmTimer]
    reminded: frozenset[str] = frozenset()


def today(situation: Situation) -> date:
    """The local day."""
    return situation.now.astimezone(STOCKHOLM).date()


@dataclass(frozen=True, slots=True)
class Taken:
    """One command that was carried out: what properties are asked about.

    ``reminded`` is as it was before the command; ``before`` is None for a registration.
    """

    machine: Machine
    organisations: Mapping[str, Organisation]
    before: Matter | None
    after: Matter
    events: tuple[Event, ...]
    effects: tuple[Effect, ...]
    now: datetime
    reminded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Move:
    """What somebody does, as commands one after the other; or time that passes until a day."""

    commands: tuple[Command, ...] = ()
    actor: Actor = ENGINE
    until: date | None = None


@dataclass(slots=True)
class Played:
    """What came of a move: None, and why, where it was refused.

    ``taken`` holds what was carried out, also before a refusal; nothing of that counts then.
    """

    situation: Situation | None
    taken: list[Taken] = field(default_factory=list)
    refusal: ArendegangError | None = None


Fate = Callable[[str], str]
"""What becomes of a mail to an address: delivered, failed or in_doubt."""


@dataclass(frozen=True, slots=True)
class Office:
    """One organisation that has matters of one type, among all organisations."""

    machine: Machine
    organisations: Mapping[str, Organisation]
    code: str
    fate: Fate

    @property
    def organisation(self) -> Organisation:
        """The one whose matters these are."""
        return self.organisations[self.code]

    def begin(self, command: RegisterMatter, actor: Actor, now: datetime) -> Played:
        """Register a matter."""
        played = Played(None)
        try:
            played.situation = self._follow(None, command, actor, now, played.taken)
        except ArendegangError as refusal:
            played.refusal = refusal
        return played

    def take(self, situation: Situation, move: Move) -> Played:
        """Make a move; a timer that is refused on the way becomes an incident, and time goes on."""
        played = Played(None)
        after = situation
        try:
            for command in move.commands:
                after = self._follow(after, command, move.actor, after.now, played.taken)
        except ArendegangError as refusal:
            played.refusal = refusal
            return played
        played.situation = after if move.until is None else self._wait(after, move.until, played)
        return played

    def _wait(self, situation: Situation, day: date, played: Played) -> Situation:
        """Let time pass until people are at work on the day; what comes due on the way fires."""
        end = max(situation.now, at_work(day))
        while True:
            due = min(situation.timers.values(), key=lambda one: (one.due_at, one.id), default=None)
            if due is None or due.due_at > end:
                return _at(situation, end)
            timers = {name: one for name, one in situation.timers.items() if name != due.id}
            now = max(situation.now, due.due_at)
            situation = Situation(situation.matter, now, timers, situation.reminded)
            command = FireTimer(due.id, due.deadline, due.kind, due.generation, due.due_on)
            try:
                situation = self._follow(situation, command, ENGINE, now, played.taken)
            except ArendegangError as refusal:  # the queue makes an incident of it
                played.refusal = refusal

    def _follow(
        self,
        situation: Situation | None,
        command: Command,
        actor: Actor,
        now: datetime,
        taken: list[Taken],
    ) -> Situation:
        """Carry out a command and what comes back of it at once.

        Raises:
            ArendegangError: the command itself is refused.
        """
        after, waiting = self._apply(situation, command, actor, now, taken)
        following = deque(waiting)
        while following:
            try:
                after, more = self._apply(after, following.popleft(), ENGINE, now, taken)
            except ArendegangError:  # becomes an incident, for the matter as it is
                continue
            following.extend(more)
        return after

    def _apply(
        self,
        situation: Situation | None,
        command: Command,
        actor: Actor,
        now: datetime,
        taken: list[Taken],
    ) -> tuple[Situation, list[Command]]:
        before = situation.matter if situation else None
        identity = before.id if before else self._identity(command)
        if isinstance(command, RegisterMatter):
            command = RegisterMatter(
                organisation=self.code,
                matter_type=command.matter_type,
                title=command.title,
                number=_NUMBER,
                fields=command.fields,
                points=command.points,
                enter_at=command.enter_at,
            )
        envelope = Envelope("", identity, command, actor, now)
        work = Work(self.machine, self.organisations, before, actor, now)
        carry_out(work, envelope)
        if situation and not work.events:
            return situation, []
        after, events, effects = work.matter, tuple(work.events), tuple(work.effects)
        reminded = situation.reminded if situation else frozenset()
        timers = situation.timers if situation else {}
        taken.append(
            Taken(
                self.machine,
                self.organisations,
                before,
                after,
                events,
                effects,
                now,
                reminded,
            )
        )
        found = Situation(after, now, _timers(timers, effects), reminded_after(reminded, events))
        return found, list(self._back(after, effects))

    def _identity(self, command: Command) -> MatterId:
        """A meeting is known by its body and day, everything else by its number."""
        states = self.machine.definition.states.values()
        if isinstance(command, RegisterMatter) and any(state.allows for state in states):
            on = date.fromisoformat(str(command.fields["meeting_on"]))
            return meeting_id(self.code, str(command.fields["body"]), on)
        return matter_id(self.code, _NUMBER)

    def _back(self, matter: Matter, effects: Iterable[Effect]) -> Iterable[Command]:
        """Receipts of mails, and what the matter tells itself."""
        for effect in effects:
            if isinstance(effect, SendMail) and effect.reply_item is not None:
                yield RecordReceipt(effect.reply_item, self.fate(effect.to_address))
            elif isinstance(effect, SendCommand) and effect.envelope.matter == matter.id:
                yield effect.envelope.command


def reminded_after(reminded: frozenset[str], events: Iterable[Event]) -> frozenset[str]:
    """The deadlines that somebody has been reminded of since they got the day that they have."""
    for event in events:
        if isinstance(event, ReminderSent):
            reminded |= {event.deadline}
        elif isinstance(event, DeadlineChanged) and event.what in _ANEW:
            reminded -= {event.deadline.key}
    return reminded


def _at(situation: Situation, now: datetime) -> Situation:
    return Situation(situation.matter, now, situation.timers, situation.reminded)


def _timers(timers: Mapping[str, ArmTimer], effects: Iterable[Effect]) -> Mapping[str, ArmTimer]:
    changed = dict(timers)
    for effect in effects:
        if isinstance(effect, ArmTimer):
            changed[effect.id] = effect
        elif isinstance(effect, CancelTimers):
            changed = {
                name: one for name, one in changed.items() if one.deadline != effect.deadline
            }
    return changed
