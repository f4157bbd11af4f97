"""Meetings through the engine: what one of many takes, and a municipality's whole year.

Every meeting is planned, summoned, opened, recorded in one go, closed, printed, signed and adjusted; its
matters are registered before it and sent after it, on an embedded database with a clock moved by hand.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path

from sqlalchemy import text

from workflow.bootstrap import Engine, bootstrap
from workflow.command.agendas import OPENING, proposed
from workflow.command.clock import SimulatedClock
from workflow.command.convening import plan_meeting
from workflow.command.loop import drain
from workflow.command.presenting import present
from workflow.command.printing import minutes_of
from workflow.command.recording import record
from workflow.config import load
from workflow.definition.catalogue import load_strict
from workflow.meeting.facts import meeting_id
from workflow.model.commands import (
    CallRoll,
    Command,
    ElectAdjusters,
    Envelope,
    FireEvent,
    ItemDealtWith,
    PlaceItems,
    PresentMinutes,
    RecordItems,
    RegisterMatter,
    SignMinutes,
)
from workflow.model.ids import MatterId, matter_id
from workflow.model.matter import Actor
from workflow.model.outcome import PointOutcome
from workflow.model.proceedings import (
    Adjusters,
    AgendaItem,
    Deliberation,
    Presence,
    Resolution,
    Roll,
    Seat,
)

DEFINITIONS = Path(__file__).parents[1] / "definitions"
PLACE, BODY, TYPE, OUTCOME = "norsjo", "AU", "project_participation", "approves"
ACTOR = Actor("bench", ("secretary", "registrar", "officer"))
SEATS = tuple(
    Seat(f"Ledamot {number}", "S", "chair" if number == 1 else "member") for number in range(1, 12)
)
_BEGIN = date(2025, 1, 7)
_HOUR = timedelta(hours=8)


@dataclass(slots=True)
class House:
    """An embedded engine whose office holds meetings on the days that follow each other."""

    engine: Engine
    clock: SimulatedClock
    days: Iterator[date]
    keys: Iterator[int] = field(default_factory=count)
    registered: Iterator[int] = field(default_factory=lambda: count(1))

    @classmethod
    def at(cls, folder: Path) -> "House":
        """A new database there."""
        settings = load(
            database_url=f"sqlite:///{folder}/meetings.db",
            maildir=folder / "mail",
            definitions=DEFINITIONS,
            redis_url=None,
            smtp_host=None,
            production=False,
        )
        clock = SimulatedClock(datetime.combine(_BEGIN, datetime.min.time(), UTC) + _HOUR)
        engine = bootstrap(settings, clock=clock)
        engine.migrate()
        engine.publish(load_strict(DEFINITIONS))
        return cls(engine, clock, (_BEGIN + timedelta(days=3 * n) for n in count(1)))

    def fill(self, matters: int) -> None:
        """Register so many matters, and prepare them for the body."""
        envelopes = []
        for number in (next(self.registered) for _ in range(matters)):
            printed = f"KS {2000 + number % 60}/{number}"
            identity = matter_id(PLACE, printed)
            command = RegisterMatter(PLACE, TYPE, f"Ärende {number}", number=printed)
            envelopes += [
                self._envelope(identity, command),
                self._envelope(identity, FireEvent("prepared")),
            ]
        self.engine.bus.submit(envelopes)
        drain(self.engine.context, "bench")

    def plan(self) -> MatterId:
        """Plan the next meeting; its id."""
        on = next(self.days)
        plan_meeting(
            self.engine.context,
            organisation=PLACE,
            body=BODY,
            meeting_on=on,
            fields={"secretary": "Sekreteraren"},
            actor=ACTOR,
        )
        return meeting_id(PLACE, BODY, on)

    def agenda(self, meeting: MatterId) -> tuple[AgendaItem, ...]:
        """What the meeting could take up."""
        with self.engine.units() as uow:
            held = uow.matters.load((meeting,))[meeting]
        return proposed(self.engine.context, held)

    def hold(self, meeting: MatterId, *, printed: bool) -> None:
        """Everything from the agenda to the last signature, and what follows."""
        self.give(meeting, PlaceItems(self.agenda(meeting)))
        self.give(meeting, FireEvent("summons"))
        with self.engine.units() as uow:
            held = uow.matters.load((meeting,))[meeting]
        on = date.fromisoformat(str(held.fields["meeting_on"]))
        self.clock.move_to(datetime.combine(on, datetime.min.time(), UTC) + _HOUR)
        self.give(meeting, CallRoll(Roll(SEATS, tuple(Presence(one.name) for one in SEATS))))
        self.give(meeting, FireEvent("opens"))
        items = held.proceedings.items if held.proceedings else ()
        self.give(
            meeting, RecordItems(tuple(ItemDealtWith(item.key, _said(item)) for item in items))
        )
        self.give(meeting, FireEvent("closes"))
        self.give(meeting, ElectAdjusters(Adjusters((SEATS[1].name,))))
        if printed:
            content = present(self.engine.context, meeting, actor=ACTOR).document.sha256
        else:
            content = sha256(meeting.encode()).hexdigest()
            self.give(meeting, PresentMinutes(content))
        for name in ("Sekreteraren", SEATS[0].name, SEATS[1].name):
            self.give(meeting, SignMinutes("p1", name, content))
        drain(self.engine.context, "bench")

    def give(self, meeting: MatterId, command: Command) -> None:
        """A command of the secretary's."""
        record(self.engine.context, self._envelope(meeting, command))

    def print_minutes(self, meeting: MatterId) -> bytes:
        """The minutes as PDF."""
        return self.engine.context.renderer.pdf(minutes_of(self.engine.context, meeting))

    def _envelope(self, matter: MatterId, command: Command) -> Envelope:
        return Envelope(f"bench:{next(self.keys)}", matter, command, ACTOR, self.clock.now())


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds: a year's meetings with their matters; an agenda and minutes when ``meetings`` are there."""

    year: float
    agenda: float
    minutes: float
    meetings: int
    matters: int


