"""What the histories of one matter type are played with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType
from workflow.definition.vocabulary import Vocabulary
from workflow.errors import CommandRefusedError
from workflow.machine.build import Machine
from workflow.workbench.replay.ways import Ways


@dataclass(frozen=True, slots=True)
class Stage:
    """The same for every history of the type.

    Attributes:
        machines: by the name of the matter type: also matters that others start are played.
        machine: of the type.
        organisations: by code.
        organisation: the one whose history it is.
        ways: of the type.
        vocabulary: the meaning of the words.
        until: the last day that the source tells of.
        keeping: whether the matters are to be saved; then no clock is left running.
    """

    machines: Mapping[str, Machine]
    machine: Machine
    organisations: Mapping[str, Organisation]
    organisation: Organisation
    ways: Ways
    vocabulary: Vocabulary
    until: date
    keeping: bool

    @property
    def definition(self) -> MatterType:
        """The definition of the type."""
        return self.machine.definition

    def is_a(self, kind: str, body: str) -> bool:
        """Whether the organisation's body of this code is of the kind: ``council``, ``executive_board``."""
        known = self.organisation.bodies.get(body)
        return known is not None and known.kind == kind

    def event_of(self, word: str) -> str:
        """The event that a word means in the type; the word itself where it means none."""
        return self.vocabulary.event_of(word, self.definition.name) or word

    def event(self, word: str, done: str = "beslutas") -> str:
        """The same, of those that the type has.

        Raises:
            CommandRefusedError: it has no such event; ``done`` is what can't be done with it, in Swedish.
        """
        definition, event = self.definition, self.event_of(word)
        if event not in definition.events:
            raise CommandRefusedError(
                f"”{word}” kan inte {done} i ärendetypen {definition.label} ({definition.name})."
            )
        return event
