"""What a matter waits for: every point, protocol, recipient, assignment, task and child. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType, State
from workflow.machine.schedule import next_meeting
from workflow.model.matter import SETTLED, Deadline, DispatchItem, Matter, Point, RecordedDecision
from workflow.statutory import rules

ROLE_LABELS: Mapping[str, str] = {
    "officer": "handläggaren",
    "secretary": "sekreteraren",
    "registrar": "registratorn",
    "chair": "ordföranden",
    "engine": "motorn",
}
"""What the office calls the engine's roles."""

_ITEM_WORDS: Mapping[str, tuple[str, str]] = {
    "waiting": ("väntar på att protokollet justeras", "Skickas när justeringen har anmälts."),
    "queued": ("ligger i utkorgen", "Skickas av motorn; kvitto väntas från mottagarens server."),
    "failed": (
        "gick inte att skicka",
        "Försök igen, ange en annan adress eller skriv varför det inte behövs.",
    ),
    "in_doubt": (
        "skickades, men ingen vet om det kom fram",
        "Fråga mottagaren; skicka igen eller skriv att det kom fram.",
    ),
    "unresolved": (
        "finns inte i registret med en adress",
        "Ange adress, eller skriv varför inget utskick behövs.",
    ),
}


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that the matter waits for.

    ``kind``: point, minutes, recipient, assignment, task or child; ``subject`` is its key, or the keys
    of several points. ``body`` names whom the meeting on the day ``on`` is of.
    ``since`` None means that the day is not known, ``on`` None that no day is set.
    """

    kind: str
    subject: str
    what: str
    since: date | None
    then: str
    on: date | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True)
class View:
    """What the parts of the explanation look things up in. ``today`` is a local calendar day."""

    definition: MatterType
    organisation: Organisation
    matter: Matter
    today: date
    since: Mapping[str, date] = field(default_factory=dict)

    def state(self, name: str) -> State:
        """A state of the definition."""
        return self.definition.states[name]

    def body(self, code: str) -> str:
        """The body's name; the code where the organisation doesn't have it."""
        found = self.organisation.bodies.get(code)
        return found.name if found else code

    def next_meeting(self, code: str, *, after: date | None = None) -> date | None:
        """The first meeting of the body from today on, and after the day given."""
        first = self.today if after is None else max(self.today, after + timedelta(days=1))
        return next_meeting(self.organisation, code, first)

    def role(self, name: str) -> str:
        """A role as the office calls it, with its holder."""
        label = ROLE_LABELS.get(name, name)
        called = self.organisation.roles.get(name, "")
        entry = next((e for e in self.organisation.entries if e.name == called), None)
        holder = entry.holder if entry and entry.holder else called
        return label if holder.casefold() in label else f"{label} ({holder})"

    def decision(self, key: str) -> RecordedDecision | None:
        """A decision by its key."""
        return next((d for d in self.matter.decisions if d.key == key), None)

    def decision_words(self, key: str) -> str:
        """Body, day and paragraph of a decision."""
        decision = self.decision(key)
        if decision is None:
            return key
        paragraph = f" § {decision.paragraph}" if decision.paragraph else ""
        return f"{self.body(decision.body)} {decision.decided_on}{paragraph}"


def waits(view: View) -> tuple[Wait, ...]:
    """Everything that is awaited, points first."""
    return (
        *_points(view),
        *_minutes(view),
        *_recipients(view),
        *_assignments(view),
        *_tasks(view),
        *_children(view),
    )


def _open_points(view: View) -> list[Point]:
    return [p for p in view.matter.points if not view.state(p.state).final]


def _points(view: View) -> Iterable[Wait]:
    """Points that wait in the same way are told as one; first those that the matter's state is of."""
    alike: dict[object, list[Point]] = {}
    for point in sorted(_open_points(view), key=lambda point: point.state != view.matter.state):
        way = (point.state, point.since, point.proposed, point.decision, point.tabled)
        alike.setdefault(way, []).append(point)
    for points in alike.values():
        keys = ", ".join(point.key for point in points)
        label = view.state(points[0].state).label
        subject = f"punkt {keys}: {label}" if len(view.matter.points) > 1 else label
        yield _of_point(view, points[0], keys, subject)


