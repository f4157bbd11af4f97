"""One simulated matter in a world of its own, and what the office and the bodies do with it.

Every step is a command to the real engine, and every timer is one of its own; what the matter does is read
from the events. Draws come from a stream of the matter's own, in the order of its own steps.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from workflow.command.ports import Change
from workflow.errors import ArendegangError
from workflow.machine.possible import possible
from workflow.model.commands import (
    AdjustMinutes,
    Command,
    Envelope,
    FireEvent,
    RecordDecision,
    RegisterMatter,
    ReportChild,
)
from workflow.model.effects import SendMail
from workflow.model.ids import MatterId
from workflow.model.matter import Actor, Matter
from workflow.model.outcome import PointOutcome
from workflow.testing.world import World
from workflow.workbench.forecast.incoming import Incoming
from workflow.workbench.in_memory import local_day, noon, see_to
from workflow.workbench.replay import clerk

_BECAUSE = "Simulerat"


@dataclass(slots=True)
class Case:
    """A matter. ``serial`` is its place among all that came in, by which ties are broken."""

    kind: Incoming
    serial: int
    identity: MatterId
    world: World
    random: Random
    actor: Actor
    refusals: list[str] = field(default_factory=list)
    _given: int = 0

    @property
    def matter(self) -> Matter:
        """As it stands."""
        return self.world.matters[self.identity]

    @property
    def state(self) -> str:
        """Of its only point."""
        return self.matter.points[0].state

    @property
    def since(self) -> date:
        """The day that it came into the state."""
        return self.matter.points[0].since

    @property
    def last_day(self) -> date:
        """Of the nearest deadline that runs; the end of time where none does."""
        running = (one.final for one in self.matter.deadlines if one.status == "running")
        return min(running, default=date.max)

    @property
    def next_due(self) -> date | None:
        """The day on which the engine does something by itself."""
        due = min((timer.due_at for timer in self.world.timers.values()), default=None)
        return None if due is None else local_day(due)

    def register(self, organisation: str, number: str, day: date) -> None:
        """It comes in.

        Raises:
            ArendegangError: the engine refuses it.
        """
        definition = self.kind.definition
        self._give(
            RegisterMatter(
                organisation=organisation,
                matter_type=definition.name,
                title=f"{definition.label} {number}",
                number=number,
                fields=self.kind.fill(day),
            )
        )
        self._settle()

    def wake(self, day: date) -> None:
        """Let time pass to noon of the day, with every timer on the way."""
        self.world.go_to(noon(day))
        self._settle()

    def go_on(self, day: date) -> None:
        """Whoever had it is done: let happen what is ordinary, or what the shares say."""
        if self.kind.stops.of(self.state) == "answers":
            self._answer()
        else:
            self._happen(day, body=None)

    def take_up(self, body: str, day: date) -> bool:
        """The body takes it up at its meeting; whether it decided anything, if only to table it."""
        return self._happen(day, body=body)

    def adjust(self, body: str, meeting_on: date, adjusted_on: date) -> None:
        """The minutes of a meeting that took it up are adjusted."""
        self._try(AdjustMinutes(body, meeting_on, adjusted_on))

    def news(self) -> tuple[Sequence[Change], Sequence[SendMail]]:
        """What has happened to the matter, and what was sent about it, since it was asked last."""
        world = self.world
        changes = [change for _, change in world.carried_out if change.after.id == self.identity]
        mails = [mail for mail in world.mails if mail.matter == self.identity]
        world.carried_out.clear()
        world.mails.clear()
        if len(world.matters) > 1:  # what others were asked is theirs to remember
            own = (timer for timer in world.timers.values() if timer.matter == self.identity)
            world.timers = {timer.id: timer for timer in own}
        return changes, mails

    def _happen(self, day: date, *, body: str | None) -> bool:
        state = self.state
        found = {
            one.event: one.form
            for one in possible(
                self.kind.machine, self.world.organisations, self.matter, self.world.now, self.actor
            )
            if not one.opens
        }
        event = self._drawn(state, found)
        if event is None:
            self.refusals.append(f"I läget ”{state}” är ingen händelse möjlig.")
            return False
        specs = self.kind.definition.fields
        data = {
            name: clerk.value(specs[name], day)
            for name in clerk.required(self.kind.machine, (event,), (state,))
        }
        if body is None or found[event] is None:
            return self._try(FireEvent(event, data=data))
        return self._try(
            RecordDecision((PointOutcome(event),), body=body, decided_on=day, data=data)
        )

    def _drawn(self, state: str, found: Iterable[str]) -> str | None:
        """One of the events that are possible, by the shares of the file, else the ordinary ones."""
        among = set(found)
        for shares in (self.kind.shares.get(state, {}), self.kind.stops.ordinary(state)):
            weights = {
                event: weight for event, weight in shares.items() if weight and event in among
            }
            if weights:
                return self.random.choices(list(weights), list(weights.values()))[0]
        return None

    def _answer(self) -> None:
        """Those who were asked say yes, with the first answer that the definition takes for one."""
        blocks: Mapping[str, str] = {
            name: spec.accepts[0] for name, spec in self.kind.definition.children.items()
        }
        for child in self.matter.children:
            if child.outcome is None:
                self._try(ReportChild(child.key, blocks[child.group]))

    def _try(self, command: Command) -> bool:
        """Give a command; a refusal is remembered, and the matter stays where it is."""
        try:
            self._give(command)
        except ArendegangError as refusal:
            self.refusals.append(refusal.message)
            return False
        self._settle()
        return True

    def _give(self, command: Command) -> None:
        self._given += 1
        key = f"simulering:{self._given}"
        self.world.give(Envelope(key, self.identity, command, self.actor, self.world.now))

    def _settle(self) -> None:
        """What only a person can settle is settled at once: the simulated office doesn't fall behind in it."""
        see_to(lambda: self.matter, self._give, _BECAUSE)
