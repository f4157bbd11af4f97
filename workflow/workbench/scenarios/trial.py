"""One matter in a world of its own, with a calendar that is moved by hand and remembers what happened when."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from workflow.command.ports import Change
from workflow.definition.organisation import Organisation
from workflow.definition.schema import NEW, Transition
from workflow.errors import ArendegangError
from workflow.machine.recipients import resolve
from workflow.meeting.facts import meeting_id
from workflow.model.commands import Command, Envelope, ReprojectDeadlines
from workflow.model.effects import OpenIncident, PostNotice, SendMail
from workflow.model.events import PointsMoved, PointsOpened
from workflow.model.ids import MatterId, RegistrationNumber, matter_id
from workflow.model.matter import Actor, Matter
from workflow.testing.world import World
from workflow.workbench.in_memory import local_day, noon, with_meetings
from workflow.workbench.scenarios.stage import Observed, Stage

OFFICE = Actor("Scenariot", ("secretary", "officer", "registrar"))
"""Does what the scenario says, unless it says in which roles."""

MOST_YEARS = 30
MOST_TIMERS = 2_000
"""A scenario that lasts longer, or in which more comes due, waits for something that never comes."""


class TooLongError(Exception):
    """The scenario goes on for too long."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How far everything had come."""

    changes: int
    mails: int
    incidents: int
    notices: int


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that was done, or came due, and the marks before and after it.

    ``did`` is what was done, in Swedish; None where time did it. ``refusal`` is why it was not.
    """

    day: date
    did: str | None
    before: Mark
    after: Mark
    refusal: str | None = None


@dataclass(slots=True)
class Trial:
    """The matter, and what has happened to it.

    Attributes:
        world: it, and what it starts.
        machine: of its type.
        organisation: code.
        number: printed.
        identity: of the matter.
        moments: in order of time.
        gone: (event, state, line) of every point that an event moved or opened.
    """

    world: World
    machine: Observed
    organisation: str
    number: str
    identity: MatterId
    moments: list[Moment] = field(default_factory=list)
    gone: list[tuple[str, str, Transition]] = field(default_factory=list)
    _last: date = date.max
    _timers: int = 0

    @property
    def matter(self) -> Matter:
        """As it stands."""
        return self.world.matters[self.identity]

    @property
    def registered(self) -> bool:
        """Whether there is a matter yet."""
        return self.identity in self.world.matters

    @property
    def today(self) -> date:
        """In Stockholm."""
        return local_day(self.world.now)

    @property
    def home(self) -> Organisation:
        """The organisation of the matter."""
        return self.world.organisations[self.organisation]

    def known_by(self, fields: Mapping[str, object]) -> None:
        """A meeting is known by its body and day, not by its number; everything else stays as it is."""
        if any(state.allows for state in self.machine.definition.states.values()):
            body, on = str(fields.get("body")), str(fields.get("meeting_on"))
            try:
                self.identity = meeting_id(self.organisation, body, date.fromisoformat(on))
            except ValueError:  # refused when it is registered
                return

    def mark(self) -> Mark:
        """How far everything has come."""
        world = self.world
        return Mark(
            len(world.carried_out), len(world.mails), len(world.incidents), len(world.notices)
        )

    def give(self, command: Command, did: str, actor: Actor = OFFICE) -> None:
        """Carry a command out.

        Raises:
            ArendegangError: it is refused; nothing has happened.
        """
        key = f"scenario:{len(self.moments)}"
        envelope = Envelope(key, self.identity, command, actor, self.world.now)
        self._noted(lambda: self.world.give(envelope), did)

    def refuse(self, why: str) -> None:
        """Note that something couldn't be done for want of what it is about."""
        mark = self.mark()
        self.moments.append(Moment(self.today, "Försök", mark, mark, why))

    def go_to(self, day: date) -> None:
        """Let time pass until noon of that day; every timer is a moment of its own.

        Raises:
            TooLongError: too many years or timers.
            ArendegangError: the engine can't carry out what came due.
        """
        if day > self._last:
            raise TooLongError(f"Det har gått mer än {MOST_YEARS} år.")
        until = noon(day)
        while self._noted(lambda: self.world.fire_next(until), None):
            self._timers += 1
            if self._timers > MOST_TIMERS:
                raise TooLongError(f"Mer än {MOST_TIMERS} påminnelser och frister har infallit.")
        self.world.go_to(until)

    def meet(self, meetings: Mapping[str, tuple[date, ...]]) -> None:
        """The meeting schedule is another one from now on, where there is anything to change."""
        if not meetings:
            return
        self.world.organisations = {
            **self.world.organisations,
            self.organisation: with_meetings(self.home, meetings),
        }
        if self.registered:
            why = "Sammanträdesplanen har ändrats."
            self.give(ReprojectDeadlines(why), "Sammanträdesplanen ändras")

    def changes(self, since: Mark, until: Mark) -> list[Change]:
        """What happened to the matter itself between two marks."""
        return [
            change
            for _, change in self.world.carried_out[since.changes : until.changes]
            if change.after.id == self.identity
        ]

    def mails(self, since: Mark, until: Mark) -> list[SendMail]:
        """What the matter sent."""
        sent = self.world.mails[since.mails : until.mails]
        return [mail for mail in sent if mail.matter == self.identity]

    def notices(self, since: Mark, until: Mark) -> list[PostNotice]:
        """What the matter put up."""
        up = self.world.notices[since.notices : until.notices]
        return [notice for notice in up if notice.matter == self.identity]

    def incidents(self, since: Mark, until: Mark) -> list[OpenIncident]:
        """What needs a person, here or in what was started from here."""
        return self.world.incidents[since.incidents : until.incidents]

    def _noted(self, act: Callable[[], bool | None], did: str | None) -> bool:
        before = self.mark()
        self.machine.tried.clear()
        try:
            happened = act() is not False
        except ArendegangError as refusal:
            self.moments.append(Moment(self.today, did, before, before, str(refusal)))
            raise
        if happened:
            after = self.mark()
            self.moments.append(Moment(self.today, did, before, after))
            for change in self.changes(before, after):
                self.gone.extend(_gone(change, self.machine))
        return happened


def _gone(change: Change, machine: Observed) -> Iterator[tuple[str, str, Transition]]:
    """By which lines points went: an event is carried out as it was tried last."""
    for event in change.events:
        if isinstance(event, PointsMoved):
            ways = [
                (event.event, event.came_from[point.key], point.state) for point in event.points
            ]
        elif isinstance(event, PointsOpened):
            ways = [(event.event, NEW, point.state) for point in event.points]
        else:
            continue
        for way, count in Counter(ways).items():
            tries = [rule for name, came, rule, to in machine.tried if (name, came, to) == way]
            for rule in tries[-count:]:
                yield way[0], way[1], rule


def trial(stage: Stage, matter_type: str, organisation: str, on: date) -> Trial:
    """An empty world at noon of that day; the matter's number is the first of its register's year."""
    home = stage.organisations[organisation]
    number = RegistrationNumber.parse(f"{on.year}/1", default_register=home.register_code)
    return Trial(
        World(stage.machines, stage.organisations, noon(on), advise=False),
        stage.machines[matter_type],
        organisation,
        number.printed,
        matter_id(organisation, number.normalised),
        _last=on + timedelta(days=366 * MOST_YEARS),
    )


def fates(trial: Trial, given: Mapping[str, str]) -> dict[str, str]:
    """By address what becomes of mails to these names or addresses."""
    found: dict[str, str] = {}
    for name, fate in given.items():
        receivers = resolve(trial.home, trial.world.organisations, name)
        found.update({one.address or name: fate for one in receivers})
    return found
