"""What moving a running matter to another version of its type does to it: plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from workflow.model.ids import MatterId
from workflow.model.matter import DeadlineStatus

Order = Literal["keep", "recompute", "drop"]
FateName = Literal["kept", "recomputed", "begun", "dropped", "met", "expired"]


@dataclass(frozen=True, slots=True)
class PointMove:
    """A point and the states that it is in before and after; it isn't counted as having moved on."""

    point: str
    came_from: str
    to: str


@dataclass(frozen=True, slots=True)
class DeadlineFate:
    """What becomes of one deadline. ``before`` and ``after`` are last days; None where there is none."""

    key: str
    label: str
    what: FateName
    before: date | None = None
    after: date | None = None
    status_before: DeadlineStatus | None = None
    status_after: DeadlineStatus | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Transfer:
    """All that a migration does to one matter.

    Attributes:
        moves: of every point whose state is called otherwise afterwards.
        fields_set: values that are new or other than before.
        fields_dropped: names of fields that the matter no longer has; their values stay in the log.
        deadlines: what becomes of each.
        follows: in words, what the engine then does by itself.
    """

    moves: tuple[PointMove, ...] = ()
    fields_set: Mapping[str, object] = field(default_factory=dict)
    fields_dropped: tuple[str, ...] = ()
    deadlines: tuple[DeadlineFate, ...] = ()
    follows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedMatter:
    """A matter that is moved: how it was when it was planned, and what is done to it."""

    id: MatterId
    number: str
    organisation: str
    version: int
    came_from: str  # digest
    transfer: Transfer


@dataclass(frozen=True, slots=True)
class BlockedMatter:
    """A matter that stays on its version, and everything that keeps it there."""

    id: MatterId
    number: str
    organisation: str
    version: int
    came_from: str  # digest
    state: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a migration would do to every running matter of a type that isn't on the version already.

    Attributes:
        matter_type: name of a matter type or procedure.
        definition: digest of the version that matters are moved to.
        organisations: whose calendars the days were worked out with: code to digest.
        map: what the map file says, as JSON values.
        orders: what it says of deadlines, by name.
        matters: those that are moved, in the order of their ids.
        blocked: those that stay.
    """

    matter_type: str
    definition: str
    organisations: Mapping[str, str]
    map: Mapping[str, object]
    orders: Mapping[str, Order]
    matters: tuple[PlannedMatter, ...]
    blocked: tuple[BlockedMatter, ...]

    @property
    def came_from(self) -> tuple[str, ...]:
        """Digests of the versions that matters are moved from."""
        return tuple(sorted({matter.came_from for matter in self.matters}))
