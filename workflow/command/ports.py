"""What the engine needs from the outside, as protocols. Adapters: ``store``, ``notify``, ``testing``.

Every method is set-wise: one call, one round trip, many rows. A unit of work is one transaction;
leaving it without ``commit`` rolls back. Lease times use the database's clock, business times the
``now`` that is passed in.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import TracebackType
from typing import Literal, Protocol, Self

from workflow.command.documents import DocumentEntry, DocumentKind, StoredDocument
from workflow.command.migrations import Mark, PlanRow
from workflow.command.noticeboard import NoticeQuery
from workflow.command.publications import Publication, Retirement, Standing
from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType
from workflow.meeting.document import Document
from workflow.model.commands import Envelope
from workflow.model.effects import (
    ArmTimer,
    CancelTimers,
    FixParagraphs,
    NoticeEffect,
    NoticeKind,
    OpenIncident,
    PostNotice,
    SendMail,
)
from workflow.model.events import Event
from workflow.model.ids import MatterId
from workflow.model.matter import Actor, Matter

CommandStatus = Literal["pending", "claimed", "done", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class QueuedCommand:
    """A command in the queue. ``attempts`` counts claims, so that a crash loop ends."""

    id: int
    envelope: Envelope
    attempts: int


@dataclass(frozen=True, slots=True)
class CommandOutcome:
    """What the queue knows of a command by its dedupe key."""

    status: CommandStatus
    matter: MatterId
    version: int | None  # of the matter after it, when done
    detail: str  # the refusal or failure in words
    envelope: Envelope | None = field(default=None, compare=False)  # as it was first given


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One row of the log. ``hash`` = SHA-256 over the canonical JSON of all the rest."""

    matter: MatterId
    sequence: int
    at: datetime
    actor: Actor
    command: str  # dedupe key
    event: Event
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Change:
    """One matter after one command: what to write. ``before`` is None for a new matter."""

    before: Matter | None
    after: Matter
    events: tuple[Event, ...]
    actor: Actor
    command: str  # dedupe key
    at: datetime


@dataclass(frozen=True, slots=True)
class DueTimer:
    """An armed timer whose time has come."""

    id: str
    matter: MatterId
    deadline: str
    kind: str
    generation: int
    due_on: date
    due_at: datetime


@dataclass(frozen=True, slots=True)
class ClaimedMail:
    """A message that this worker may send now; ``attempt`` counts from 1.

    ``taken_over``: another worker claimed it and never wrote what came of it, so that nobody knows
    whether it was sent.
    """

    mail: SendMail
    attempt: int
    taken_over: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to send. ``outcome``: sent, temporary, permanent, in_doubt."""

    mail: str
    number: int
    started_at: datetime
    finished_at: datetime
    outcome: str
    smtp_code: int | None
    detail: str


@dataclass(frozen=True, slots=True)
class MailRow:
    """A message as the outbox lists it. ``status``: pending, claimed, sent, failed, in_doubt."""

    mail: SendMail
    status: str
    attempts: int
    available_at: datetime
    tries: tuple[Attempt, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice on a board, up or not.

    ``notice`` has the days as they are now. ``document`` is the SHA-256 of the full minutes where they
    have been reviewed and are shown; ``document_until`` the last day for that. ``down_early_on``: a
    board that the engine doesn't run lost it too early, so that the time to appeal doesn't run out.
    """

    notice: PostNotice
    removed_on: date | None = None
    document: str | None = None
    document_until: date | None = None
    down_early_on: date | None = None

    @property
    def up(self) -> bool:
        """Whether it is on its board now."""
        return self.removed_on is None and self.down_early_on is None


