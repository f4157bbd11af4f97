"""Full minutes, as a person has let them through, while a notice that is up points to them."""

from fastapi import Response

from workflow.command.ports import Clock, UnitOfWorkFactory
from workflow.web.days import today
from workflow.web.problems import NotThereError

_PDF = "application/pdf"


class Documents:
    """The only way to a document from the outside."""

    def __init__(self, uow_factory: UnitOfWorkFactory, clock: Clock) -> None:
        self._uow_factory = uow_factory
        self._clock = clock

    def minutes(self, sha256: str) -> Response:
        """The reviewed minutes (KL 8:10 p 4), unchanged.

        Raises:
            NotThereError: no notice that is up shows this document, whether it is kept or not.
        """
        with self._uow_factory() as uow:
            shown = uow.board.shows(sha256, today(self._clock))
            document = uow.documents.get(sha256) if shown else None
        if document is None or document.kind != "published_minutes" or document.media_type != _PDF:
            raise NotThereError(
                "Protokollet visas inte här.",
                hint="Fråga efter det där anslaget säger att det förvaras.",
            )
        return Response(
            document.content,
            media_type=_PDF,
            headers={
                "Content-Disposition": f'inline; filename="protokoll-{sha256[:12]}.pdf"',
                "X-Robots-Tag": "noindex",
                # What shows a PDF in a browser is itself a page that draws and styles.
                "Content-Security-Policy": "base-uri 'none'; frame-ancestors 'none'",
            },
        )