def _of_point(view: View, point: Point, keys: str, subject: str) -> Wait:
    state = view.state(point.state)
    if state.body:
        return _for_body(view, point, state.body, keys, subject)
    if state.phase == "dispatch" and (state.owner or not running(view)):
        charge = f" ({view.role(state.owner)})" if state.owner else ""
        what = f"{subject}: besluten sänds och följs upp{charge}"
        then = "Motorn går vidare när allt nedan är klart."
    elif state.owner:
        what = f"{subject}: {view.role(state.owner)} har ärendet"
        then = f"Nästa steg tas av {view.role(state.owner)}."
    else:
        what, then = subject, _by_clock(view)
    return Wait("point", keys, what, point.since, then)


def _for_body(view: View, point: Point, body: str, keys: str, subject: str) -> Wait:
    """The body's next meeting; one that already took the point up today doesn't count again."""
    latest = view.decision(point.decision) if point.decision else None
    after = latest.decided_on if latest and latest.body == body else None
    meeting = view.next_meeting(body, after=after)
    name = view.body(body)
    what = f"{subject}: {name} ska ta upp ärendet"
    if point.tabled:
        what += f" (bordlagt {point.tabled} gånger i rad)" if point.tabled > 1 else " (bordlagt)"
    if point.proposed and point.proposed in view.definition.events:
        what += f"; förslag: {view.definition.events[point.proposed].label}"
    then = (
        f"Nästa sammanträde: {name} {meeting}."
        if meeting
        else f"Inget kommande sammanträde med {name} finns i sammanträdesplanen."
    )
    return Wait("point", keys, what, point.since, then, meeting, name)


def _by_clock(view: View) -> str:
    clocks = running(view)
    if not clocks:
        return "Ingen dag är satt; en händelse väntas."
    first = clocks[0]
    return f"Går vidare när fristen ”{first.label}” är slut {first.final}, eller genom en händelse."


def _minutes(view: View) -> Iterable[Wait]:
    for decision in view.matter.decisions:
        if decision.adjusted_on is None:
            last = rules.apply("KL-5:69", decision.decided_on).final
            what = f"protokollet från {view.decision_words(decision.key)} är inte justerat"
            then = f"Det ska justeras senast {last}; anmäl sedan justeringen."
            yield Wait("minutes", decision.key, what, decision.decided_on, then, last)


def _recipients(view: View) -> Iterable[Wait]:
    for item in view.matter.items:
        if item.status in SETTLED:
            continue
        words, then = _ITEM_WORDS[item.status]
        reason = f" ({item.reason})" if item.reason else ""
        what = (
            f"{_recipient(item)} [{item.key}] {words}{reason}; {view.decision_words(item.decision)}"
        )
        yield Wait("recipient", item.key, what, view.since.get(item.key), then)


def _recipient(item: DispatchItem) -> str:
    return item.printed if item.name in ("", item.printed) else f"{item.name} (”{item.printed}”)"


def _assignments(view: View) -> Iterable[Wait]:
    for assignment in view.matter.assignments:
        if assignment.owned:
            continue
        missing = " och ".join(
            word
            for word, known in (("ansvarig", assignment.owner), ("dag", assignment.due))
            if known is None
        )
        decision = view.decision(assignment.decision)
        yield Wait(
            "assignment",
            assignment.key,
            f"uppdraget ”{assignment.what}” [{assignment.key}] saknar {missing}",
            decision.decided_on if decision else None,
            f"Ange {missing}.",
        )


def _tasks(view: View) -> Iterable[Wait]:
    shown = {i.key for i in view.matter.items if i.status not in SETTLED}
    shown |= {a.key for a in view.matter.assignments if not a.owned}
    for task in view.matter.tasks:
        if task.open and task.subject not in shown:
            then = (
                "Svara på uppgiften."
                if task.blocks
                else "Svara på uppgiften; den hindrar inte avslut."
            )
            yield Wait(
                "task", task.key, f"{task.text} [{task.key}]", view.since.get(task.key), then
            )


def _children(view: View) -> Iterable[Wait]:
    asked = {task.subject for task in view.matter.tasks if task.open and task.kind == "party"}
    for child in view.matter.children:
        if child.outcome is None:
            spec = view.definition.children.get(child.group)
            label = spec.label if spec else child.group
            then = (
                "Svaret kommer när ärendet där är avslutat."
                if child.matter and child.key not in asked
                else "Skriv in svaret när det har kommit."
            )
            what = f"{label}: {child.organisation} har inte svarat [{child.key}]"
            yield Wait("child", child.key, what, view.since.get(child.key), then)


def running(view: View) -> list[Deadline]:
    """Running deadlines, the nearest first."""
    return sorted(
        (d for d in view.matter.deadlines if d.status == "running"), key=lambda d: (d.final, d.key)
    )
