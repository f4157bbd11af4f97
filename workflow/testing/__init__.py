"""Stand-ins for tests: a store in memory, a clock that is set by hand, a mailer that remembers."""

from workflow.testing.clock import FakeClock
from workflow.testing.mailer import RecordingMailer
from workflow.testing.renderer import RecordingRenderer
from workflow.testing.unit_of_work import MemoryStore

__all__ = ["FakeClock", "MemoryStore", "RecordingMailer", "RecordingRenderer"]