def measure(folder: Path, meetings: int, items: int, of_year: int) -> Measured:
    """Hold a year's meetings, multiply what they left until there are so many, and time the next one."""
    house = House.at(folder)
    try:
        started = time.perf_counter()
        for _ in range(of_year):
            house.fill(items)
            house.hold(house.plan(), printed=True)
        year = time.perf_counter() - started
        matters = _multiply(house.engine, meetings // of_year)
        house.fill(items)
        meeting = house.plan()
        started = time.perf_counter()
        waiting = house.agenda(meeting)
        agenda = time.perf_counter() - started
        assert len(waiting) == items + len(OPENING)
        house.hold(meeting, printed=False)
        started = time.perf_counter()
        assert house.print_minutes(meeting)
        minutes = time.perf_counter() - started
        return Measured(year, agenda, minutes, meetings, matters)
    finally:
        house.engine.close()


def _multiply(engine: Engine, times: int) -> int:
    """Copy every matter under other numbers, so that there are ``times`` as many; how many there are."""
    with engine.database.begin() as connection:
        for copy in range(1, times):
            connection.execute(
                text(
                    "INSERT INTO matters SELECT id || :copy, organisation, number || :copy, register,"
                    " year, serial, matter_type, definition, title, state, version, opened_on,"
                    " closed_on, open_deadlines, states, head, document FROM matters"
                    " WHERE id NOT LIKE '%#%'"
                ),
                {"copy": f"#{copy}"},
            )
        return int(connection.execute(text("SELECT count(*) FROM matters")).scalar_one())


def _said(item: AgendaItem) -> Deliberation:
    outcomes = (PointOutcome(OUTCOME),) if item.matter else ()
    return Deliberation(Resolution(outcomes=outcomes, sentences=("Kommunen deltar i projektet.",)))
