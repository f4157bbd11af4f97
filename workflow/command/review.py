"""A file that a person has reviewed, kept so that the board can show exactly that."""

from mimetypes import guess_type

from workflow.command.context import Context
from workflow.command.documents import StoredDocument
from workflow.errors import InvalidInputError
from workflow.model.ids import MatterId

_LARGEST = 50 * 1024 * 1024  # bytes
_SHOWN = ("application/pdf", "text/html", "text/plain")


def keep_reviewed(context: Context, notice: MatterId, name: str, content: bytes) -> str:
    """Keep the document; its SHA-256, which ``publish_minutes`` is given. The same again is kept once.

    Raises:
        InvalidInputError: empty, over 50 MiB, or no PDF, HTML or text.
    """
    media_type = guess_type(name)[0] or ""
    if media_type not in _SHOWN:
        raise InvalidInputError(f"{name}: ett protokoll på tavlan är PDF, HTML eller text.")
    if not content or len(content) > _LARGEST:
        raise InvalidInputError(f"{name}: filen är tom eller större än 50 MB.")
    document = StoredDocument.of(
        content,
        media_type=media_type,
        name=name,
        matter=notice,
        kind="published_minutes",
        created_at=context.clock.now(),
    )
    with context.units() as uow:
        uow.documents.add([document])
        uow.commit()
    return document.sha256
