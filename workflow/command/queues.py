"""The names that hints and workers agree on."""

from typing import Literal

Queue = Literal["apply", "timers", "deliver"]

QUEUES: tuple[Queue, ...] = ("apply", "timers", "deliver")


def name_of(queue: Queue) -> str:
    """What the queue and its only task are called at the broker."""
    return f"arendegang.{queue}"
