"""How far an exploration goes; what was proved, was proved within this."""

from dataclasses import dataclass

MOST_STATES = 4_000


@dataclass(frozen=True, slots=True)
class Bounds:
    """The limits of an exploration.

    Attributes:
        points: decision points of a matter.
        tabled: times in a row that a point is tabled and that are told apart.
        unadjusted: decisions that may wait for their minutes at the same time.
        variants: combinations of values tried for one event or registration, before only one value
            at a time is changed.
        most_states: situations looked at in each pass; when there are more, the answer says so.
    """

    points: int = 2
    tabled: int = 2
    unadjusted: int = 2
    variants: int = 12
    most_states: int = MOST_STATES


@dataclass(frozen=True, slots=True)
class Pass:
    """One way through: everything is combined with everything only within a pass.

    Attributes:
        name: as the answer tells it.
        points: how many a matter is registered with.
        everywhere: in every organisation that conditions can tell apart, with everything that can be known
            at registration; else in the one with most of the bodies that conditions ask for, with
            everything known if that isn't much, else with nothing.
        sends: decisions have recipients and assignments, and somebody sees to them.
        opens: events may open new points when the others have ended, up to the bound.
    """

    name: str
    points: int = 1
    everywhere: bool = False
    sends: bool = False
    opens: bool = False
