"""A plan tried again where something gives way: a rule of the house, a body, a meeting more. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from workflow.machine.backplanning import within
from workflow.machine.plan import Office, Plan
from workflow.machine.route import Route
from workflow.machine.timetable import Sitting, earliest, latest
from workflow.model.matter import Matter, Point
from workflow.statutory import calendar, rules

_DAY: Final = timedelta(days=1)
_URGENT: Final = "KL-5:14"

Taken = tuple[Sitting, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Other plans for the same aim; each None where that doesn't make it either."""

    office: Office
    matter: Matter
    plan: Plan
    final: date

    @property
    def point(self) -> Point:
        """One of the points that the plan is for; the others stand in the same place."""
        return next(one for one in self.matter.points if one.key in self.plan.points)

    @property
    def subcommittees(self) -> frozenset[str]:
        """The subcommittees on the way."""
        bodies = self.office.organisation.bodies
        return frozenset(
            one for one in self.plan.route.bodies if bodies[one].kind == "subcommittee"
        )

    def past_subcommittees(self) -> Taken | None:
        """The papers go to the other bodies directly."""
        route = self.plan.route.without(self.subcommittees)
        return None if route == self.plan.route else self._latest(route, self._planned)

    def decided_by(self, body: str) -> Taken | None:
        """Another body decides."""
        route = self.office.roads.to(body, self.point.state)
        return self._latest(route, self._planned) if route else None

    def adjusted_at_once(self) -> Taken | None:
        """Each body's minutes are adjusted at the meeting, and what follows has them the same day."""

        def sittings(body: str) -> Sequence[Sitting]:
            planned = self._planned(body)
            if body == self.plan.route.bodies[0]:
                return planned
            return [replace(one, closes=min(one.on, one.closes + _DAY)) for one in planned]

        return self._latest(self.plan.route, sittings)

    def after_cut_off(self) -> Taken | None:
        """Papers are taken in after the cut-off days, which are the organisation's own, but not after the law's."""
        return self._latest(self.plan.route, self.office.sessions.lawful)

    def as_urgent(self) -> Taken | None:
        """The council is told of the matter the day before (KL 5 kap. 14 §)."""

        def sittings(body: str) -> Sequence[Sitting]:
            if self.office.organisation.bodies[body].kind != "council":
                return self._planned(body)
            return [
                replace(one, closes=rules.apply(_URGENT, one.on).final)
                for one in self._planned(body)
            ]

        return self._latest(self.plan.route, sittings)

    def extra_days(self, body: str) -> tuple[date, ...]:
        """The open days on which one meeting more of the body would do, if any."""
        return tuple(day for day in self._open_days() if self._with_extra(body, day))

    def _with_extra(self, body: str, day: date) -> bool:
        more = self.office.sessions.one_more(body, day)

        def sittings(code: str) -> Sequence[Sitting]:
            planned = self._planned(code)
            if code != body:
                return planned
            return sorted((*planned, more), key=lambda one: one.on)

        table = self._table(self.plan.route, sittings)
        first = earliest(table)
        return len(first) == len(table) and first[-1].on <= self.final

    def _open_days(self) -> Iterator[date]:
        day = self.plan.today + _DAY
        while day <= self.final:
            if not calendar.closed(day):
                yield day
            day += _DAY

    def _planned(self, body: str) -> Sequence[Sitting]:
        return self.office.sessions.sittings(body)

    def _latest(self, route: Route, sittings: Callable[[str], Sequence[Sitting]]) -> Taken | None:
        return latest(self._table(route, sittings), self.final)

    def _table(
        self, route: Route, sittings: Callable[[str], Sequence[Sitting]]
    ) -> list[Sequence[Sitting]]:
        first, *rest = (sittings(body) for body in route.bodies)
        return [within(first, self.matter, self.point, route, self.plan.today), *rest]
