"""What the store knows of versions: when each was the current one, and how many matters stand on it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Retirement:
    """No new matter may start on the type. ``use_instead`` names the type to use, if there is one."""

    at: datetime
    by: str
    reason: str
    use_instead: str | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """One time that a version became the current one of its kind and name.

    Attributes:
        kind: matter, procedure or organisation.
        digest: SHA-256 of the content.
        by: who published it; None for what was published before that was written down.
        reason: why running matters were left on the version that they have; None where none were.
        superseded_at: when another took its place; None: it is the current one.
        retirement: since when, why and by whom it was taken out of use.
    """

    kind: str
    name: str
    digest: str
    published_at: datetime
    by: str | None = None
    reason: str | None = None
    superseded_at: datetime | None = None
    retirement: Retirement | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How many matters stand on a version: ``running`` still, and ``ended``."""

    matter_type: str
    definition: str
    running: int
    ended: int
