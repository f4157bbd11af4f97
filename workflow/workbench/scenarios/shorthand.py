"""What may be written shorter in a scenario file: one word or day instead of keys and values."""

from collections.abc import Mapping
from datetime import date


def as_list(value: object) -> object:
    """One of them may be written without a list."""
    return (value,) if isinstance(value, Mapping) else value


def as_decision(value: object) -> object:
    """``decision: approves`` is the outcome alone."""
    return {"outcome": value} if isinstance(value, str) else value


def as_deadline_seen(value: object) -> object:
    """A day: it runs until then. A word: its status."""
    if isinstance(value, date):
        return {"final": value, "status": "running"}
    return {"status": value} if isinstance(value, str) else value


def as_piece(value: object) -> object:
    """``refused: true``: whatever the sentence says."""
    if isinstance(value, bool):
        return "" if value else None
    return value


def as_text(value: object) -> object:
    """A day where a text may stand, as ISO 8601."""
    return value.isoformat() if isinstance(value, date) else value


def as_key(value: object) -> object:
    """The number of a point needs no quotes."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_number else value


def as_texts(value: object) -> object:
    """One text may be written without a list."""
    return (value,) if isinstance(value, str) else value
