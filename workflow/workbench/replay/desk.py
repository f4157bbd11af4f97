"""The desk of the office that a history happened at: gives commands in memory and keeps the calendar."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

from workflow.definition.organisation import Organisation
from workflow.errors import ArendegangError
from workflow.machine.build import Machine
from workflow.model.commands import (
    AdjustMinutes,
    Command,
    Envelope,
    RegisterMatter,
    SuspendDeadline,
)
from workflow.model.ids import MatterId, RegistrationNumber, matter_id
from workflow.model.matter import Actor, Matter
from workflow.testing.world import World
from workflow.workbench.in_memory import local_day, noon, see_to
from workflow.workbench.replay.verdicts import Entered

OFFICE = Actor("Historiken", ("secretary", "officer", "registrar"))
"""Gives what the history says."""

ASSUMED = Actor("Antaget: saknas i historiken", OFFICE.roles)
"""Gives what the source doesn't hold: steps, and what an office does between them."""

ADJUSTED_AFTER = timedelta(days=10)
"""When minutes are taken to be adjusted that don't say it; the law gives 14 days (KL 5:69)."""

_UNREGISTERED = MatterId("")
_DONE = "Klart enligt historiken"


@dataclass(slots=True)
class Desk:
    """One matter in a world of its own.

    Attributes:
        world: it, and what it starts.
        identity: of the matter.
        unadjusted: body and day of the meetings whose minutes aren't adjusted yet, and when they will be.
        entered: what was supplied so far.
    """

    world: World
    identity: MatterId = _UNREGISTERED
    unadjusted: dict[tuple[str, date], date] = field(default_factory=dict)
    entered: list[Entered] = field(default_factory=list)

    @property
    def matter(self) -> Matter:
        """As it stands."""
        return self.world.matters[self.identity]

    @property
    def today(self) -> date:
        """In Stockholm."""
        return local_day(self.world.now)

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """What is refused within leaves nothing behind.

        Raises:
            ArendegangError: the refusal.
        """
        world, self.world = self.world, self.world.copy()
        unadjusted, entered = dict(self.unadjusted), len(self.entered)
        try:
            yield
        except ArendegangError:
            self.world, self.unadjusted = world, unadjusted
            del self.entered[entered:]
            raise

    def register(self, organisation: Organisation, command: RegisterMatter) -> None:
        """Open the matter under its printed number.

        Raises:
            ArendegangError: the number or a field has the wrong form.
        """
        number = RegistrationNumber.parse(
            command.number or "", default_register=organisation.register_code
        )
        self.identity = matter_id(organisation.organisation, number.normalised)
        self.give(command)

    def give(self, command: Command, actor: Actor = OFFICE, to: MatterId | None = None) -> None:
        """Carry a command out; its key is the same whenever the history is played.

        Raises:
            ArendegangError: it is refused; nothing has happened.
        """
        identity = to or self.identity
        key = f"historik:{self.identity}:{len(self.world.carried_out)}"
        self.world.give(Envelope(key, identity, command, actor, self.world.now))

    def awaits_adjustment(self, body: str, day: date, adjusted_on: date | None) -> None:
        """The minutes of a meeting that decided in the matter will be adjusted."""
        self.unadjusted[(body, day)] = max(adjusted_on or day + ADJUSTED_AFTER, day)

    def go_to(self, day: date) -> None:
        """Let time pass; minutes are adjusted on their days, and what had to be answered is."""
        for meeting, adjusted in sorted(self.unadjusted.items(), key=lambda pair: pair[1]):
            if adjusted <= day:
                self.world.go_to(noon(adjusted))
                del self.unadjusted[meeting]
                self.give(AdjustMinutes(*meeting, adjusted))
                self._settle()
        self.world.go_to(noon(day))
        self._settle()

    def stop_clocks(self) -> None:
        """Suspend what runs, so that nobody is reminded of what was long ago; the last days stay."""
        for matter in tuple(self.world.matters.values()):
            for deadline in matter.deadlines if matter.closed_on is None else ():
                if deadline.status == "running":
                    stop = SuspendDeadline(deadline.key, "Inläst historik", day_stays=True)
                    self.give(stop, to=matter.id)

    def _settle(self) -> None:
        """A recipient had its decision, and a person answered, long ago."""
        if self.identity in self.world.matters:
            see_to(lambda: self.matter, self.give, _DONE)


def at_desk(
    machines: Mapping[str, Machine], organisations: Mapping[str, Organisation], day: date
) -> Desk:
    """An empty desk at noon of that day."""
    return Desk(World(machines, organisations, noon(day), advise=False))
