"""What may be asked of the notice boards."""

from dataclasses import dataclass
from typing import Literal

from workflow.model.effects import NoticeKind

Standing = Literal["any", "up", "down"]


@dataclass(frozen=True, slots=True)
class Term:
    """A word that is searched for, and the bodies (organisation, code) that it names."""

    text: str
    bodies: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeQuery:
    """Which notices; without a value nothing is narrowed down.

    Attributes:
        organisation: code of the one whose notices they are.
        boards: names of boards; what others have put up there belongs to the organisation's too
            (a joint committee announces on every member's board, KL 9:32).
        body: its code.
        kind: see ``PostNotice.kind``.
        year: that of the posting.
        standing: ``up`` are on their board now, ``down`` are in the archive.
        terms: each is in title, entries, paragraphs, body or board, without regard to case, or names
            the body.
    """

    organisation: str | None = None
    boards: tuple[str, ...] = ()
    body: str | None = None
    kind: NoticeKind | None = None
    year: int | None = None
    standing: Standing = "any"
    terms: tuple[Term, ...] = ()
