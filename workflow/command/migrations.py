"""Plans of migrations as they are kept: written once by content; what was done with one is marked on it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from workflow.model.matter import Actor

MarkName = Literal["planned", "begun", "applied", "revert_begun", "reverted"]


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that was done with a plan. ``reason`` is empty where it was planned."""

    what: MarkName
    at: datetime
    actor: Actor
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan as lists show it: whole it is read by its hash. ``definition`` is the version to move to."""

    hash: str
    matter_type: str
    definition: str
    moved: int  # how many matters it moves
    blocked: int
    marks: tuple[Mark, ...]

    @property
    def status(self) -> MarkName:
        """What was done with it last."""
        return self.marks[-1].what


def key_of(plan: str, matter: str) -> str:
    """The dedupe key under which a plan moves a matter."""
    return f"migrate:{plan}:{matter}"


def key_back(plan: str, matter: str) -> str:
    """The dedupe key under which a plan is undone for a matter."""
    return f"revert:{plan}:{matter}"
