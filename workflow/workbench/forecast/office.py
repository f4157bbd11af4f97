"""A simulated office and its bodies, day by day, on the real engine.

On each day, in this order: timers fire, minutes are adjusted, work is finished, matters come in, bodies meet
(an AU before its board), and free hands take up what has waited. Bodies meet at noon.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from heapq import heappop, heappush
from random import Random

from workflow.model.ids import RegistrationNumber, matter_id
from workflow.model.matter import Actor
from workflow.statutory import calendar
from workflow.testing.world import World
from workflow.workbench.forecast.case import Case
from workflow.workbench.forecast.hands import Hands, Turn
from workflow.workbench.forecast.plan import Plan
from workflow.workbench.forecast.sittings import Sitting
from workflow.workbench.forecast.tally import Held, Place, Record, Trail
from workflow.workbench.in_memory import noon

Watch = Callable[[date, int], None]
"""Told at the end of each day, and how many matters have come in so far."""

_DAY = timedelta(days=1)
_END = Place("end")


def simulate(plan: Plan, watch: Watch) -> Record:
    """Run the plan once. The same plan gives the same record."""
    return _Office(plan, watch).run()


class _Office:
    def __init__(self, plan: Plan, watch: Watch) -> None:
        self._plan = plan
        self._watch = watch
        self._record = Record()
        self._actor = Actor("Simuleringen", plan.roles)
        self._cases: dict[int, Case] = {}  # by serial, until they end
        self._serial = 0
        self._now: Counter[Place] = Counter()
        self._waiting: dict[str, dict[int, Case]] = defaultdict(dict)  # by body
        self._hands = {role: Hands(places) for role, places in plan.staff.items()}
        self._finishing: list[tuple[date, int, int]] = []  # day, serial, visit
        self._due: list[tuple[date, int]] = []  # timers
        self._adjusting: dict[date, list[tuple[Sitting, list[Case]]]] = defaultdict(list)

    def run(self) -> Record:
        arriving = self._arrivals()
        meeting: dict[date, list[Sitting]] = defaultdict(list)
        for sitting in self._plan.sittings:
            meeting[sitting.day].append(sitting)
        day = self._plan.span.begins
        while day <= self._plan.span.last:
            self._fire(day)
            for sitting, cases in self._adjusting.pop(day, ()):
                for case in cases:
                    case.wake(day)
                    case.adjust(sitting.body, sitting.day, day)
                    self._follow(case, day)
            self._finish(day)
            for name, number in arriving.pop(day, ()):
                self._come_in(name, number, day)
            for sitting in meeting.get(day, ()):
                self._meet(sitting)
            self._take_on(day)
            self._record.days.append((day, +self._now))
            self._watch(day, self._serial)
            day += _DAY
        return self._record

    def _arrivals(self) -> dict[date, list[tuple[str, int]]]:
        """Day to type and number within the type; each type has a stream of its own."""
        span = self._plan.span
        found: dict[date, list[tuple[str, int]]] = defaultdict(list)
        for name, kind in sorted(self._plan.incoming.items()):
            random = self._stream(name)
            for number, day in enumerate(kind.arrivals.days(span.begins, span.last, random), 1):
                found[day].append((name, number))
        return found

    def _stream(self, *names: object) -> Random:
        seed = "/".join(map(str, (self._plan.given.seed, *names)))
        return Random(seed)  # noqa: S311 - to be repeated, not to be secret

    def _come_in(self, name: str, number: int, day: date) -> None:
        plan = self._plan
        organisation = plan.organisation
        self._serial += 1
        serial = self._serial
        printed = f"{day.year}/{serial}"
        read = RegistrationNumber.parse(printed, default_register=organisation.register_code)
        case = Case(
            kind=plan.incoming[name],
            serial=serial,
            identity=matter_id(organisation.organisation, read.normalised),
            world=World(plan.machines, plan.organisations, noon(day), advise=False),
            random=self._stream(name, number),
            actor=self._actor,
        )
        case.register(organisation.organisation, printed, day)
        self._cases[serial] = case
        self._record.trails.append(Trail(case.kind.definition))
        self._record.places.append(_END)
        self._now[_END] += 1
        self._follow(case, day)

    def _follow(self, case: Case, day: date) -> None:
        """Note what happened to a matter, and see that it waits where it now belongs."""
        changes, mails = case.news()
        trail = self._record.trails[case.serial - 1]
        for reason in case.refusals:
            self._record.refusals[case.kind.definition.name, reason] += 1
        case.refusals.clear()
        if trail.add(changes, mails, day):
            self._leave(case)
            self._enter(case, day)
        if trail.closed is not None:
            del self._cases[case.serial]
        elif case.next_due is not None:
            heappush(self._due, (case.next_due, case.serial))

    def _leave(self, case: Case) -> None:
        place = self._record.places[case.serial - 1]
        if place.kind == "body":
            self._waiting[place.name].pop(case.serial, None)
        elif place.kind in ("queue", "work") and place.name in self._hands:
            self._hands[place.name].drop(case.serial)

    def _enter(self, case: Case, day: date) -> None:
        kind, state = case.kind, case.state
        stop = kind.stops.of(state)
        spec = kind.definition.states[state]
        if stop == "body":
            body = str(spec.body)
            self._waiting[body][case.serial] = case
            self._put(case, Place("body", body))
        elif stop == "answers" or (stop == "work" and kind.waits_for_others(state)):
            self._put(case, Place("others"))
            self._begin(case, day)
        elif stop == "work":
            self._queue(case, spec.owner or "", day)
        else:
            self._put(case, Place(stop))

    def _put(self, case: Case, place: Place) -> None:
        places = self._record.places
        self._now[places[case.serial - 1]] -= 1
        self._now[place] += 1
        places[case.serial - 1] = place

    def _queue(self, case: Case, role: str, day: date) -> None:
        hands = self._hands.get(role)
        if hands is None:
            self._put(case, Place("work", role))
            self._begin(case, day)
        else:
            self._put(case, Place("queue", role))
            hands.queue(self._turn(case))

    def _begin(self, case: Case, day: date) -> None:
        """Somebody has it from now on; it is done on an open day."""
        days = case.kind.draws[case.state](case.random)
        visit = len(self._record.trails[case.serial - 1].visits)
        done = calendar.open_on_or_after(day + timedelta(days=days))
        heappush(self._finishing, (done, case.serial, visit))

    def _turn(self, case: Case) -> Turn:
        last = case.last_day if self._plan.queue == "nearest_deadline" else date.min
        return last, case.since, case.serial

    def _fire(self, day: date) -> None:
        while self._due and self._due[0][0] <= day:
            case = self._cases.get(heappop(self._due)[1])
            due = case.next_due if case else None
            if case and due and due <= day:  # else it was changed or fired meanwhile
                case.wake(day)
                self._follow(case, day)

    def _finish(self, day: date) -> None:
        """What is done by today goes on, one step a day at the most."""
        done = []
        while self._finishing and self._finishing[0][0] <= day:
            done.append(heappop(self._finishing))
        for _, serial, visit in done:
            case = self._cases.get(serial)
            if case and len(self._record.trails[serial - 1].visits) == visit:
                case.wake(day)  # else the engine has moved it meanwhile
                case.go_on(day)
                self._follow(case, day)

    def _take_on(self, day: date) -> None:
        for role, hands in self._hands.items():
            for serial in hands.take():
                case = self._cases[serial]
                self._put(case, Place("work", role))
                self._begin(case, day)

    def _meet(self, sitting: Sitting) -> None:
        agenda = sorted(self._announced(sitting), key=self._turn)
        taken = []
        for case in agenda[: sitting.capacity]:
            case.wake(sitting.day)
            if case.take_up(sitting.body, sitting.day):
                taken.append(case)
            self._follow(case, sitting.day)
        if taken:
            self._adjusting[sitting.adjusted_on].append((sitting, taken))
        items = min(len(agenda), sitting.capacity)
        held = Held(sitting.body, sitting.day, sitting.capacity, items, len(agenda) - items)
        self._record.meetings.append(held)

    def _announced(self, sitting: Sitting) -> Iterator[Case]:
        """What had come when the agenda closed."""
        return (
            case
            for case in tuple(self._waiting[sitting.body].values())
            if case.since <= sitting.closes
        )
