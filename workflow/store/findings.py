"""What an audit finds, as data."""

from dataclasses import dataclass
from typing import Literal

from workflow.model.ids import MatterId

Kind = Literal[
    "changed",  # an event isn't what it was when its hash was taken
    "missing",  # events are gone: from the middle, the end, or all of them
    "broken",  # an event doesn't follow on the one before it
    "inserted",  # an event that the matter's row doesn't know of
    "row",  # the matter's row isn't what its events say
    "command",  # an event without the command that led to it, or not as its command says
    "definition",  # a definition isn't what its digest was taken over, or is gone
    "plan",  # a plan of a migration isn't what its hash was taken over, or is gone
    "mail",  # a recipient was put in the queue, and the message is gone
    "timer",  # a deadline runs, and nothing will tell when it has passed
    "document",  # a document isn't what its hash was taken over
    "notice",  # a notice that was posted or taken down and isn't so on the board, or the reverse
    "meeting",  # a decision that isn't listed under its meeting, or the reverse
]


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """One contradiction. ``matter`` is None for what belongs to no matter; ``what`` is in words."""

    kind: Kind
    matter: MatterId | None
    sequence: int | None
    what: str


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What was gone through and what was found.

    ``fingerprint`` is the SHA-256 over every matter's id, version and last hash, in id order. It
    changes with every event, so it proves something only about a database that nothing was done in
    meanwhile (a copy, a restored one, one whose workers stood still): the same fingerprint means the
    same matters with the same logs, also against somebody who forged chains anew or removed whole
    matters. About a database in use it says nothing; there ``matters`` and ``events`` can only grow.
    Either must be kept where those who can write the database can't.
    """

    matters: int
    events: int
    commands: int
    definitions: int
    findings: tuple[AuditFinding, ...]
    fingerprint: str

    @property
    def sound(self) -> bool:
        """Whether nothing contradicts anything."""
        return not self.findings
