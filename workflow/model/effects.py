"""What ``decide`` wants done besides the events: data, written in the same transaction."""

from dataclasses import dataclass
from datetime import date, datetime

from workflow.model.commands import Envelope
from workflow.model.ids import MatterId


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
class SendMail:
    """Put one message in the outbox. ``reply_item`` names the dispatch item that gets the receipt.

    ``context`` holds plain values for the template; ``message_id`` is derived from the dispatch.
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


@dataclass(frozen=True, slots=True)
class PostNotice:
    """A row on one notice board (KL 8:12)."""

    id: str
    matter: MatterId  # the procedure that owns it
    organisation: str
    board: str
    body: str
    meeting_on: date
    paragraphs: str
    adjusted_on: date
    posted_on: date
    last_appeal_day: date | None
    earliest_removal: date | None
    where_kept: str


@dataclass(frozen=True, slots=True)
class RemoveNotices:
    """Take every notice of this procedure down; the rows stay as proof."""

    matter: MatterId
    removed_on: date


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
    ArmTimer | CancelTimers | SendMail | PostNotice | RemoveNotices | SendCommand | OpenIncident
)
