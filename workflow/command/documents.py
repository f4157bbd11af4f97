"""A file that belongs to a matter: made from a template, signed or reviewed; known by its content."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

from workflow.model.ids import MatterId

DocumentKind = Literal[
    "minutes",  # what the adjusters sign: exactly these bytes
    "minutes_part",  # paragraphs that were adjusted at once
    "extract",
    "summons",
    "certificate",  # of an extract, or of the days on the boards
    "published_minutes",  # reviewed and masked, for the notice board (KL 8:10 p 4)
]


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document in a list. ``sha256`` in lower-case hexadecimal, ``size`` in bytes."""

    sha256: str
    media_type: str
    name: str
    matter: MatterId
    kind: DocumentKind
    created_at: datetime
    size: int


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document with its bytes. The same bytes are the same document, also under another name."""

    sha256: str
    media_type: str  # application/pdf
    name: str  # of the file, for whoever saves it
    matter: MatterId  # the matter or procedure that it was made for
    kind: DocumentKind
    created_at: datetime  # business time, aware
    content: bytes

    @classmethod
    def of(
        cls,
        content: bytes,
        *,
        media_type: str,
        name: str,
        matter: MatterId,
        kind: DocumentKind,
        created_at: datetime,
    ) -> "StoredDocument":
        """The document that these bytes are."""
        return cls(sha256(content).hexdigest(), media_type, name, matter, kind, created_at, content)

    @property
    def sound(self) -> bool:
        """Whether the hash is that of the bytes."""
        return sha256(self.content).hexdigest() == self.sha256

    @property
    def entry(self) -> DocumentEntry:
        """The same without the bytes."""
        return DocumentEntry(
            self.sha256,
            self.media_type,
            self.name,
            self.matter,
            self.kind,
            self.created_at,
            len(self.content),
        )
