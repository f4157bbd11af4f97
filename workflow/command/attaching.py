"""Prints the document that a message takes along. No transaction is open while it is printed."""

from workflow.command.context import Context
from workflow.command.ports import AttachedFile
from workflow.command.printing import extract_of
from workflow.errors import (
    ArendegangError,
    DeliveryError,
    PermanentDeliveryError,
    StoreUnavailableError,
)
from workflow.model.effects import Attachment

_OTHERWISE = "Lämna beslutet på annat sätt och avgör mottagaren."


def attached(context: Context, attachment: Attachment | None) -> tuple[AttachedFile, ...]:
    """The files of a message: none, or the extract.

    Raises:
        PermanentDeliveryError: the meeting or the item is gone, the paragraph isn't adjusted or is under
            secrecy, or the extract can't be printed. The message doesn't go without it.
        StoreUnavailableError: the database went away.
    """
    if attachment is None:
        return ()
    try:
        extract = extract_of(context, attachment.meeting, attachment.item)
        if extract.paragraph.secret:
            raise PermanentDeliveryError(
                f"{extract.paragraph.paragraph} omfattas av sekretess och skickas inte med e-post. "
                f"{_OTHERWISE}"
            )
        content = context.renderer.pdf(extract)
    except (DeliveryError, StoreUnavailableError):
        raise
    except ArendegangError as error:
        raise PermanentDeliveryError(
            f"Protokollsutdraget går inte att göra: {error} {_OTHERWISE}"
        ) from error
    return (AttachedFile(attachment.name, content),)
