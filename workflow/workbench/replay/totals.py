"""What a replay adds up to, as frozen values that can be shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from workflow.workbench.replay.deadline_table import DeadlineRow
from workflow.workbench.replay.verdicts import Cause


@dataclass(frozen=True, slots=True)
class Refusal:
    """One step that was refused, and where it stands: step and line as the file counts them, from 1."""

    dnr: str
    matter_type: str
    step: int
    file: str
    line: int
    body: str
    on: date
    outcomes: tuple[str, ...]
    reason: str
    cause: Cause
    possible: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Supplied:
    """One step that the history doesn't hold; see :class:`..verdicts.Entered`."""

    dnr: str
    matter_type: str
    body: str
    on: date
    what: str
    declared: bool
    done: bool
    reason: str


@dataclass(frozen=True, slots=True)
class SuppliedCount:
    """How many of them there were of one kind."""

    matter_type: str
    what: str
    declared: bool
    done: bool
    number: int


@dataclass(frozen=True, slots=True)
class Edge:
    """An event and the state that it leaves (``new``: it opens a point)."""

    event: str
    state: str


@dataclass(frozen=True, slots=True)
class Share:
    """What of a definition the histories used, and what nothing ever used, in alphabetical order."""

    states_used: tuple[str, ...]
    states_unused: tuple[str, ...]
    transitions_used: tuple[Edge, ...]
    transitions_unused: tuple[Edge, ...]
    deadlines_used: tuple[str, ...]
    deadlines_unused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Matters and steps. ``refused`` is by cause and has every cause.

    ``whole``: matters of which every step was accepted. ``unregistered``: those that couldn't be
    registered; all their steps are refused.
    """

    matters: int
    whole: int
    unregistered: int
    steps: int
    accepted: int
    refused: Mapping[Cause, int]


@dataclass(frozen=True, slots=True)
class TypeTotals:
    """One matter type. ``counts`` is of the histories; ``use`` also of matters that others started."""

    matter_type: str
    label: str
    counts: Counts
    use: Share


@dataclass(frozen=True, slots=True)
class Totals:
    """Everything that a replay adds up to, apart from the lists that are read one by one."""

    counts: Counts
    types: tuple[TypeTotals, ...]
    supplied: tuple[SuppliedCount, ...]
    deadlines: tuple[DeadlineRow, ...]