@dataclass(frozen=True, slots=True)
class Unannounced:
    """Decisions of a meeting that were adjusted on a day, and no notice says so (KL 8:12)."""

    organisation: str
    body: str
    meeting_on: date
    adjusted_on: date


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that a person must look at. ``subject``: command:<id>, mail:<id> or a deadline."""

    id: int
    key: str
    matter: MatterId | None
    kind: str
    detail: str
    opened_at: datetime
    closed_at: datetime | None = None
    closed_by: str | None = None
    resolution: str | None = None


@dataclass(frozen=True, slots=True)
class MatterSummary:
    """A line of ``matter list``."""

    id: MatterId
    number: str
    organisation: str
    matter_type: str
    title: str
    state: str
    version: int
    opened_on: date
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class TimerRow:
    """A timer as ``deadline list`` and ``matter explain`` show it. ``status``: armed, fired, cancelled."""

    timer: DueTimer
    status: str


class Commands(Protocol):
    """The queue of commands."""

    def accept(self, envelopes: Sequence[Envelope], *, at: datetime) -> int:
        """Queue what is not queued yet (by dedupe key); how many were new."""
        ...

    def claim(self, owner: str, *, limit: int, lease: timedelta) -> tuple[QueuedCommand, ...]:
        """Take the oldest pending command of up to ``limit`` matters; expired leases are taken over."""
        ...

    def take(self, envelope: Envelope, owner: str, *, at: datetime) -> QueuedCommand | None:
        """Accept and claim one command for someone who waits; None if the key is known already.

        A command given by someone who waits goes before what is queued for the matter: it is
        decided against the matter's row lock, not against the queue.
        """
        ...

    def finish(self, done: Mapping[int, int], owner: str, *, at: datetime) -> frozenset[int]:
        """Mark claimed commands done (id to resulting version) where I still own them; which were mine."""
        ...

    def refuse(self, refused: Mapping[int, str], owner: str, *, at: datetime) -> None:
        """Mark claimed commands refused, with the reason."""
        ...

    def postpone(self, ids: Sequence[int], owner: str, *, delay: timedelta, detail: str) -> None:
        """Give claimed commands back for a later try (database clock)."""
        ...

    def fail(self, ids: Sequence[int], owner: str, *, detail: str) -> None:
        """Stop trying; the matter's later commands wait until the incident is settled."""
        ...

    def retry(self, command: int) -> bool:
        """Put a failed or refused command back in the queue with its attempts at zero."""
        ...

    def drop(self, command: int, *, detail: str) -> bool:
        """Close a failed command as refused, so that the matter's later commands go on."""
        ...

    def record(self, done: Sequence[tuple[Envelope, int]], *, at: datetime) -> int:
        """Write down commands that were carried out already, each with the resulting version.

        They never stand in the queue. A key that is known is left as it is; how many were new.
        """
        ...

    def outcome(self, dedupe_key: str) -> CommandOutcome | None:
        """What became of a command."""
        ...

    def outcomes(self, prefix: str) -> dict[str, CommandOutcome]:
        """What became of every command whose dedupe key begins so, by key; without the envelopes."""
        ...

    def queued(self, matters: Collection[MatterId]) -> tuple[Envelope, ...]:
        """What waits to be carried out on these matters, oldest first."""
        ...

    def waiting(self) -> int:
        """How many commands are pending or claimed."""
        ...


class Matters(Protocol):
    """Matters and their event logs."""

    def load(self, ids: Iterable[MatterId], *, lock: bool = False) -> dict[MatterId, Matter]:
        """The matters that exist; locked in id order where asked (PostgreSQL)."""
        ...

    def find(self, number: str, organisation: str | None = None) -> tuple[MatterSummary, ...]:
        """By normalised number."""
        ...

    def list(
        self,
        *,
        organisation: str | None = None,
        matter_type: str | None = None,
        state: str | None = None,
        open_only: bool = False,
        limit: int = 1000,
        after: MatterId | None = None,
    ) -> tuple[MatterSummary, ...]:
        """Summaries in id order, a page at a time."""
        ...

    def save(self, changes: Sequence[Change], *, read_in: bool = False) -> None:
        """Write rows and events. At most one change a matter, except that several may follow each other.

        ``read_in``: what happened elsewhere, before; no notice is to be missed for it.

        Raises:
            StaleVersionError: a matter is not at the version that it was read at.
            DuplicateMatterError: a registration number is taken.
        """
        ...

    def history(self, matter: MatterId) -> tuple[StoredEvent, ...]:
        """The event log in order."""
        ...

    def changed_at(self, ids: Iterable[MatterId]) -> dict[MatterId, datetime]:
        """When the latest event of each matter that exists happened: aware UTC."""
        ...

    def next_serial(self, organisation: str, register: str, year: int) -> int:
        """Draw the register's next serial number of the year."""
        ...

    def with_decision_at(
        self, organisation: str, body: str, meeting_on: date
    ) -> tuple[MatterId, ...]:
        """Matters that the body took up at that meeting."""
        ...

    def with_open_deadlines(self, organisation: str) -> tuple[MatterId, ...]:
        """Open matters of the organisation that have a running or suspended deadline."""
        ...

    def in_states(self, organisation: str, states: Collection[str]) -> tuple[MatterId, ...]:
        """Open matters of the organisation that have a point in one of these states, in id order."""
        ...

    def standing(self) -> tuple[Standing, ...]:
        """How many matters stand on each version, by type and digest in order."""
        ...


class Timers(Protocol):
    """Timers are rows."""

    def apply(self, effects: Sequence[ArmTimer | CancelTimers]) -> None:
        """Arm and cancel, in the order given. An id that exists is left as it is."""
        ...

    def fire_due(self, *, now: datetime, limit: int) -> tuple[DueTimer, ...]:
        """Mark up to ``limit`` due timers fired, oldest first, and return them; no one else gets them."""
        ...

    def next_due(self) -> datetime | None:
        """When the next armed timer comes due."""
        ...

    def of(self, matter: MatterId) -> tuple[TimerRow, ...]:
        """Every timer of a matter in order of time."""
        ...


