"""What happens at a meeting of a body: the roll, the agenda, what was decided, and who signed the minutes.

A meeting is a matter of the procedure ``meeting``; this is the part of it that other matters lack. Clock
times are local, ``HH:MM``; None means from the beginning or to the end. Names are as they are printed,
without the party. Amounts of people are whole numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from workflow.model.ids import MatterId
from workflow.model.outcome import AssignmentGiven, PointOutcome

ItemKind = Literal["decision", "information", "formality", "adjournment"]
ItemStatus = Literal["waiting", "withdrawn", "taken_up"]
SeatRole = Literal["chair", "vice_chair", "second_vice_chair", "member", "substitute"]
Choice = Literal["yes", "no", "abstains"]


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who belongs to the body."""

    name: str
    party: str | None = None
    role: SeatRole = "member"


@dataclass(frozen=True, slots=True)
class Presence:
    """That somebody who belongs to the body was there, for some of the time; several if he came and went."""

    name: str
    since: str | None = None
    until: str | None = None
    serving: bool = True  # a substitute who is there without serving isn't
    instead_of: str | None = None  # of a serving substitute
    note: str = ""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody else who was there: an officer, a guest. ``paragraphs`` as printed: ``§§ 21–25``."""

    name: str
    title: str = ""
    paragraphs: str = ""


@dataclass(frozen=True, slots=True)
class Roll:
    """Who belongs to the body, and who was there."""

    seats: tuple[Seat, ...] = ()
    presences: tuple[Presence, ...] = ()
    guests: tuple[Guest, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody doesn't take part in an item (KL 5:47-49, 6:28-32)."""

    name: str
    ground: str


@dataclass(frozen=True, slots=True)
class FloorMotion:
    """A yrkande: what somebody moved at the meeting, alone or with others."""

    by: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Ballot:
    """One person's vote."""

    name: str
    choice: Choice


@dataclass(frozen=True, slots=True)
class Vote:
    """An open vote. ``ballots`` where votes are told by person; the numbers hold in any case.

    ``casting``: as many on both sides, and the chair's vote decided (KL 5:56, 6:33). ``minority``: a
    third of those present is enough to table or refer back (KL 5:50); ``yes`` are those who ask for it.
    """

    yes_means: str
    no_means: str
    yes: int
    no: int
    abstained: int = 0
    ballots: tuple[Ballot, ...] = ()
    casting: bool = False
    minority: bool = False


@dataclass(frozen=True, slots=True)
class Reservation:
    """Those who had another opinion; announced before the meeting ends (KL 4:27)."""

    by: tuple[str, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that somebody wanted in the minutes (protokollsanteckning, särskilt yttrande)."""

    by: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the text of an item with its heading: background, economy, proposals."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class RouteStop:
    """A line of the plan for the decision (beslutsplanering). ``body`` as printed."""

    body: str
    on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the body did with an item.

    ``outcomes`` go to the item's matter, none for a formality; ``forms`` says of each what the body does by
    it, as the matter's definition has it (``Form``). ``heading`` and ``sentences`` are as the minutes print
    them; an empty heading is worded from the forms.
    """

    outcomes: tuple[PointOutcome, ...] = ()
    forms: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    heading: str = ""
    recipients: tuple[str, ...] = ()
    assignments: tuple[AssignmentGiven, ...] = ()
    data: Mapping[str, object] = field(
        default_factory=dict
    )  # fields of the matter: reason, tabled_to


@dataclass(frozen=True, slots=True)
class Deliberation:
    """Everything about how an item was dealt with, and what came of it.

    ``by_all``: everybody who was present agreed to decide although it wasn't announced (KL 5:52).
    """

    resolution: Resolution
    taken_up_at: str | None = None
    by_all: bool = False
    conflicts: tuple[Conflict, ...] = ()
    floor: tuple[FloorMotion, ...] = ()
    putting_the_question: str = ""
    vote: Vote | None = None
    reservations: tuple[Reservation, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A point of the agenda; taken up, it is a paragraph of the minutes.

    ``announced``: it was in the summons (and the announcement, KL 5:13-15), not added afterwards.
    ``paragraph`` follows from the order in which items are taken up until ``adjusted_on`` fixes it.
    ``bodies`` are the codes that the matter passes after this body, the last one decides.
    """

    key: str
    kind: ItemKind
    title: str
    matter: MatterId | None = None
    number: str | None = None  # register number as printed
    matter_type: str | None = None
    status: ItemStatus = "waiting"
    announced: bool = False
    urgent: bool = False
    reason: str = ""  # why it was withdrawn
    sections: tuple[Section, ...] = ()
    basis: tuple[str, ...] = ()  # beslutsunderlag
    route: tuple[RouteStop, ...] = ()
    bodies: tuple[str, ...] = ()
    deliberation: Deliberation | None = None
    paragraph: int | None = None
    adjusted_on: date | None = None
    secret: bool = False  # under secrecy: never outside the office


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature: the hash is of exactly the bytes that were signed, upper-case hexadecimal."""

    name: str
    role: str  # as printed: Sekreterare, Ordförande, Justerare
    signed_at: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class Presentation:
    """Minutes put before those who sign them: all that isn't adjusted yet, or single items at once.

    It is adjusted by the last signature, and void as soon as anything in it is corrected.
    """

    key: str
    sha256: str
    items: tuple[str, ...]
    signers: tuple[tuple[str, str], ...]  # name, role; in order
    presented_on: date
    immediate: bool = False
    signatures: tuple[Signature, ...] = ()
    adjusted_on: date | None = None
    void: str | None = None  # why

    @property
    def open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.adjusted_on is None and self.void is None


@dataclass(frozen=True, slots=True)
class Adjusters:
    """Who signs the minutes besides the secretary and the chair, and where and when that is meant to be."""

    names: tuple[str, ...] = ()
    place: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Proceedings:
    """The whole meeting."""

    roll: Roll = field(default_factory=Roll)
    items: tuple[AgendaItem, ...] = ()
    adjusters: Adjusters = field(default_factory=Adjusters)
    presentations: tuple[Presentation, ...] = ()

    def item(self, key: str) -> AgendaItem | None:
        """The item of that key."""
        return next((item for item in self.items if item.key == key), None)

    @property
    def paragraphs(self) -> tuple[AgendaItem, ...]:
        """What was taken up, in the order of the numbers."""
        return tuple(item for item in self.items if item.status == "taken_up")
