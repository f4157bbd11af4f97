"""What a replay says of each step of a history, and what it takes along for the tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from workflow.command.ports import Change
from workflow.definition.schema import NEW
from workflow.model.commands import Envelope
from workflow.model.events import PointsMoved, PointsOpened
from workflow.model.matter import Matter
from workflow.workbench.replay.history import History, RecordedStep

Cause = Literal[
    "source",  # the history doesn't say what was done, or lacks a step before it
    "law",  # a section forbids it
    "definition",  # the definition has no transition for it
]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a history stands: file and line, counted from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one step. ``step`` counts from 1; ``possible`` are the events allowed instead."""

    step: int
    recorded: RecordedStep
    accepted: bool
    reason: str = ""
    cause: Cause | None = None
    possible: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entered:
    """A step that the history doesn't hold but that must have been: declared as missing, or assumed.

    ``declared``: the history itself names it; else it follows from ``complete: false``.
    """

    on: date
    body: str
    what: str
    declared: bool
    done: bool  # False: nothing more is known of it than that it was
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """One command that was carried out and what it did to its matter."""

    envelope: Envelope
    change: Change


@dataclass(frozen=True, slots=True)
class Played:
    """One history after its last step.

    Attributes:
        history: as it was read.
        matter_type: the definition that it ran on.
        matter: as it stood after the last step; None where it couldn't be registered.
        verdicts: one for each step, in order.
        entered: steps that were supplied.
        commands: everything that was carried out, on this matter and those that it started.
    """

    history: History
    matter_type: str
    matter: Matter | None
    verdicts: tuple[Verdict, ...]
    entered: tuple[Entered, ...]
    commands: tuple[Saved, ...]

    @property
    def transitions(self) -> frozenset[tuple[str, str]]:
        """(event, state left) of every move that was made, supplied ones included."""
        moves: set[tuple[str, str]] = set()
        for change in self._changes():
            for event in change.events:
                if isinstance(event, PointsMoved):
                    moves.update((event.event, left) for left in event.came_from.values())
                elif isinstance(event, PointsOpened):
                    moves.add((event.event, NEW))
        return frozenset(moves)

    @property
    def states(self) -> frozenset[str]:
        """Every state that a point was in."""
        return frozenset(point.state for change in self._changes() for point in change.after.points)

    def _changes(self) -> Iterator[Change]:
        """Of this matter, not of those that it started."""
        for saved in self.commands:
            if self.matter is not None and saved.change.after.id == self.matter.id:
                yield saved.change
