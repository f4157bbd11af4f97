"""The meetings of the bodies of an organisation as a timetable: what closes when, and by which rule. Pure."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from workflow.definition.organisation import Organisation
from workflow.machine import schedule
from workflow.machine.timetable import Sitting
from workflow.statutory import periods, rules

Closing = Literal["cut_off", "summons", "announcement", "none"]
"""By what a meeting closes: the cut-off day, the summons, the announcement (KL 5 kap. 13 §), or nothing."""

_ANNOUNCED: Final = "KL-5:13"


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting with every day before it that counts; None where nothing sets one."""

    on: date
    cut_off: date | None
    summons_by: date | None
    announced_by: date | None

    @property
    def closes(self) -> date:
        """The last day that papers are taken in: the earliest of the days before it, else its own."""
        return min(self._days(), default=self.on)

    @property
    def by(self) -> Closing:
        """What ``closes`` comes from."""
        if self.cut_off == self.closes:
            return "cut_off"
        if self.summons_by == self.closes and self.announced_by != self.closes:
            return "summons"
        return "announcement" if self.announced_by == self.closes else "none"

    def _days(self) -> list[date]:
        days = (self.cut_off, self.summons_by, self.announced_by, self.on)
        return [day for day in days if day is not None]


@dataclass(frozen=True, slots=True)
class Sessions:
    """The meetings of one organisation, worked out once a body."""

    organisation: Organisation
    _known: dict[str, tuple[Meeting, ...]] = field(default_factory=dict)
    _sittings: dict[str, tuple[Sitting, ...]] = field(default_factory=dict)

    def of(self, body: str) -> tuple[Meeting, ...]:
        """The body's meetings in order.

        Raises:
            InvalidInputError: a day outside the years that the calendar covers.
        """
        if body not in self._known:
            days = schedule.meetings(self.organisation, body)
            self._known[body] = tuple(self.meeting(body, day) for day in days)
        return self._known[body]

    def sittings(self, body: str) -> tuple[Sitting, ...]:
        """The body's meetings as a timetable has them."""
        if body not in self._sittings:
            self._sittings[body] = tuple(Sitting(body, one.on, one.closes) for one in self.of(body))
        return self._sittings[body]

    def on(self, body: str, day: date) -> Meeting:
        """The body's meeting that day, with what is set for it."""
        found = next((one for one in self.of(body) if one.on == day), None)
        return found or self.meeting(body, day)

    def meeting(self, body: str, day: date) -> Meeting:
        """A meeting on a day, also one that isn't planned: then only what the law and the rules set."""
        return Meeting(
            on=day,
            cut_off=schedule.cut_off(self.organisation, body, day),
            summons_by=schedule.summons_by(self.organisation, body, day),
            announced_by=self._announced_by(body, day),
        )

    def one_more(self, body: str, day: date) -> Sitting:
        """A meeting more: no cut-off day holds for it, but the summons and the announcement do."""
        known = self.organisation.bodies[body]
        days = [day]
        if known.lead_time is not None:
            days.append(periods.parse(known.lead_time).before(day))
        announced = self._announced_by(body, day)
        if announced is not None:
            days.append(announced)
        return Sitting(body, day, min(days))

    def lawful(self, body: str) -> tuple[Sitting, ...]:
        """The body's meetings where only the law closes them: its own cut-off day is set aside."""
        return tuple(Sitting(body, one.on, one.announced_by or one.on) for one in self.of(body))

    def _announced_by(self, body: str, day: date) -> date | None:
        if self.organisation.bodies[body].kind != "council":
            return None
        return rules.apply(_ANNOUNCED, day).final
