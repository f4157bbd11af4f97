"""Meetings followed from one published version of a schedule to the next, so that each keeps its identity. Pure."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from workflow.command.feeds.sittings import Sitting

Identity = tuple[date, int]
"""The day that a meeting was first planned for, and which one of those it is, from 1."""


@dataclass(frozen=True, slots=True)
class Track:
    """A meeting with its identity, as it was last told of."""

    identity: Identity
    sitting: Sitting


_Key = Callable[[Track], Hashable]
_Keys = Callable[[Sitting], Iterable[Hashable]]

# The surest first: what a version says of a meeting is compared with what is known of each.
_WAYS: Final[tuple[tuple[_Key, _Keys], ...]] = (
    (
        lambda track: (track.sitting.days, track.sitting.starts),
        lambda one: [(one.days, one.starts)],
    ),
    (
        lambda track: (track.sitting.on, track.sitting.starts),
        lambda one: [(one.days[0], one.starts)],
    ),
    (lambda track: track.sitting.on, lambda one: [one.days[0]]),
    (lambda track: track.sitting.on, lambda one: reversed(one.days)),
    (lambda track: track.identity[0], lambda one: one.days),
)


def followed(known: Sequence[Track], sittings: Sequence[Sitting]) -> tuple[Track, ...]:
    """Every meeting of a version with its identity: one that is known, or a new one.

    A meeting is the same when it is on the same day as before, or when its schedule says that it was moved
    from a day that it had.

    Args:
        known: every meeting of the versions before, also those that are gone, in order of identity.
        sittings: the meetings of this version.
    """
    found: dict[int, Identity] = {}
    taken: set[Identity] = set()
    for of_track, of_sitting in _WAYS:
        waiting: dict[Hashable, deque[Identity]] = defaultdict(deque)
        for track in known:
            if track.identity not in taken:
                waiting[of_track(track)].append(track.identity)
        for place, one in enumerate(sittings):
            if place in found:
                continue
            line = next((waiting[key] for key in of_sitting(one) if waiting.get(key)), None)
            if line:
                found[place] = line.popleft()
                taken.add(found[place])
    counts: dict[date, int] = defaultdict(int)
    for track in known:
        counts[track.identity[0]] += 1
    for place, one in enumerate(sittings):
        if place not in found:
            counts[one.days[0]] += 1
            found[place] = (one.days[0], counts[one.days[0]])
    return tuple(Track(found[place], one) for place, one in enumerate(sittings))
