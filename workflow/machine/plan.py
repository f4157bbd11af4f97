"""A plan for a matter as a value: what is aimed at, the bodies that are left, and when each meets. Pure.

Dates are local calendar days, inclusive.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType
from workflow.machine.route import Roads, Route
from workflow.machine.sittings import Meeting, Sessions

_REMEMBERED: Final = 512


@dataclass(frozen=True, slots=True)
class Office:
    """What plans are made with: a definition and an organisation, and what was worked out of them before."""

    roads: Roads
    sessions: Sessions

    @staticmethod
    def of(definition: MatterType, organisation: Organisation) -> "Office":
        """For the matters of one type in one organisation; worked out once."""
        return _office(_ById(definition, organisation))

    @property
    def definition(self) -> MatterType:
        """Of the matters."""
        return self.roads.definition

    @property
    def organisation(self) -> Organisation:
        """Whose bodies meet."""
        return self.roads.organisation

    def name(self, body: str) -> str:
        """What the body is called."""
        return self.organisation.bodies[body].name


class _ById:
    """A definition and an organisation as a key: hashing all that they declare would cost more than a plan."""

    __slots__ = ("definition", "organisation")

    def __init__(self, definition: MatterType, organisation: Organisation) -> None:
        self.definition, self.organisation = (
            definition,
            organisation,
        )  # kept, so that the ids stay theirs

    def __hash__(self) -> int:
        return hash((id(self.definition), id(self.organisation)))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _ById)
            and self.definition is other.definition
            and self.organisation is other.organisation
        )


@lru_cache(maxsize=_REMEMBERED)
def _office(key: _ById) -> Office:
    return Office(Roads(key.definition, key.organisation), Sessions(key.organisation))


@dataclass(frozen=True, slots=True)
class Aim:
    """What is planned for.

    ``deadline`` None: a day that somebody asked about, or no day. ``rule`` is that of the deadline. ``body``
    decides; ``assumed``: nothing says so, and ``others`` could decide as well.
    """

    deadline: str | None
    label: str
    rule: str
    final: date | None
    body: str
    assumed: bool = False
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stop:
    """A body that is left to pass, in the earliest plan and in the latest that makes it.

    ``latest`` None: nothing fits, or there is no last day. ``ready_by``: the day when the officer's report has to be
    ready for the latest plan (for the earliest where there is none); None where the papers are handed
    in already. ``slack``: days between the two meetings. ``extract_by``: the day when this body's
    minutes in the matter have to be adjusted for what follows; ``adjusted_by``: when the law wants them to be.
    """

    body: str
    name: str
    earliest: Meeting | None
    latest: Meeting | None
    ready_by: date | None = None
    slack: int | None = None
    extract_by: date | None = None
    adjusted_by: date | None = None

    @property
    def planned(self) -> Meeting | None:
        """The latest meeting where there is one, else the earliest."""
        return self.latest or self.earliest

    @property
    def hurried(self) -> bool:
        """Whether the minutes are needed before the law wants them adjusted."""
        days = (self.extract_by, self.adjusted_by)
        return None not in days and self.extract_by < self.adjusted_by  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class Held:
    """A body that has taken the matter up already."""

    body: str
    name: str
    on: date
    paragraph: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan for one aim and the points that have the longest way to it.

    ``scheduled_until``: the last meeting that is planned of the body that decides. ``slack``: days from today to
    the first thing that has to be ready in the latest plan; None where
    nothing fits or no day is set. ``missed`` are the latest meetings counted backwards from the last day, also
    those that can't be reached any more. ``warning``: why nothing fits.
    """

    aim: Aim
    today: date
    points: tuple[str, ...]
    state: str
    route: Route
    held: tuple[Held, ...]
    stops: tuple[Stop, ...]
    slack: int | None = None
    missed: tuple[Meeting, ...] = ()
    scheduled_until: date | None = None
    warning: str | None = None

    @property
    def fits(self) -> bool:
        """Whether some plan makes it; also true where no last day is set and the bodies meet."""
        return self.warning is None

    @property
    def next_stop(self) -> Stop:
        """The body that is to take the matter up next."""
        return self.stops[0]

    @property
    def urgency(self) -> tuple[int, int, str]:
        """To sort by: what can't be kept first, then the least slack, then what has no last day."""
        if not self.fits:
            days = (self.aim.final - self.today).days if self.aim.final else 0
            return (0, days, self.aim.label)
        return (1, self.slack, self.aim.label) if self.slack is not None else (2, 0, self.aim.label)
