"""How a point comes from one state to a body: the ways through a definition that an office would take."""

from collections.abc import Iterator
from dataclasses import dataclass

from workflow.definition.schema import Form
from workflow.machine.build import SAME, Machine

_HANDING: tuple[Form, ...] = ("proposes", "refers_back")
_LONGEST = 6
_MOST = 8  # of the ways from one state to one body that are worth trying


@dataclass(frozen=True, slots=True)
class Leg:
    """One event on the way. ``body`` None: a plain event, else a decision of that body."""

    event: str
    state: str  # that it leaves; ``new`` where it opens a point
    to: str
    body: str | None


Way = tuple[Leg, ...]


class Ways:
    """The ways of one definition, worked out once for each start and end."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._legs = tuple(_legs(machine))
        self._known: dict[tuple[str, str, bool], tuple[Way, ...]] = {}

    def to(self, body: str, start: str, *, supplied: bool) -> tuple[Way, ...]:
        """From a state (or ``new``) to any state of the body: fewest decisions first, then shortest.

        ``supplied``: decisions of bodies may be on the way (a proposal, a referral back); otherwise
        plain events only.
        """
        key = (body, start, supplied)
        if key not in self._known:
            found = sorted(
                self._from(start, body, supplied=supplied),
                key=lambda way: (sum(leg.body is not None for leg in way), len(way)),
            )
            self._known[key] = tuple(found[:_MOST])
        return self._known[key]

    def _from(self, start: str, body: str, *, supplied: bool) -> Iterator[Way]:
        states = self._machine.definition.states
        waiting: list[Way] = [()]
        for way in waiting:  # grows while it is gone through: breadth first
            here = way[-1].to if way else start
            if way and states[here].body == body:
                yield way
            elif len(way) < _LONGEST:
                seen = {start, *(leg.to for leg in way)}
                waiting.extend(
                    (*way, leg)
                    for leg in self._legs
                    if leg.state == here and leg.to not in seen and (supplied or leg.body is None)
                )


def _legs(machine: Machine) -> Iterator[Leg]:
    """What an office does to a matter between two meetings, and what hands it on or back."""
    definition = machine.definition
    seen = set()
    for rule in definition.transitions:
        if rule.automatic or rule.roles == ("engine",) or rule.to in (SAME, *machine.finals):
            continue
        for event in rule.event:
            form = definition.events[event].form
            for state in rule.from_:
                body = definition.states[state].body if form is not None else None
                leg = Leg(event, state, rule.to, body)
                if leg not in seen and (form is None or (body and form in _HANDING)):
                    seen.add(leg)
                    yield leg
