"""When two situations are the same, as far as anything in the definition can tell."""

from collections.abc import Iterator

from workflow.machine.context import is_decided, latest_round
from workflow.machine.timers import REMINDER
from workflow.model.matter import SETTLED, Matter, Point
from workflow.workbench.exploring.assembly import signs
from workflow.workbench.exploring.bounds import Bounds
from workflow.workbench.exploring.distinctions import Distinctions
from workflow.workbench.exploring.situation import Office, Situation, today

Key = tuple[object, ...]
_SAYS = frozenset({"decides", "proposes", "hands_over", "notes"})
_TEXTS = frozenset({"text", "choice", "month"})
_OTHER = "*"
_ENOUGH = 3  # so many of something are told apart


class Sameness:
    """The canonical key of a situation."""

    def __init__(
        self,
        office: Office,
        distinctions: Distinctions,
        bounds: Bounds,
        heard: frozenset[str],
        *,
        opens: bool,
    ) -> None:
        """``heard``: bodies about which it matters whether they have had their say on a point.

        ``opens``: new points may be opened, which a matter with a successor doesn't let.
        """
        self._opens = opens
        self._machine = office.machine
        self._definition = office.machine.definition
        self._distinctions = distinctions
        self._bounds = bounds
        self._heard = heard
        reads = distinctions.reads
        self._outcome = distinctions.outcomes
        self._proposed = "point.proposed" in reads
        self._tabled = distinctions.tabled
        self._hears = "point.heard" in reads or bool(heard)
        self._deciders = distinctions.deciders
        self._outcomes_last = "matter.outcomes" in reads or distinctions.of_points
        self._counts_children = any(name.startswith("children.") for name in reads)
        self._counts = not reads.isdisjoint({"matter.decided_points", "matter.outcomes"})
        self._fields = tuple(sorted(distinctions.kept & self._definition.fields.keys()))

    def key(self, situation: Situation) -> Key:
        """The same for situations in which the same can happen, with the same result."""
        matter = situation.matter
        bodies = {one.key: one.body for one in matter.decisions}
        heard = self._heard_of(matter) if self._hears else {}
        points = sorted((self._point(point, bodies, heard) for point in matter.points), key=repr)
        return (
            tuple(points),
            matter.closed_on is not None,
            self._opens and matter.successor is not None,
            self._unadjusted(matter),
            tuple(sorted({item.status for item in matter.items if item.status not in SETTLED})),
            any(not one.owned for one in matter.assignments),
            tuple(sorted({task.kind for task in matter.tasks if task.open})),
            tuple(self._children(matter)),
            tuple(self._field_values(situation)),
            tuple(self._deadlines(situation)),
            min(len(matter.decisions), _ENOUGH)
            if "decisions.total" in self._distinctions.reads
            else 0,
            signs(matter),
        )

    def _point(self, point: Point, bodies: dict[str, str], heard: dict[str, set[str]]) -> Key:
        if point.state in self._machine.finals:
            return self._ended(point, bodies)
        live = point.state in self._distinctions.live
        decided = live and is_decided(self._definition, point)
        body = bodies.get(point.decision or "", "") if decided else ""
        takes_back = self._definition.states[point.state].body is None
        sign = self._distinctions.sign
        return (
            point.state,
            decided,
            body if takes_back else self._decider(body) if self._deciders else "",
            tuple(sorted(sign(point.outcome))) if self._outcome and live else (),
            tuple(sorted(sign(point.proposed))) if self._proposed else (),
            min(point.tabled, self._bounds.tabled) if self._tabled else 0,
            point.minority_used and self._distinctions.minority,
            tuple(sorted(self._known(heard.get(point.key, set())))),
        )

    def _ended(self, point: Point, bodies: dict[str, str]) -> Key:
        """What is still asked about a point that has ended."""
        decided = is_decided(self._definition, point)
        body = bodies.get(point.decision or "", "") if decided else ""
        return (
            point.state if self._distinctions.of_points else "",
            decided and self._counts,
            self._decider(body) if self._deciders else "",
            tuple(sorted(self._distinctions.sign(point.outcome)))
            if self._outcomes_last and decided
            else (),
        )

    def _decider(self, body: str) -> str:
        """The body as conditions know it."""
        return body if not body or body in self._distinctions.bodies_deciding else _OTHER

    def _known(self, bodies: set[str]) -> set[str]:
        return bodies & (self._heard | self._distinctions.bodies_heard)

    def _heard_of(self, matter: Matter) -> dict[str, set[str]]:
        events = self._definition.events
        found: dict[str, set[str]] = {}
        for decision in matter.decisions:
            for outcome in decision.outcomes:
                if events[outcome.event].form in _SAYS:
                    for point in outcome.points:
                        found.setdefault(point, set()).add(decision.body)
        return found

    def _unadjusted(self, matter: Matter) -> Key:
        """Whether minutes wait, of the latest on a point, and with recipients."""
        latest = {point.decision for point in matter.points}
        waiting = [one for one in matter.decisions if one.adjusted_on is None]
        return (
            bool(waiting),
            any(one.key in latest for one in waiting),
            any(one.recipients for one in waiting),
        )

    def _children(self, matter: Matter) -> Iterator[Key]:
        """The answers so far, while they are waited for; afterwards only where conditions count them."""
        for group, spec in self._definition.children.items():
            latest = latest_round(matter, group)
            said = [one.outcome in spec.accepts for one in latest if one.outcome is not None]
            waits = len(said) < len(latest) and (all(said) if spec.join == "all" else not any(said))
            if waits or (latest and self._counts_children):
                yield (group, len(latest), len(said), sum(said))

    def _field_values(self, situation: Situation) -> Iterator[object]:
        """What conditions can tell of each field: unset, empty, which word, number, or place among days."""
        values = {name: situation.matter.fields.get(name) for name in self._fields}
        dates = {name for name in self._fields if self._definition.fields[name].type == "date"}
        days = {str(values[name]) for name in dates if values[name]}
        order = sorted({*days, *self._distinctions.days, today(situation).isoformat()})
        for name, value in values.items():
            whether = f"known.{name}" in self._distinctions.reads and value is not None
            if self._distinctions.only_whether(name):
                yield whether and (not isinstance(value, list) or bool(value))
            elif name in dates:
                yield order.index(str(value)) if value else -1
            elif isinstance(value, list | tuple):
                signs = {self._distinctions.sign(str(each)) for each in value}
                yield (
                    whether,
                    min(len(value), _ENOUGH),
                    *sorted(tuple(sorted(sign)) for sign in signs),
                )
            elif isinstance(value, str):
                yield (whether, tuple(sorted(self._distinctions.sign(value))))
            elif value is None and self._definition.fields[name].type in _TEXTS:
                yield (whether, ())
            else:
                yield (whether, value or 0)

    def _deadlines(self, situation: Situation) -> Iterator[Key]:
        """How each deadline that decides something is, and in which order they come."""
        tracked = self._distinctions.tracked
        ours = [
            one
            for one in situation.matter.deadlines
            if one.key in tracked
            and (one.status == "running" or one.key not in self._distinctions.anew)
        ]
        order = sorted({one.final for one in ours if one.status == "running"})
        now = today(situation)
        reminding = {
            timer.deadline for timer in situation.timers.values() if timer.kind == REMINDER
        }
        for one in sorted(ours, key=lambda one: one.key):
            running = one.status == "running"
            yield (
                one.key,
                one.status,
                running and (one.key in situation.reminded, one.key in reminding),
                order.index(one.final) if running else -1,
                running and len(tracked) > 1 and one.final <= now,
            )
