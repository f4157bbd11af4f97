"""Minutes become bytes: printed, kept as a document, and put before those who sign them."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.command.actors import check_actor
from workflow.command.bus import Answer, Bus
from workflow.command.context import Context
from workflow.command.documents import DocumentKind, StoredDocument
from workflow.command.printing import minutes_of
from workflow.meeting.facts import body_of, day_of
from workflow.model.commands import Envelope, PresentMinutes
from workflow.model.ids import MatterId
from workflow.model.matter import Actor, Matter

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Presented:
    """What was put before those who sign, and the answer to the command."""

    document: StoredDocument
    answer: Answer


def present(
    context: Context, meeting: MatterId, *, items: Sequence[str] = (), actor: Actor
) -> Presented:
    """Print the minutes, or single items for immediate adjustment, and put them before those who sign.

    The same minutes are the same bytes, so that repeating changes nothing. Nothing is kept open while it
    is printed: if the meeting changes in between, it is refused.

    Raises:
        UnknownMatterError: no such meeting.
        CommandRefusedError: nothing to sign, or nobody.
        DocumentError: the minutes can't be printed.
        StaleVersionError: the meeting changed meanwhile; repeat.
    """
    check_actor(actor)
    now = context.clock.now()
    read = _read(context, meeting)
    content = context.renderer.pdf(minutes_of(context, meeting, items=items, internal=True))
    kind: DocumentKind = "minutes_part" if items else "minutes"
    document = StoredDocument.of(
        content,
        media_type=PDF,
        name=f"protokoll-{body_of(read)}-{day_of(read)}.pdf",
        matter=meeting,
        kind=kind,
        created_at=now,
    )
    if _is_presented(read, document.sha256):
        return Presented(document, Answer(read, (), repeated=True))
    envelope = Envelope(
        dedupe_key=f"present:{meeting}:{document.sha256}:{read.version}",
        matter=meeting,
        command=PresentMinutes(document.sha256, tuple(items)),
        actor=actor,
        given_at=now,
        expected_version=read.version,
    )
    return Presented(document, Bus(context).execute(envelope, documents=(document,)))


def _read(context: Context, meeting: MatterId) -> Matter:
    with context.units() as uow:
        return uow.matters.load((meeting,))[meeting]


def _is_presented(meeting: Matter, sha256: str) -> bool:
    """Whether exactly these bytes are before those who sign already."""
    held = meeting.proceedings.presentations if meeting.proceedings else ()
    return any(one.open and one.sha256.lower() == sha256 for one in held)
