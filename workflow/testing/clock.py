"""Business time that stands still until it is moved."""

from datetime import datetime, timedelta

from workflow.errors import InvalidInputError


class FakeClock:
    """Implements ``ports.Clock``."""

    def __init__(self, now: datetime) -> None:
        self.set(now)

    def now(self) -> datetime:
        """The instant that it was set to."""
        return self._now

    def set(self, now: datetime) -> None:
        """Put the clock at an instant.

        Raises:
            InvalidInputError: without a time zone.
        """
        if now.tzinfo is None:
            raise InvalidInputError("Klockan behöver en tidszon.")
        self._now = now

    def advance(self, by: timedelta) -> datetime:
        """Let time pass; what it is then."""
        self._now += by
        return self._now
