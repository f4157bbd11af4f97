"""What a file of histories spans: read once before it is played, so that nothing is judged too early."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from workflow.workbench.replay.read import Read


@dataclass(frozen=True, slots=True)
class Survey:
    """The whole source at a glance.

    Attributes:
        matters: that can be played.
        meetings: body and day of every meeting that any history tells of.
        minutes: those whose minutes the source holds, for one matter at least.
        until: the day of the last of these; None: no history can be played.
    """

    matters: int
    meetings: frozenset[tuple[str, date]]
    minutes: frozenset[tuple[str, date]]
    until: date | None


def survey(reads: Iterable[Read]) -> Survey:
    """Go through a source once; memory grows with the meetings, not with the matters."""
    matters = 0
    minutes: set[tuple[str, date]] = set()
    told: set[tuple[str, date]] = set()
    for read in reads:
        if read.history is not None:
            matters += 1
            minutes.update((step.body, step.date) for step in read.history.steps)
            told.update(
                (step.body, step.day) for step in read.history.missing_steps if not step.before
            )
    until = max((day for _, day in minutes), default=None)
    return Survey(matters, frozenset(minutes | told), frozenset(minutes), until)
