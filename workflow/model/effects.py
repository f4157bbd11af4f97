"""What ``decide`` wants done besides the events: data, written in the same transaction."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from workflow.model.commands import Envelope
from workflow.model.ids import MatterId

NoticeKind = Literal["adjustment", "announcement", "delegated_decision"]


@dataclass(frozen=True, slots=True)
class ArmTimer:
    """Wake the matter at ``due_at``; ``id`` is unique for ever."""

    id: str
    matter: MatterId
    deadline: str
    kind: str  # reminder, risk, expiry
    generation: int
    due_on: date
    due_at: datetime


@dataclass(frozen=True, slots=True)
class CancelTimers:
    """Void every armed timer of one deadline of one matter."""

    matter: MatterId
    deadline: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document of a meeting that goes with a message; it is printed when the message is sent.

    ``meeting`` is the meeting's matter, ``item`` the key of its item, ``name`` the name of the file.
    """

    kind: Literal["extract"]
    meeting: MatterId
    item: str
    name: str


@dataclass(frozen=True, slots=True)
class SendMail:
    """Put one message in the outbox. ``reply_item`` names the dispatch item that gets the receipt.

    ``context`` holds plain values for the template; ``message_id`` is derived from the dispatch. A message
    with an ``attachment`` never goes without it.
    """

    id: str
    matter: MatterId
    template: str
    to_name: str
    to_address: str
    subject: str
    context: dict[str, object]
    message_id: str
    on_doubt: str  # "resend" | "in_doubt"
    reply_item: str | None = None
    attachment: Attachment | None = None


@dataclass(frozen=True, slots=True)
class PostNotice:
    """A row on one notice board.

    Attributes:
        matter: the procedure that owns it.
        board: the board's name; what is on the board is told apart by it.
        body: code of the body whose minutes, meeting or delegated decision it is about.
        meeting_on: the meeting's day; for a delegated decision the day when it was made.
        adjusted_on: None where nothing was adjusted (an announcement, a delegated decision).
        last_appeal_day: inclusive; None where nothing can be appealed, or while another board
            hasn't carried the notice yet.
        earliest_removal: the first day on which it may come down; before it the store refuses. For
            an announcement the day after the meeting, or after the last day to appeal.
        kind: ``adjustment`` (KL 8:12), ``announcement`` of a council's meeting (KL 5:13) or
            ``delegated_decision`` that isn't reported to its body (KL 8:10 p 3).
        title: what it is about, in a line; empty: the body and the day say it.
        entries: what an announcement lists: its matters, a line each.
    """

    id: str
    matter: MatterId
    organisation: str
    board: str
    body: str
    meeting_on: date
    paragraphs: str
    adjusted_on: date | None
    posted_on: date
    last_appeal_day: date | None
    earliest_removal: date | None
    where_kept: str
    kind: NoticeKind = "adjustment"
    title: str = ""
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetAppealDays:
    """The last board carries the notice: its day counts for every board of the procedure (KL 13:5).

    A day is only ever moved later.
    """

    matter: MatterId
    last_appeal_day: date | None
    earliest_removal: date


@dataclass(frozen=True, slots=True)
class NoteDownEarly:
    """A board lost the notice before its day; the row says so, and isn't up any more."""

    matter: MatterId
    board: str
    down_on: date


@dataclass(frozen=True, slots=True)
class PublishMinutes:
    """Full minutes beside the notices of this procedure, as a person has let them through (KL 8:10 p 4).

    Attributes:
        document: SHA-256 of the reviewed, masked file; it must be among the documents.
        reviewed_by: who looked.
        outcome: what the review came to, in words.
        masks: what was taken out, a line each.
        until: the last day on which it is shown; it comes down with the notice at the latest.
    """

    matter: MatterId
    document: str
    reviewed_by: str
    outcome: str
    masks: tuple[str, ...] = ()
    until: date | None = None


@dataclass(frozen=True, slots=True)
class WithdrawMinutes:
    """The full minutes are not shown any more; the notices stay."""

    matter: MatterId


@dataclass(frozen=True, slots=True)
class RemoveNotices:
    """Take every notice of this procedure down, and the full minutes; the rows stay as proof."""

    matter: MatterId
    removed_on: date


NoticeEffect = (
    PostNotice | SetAppealDays | NoteDownEarly | PublishMinutes | WithdrawMinutes | RemoveNotices
)
"""What is written to the notice boards, in the order in which it was asked for."""


@dataclass(frozen=True, slots=True)
class FixParagraphs:
    """A meeting has ended: the body's next one goes on after its last paragraph."""

    organisation: str
    body: str
    meeting: MatterId
    last: int


@dataclass(frozen=True, slots=True)
class SendCommand:
    """A command to another matter (which is never locked from here)."""

    envelope: Envelope


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """Something that a person must look at; ``key`` opens it once."""

    key: str
    matter: MatterId
    kind: str
    detail: str


Effect = (
    ArmTimer | CancelTimers | SendMail | NoticeEffect | FixParagraphs | SendCommand | OpenIncident
)
