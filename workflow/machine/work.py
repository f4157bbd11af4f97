"""One command being carried out: what is known, and what has happened so far."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType
from workflow.errors import UnknownDefinitionError, UnknownMatterError
from workflow.machine.build import Machine
from workflow.machine.evolve import evolve
from workflow.model.commands import Command, Envelope
from workflow.model.effects import Effect, SendCommand
from workflow.model.events import Event, TaskOpened, TaskSettled
from workflow.model.ids import MatterId
from workflow.model.matter import ENGINE, Actor, Matter, Task

_STOCKHOLM = ZoneInfo("Europe/Stockholm")
_ENGINE_ROLE = "engine"


def local_day(at: datetime) -> date:
    """The calendar day in Sweden of an aware instant."""
    return at.astimezone(_STOCKHOLM).date()


class Work:
    """Gathers events and effects; every event is folded in at once, so that later steps see it.

    ``data`` are the fields that come with the command: guards read them before they are recorded.
    """

    __slots__ = (
        "_matter",
        "actor",
        "data",
        "effects",
        "events",
        "machine",
        "now",
        "organisations",
        "reconciled",
        "today",
    )

    def __init__(
        self,
        machine: Machine,
        organisations: Mapping[str, Organisation],
        matter: Matter | None,
        actor: Actor,
        now: datetime,
    ) -> None:
        self.machine = machine
        self.organisations = organisations
        self._matter = matter
        self.actor = actor
        self.now = now
        self.today: date = local_day(now)
        self.data: Mapping[str, object] = {}
        self.events: list[Event] = []
        self.effects: list[Effect] = []
        self.reconciled = -1  # how many events there were when the deadlines were looked at last

    @property
    def matter(self) -> Matter:
        """The matter with everything folded in that has happened so far.

        Raises:
            UnknownMatterError: it isn't registered.
        """
        if self._matter is None:
            raise UnknownMatterError("Ärendet finns inte.", hint="Registrera det först.")
        return self._matter

    @property
    def registered(self) -> bool:
        """Whether there is a matter."""
        return self._matter is not None

    @property
    def definition(self) -> MatterType:
        """What the matter runs on."""
        return self.machine.definition

    @property
    def organisation(self) -> Organisation:
        """The matter's organisation.

        Raises:
            UnknownDefinitionError: it is published no longer.
        """
        return self.organisation_called(self.matter.organisation)

    def organisation_called(self, code: str) -> Organisation:
        """An organisation by its code.

        Raises:
            UnknownDefinitionError: there is none.
        """
        try:
            return self.organisations[code]
        except KeyError:
            raise UnknownDefinitionError(
                f"Organisationen {code[:60]} finns inte.", hint="Publicera den och försök igen."
            ) from None

    @property
    def by_engine(self) -> bool:
        """Whether the engine itself acts: it may do what roles may not."""
        return _ENGINE_ROLE in self.actor.roles

    def record(self, event: Event) -> None:
        """This happened."""
        self._matter = evolve(self._matter, event)
        self.events.append(event)

    def ask(self, effect: Effect) -> None:
        """This is to be done in the same transaction."""
        self.effects.append(effect)

    def send(self, matter: MatterId, command: Command, *, key: str) -> None:
        """A command to another matter; the same ``key`` is carried out once."""
        self.ask(SendCommand(Envelope(key, matter, command, ENGINE, self.now)))

    def open_task(self, kind: str, text: str, subject: str, *, blocks: bool = True) -> None:
        """A person is needed, before the matter can end where it ``blocks``."""
        key = f"t{len(self.matter.tasks) + 1}"
        self.record(TaskOpened(Task(key, kind, text, subject, blocks)))

    def settle_tasks(self, kind: str, subject: str, answer: str) -> None:
        """Whoever was needed for this has answered."""
        for task in self.matter.tasks:
            if task.open and (task.kind, task.subject) == (kind, subject):
                self.record(TaskSettled(task.key, answer))
