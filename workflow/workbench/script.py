"""From minutes as facts to what an office does, in order of time. Pure.

Times of day are the office's habits, local time: matters are registered at nine, prepared at ten, meetings are
summoned to at one and held at three, and minutes are signed at four unless it is told when.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from workflow.model.commands import RegisterMatter
from workflow.statutory.calendar import open_on_or_before
from workflow.workbench.minutes import Act, Minutes, Paragraph, Reference, Sitting

LOCAL = ZoneInfo("Europe/Stockholm")
_LEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Register:
    """A matter comes in."""

    command: RegisterMatter

    @property
    def words(self) -> str:
        """What it is about, for the one who watches."""
        return f"{self.command.number} registreras: {self.command.title}"


@dataclass(frozen=True, slots=True)
class Fire:
    """A plain event on one matter. ``organisation`` is where the number is looked up, here and below."""

    organisation: str
    matter: Reference
    event: str
    data: dict[str, object]

    @property
    def words(self) -> str:
        """As above."""
        return f"{self.matter.words}: {self.event}"


@dataclass(frozen=True, slots=True)
class Summon:
    """A meeting is planned, its agenda made up, and everybody summoned."""

    organisation: str
    sitting: Sitting

    @property
    def words(self) -> str:
        """As above."""
        return f"{_named(self.sitting)}: dagordning och kallelse"


@dataclass(frozen=True, slots=True)
class Hold:
    """A meeting is held, from the roll to the minutes that are put before those who sign."""

    organisation: str
    sitting: Sitting

    @property
    def words(self) -> str:
        """As above."""
        numbers = [item.paragraph for item in self.sitting.paragraphs]
        return f"{_named(self.sitting)} sammanträder, § {numbers[0]}–{numbers[-1]}"


@dataclass(frozen=True, slots=True)
class Sign:
    """Somebody signs the minutes; everybody who is to, where no name is told."""

    sitting: Sitting
    name: str | None

    @property
    def words(self) -> str:
        """As above."""
        return f"{_named(self.sitting)}: {self.name or 'alla'} signerar protokollet"


@dataclass(frozen=True, slots=True)
class Confirm:
    """The boards that others run carry the notice of the minutes."""

    sitting: Sitting
    on: date

    @property
    def words(self) -> str:
        """As above."""
        return f"{_named(self.sitting)}: de andras tavlor bär anslaget"


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


Step = Register | Fire | Summon | Hold | Sign | Confirm | Settle


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


def _a_week_before(day: date) -> date:
    """When what a body takes up is ready, and it is summoned: never on a closed day (KL 5:13, 5:15)."""
    return open_on_or_before(day - _LEAD)


def _named(sitting: Sitting) -> str:
    return f"{sitting.organisation} {sitting.body} {sitting.meeting_on}"


def _of(minutes: Minutes) -> Iterator[Planned]:
    for sitting in (minutes, *minutes.later):
        yield from _held(minutes.organisation, sitting)
    for act in minutes.acts:
        yield Planned(at(act.on, 11), _acted(minutes, act))


def _held(organisation: str, sitting: Sitting) -> Iterator[Planned]:
    """A meeting with all that comes before and after."""
    for item in sitting.items:
        yield from _before(organisation, sitting, item)
    summoned_on = sitting.summoned_on or _a_week_before(sitting.meeting_on)
    yield Planned(at(summoned_on, 13), Summon(organisation, sitting))
    yield Planned(at(sitting.meeting_on, 15), Hold(organisation, sitting))
    for one in sitting.signed:
        yield Planned(one.at.replace(tzinfo=LOCAL), Sign(sitting, one.name))
    if not sitting.signed:
        yield Planned(at(sitting.adjusted_on, 16), Sign(sitting, None))
    if sitting.posted_on is not None:
        yield Planned(at(sitting.posted_on, 10), Confirm(sitting, sitting.posted_on))


def _before(organisation: str, sitting: Sitting, item: Paragraph) -> Iterator[Planned]:
    """What happens to the item's matter before the meeting, the first events as early as may be."""
    ready = _a_week_before(sitting.meeting_on)
    begin = ready
    if item.registered_on is not None:
        begin = min(item.registered_on, sitting.meeting_on)
        yield Planned(at(item.registered_on, 9), Register(_registered(organisation, item)))
    count = len(item.events)
    for place, event in enumerate(item.events, start=1):
        day = max(begin, open_on_or_before(begin + (max(ready, begin) - begin) * place // count))
        yield Planned(at(day, 10), Fire(organisation, item.reference, event, {}))


def _registered(organisation: str, item: Paragraph) -> RegisterMatter:
    return RegisterMatter(
        organisation=organisation,
        matter_type=item.matter_type or "",
        title=item.title or "",
        number=item.matter,
        registered_on=item.registered_on,
        fields=item.fields,
        points=item.points,
    )


def _acted(minutes: Minutes, act: Act) -> Step:
    if act.fire is not None:
        return Fire(minutes.organisation, act, act.fire, act.data)
    return Settle(minutes.organisation, act)
