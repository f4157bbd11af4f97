"""A body's meetings in one version of its schedule, each followed through its moves. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from workflow.definition.organisation import Organisation
from workflow.machine import schedule


@dataclass(frozen=True, slots=True)
class Sitting:
    """One meeting as one version of the schedule has it.

    Attributes:
        days: the days that it was planned for, in the order that it was moved; the last one holds.
        cancelled: it isn't held at all.
        cut_off: the last day that matters for it are taken in.
        summons_by: the last day to send the summons.
        papers_sent: the day that it is to be sent with its papers, where the schedule says so.
        note: what the meeting is about in particular.
    """

    days: tuple[date, ...]
    starts: time | None = None
    ends: time | None = None
    place: str | None = None
    cut_off: date | None = None
    summons_by: date | None = None
    papers_sent: date | None = None
    note: str | None = None
    cancelled: bool = False

    @property
    def on(self) -> date:
        """The day that holds."""
        return self.days[-1]


@dataclass(frozen=True, slots=True)
class Schedule:
    """What one version says of a body: its name and its meetings."""

    name: str
    sittings: tuple[Sitting, ...]


def schedules(organisation: Organisation) -> Mapping[str, Schedule]:
    """The schedule of every body, by its code.

    Raises:
        InvalidInputError: a day is outside the calendar.
    """
    return {
        code: Schedule(body.name, tuple(_sittings(organisation, code)))
        for code, body in organisation.bodies.items()
    }


def _sittings(organisation: Organisation, body: str) -> Iterator[Sitting]:
    for chain in chains(schedule.sessions(organisation, body)):
        last = chain[-1]
        days = tuple(dict.fromkeys(_days(chain)))
        held = None if last.cancelled else schedule.summons_by(organisation, body, last.on)
        yield Sitting(
            days=(*(day for day in days if day != last.on), last.on),
            starts=last.starts,
            ends=last.ends,
            place=last.place,
            cut_off=last.cut_off,
            summons_by=held,
            papers_sent=None if last.cancelled else last.papers_sent,
            note=last.note,
            cancelled=last.cancelled,
        )


def chains(sessions: Sequence[schedule.Session]) -> Iterator[tuple[schedule.Session, ...]]:
    """The sessions that are one and the same meeting, from where it was planned to where it ended up.

    Every session is in exactly one chain, also where moves go round in a circle.
    """
    target = _targets(sessions)
    beginnings = set(range(len(sessions))) - set(target.values())
    passed: set[int] = set()
    for start in (*sorted(beginnings), *range(len(sessions))):
        chain = []
        at: int | None = start
        while at is not None and at not in passed:
            passed.add(at)
            chain.append(sessions[at])
            at = target.get(at)
        if chain:
            yield tuple(chain)


def _targets(sessions: Sequence[schedule.Session]) -> dict[int, int]:
    """From each session that was moved to the one that takes its place; no two have the same."""
    on_day: dict[date, list[int]] = defaultdict(list)
    for place, one in enumerate(sessions):
        on_day[one.on].append(place)
    found: dict[int, int] = {}
    taken: set[int] = set()
    for place, one in enumerate(sessions):
        there = on_day.get(one.moved_to, []) if one.moved_to else []
        free = [other for other in there if other not in taken and other != place]
        meant = [other for other in free if sessions[other].moved_from == one.on]
        held = [other for other in free if not sessions[other].cancelled]
        for other in (*meant, *held, *free)[:1]:
            found[place] = other
            taken.add(other)
    return found


def _days(chain: Iterable[schedule.Session]) -> Iterator[date]:
    for one in chain:
        if one.moved_from:
            yield one.moved_from
        yield one.on
