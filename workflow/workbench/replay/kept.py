"""A deadline of one recorded matter, and what became of it in real time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

Column = Literal[
    "in_time",  # kept on the last day at the latest
    "late",  # kept, but later
    "reported",  # not kept, but the council was told why within the time (KL 5:35)
    "forgotten",  # the day had passed and nothing was done
    "likely_in_time",  # not known for certain; kept, if the number was given about when it seems
    "likely_late",  # likewise late
    "likely_forgotten",  # likewise forgotten
    "likely_running",  # likewise still to come
    "running",  # the day comes after the source's last one
    "no_meeting",  # the source holds no minutes of a meeting of the body that day
    "not_in_source",  # the history itself says that what was done that day is missing
    "undated",  # no day was set
    "untold",  # the history doesn't tell enough
]
"""What became of it: exactly one of these. What isn't called likely is certain."""

COLUMNS: tuple[Column, ...] = get_args(Column)

MISSED: frozenset[Column] = frozenset({"late", "forgotten", "no_meeting"})
"""What was missed for certain: somebody asks the number of the matter for it."""

LIKELY: Mapping[Column, Column] = {
    "in_time": "likely_in_time",
    "late": "likely_late",
    "forgotten": "likely_forgotten",
    "running": "likely_running",
}
"""What is said instead, where the day that the deadline counts from is an estimate."""


@dataclass(frozen=True, slots=True)
class Watch:
    """A deadline as the table names it.

    ``rule``: the section (``KL-5:35``), ``day`` for one set by somebody, or what sets it otherwise.
    """

    key: str
    label: str
    rule: str


@dataclass(frozen=True, slots=True)
class Kept:
    """One deadline of one matter.

    Attributes:
        watch: which one.
        column: what became of it.
        year: of the last day; of the step where no day was set; None: not known.
        last_day: inclusive. The latest possible one where it isn't known exactly; None: not known at all.
        step: that set the day, from 1; None: it goes with the matter.
    """

    watch: Watch
    column: Column
    year: int | None
    last_day: date | None = None
    step: int | None = None
