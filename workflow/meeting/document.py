"""The documents of a meeting as they are printed: minutes, extract, summons, certificate of signatures.

Nothing is worked out here any more: every text is as it stands on the page, days are ``date``, clock times
``HH:MM``. What a template gets is exactly these values, so a name here is a name in a template.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Role = Literal["member", "substitute"]
BlockKind = Literal["text", "list"]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of running text: one paragraph, or a list with an entry a line."""

    kind: BlockKind
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextSection:
    """A heading of a paragraph and what stands under it."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Attendee:
    """A line of the attendance list. ``name`` has the party; paragraphs are printed ``§§ 11–12``."""

    name: str
    role: Role
    present: bool
    serving: bool  # a substitute who served; for a member it goes without saying
    instead_of: str
    reservations: str
    conflicts: str
    notes: str


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who was there without belonging to the body."""

    name: str
    title: str
    paragraphs: str


@dataclass(frozen=True, slots=True)
class Signatory:
    """A line to sign on. ``paragraphs`` is printed ``§§ 11–17``."""

    role: str
    name: str
    paragraphs: str


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """A line of the table of contents. ``key`` names the paragraph that it leads to."""

    key: str
    paragraph: str  # § 11
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An item that was taken off the agenda (utgår)."""

    number: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one or more people wanted in the minutes: a reservation, a statement, a yrkande."""

    by: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class CountedVote:
    """A vote as it is told: what yes and no meant, the numbers, and who voted how where that is told.

    ``ballots`` are (name with party, Ja|Nej|Avstår). ``remarks``: the chair's casting vote, a minority.
    """

    yes_means: str
    no_means: str
    yes: int
    no: int
    abstained: int
    ballots: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the minutes.

    Of one under secrecy only ``paragraph`` is told outside the office: every text is empty and ``title``
    says that it is secret.

    Attributes:
        paragraph: with its sign, ``§ 11``.
        number: the register number; empty for a formality.
        headings: of the decision, one or more stacked.
        sentences: of the decision.
        conflicts: who didn't take part, and on what ground.
        route: the plan for the decision (beslutsplanering), a line each.
        at_once: the day on which it was adjusted before the rest of the minutes, where it was.
    """

    key: str
    paragraph: str
    number: str
    title: str
    secret: bool
    headings: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    sections: tuple[TextSection, ...] = ()
    conflicts: tuple[str, ...] = ()
    floor: tuple[Opinion, ...] = ()
    putting_the_question: tuple[Block, ...] = ()
    vote: CountedVote | None = None
    reservations: tuple[Opinion, ...] = ()
    statements: tuple[Opinion, ...] = ()
    basis: tuple[str, ...] = ()
    route: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    at_once: date | None = None


@dataclass(frozen=True, slots=True)
class ProofOfNotice:
    """The proof that the adjustment was announced (bevis om anslag, KL 8:12).

    Days are None as long as they are unknown: the line stands empty then, to be filled in by hand.
    """

    boards: tuple[str, ...]
    where_kept: str
    adjusted_on: date | None = None
    posted_on: date | None = None
    taken_down_on: date | None = None


@dataclass(frozen=True, slots=True)
class MinutesDocument:
    """Minutes, whole or the paragraphs that are adjusted at once.

    Attributes:
        day: of the meeting, in words: ``tisdag den 25 februari 2025``.
        paragraphs_printed: ``§§ 16–47``.
        deciding: those who served, as on the front page.
        adjusted_at: where the adjusters meant to sign.
        internal: texts under secrecy are in it, so that it may not leave the office.
        immediate: only paragraphs that are adjusted at once.
    """

    organisation: str
    body: str
    meeting_on: date
    day: str
    starts_at: str
    ends_at: str
    place: str
    paragraphs_printed: str
    deciding: tuple[str, ...]
    others: tuple[Visitor, ...]
    adjusters: tuple[str, ...]
    adjusted_at: str
    adjusting_on: date | None
    signatories: tuple[Signatory, ...]
    attendance: tuple[Attendee, ...]
    agenda: tuple[AgendaLine, ...]
    withdrawn: tuple[Withdrawn, ...]
    paragraphs: tuple[Paragraph, ...]
    notice: ProofOfNotice | None  # of a body whose minutes aren't announced: None
    internal: bool = False
    immediate: bool = False


@dataclass(frozen=True, slots=True)
class Extract:
    """One paragraph for those who get the decision, with a line to certify it on.

    ``signatories`` are those who signed the minutes; ``adjusted_on`` when the paragraph was adjusted.
    """

    organisation: str
    body: str
    meeting_on: date
    day: str
    place: str
    paragraph: Paragraph
    deciding: tuple[str, ...]
    signatories: tuple[Signatory, ...]
    adjusted_on: date | None


@dataclass(frozen=True, slots=True)
class SummonedItem:
    """A matter in the summons. ``place`` counts from 1."""

    place: int
    number: str
    title: str
    kind: str  # in words: Beslut, Information
    urgent: bool
    secret: bool


@dataclass(frozen=True, slots=True)
class Summons:
    """Summons with agenda (kallelse): when, where, which matters; also the announcement (KL 5:13).

    Its templates are called ``agenda``: ``summons`` is the mail that tells of it.
    """

    organisation: str
    body: str
    meeting_on: date
    day: str
    starts_at: str
    place: str
    matters: tuple[SummonedItem, ...]
    summoned: tuple[str, ...]
    chair: str
    secretary: str
    announcement: bool = False  # of a meeting of the council, on the board


@dataclass(frozen=True, slots=True)
class SignedLine:
    """One signature as it is printed. ``signed_at`` is local time, ``2024-04-25 22:13``."""

    name: str
    role: str
    signed_at: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """Who signed which bytes, and when (signeringsbevis)."""

    organisation: str
    body: str
    meeting_on: date
    paragraphs_printed: str
    sha256: str
    signatures: tuple[SignedLine, ...]
    adjusted_on: date | None


Document = MinutesDocument | Extract | Summons | Certificate
