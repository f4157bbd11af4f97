"""Running errands on any store, and a new version of their type that they are to go over to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.engineroom import ERRAND, SARA, START, identity, of_office, of_type
from workflow.command.bus import Bus
from workflow.command.catalogue import StoredCatalogue
from workflow.command.context import Checkpoint, Context, Policy, pass_by
from workflow.command.definitions import Version, publish
from workflow.command.migrating import Outcome, apply_plan, revert_plan
from workflow.command.planning import Kept, make_plan, target_of
from workflow.command.ports import StoredEvent, UnitOfWorkFactory
from workflow.definition.migration_map import MigrationMap
from workflow.model.commands import Command, Envelope, FireEvent, RegisterMatter
from workflow.model.matter import Matter
from workflow.testing import FakeClock, RecordingMailer, RecordingRenderer

YEAR = {"label": "Ett år", "after": "P1Y", "counts_from": "registered", "remind": ["P7D"]}
MAP = {"matter_type": "errand", "states": {"waiting": "preparation"}}


def old(**changes: Any) -> Version:
    """The version that errands are registered on."""
    return of_type(ERRAND, **{"deadlines": {"year": YEAR}, **changes})


def new(**changes: Any) -> Version:
    """The version that they go over to: a state renamed, a shorter deadline."""
    states = {
        "preparation" if name == "waiting" else name: each
        for name, each in ERRAND["states"].items()
    }
    rules = [
        {**rule, "from": "preparation" if rule["from"] == "waiting" else rule["from"]}
        for rule in ERRAND["transitions"]
    ]
    given = {
        "initial": "preparation",
        "states": states,
        "transitions": rules,
        "deadlines": {"year": {**YEAR, "after": "P6M"}},
    }
    return of_type(ERRAND, **{**given, **changes})


@dataclass
class Removal:
    """An engine on a store. ``old`` and ``new`` are what is published first and then."""

    store: UnitOfWorkFactory
    reached: Checkpoint = pass_by
    clock: FakeClock = field(default_factory=lambda: FakeClock(START))
    hints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context = Context(
            units=self.store,
            catalogue=StoredCatalogue(self.store),
            clock=self.clock,
            mailer=RecordingMailer(),
            renderer=RecordingRenderer(),
            hint=self.hints.append,
            policy=Policy(),
            reached=self.reached,
        )
        self.bus = Bus(self.context)

    def publish(self, *versions: Version) -> None:
        """Make these current."""
        with self.store() as uow:
            publish(uow, versions, at=self.clock.now())
            uow.commit()
        self.context.catalogue.forget()

    def begin(self, count: int, *versions: Version) -> "Removal":
        """So many errands on the old version; then the new one is published."""
        self.publish(old(), of_office())
        for number in range(1, count + 1):
            self.register(number)
        self.publish(*(versions or (new(),)))
        return self

    def register(self, number: int, **changes: Any) -> None:
        """An errand ``KS 2024/number``."""
        given = {"organisation": "norsjo", "matter_type": "errand", "title": "Bygg en bro"}
        self.give(f"register:{number}", number, RegisterMatter(**{**given, **changes}))

    def give(self, key: str, number: int, command: Command) -> None:
        """A command to the errand of that number."""
        name = f"KS 2024/{number}"
        if isinstance(command, RegisterMatter):
            command = RegisterMatter(
                organisation=command.organisation,
                matter_type=command.matter_type,
                title=command.title,
                number=name,
                fields=command.fields,
                parent=command.parent,
            )
        self.bus.execute(Envelope(key, identity(name), command, SARA, self.clock.now()))

    def ping(self, number: int) -> None:
        """Something happens to it."""
        self.give(f"ping:{number}", number, FireEvent("pings"))

    def plan(self, **words: Any) -> Kept:
        """A plan to the current version."""
        chosen = MigrationMap.model_validate({**MAP, **words})
        with self.store() as uow:
            digest = uow.definitions.current()["matter", chosen.matter_type]
        target = target_of(self.context, chosen.matter_type, digest[:8])
        return make_plan(self.context, chosen, target, SARA)

    def apply(self, plan: str, told: Callable[[int, int], None] = lambda _a, _b: None) -> Outcome:
        """Carry it out."""
        return apply_plan(self.context, plan, SARA, "Ny rutin", told)

    def revert(self, plan: str, told: Callable[[int, int], None] = lambda _a, _b: None) -> Outcome:
        """Undo it."""
        return revert_plan(self.context, plan, SARA, "Fel", told)

    def matter(self, number: int = 1) -> Matter:
        """As it is stored."""
        key = identity(f"KS 2024/{number}")
        with self.store() as uow:
            return uow.matters.load((key,))[key]

    def log(self, number: int = 1) -> tuple[StoredEvent, ...]:
        """What has happened to it."""
        with self.store() as uow:
            return uow.matters.history(identity(f"KS 2024/{number}"))

    def armed(self, number: int = 1) -> set[tuple[str, int, str]]:
        """Deadline, generation and day of the timers that wait for an end."""
        with self.store() as uow:
            return {
                (row.timer.deadline, row.timer.generation, row.timer.due_on.isoformat())
                for row in uow.timers.of(identity(f"KS 2024/{number}"))
                if row.status == "armed" and row.timer.kind == "expiry"
            }
