"""What there is to show of a run: figures, and nothing that works them out."""

from dataclasses import dataclass
from datetime import date

from workflow.workbench.forecast.tally import Place


@dataclass(frozen=True, slots=True)
class Days:
    """Lengths in whole days. ``p90`` is the shortest of them that nine in ten don't exceed."""

    number: int
    mean: float
    median: float
    p90: int
    longest: int


@dataclass(frozen=True, slots=True)
class Waited:
    """How long matters were in a state. ``matter_type`` None: of all types together.

    ``days`` None: none left it within the counted time. ``still`` are those that are there at its end.
    """

    matter_type: str | None
    type_label: str
    state: str
    label: str
    body: str | None
    days: Days | None
    still: int


@dataclass(frozen=True, slots=True)
class Through:
    """Matters of one type: how many came in, were closed and are open, and days from first to last."""

    matter_type: str
    label: str
    came_in: int
    closed: int
    open: int
    days: Days | None


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one deadline of one type. ``recurred`` are occurrences that passed, and came again.

    ``worst`` is in days after the last day, to when it was done or to the end of the counted time.
    """

    matter_type: str
    type_label: str
    deadline: str
    label: str
    run: int
    met: int
    missed: int
    running: int
    dropped: int
    recurred: int
    worst: int


@dataclass(frozen=True, slots=True)
class Met:
    """The meetings of one body. ``pushed`` counts a matter once for every meeting that it didn't get to."""

    body: str
    name: str
    meetings: int
    places: int
    items: int
    full: int
    pushed: int
    most_pushed: int
    waiting: int
    days: Days | None  # that matters waited for it, in any of its states


@dataclass(frozen=True, slots=True)
class Standing:
    """How many matters are in one place at the end."""

    place: Place
    label: str
    matters: int


@dataclass(frozen=True, slots=True)
class Told:
    """What the engine sent: ``reminders`` and so on are mails; ``reminded`` how often a ladder was reached."""

    reminded: int
    reminders: int
    escalations: int
    at_risk: int
    others: int


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that there is to show of one run."""

    label: str
    organisation: str
    first: date
    last: date
    seed: int
    came_in: int
    closed: int
    open_at_start: int
    open_at_end: int
    days: Days | None
    types: tuple[Through, ...]
    states: tuple[Waited, ...]
    waits: tuple[Waited, ...]
    deadlines: tuple[Kept, ...]
    meetings: tuple[Met, ...]
    standing: tuple[Standing, ...]
    told: Told
    refusals: tuple[tuple[str, str, int], ...]
    warnings: tuple[str, ...]
    assumed: tuple[str, ...]

    def key_figures(self) -> "Figures":
        """What is compared between runs."""
        return Figures(
            seed=self.seed,
            came_in=self.came_in,
            closed=self.closed,
            open_at_end=self.open_at_end,
            median_days=self.days.median if self.days else None,
            missed=sum(one.missed for one in self.deadlines),
            full=sum(one.full for one in self.meetings),
            pushed=sum(one.pushed for one in self.meetings),
            escalations=self.told.escalations,
        )


@dataclass(frozen=True, slots=True)
class Figures:
    """One run in short. ``median_days``: from registration to end; None where nothing was closed."""

    seed: int
    came_in: int
    closed: int
    open_at_end: int
    median_days: float | None
    missed: int
    full: int
    pushed: int
    escalations: int
