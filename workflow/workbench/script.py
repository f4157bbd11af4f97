"""From minutes as facts to what an office does, in order of time. Pure.

Times of day are the office's habits, local time: matters are registered at nine, prepared at ten,
decided at three, and minutes are announced at four.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from workflow.model.commands import RegisterMatter
from workflow.model.outcome import AssignmentGiven, PointOutcome
from workflow.statutory.calendar import open_on_or_before
from workflow.workbench.minutes import (
    Act,
    Decided,
    LaterMeeting,
    Meeting,
    Minutes,
    Outcome,
    Paragraph,
    Reference,
)

LOCAL = ZoneInfo("Europe/Stockholm")
_LEAD = timedelta(days=7)  # what a body takes up is ready a week before


@dataclass(frozen=True, slots=True)
class Register:
    """A matter comes in. ``dealt_by`` is the organisation of the file, here and below."""

    command: RegisterMatter

    @property
    def words(self) -> str:
        """What it is about, for the one who watches."""
        return f"{self.command.number} registreras: {self.command.title}"


@dataclass(frozen=True, slots=True)
class Fire:
    """A plain event on one matter."""

    organisation: str
    matter: Reference
    event: str
    data: dict[str, object]

    @property
    def words(self) -> str:
        """As above."""
        return f"{self.matter.words}: {self.event}"


@dataclass(frozen=True, slots=True)
class Decide:
    """A body's decision on one matter. ``organisation`` is where the number is looked up."""

    organisation: str
    matter: Reference
    meeting: Meeting
    decision: Decided

    @property
    def words(self) -> str:
        """As above."""
        return f"{self.meeting.body} § {self.decision.paragraph}: {self.matter.words}"


@dataclass(frozen=True, slots=True)
class Announce:
    """Minutes were adjusted and are announced."""

    organisation: str
    meeting: Meeting
    paragraphs: str

    @property
    def words(self) -> str:
        """As above."""
        return f"{self.organisation}: protokollet från {self.meeting.body} {self.meeting.meeting_on} anslås"


@dataclass(frozen=True, slots=True)
class Settle:
    """A person settles an assignment, a recipient or a task."""

    organisation: str
    act: Act

    @property
    def words(self) -> str:
        """As above."""
        what = (
            self.act.settle_recipient
            or self.act.settle_task
            or f"uppdrag {self.act.settle_assignment}"
        )
        return f"{self.act.words}: {what} avgörs av en person"


Step = Register | Fire | Decide | Announce | Settle


@dataclass(frozen=True, slots=True)
class Planned:
    """A step and the instant, aware, when it is taken."""

    at: datetime
    step: Step


def plan(all_minutes: tuple[Minutes, ...]) -> tuple[Planned, ...]:
    """Everything that the files tell, in order of time; what is simultaneous keeps the files' order."""
    steps = [planned for minutes in all_minutes for planned in _of(minutes)]
    return tuple(sorted(steps, key=lambda planned: planned.at))


def at(day: date, hour: int) -> datetime:
    """An instant on a local day."""
    return datetime.combine(day, time(hour), LOCAL)


def outcome(of: Outcome) -> PointOutcome:
    """An outcome as the command takes it."""
    return PointOutcome(of.event, of.points, of.proposed, of.text)


def assignments(of: Decided) -> tuple[AssignmentGiven, ...]:
    """Assignments as the command takes them."""
    return tuple(
        AssignmentGiven(one.what, one.owner, one.due, one.due_body) for one in of.assignments
    )


def _of(minutes: Minutes) -> Iterator[Planned]:
    matters = [paragraph for paragraph in minutes.paragraphs if paragraph.is_matter]
    for paragraph in matters:
        yield from _registered(minutes, paragraph)
        matter = Reference(number=paragraph.number)
        yield from _taken_up(minutes.organisation, minutes, matter, paragraph, _first(paragraph))
    yield _announced(minutes.organisation, minutes, minutes.paragraphs_printed)
    for meeting in minutes.later:
        yield from _later(minutes, meeting)
    for act in minutes.acts:
        yield Planned(at(act.on, 11), _acted(minutes, act))


def _registered(minutes: Minutes, paragraph: Paragraph) -> Iterator[Planned]:
    command = RegisterMatter(
        organisation=minutes.organisation,
        matter_type=paragraph.matter_type or "",
        title=paragraph.title,
        number=paragraph.number,
        registered_on=paragraph.registered_on,
        fields=paragraph.fields,
        points=paragraph.points,
    )
    yield Planned(at(_first(paragraph), 9), Register(command))


def _first(paragraph: Paragraph) -> date:
    assert paragraph.registered_on is not None  # noqa: S101 - a matter has it
    return paragraph.registered_on


def _taken_up(
    organisation: str, meeting: Meeting, matter: Reference, decision: Decided, since: date | None
) -> Iterator[Planned]:
    """The events before the meeting, the first ones as early as may be, and the decision."""
    ready = meeting.meeting_on - _LEAD
    begin = min(since, meeting.meeting_on) if since else ready
    count = len(decision.events)
    for place, event in enumerate(decision.events, start=1):
        day = max(begin, open_on_or_before(begin + (max(ready, begin) - begin) * place // count))
        yield Planned(at(day, 10), Fire(organisation, matter, event, {}))
    yield Planned(at(meeting.meeting_on, 15), Decide(organisation, matter, meeting, decision))


def _announced(organisation: str, meeting: Meeting, paragraphs: str) -> Planned:
    return Planned(at(meeting.posted_on, 16), Announce(organisation, meeting, paragraphs))


def _later(minutes: Minutes, meeting: LaterMeeting) -> Iterator[Planned]:
    for decision in meeting.decisions:
        yield from _taken_up(minutes.organisation, meeting, decision, decision, None)
    paragraphs = ", ".join(decision.paragraph for decision in meeting.decisions)
    yield _announced(meeting.organisation or minutes.organisation, meeting, paragraphs)


def _acted(minutes: Minutes, act: Act) -> Step:
    if act.fire is not None:
        return Fire(minutes.organisation, act, act.fire, act.data)
    return Settle(minutes.organisation, act)
