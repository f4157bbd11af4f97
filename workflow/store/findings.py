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
    "command",  # an event without the command that led to it
    "definition",  # a definition isn't what its digest was taken over
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

    ``fingerprint`` is the SHA-256 over every matter's id, version and last hash, in id order.
    Written down elsewhere, it also shows up a log that was forged anew from the beginning.
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