class Outbox(Protocol):
    """Messages to be sent."""

    def add(self, mails: Sequence[SendMail], *, available_at: datetime) -> None:
        """Queue messages; an id that exists is put back in the queue."""
        ...

    def claim(
        self, owner: str, *, now: datetime, limit: int, lease: timedelta
    ) -> tuple[ClaimedMail, ...]:
        """Take messages whose time has come; one taken over from a dead worker counts as a try."""
        ...

    def record(
        self, attempt: Attempt, owner: str, *, status: str, available_at: datetime | None
    ) -> bool:
        """Write one try and the message's new status; False if the lease was lost (nothing written)."""
        ...

    def list(
        self, *, matter: MatterId | None = None, status: str | None = None, limit: int = 1000
    ) -> tuple[MailRow, ...]:
        """Messages with their tries, oldest first."""
        ...

    def next_due(self) -> datetime | None:
        """When the next pending message may be sent."""
        ...


class Notices(Protocol):
    """The notice boards."""

    def apply(self, effects: Sequence[NoticeEffect]) -> None:
        """Post, change and remove, in the order given; repeating changes nothing.

        Raises:
            InvalidInputError: a removal before the earliest day (KL 8:12).
        """
        ...

    def list(
        self,
        *,
        organisation: str | None = None,
        matter: MatterId | None = None,
        kind: NoticeKind | None = None,
        body: str | None = None,
        meeting_on: date | None = None,
        year: int | None = None,
        text: str = "",
        up_only: bool = False,
        down_only: bool = False,
        limit: int = 1000,
        offset: int = 0,
    ) -> tuple[NoticeRow, ...]:
        """Notices, newest first.

        ``year`` is that of the posting; ``text`` is searched for in title, entries, paragraphs, body
        and board, without regard to case. ``down_only``: the archive.
        """
        ...

    def unannounced(self) -> tuple[Unannounced, ...]:
        """Adjusted decisions whose meeting has no notice of an adjustment on that day, oldest first.

        Also those of bodies whose minutes nobody has to announce: the organisation says which.
        """
        ...


class NoticeBoard(Protocol):
    """The notice boards as the public reads them, a page at a time however many there are."""

    def get(self, notice: str) -> NoticeRow | None:
        """One of them, up or not."""
        ...

    def search(self, query: NoticeQuery, *, limit: int, offset: int = 0) -> tuple[NoticeRow, ...]:
        """Those that are asked for, the latest posted first."""
        ...

    def taken_down(self, query: NoticeQuery, *, limit: int) -> tuple[NoticeRow, ...]:
        """Those of them that have been taken down, the latest first."""
        ...

    def count(self, query: NoticeQuery) -> int:
        """How many there are."""
        ...

    def years(self, query: NoticeQuery) -> tuple[tuple[int, int], ...]:
        """(year of posting, how many), the latest year first."""
        ...

    def shows(self, sha256: str, on: date) -> bool:
        """Whether a notice that is up has this document beside it on that day."""
        ...


class Documents(Protocol):
    """Files that were made or handed in: immutable, found by the hash of their content."""

    def add(self, documents: Sequence[StoredDocument]) -> int:
        """Keep those that aren't kept yet; how many were new. What is kept is never written over.

        Raises:
            InvalidInputError: a document whose hash isn't that of its bytes.
        """
        ...

    def get(self, sha256: str) -> StoredDocument | None:
        """One with its bytes.

        Raises:
            CorruptHistoryError: the bytes aren't what the hash was taken over.
        """
        ...

    def list(
        self, *, matter: MatterId | None = None, kind: DocumentKind | None = None, limit: int = 1000
    ) -> tuple[DocumentEntry, ...]:
        """Without their bytes, newest first."""
        ...


class Paragraphs(Protocol):
    """Which numbers the paragraphs of each body's minutes have been given."""

    def begin(
        self, organisation: str, body: str, year: int, meeting: MatterId, *, first: int
    ) -> int:
        """The number of the meeting's first paragraph; the series is the meeting's until it ends.

        Args:
            organisation: code.
            body: code.
            year: of the series; 0 where paragraphs are numbered on from year to year.
            meeting: that opens; opening it again gives the same number.
            first: what the body's first series begins with; one of a later year begins with 1.

        Raises:
            CommandRefusedError: another meeting of the body, in any year, hasn't ended.
        """
        ...

    def end(self, effects: Sequence[FixParagraphs]) -> None:
        """The meetings have ended; what isn't theirs any more is left alone."""
        ...


