"""Sends what is in the outbox."""

from typing import ClassVar

from workers.task import BatchTask
from workflow.command.deliver import deliver_batch
from workflow.command.queues import name_of


class Deliver(BatchTask):
    """See ``workflow.command.deliver``."""

    name = name_of("deliver")
    kind: ClassVar[str] = "deliver"

    def batch(self) -> int:
        """One batch."""
        return deliver_batch(self.engine.context, self.owner).claimed
