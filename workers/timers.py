"""Fires timers that are due."""

from typing import ClassVar

from workers.task import BatchTask
from workflow.command.queues import name_of
from workflow.command.timers import fire_batch


class Timers(BatchTask):
    """See ``workflow.command.timers``."""

    name = name_of("timers")
    kind: ClassVar[str] = "timers"

    def batch(self) -> int:
        """One batch."""
        return fire_batch(self.engine.context)