class Incidents(Protocol):
    """What waits for a person."""

    def open(self, incidents: Sequence[OpenIncident], *, at: datetime) -> None:
        """Open those whose key has no open incident."""
        ...

    def list(self, *, open_only: bool = True, limit: int = 1000) -> tuple[Incident, ...]:
        """Oldest first."""
        ...

    def get(self, incident: int) -> Incident | None:
        """One of them."""
        ...

    def close(self, incident: int, *, by: str, resolution: str, at: datetime) -> bool:
        """Close it; False if it is not open."""
        ...


class Definitions(Protocol):
    """Published definitions and organisations: immutable, found by digest."""

    def publish(
        self,
        digest: str,
        name: str,
        kind: str,
        content: str,
        *,
        at: datetime,
        by: str | None = None,
        reason: str | None = None,
    ) -> bool:
        """Store canonical JSON and make it the current one of its name and kind.

        False if it already was; one that was taken out of use is in use again. What was stored
        under a digest is never written over.
        """
        ...

    def retire(
        self, name: str, kind: str, *, at: datetime, by: str, reason: str, use_instead: str | None
    ) -> bool:
        """Take the current version out of use; False if it already is, or none is published."""
        ...

    def retired(self) -> dict[tuple[str, str], Retirement]:
        """(kind, name) of the current versions that were taken out of use."""
        ...

    def publications(self) -> tuple[Publication, ...]:
        """Every time that a version became the current one, oldest first."""
        ...

    def current(self) -> dict[tuple[str, str], str]:
        """(kind, name) to the digest of the current version; kinds: matter, procedure, organisation."""
        ...

    def content(self, digest: str) -> str | None:
        """The canonical JSON of a version."""
        ...


class Migrations(Protocol):
    """Plans of migrations: immutable, found by the hash of their content."""

    def add(self, row: PlanRow, content: str) -> bool:
        """Keep a plan with its first mark; False, and nothing written, if it is kept already."""
        ...

    def mark(self, plan: str, mark: Mark) -> bool:
        """Note what is done with a plan; False if the same was the last that was noted."""
        ...

    def list(self, *, matter_type: str | None = None, limit: int = 1000) -> tuple[PlanRow, ...]:
        """Plans with their marks, newest first."""
        ...

    def find(self, prefix: str) -> tuple[PlanRow, ...]:
        """Plans whose hash begins so."""
        ...

    def content(self, plan: str) -> str | None:
        """The canonical JSON that the hash was taken over."""
        ...


class UnitOfWork(Protocol):
    """One transaction."""

    commands: Commands
    matters: Matters
    timers: Timers
    outbox: Outbox
    notices: Notices
    board: NoticeBoard
    documents: Documents
    incidents: Incidents
    paragraphs: Paragraphs
    definitions: Definitions
    migrations: Migrations

    def __enter__(self) -> Self:
        """Begin."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Roll back what was not committed."""
        ...

    def commit(self) -> None:
        """Make it so."""
        ...


class UnitOfWorkFactory(Protocol):
    """Opens units of work."""

    def __call__(self) -> UnitOfWork:
        """A new, unopened one."""
        ...


class Clock(Protocol):
    """Business time."""

    def now(self) -> datetime:
        """Aware UTC."""
        ...


class Hint(Protocol):
    """Tells workers that there is work; losing it costs latency, nothing else."""

    def __call__(self, queue: Literal["apply", "timers", "deliver"]) -> None:
        """Never raises."""
        ...


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A PDF that goes with a message."""

    name: str
    content: bytes


class Mailer(Protocol):
    """Sends one rendered message."""

    def send(self, mail: SendMail, files: Sequence[AttachedFile] = ()) -> int | None:
        """Send with the files; the server's code.

        Raises:
            TemporaryDeliveryError, PermanentDeliveryError, DeliveryInDoubtError
        """
        ...


class DocumentRenderer(Protocol):
    """Prints the documents of meetings by the office's templates; the same document, the same bytes.

    Every method raises DocumentError: the template is missing or faulty, or the text can't be printed.
    """

    def pdf(self, document: Document) -> bytes:
        """PDF/A-2a and PDF/UA-1."""
        ...

    def html(self, document: Document) -> str:
        """A whole page without script."""
        ...

    def text(self, document: Document) -> str:
        """At most 100 characters a line."""
        ...


class Catalogue(Protocol):
    """Definitions by digest and the current organisations, cached in the process."""

    def matter_type(self, digest: str) -> "MatterType":
        """The definition that a matter runs on."""
        ...

    def current_type(self, name: str, kind: str = "matter") -> tuple[str, "MatterType"]:
        """(digest, definition) that new matters start on."""
        ...

    def organisation(self, code: str) -> "Organisation":
        """The current version."""
        ...

    def organisations(self) -> Mapping[str, "Organisation"]:
        """All current ones by code."""
        ...
