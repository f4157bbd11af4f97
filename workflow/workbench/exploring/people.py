"""Who does what on matters, on which of their points, and what is left from before."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from workflow.definition.schema import Transition
from workflow.model.matter import SETTLED, Actor, Matter, Point

_ENGINE = "engine"
EVERYONE = Actor("Kansliet", ("officer", "secretary", "registrar"))
"""Who does what is done, with the roles that somebody in a scenario has too."""


def actors(asked: Iterable[str], *, apart: bool) -> tuple[Actor, ...]:
    """Somebody with every role but the engine's; where conditions read roles also one for each role.

    ``asked``: roles that transitions ask for.
    """
    roles = tuple(dict.fromkeys([*EVERYONE.roles, *asked]))
    roles = tuple(role for role in roles if role != _ENGINE)
    single = tuple(Actor(EVERYONE.name, (role,)) for role in roles) if apart else ()
    return (replace(EVERYONE, roles=roles), *single)


def groups(points: Sequence[Point]) -> Iterator[tuple[tuple[str, ...], tuple[Point, ...]]]:
    """The points that a move is about, as the command names them: the only one without a name.

    Of several each by itself, but of points that stand alike only the first.
    """
    alike: set[object] = set()
    for point in points:
        stands = replace(point, key="", text="", since=date.min, decision=None)
        if stands not in alike:
            alike.add(stands)
            yield (() if len(points) == 1 else (point.key,)), (point,)


def by_engine(rule: Transition) -> bool:
    """Whether nobody but the engine takes the line."""
    return rule.automatic or set(rule.roles) == {_ENGINE}


def unfinished(matter: Matter) -> bool:
    """Whether something of an earlier decision is still to be sent or done: one at a time is tried."""
    return (
        any(item.status not in SETTLED for item in matter.items)
        or any(not one.owned for one in matter.assignments)
        or any(one.recipients and one.adjusted_on is None for one in matter.decisions)
    )
