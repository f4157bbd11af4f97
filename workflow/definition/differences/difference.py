"""One difference between two versions of a definition, as data."""

from dataclasses import dataclass
from typing import Literal

Part = Literal[
    "type",  # the definition itself: its label, who decides, where it begins
    "field",
    "state",
    "event",
    "transition",
    "deadline",
    "dispatch",
    "children",
    "invariant",
    "organisation",
    "body",
    "role",
    "recipient",
    "group",
    "board",
]
"""What of a definition it is about, in the order in which a person reads it."""

Change = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Difference:
    """What one version has and the other hasn't.

    Attributes:
        part: what it is about.
        key: its name there; for transitions ``events: states``; empty for the whole part.
        change: what became of it in the new version.
        sentence: in Swedish, whole.
        breaking: something that a running matter may stand on, hold or wait for is gone or means
            something else, or what another type or a person relies on is. Additions, widenings and new
            names are not, but for what is asked of matters that are past it.
        why: for a breaking one, what it breaks, in Swedish.
    """

    part: Part
    key: str
    change: Change
    sentence: str
    breaking: bool = False
    why: str = ""
