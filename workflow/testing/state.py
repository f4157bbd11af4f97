"""What the store in memory holds: rows in mappings, every row frozen."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Self

from workflow.command.documents import StoredDocument
from workflow.command.migrations import PlanRow
from workflow.command.ports import (
    Attempt,
    CommandStatus,
    DueTimer,
    Incident,
    NoticeRow,
    StoredEvent,
)
from workflow.command.publications import Publication
from workflow.model.commands import Envelope
from workflow.model.effects import SendMail
from workflow.model.ids import MatterId
from workflow.model.matter import Matter


@dataclass(frozen=True, slots=True)
class CommandRow:
    """A command in the queue."""

    id: int
    envelope: Envelope
    status: CommandStatus
    available_at: datetime
    waited: bool = False
    attempts: int = 0
    owner: str | None = None
    lease_until: datetime | None = None
    version: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Timer:
    """A timer and what became of it."""

    due: DueTimer
    status: str


@dataclass(frozen=True, slots=True)
class Mail:
    """A message in the outbox."""

    mail: SendMail
    status: str
    attempts: int
    added_at: datetime
    available_at: datetime
    owner: str | None = None
    claimed_at: datetime | None = None
    lease_until: datetime | None = None
    tries: tuple[Attempt, ...] = ()


@dataclass(slots=True)
class State:
    """Everything. A transaction works on a copy and puts it in place when it commits."""

    commands: dict[int, CommandRow] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)  # dedupe key to command
    matters: dict[MatterId, Matter] = field(default_factory=dict)
    events: dict[MatterId, tuple[StoredEvent, ...]] = field(default_factory=dict)
    serials: dict[tuple[str, str, int], int] = field(default_factory=dict)
    timers: dict[str, Timer] = field(default_factory=dict)
    outbox: dict[str, Mail] = field(default_factory=dict)
    notices: dict[str, NoticeRow] = field(default_factory=dict)
    documents: dict[str, StoredDocument] = field(default_factory=dict)  # by hash
    adjusted: dict[tuple[str, str, date, MatterId], date] = field(default_factory=dict)
    incidents: dict[int, Incident] = field(default_factory=dict)
    contents: dict[str, str] = field(default_factory=dict)
    publications: dict[int, Publication] = field(default_factory=dict)  # in the order of time

    plans: dict[str, tuple[PlanRow, str]] = field(default_factory=dict)  # by hash, with content

    def copy(self) -> Self:
        """Another one with the same rows."""
        return type(self)(*(dict(getattr(self, part.name)) for part in fields(self)))


LeaseClock = Callable[[], datetime]
"""Stands for the database's clock; aware UTC."""
