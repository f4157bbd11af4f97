"""Prints the document that a message takes along. No transaction is open while it is printed."""

from workflow.command.context import Context
from workflow.command.ports import AttachedFile
from workflow.errors import (
    ArendegangError,
    DeliveryError,
    PermanentDeliveryError,
    StoreUnavailableError,
)
from workflow.meeting.composing import compose_extract
from workflow.model.effects import Attachment
from workflow.model.matter import Matter


def attached(context: Context, attachment: Attachment | None) -> tuple[AttachedFile, ...]:
    """The files of a message: none, or the extract.

    Raises:
        PermanentDeliveryError: the meeting or the item is gone, the paragraph isn't adjusted or is under
            secrecy, or the extract can't be printed. The message doesn't go without it.
        StoreUnavailableError: the database went away.
    """
    if attachment is None:
        return ()
    meeting = _meeting(context, attachment)
    try:
        organisation = context.catalogue.organisation(meeting.organisation)
        extract = compose_extract(organisation, meeting, attachment.item)
        content = context.renderer.pdf(extract)
    except (DeliveryError, StoreUnavailableError):
        raise
    except ArendegangError as error:
        raise PermanentDeliveryError(f"Protokollsutdraget går inte att göra: {error}") from error
    return (AttachedFile(attachment.name, content),)


def _meeting(context: Context, attachment: Attachment) -> Matter:
    with context.units() as uow:
        meeting = uow.matters.load((attachment.meeting,)).get(attachment.meeting)
    if meeting is None or meeting.proceedings is None:
        raise PermanentDeliveryError(
            f"Sammanträdet {attachment.meeting} som utdraget ska göras ur finns inte. "
            "Skicka beslutet på annat sätt och avgör mottagaren."
        )
    item = meeting.proceedings.item(attachment.item)
    if item is not None and item.secret:
        raise PermanentDeliveryError(
            f"§ {item.paragraph} omfattas av sekretess och skickas inte med e-post. "
            "Lämna beslutet på annat sätt och avgör mottagaren."
        )
    return meeting
