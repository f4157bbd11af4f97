"""What can change in a part of the language, and when it breaks something."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Judge = Callable[[Any, Any], bool]
"""Whether going from the old value to the new one, which differ, breaks something."""


def never(_old: Any, _new: Any) -> bool:
    """A name, or something that only new matters meet."""
    return False


def always(_old: Any, _new: Any) -> bool:
    """Whatever it becomes, it means something else."""
    return True


def lost(old: Any, new: Any) -> bool:
    """One of several is gone."""
    return not set(old or ()) <= set(new or ())


def gained(old: Any, new: Any) -> bool:
    """One more is asked for."""
    return not set(new or ()) <= set(old or ())


def limited(old: Any, new: Any) -> bool:
    """Fewer are let through than before; none named means all."""
    return bool(new) and (not old or lost(old, new))


def given_up(old: Any, _new: Any) -> bool:
    """There was one, and there is another or none."""
    return bool(old)


def turned_on(_old: Any, new: Any) -> bool:
    """It applies, and did not."""
    return bool(new)


def turned_off(_old: Any, new: Any) -> bool:
    """It doesn't apply any more."""
    return not new


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that a part says.

    Attributes:
        noun: what it is called, in the definite form.
        judge: when a change of it breaks something.
        why: what it then breaks.
        on: for what is true or false, the clause that says that it now is true.
        off: the clause that says that it no longer is.
    """

    noun: str
    judge: Judge = never
    why: str = ""
    on: str = ""
    off: str = ""
