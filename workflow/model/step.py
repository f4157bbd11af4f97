"""The answer of ``decide``."""

from dataclasses import dataclass

from workflow.model.effects import Effect
from workflow.model.events import Event


@dataclass(frozen=True, slots=True)
class Step:
    """What happened to the matter, and what is to be done about it in the same transaction."""

    events: tuple[Event, ...]
    effects: tuple[Effect, ...] = ()
