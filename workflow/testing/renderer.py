"""A renderer that prints nothing and remembers everything."""

from workflow.errors import DocumentError
from workflow.meeting.document import Document


class RecordingRenderer:
    """Implements ``ports.DocumentRenderer``. ``printed`` holds what was asked for; ``failing`` is raised."""

    def __init__(self) -> None:
        self.printed: list[Document] = []
        self.failing: DocumentError | None = None

    def pdf(self, document: Document) -> bytes:
        """See ``ports.DocumentRenderer.pdf``."""
        return b"%PDF " + self.text(document).encode()

    def html(self, document: Document) -> str:
        """See ``ports.DocumentRenderer.html``."""
        return self.text(document)

    def text(self, document: Document) -> str:
        """See ``ports.DocumentRenderer.text``: the values as Python writes them."""
        if self.failing is not None:
            raise self.failing
        self.printed.append(document)
        return repr(document)
