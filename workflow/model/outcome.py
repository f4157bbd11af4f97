"""What a body did with points of a matter, and whom it told to do something."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PointOutcome:
    """What a body did with some points: the event, and what it proposes to the next body."""

    event: str
    points: tuple[str, ...] = ()  # empty: every point that waits for the body
    proposed: str | None = None
    text: str | None = None  # the wording, where the body words the point anew


@dataclass(frozen=True, slots=True)
class AssignmentGiven:
    """An assignment as the decision words it. ``due`` is a day, a month ("2024-09") or None."""

    what: str
    owner: str | None = None
    due: str | None = None
    due_body: str | None = None  # with a month: that body's meeting in the month
