"""A file that a person has reviewed, kept so that the board can show exactly that."""

from mimetypes import guess_type

from workflow.command.context import Context
from workflow.command.documents import StoredDocument
from workflow.errors import CommandRefusedError, InvalidInputError
from workflow.model.ids import MatterId

_LARGEST = 50 * 1024 * 1024  # bytes
_SHOWN = "application/pdf"


def keep_reviewed(context: Context, notice: MatterId, name: str, content: bytes) -> str:
    """Keep the document; its SHA-256, which ``publish_minutes`` is given. The same again is kept once.

    What was put before those who sign stays inside: it is whole, and has what is under secrecy too.

    Raises:
        InvalidInputError: empty, over 50 MiB, or no PDF.
        CommandRefusedError: it is what was put before those who sign.
    """
    media_type = guess_type(name)[0] or ""
    if media_type != _SHOWN:
        raise InvalidInputError(f"{name}: ett protokoll på tavlan är en PDF.")
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
        kept = uow.documents.get(document.sha256)
        if kept is not None and kept.kind != "published_minutes":
            raise CommandRefusedError(
                f"{name} är det som lades fram för underskrift; det kan ha paragrafer under sekretess och"
                " visas inte (KL 8:10).",
                hint="Ta ut ett exemplar med arendegang meeting minutes, granska det och visa det.",
            )
        uow.documents.add([document])
        uow.commit()
    return document.sha256
