"""What every batch and the bus need, put together once in ``bootstrap``."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import SystemRandom

from workflow.command.catalogue import StoredCatalogue
from workflow.command.ports import Clock, DocumentRenderer, Hint, Mailer, UnitOfWorkFactory
from workflow.command.retry import RetryPolicy

Checkpoint = Callable[[str], None]
"""Called before and after every commit with the name of the place; crash tests plant their kills here."""


def pass_by(_place: str) -> None:
    """Nothing is planted."""


_COMMANDS = RetryPolicy(first=timedelta(seconds=1), longest=timedelta(minutes=5), tries=8)
_MAILS = RetryPolicy()


@dataclass(frozen=True, slots=True)
class Policy:
    """How long a claim holds, and how often something is tried before a person is asked.

    ``command_lease`` must outlast a batch, ``mail_lease`` all steps of sending one message. A lease that
    is too short costs work done twice in vain, never a transition twice.
    """

    command_lease: timedelta = timedelta(seconds=60)
    mail_lease: timedelta = timedelta(minutes=15)
    command_retry: RetryPolicy = _COMMANDS
    mail_retry: RetryPolicy = _MAILS
    random: Callable[[], float] = SystemRandom().random
    batch: int = 200


@dataclass(frozen=True, slots=True)
class Context:
    """The engine's surroundings: the store, the definitions, the clock, and who is told of new work."""

    units: UnitOfWorkFactory
    catalogue: StoredCatalogue
    clock: Clock
    mailer: Mailer
    renderer: DocumentRenderer
    hint: Hint
    policy: Policy = field(default_factory=Policy)
    reached: Checkpoint = pass_by
