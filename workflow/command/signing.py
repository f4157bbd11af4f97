"""Signing minutes: the bytes that are signed are still there, and are what they were."""

from collections.abc import Sequence
from typing import cast

from workflow.command.bus import Answer, Bus
from workflow.command.context import Context
from workflow.command.documents import StoredDocument
from workflow.command.ports import UnitOfWork
from workflow.errors import CommandRefusedError, CorruptHistoryError
from workflow.model.commands import Envelope, SignMinutes
from workflow.model.proceedings import Presentation

_SECTION = "KL 5:69, 6:35"


def sign(context: Context, envelope: Envelope) -> Answer:
    """Carry ``SignMinutes`` out, if the document that was presented can still be read.

    Raises:
        CommandRefusedError: the document is gone or was changed, or the meeting refuses.
        InvalidInputError, UnknownMatterError: nothing was done.
        StoreUnavailableError: repeat with the same dedupe key.
    """
    command = cast("SignMinutes", envelope.command)
    with context.units() as uow:
        meeting = uow.matters.load((envelope.matter,)).get(envelope.matter)
        held = meeting.proceedings if meeting else None
        presented = _presented(held.presentations if held else (), command.presentation)
        if presented is not None:
            document_of(uow, presented.sha256)
    return Bus(context).execute(envelope)


def document_of(uow: UnitOfWork, sha256: str) -> StoredDocument:
    """Exactly the bytes of that hash.

    Raises:
        CommandRefusedError: they aren't kept, or aren't what the hash was taken over.
    """
    wanted = sha256.lower()
    try:
        found = uow.documents.get(wanted)
    except CorruptHistoryError as error:
        raise CommandRefusedError(
            f"Handlingen {wanted[:12]}… är ändrad i databasen: den är inte längre vad kontrollsumman togs av"
            f" ({_SECTION}).",
            hint="Återställ den ur säkerhetskopian; ett ojusterat protokoll kan läggas fram på nytt.",
        ) from error
    if found is None:
        raise CommandRefusedError(
            f"Handlingen {wanted[:12]}… finns inte kvar ({_SECTION}).",
            hint="Återställ den ur säkerhetskopian; ett ojusterat protokoll kan läggas fram på nytt.",
        )
    return found


def _presented(presentations: Sequence[Presentation], key: str) -> Presentation | None:
    return next((one for one in presentations if one.key == key and one.void is None), None)
