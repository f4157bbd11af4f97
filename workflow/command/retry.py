"""When to try again: a policy that answers with data and does nothing itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from workflow.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Exponential back-off with jitter.

    The wait after try ``n`` is drawn evenly from the upper half of ``first * factor ** (n - 1)``, at most
    ``longest``. The lower half is left out so that the last try can't come too soon: the standard
    policy gives up between 29 and 58 hours after the first try, about two days as a rule.

    Raises:
        InvalidInputError: waits that don't grow, or no try at all.
    """

    first: timedelta = timedelta(minutes=1)
    longest: timedelta = timedelta(hours=4)
    factor: float = 3.0
    tries: int = 20

    def __post_init__(self) -> None:
        if not (timedelta(0) < self.first <= self.longest and self.factor >= 1 and self.tries >= 1):
            raise InvalidInputError("Reglerna för nya försök ger ingen växande väntan.")

    def next_try(self, attempt: int, *, random: Callable[[], float]) -> timedelta | None:
        """How long to wait after try number ``attempt`` (from 1) failed; None: give up.

        ``random`` gives numbers from 0 up to 1, like ``random.random``.
        """
        if attempt >= self.tries:
            return None
        # Where the power would overflow the limit is long reached.
        step = self.first
        for _ in range(attempt - 1):
            step = min(step * self.factor, self.longest)
            if step == self.longest:
                break
        return step * (1 + random()) / 2
