"""Which boards a notice belongs on, and how it stands with each of them."""

from dataclasses import dataclass
from datetime import date

from workflow.definition.organisation import Board, Organisation
from workflow.errors import CommandRefusedError
from workflow.machine.values import day
from workflow.machine.work import Work
from workflow.model.matter import Matter

_SETTLED = (
    "kind",
    "body",
    "meeting_on",
    "adjusted_on",
    "posted_on",
    "all_boards",
    "appealable",
    "up_until",
)
"""Fields that say how long a notice stays up."""


@dataclass(frozen=True, slots=True)
class Place:
    """A board with its number among those of the notice, from 1."""

    number: int
    board: Board

    @property
    def name(self) -> str:
        """The board's name, which it is known by."""
        return self.board.name


def places(work: Work) -> tuple[Place, ...]:
    """Its own; a joint committee that lists none has those of its members (KL 9:32)."""
    organisation: Organisation = work.organisation
    boards = organisation.boards
    if not boards and organisation.kind == "joint_committee":
        members = (work.organisation_called(code) for code in organisation.members)
        boards = tuple(board for member in members for board in member.boards)
    return tuple(Place(number, board) for number, board in enumerate(boards, start=1))


def waiting(matter: Matter) -> tuple[str, ...]:
    """Boards that others run and that haven't carried the notice yet."""
    return tuple(b.key for b in matter.boards or () if b.posted_on is None and not b.down_early_on)


def lost(matter: Matter) -> tuple[str, ...]:
    """Boards that lost the notice too early, and where it hasn't been posted again."""
    return tuple(b.key for b in matter.boards or () if b.down_early_on is not None)


def complete(matter: Matter) -> bool:
    """Whether every board carries the notice."""
    return not waiting(matter) and not lost(matter)


def check_settled(work: Work) -> None:
    """Let no event change what a notice was registered with: its days hang on it.

    Raises:
        CommandRefusedError: the event brings such a field.
    """
    for name in _SETTLED:
        if name in work.data:
            label = work.definition.fields[name].label
            raise CommandRefusedError(
                f"”{label}” ({name}) står fast sedan anslaget registrerades (KL 8:12, 13:5)."
            )


def by_custom(work: Work) -> bool:
    """Whether nothing in it can be appealed, and the organisation says how long it stays up then."""
    unappealable = not work.matter.fields.get("appealable", True)
    return unappealable and work.organisation.unappealable_days is not None


def carried(work: Work) -> dict[str, date]:
    """The boards that carry the notice, each with the day since which it does."""
    matter = work.matter
    told = {each.key: each for each in matter.boards or ()}
    since = day(matter.fields["posted_on"])
    up = {}
    for place in places(work):
        known = told.get(place.name)
        if known is None:
            up[place.name] = since
        elif known.posted_on is not None and known.down_early_on is None:
            up[place.name] = known.posted_on
    return up


def carries(organisation: Organisation, body: str) -> bool:
    """Whether the adjusted minutes of this body are announced on a board.

    An association outside KL announces nothing; a joint committee may have its members' boards alone.
    """
    named = not organisation.notice_for or body in organisation.notice_for
    joint = organisation.kind == "joint_committee" and bool(organisation.members)
    return named and organisation.kind != "association" and (bool(organisation.boards) or joint)
