"""What every scenario is played with: machines that remember which of their lines they went by."""

from collections.abc import Mapping
from dataclasses import dataclass

from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType, Transition
from workflow.machine.build import Machine, Moving
from workflow.machine.invariants import Invariants


class Observed(Machine):
    """A machine that notes every line that an event was possible by.

    Attributes:
        tried: (event, state before, the line, state after), in order; also of looks that nothing came of.
        lines: what must never, or always, be so in a matter of the type.
    """

    def __init__(self, digest: str, definition: MatterType) -> None:
        super().__init__(digest, definition)
        self.tried: list[tuple[str, str, Transition, str]] = []
        self.lines = Invariants(definition)

    def fire(self, event: str, moving: Moving) -> Transition | None:
        """Move by the first rule whose guard is true; None, and nothing moved, where there is none."""
        before = moving.state
        rule = super().fire(event, moving)
        if rule is not None:
            self.tried.append((event, before, rule, moving.state))
        return rule


@dataclass(frozen=True, slots=True)
class Stage:
    """The same for every scenario.

    Attributes:
        machines: types and procedures by name.
        organisations: by code.
    """

    machines: Mapping[str, Observed]
    organisations: Mapping[str, Organisation]


def stage(
    definitions: Mapping[str, MatterType], organisations: Mapping[str, Organisation]
) -> Stage:
    """Build every machine once."""
    machines = {name: Observed(name, definition) for name, definition in definitions.items()}
    return Stage(machines, organisations)
