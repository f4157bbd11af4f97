"""What a batch of commands came to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BatchResult:
    """How many commands were claimed, and what became of them.

    What is missing in the sum was taken over by another worker before it was written.
    """

    claimed: int = 0
    applied: int = 0
    refused: int = 0
    postponed: int = 0
    failed: int = 0

    def __add__(self, other: "BatchResult") -> "BatchResult":
        return BatchResult(
            self.claimed + other.claimed,
            self.applied + other.applied,
            self.refused + other.refused,
            self.postponed + other.postponed,
            self.failed + other.failed,
        )
