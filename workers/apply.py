"""Carries queued commands out."""

from typing import ClassVar

from workers.task import BatchTask
from workflow.command.apply import apply_batch
from workflow.command.queues import name_of


class Apply(BatchTask):
    """See ``workflow.command.apply``."""

    name = name_of("apply")
    kind: ClassVar[str] = "apply"

    def batch(self) -> int:
        """One batch."""
        return apply_batch(self.engine.context, self.owner).claimed
