"""Matters that are started in other organisations, and how their answers are joined."""

from collections.abc import Iterable, Mapping
from typing import cast

from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType
from workflow.errors import CommandRefusedError
from workflow.machine.context import CONTINUED_AS, accepted, latest_round, round_of
from workflow.machine.recipients import folded
from workflow.machine.values import Problems, line
from workflow.machine.work import Work
from workflow.model.commands import RegisterMatter, ReportChild
from workflow.model.events import ChildrenStarted, ChildReported
from workflow.model.ids import child_id
from workflow.model.matter import Child, Parent


def start(work: Work, entered: Iterable[str]) -> None:
    """Start the children of every block that waits for one of these states.

    A point that comes while the parties are still answering waits with the others; one that comes
    after their answers are in makes a new round, which is asked anew.

    Raises:
        CommandRefusedError: the list of parties is empty.
    """
    for state in entered:
        for group in work.machine.starts.get(state, ()):
            latest = latest_round(work.matter, group)
            if not latest or _joined(work, group) is not None:
                _start_round(work, group, round_of(latest[0]) + 1 if latest else 1)


def _start_round(work: Work, group: str, number: int) -> None:
    spec = work.definition.children[group]
    name = spec.each.removeprefix("fields.")
    parties = cast("list[str]", work.matter.fields.get(name) or [])
    if not parties:
        label = work.definition.fields[name].label
        raise CommandRefusedError(f"{spec.label} kan inte startas: {label} ({name}) är tom.")
    matter = work.matter
    started = []
    for place, (party, code) in enumerate(_asked(work.organisations, parties), start=1):
        key = f"{group}-{number}-{place}"
        identity = child_id(matter.id, key) if code else None
        started.append(Child(key, group, code or party, identity))
    work.record(ChildrenStarted(tuple(started)))
    for child in started:
        if child.matter is None:
            text = f"{spec.label}: {child.organisation} finns inte i registret. Skriv in svaret."
            work.open_task("party", text, child.key)
        else:
            work.send(
                child.matter,
                RegisterMatter(
                    organisation=child.organisation,
                    matter_type=spec.matter_type,
                    title=matter.title,
                    fields={
                        name: matter.fields[name]
                        for name in spec.copy_fields
                        if name in matter.fields
                    },
                    parent=Parent(matter.id, child.key),
                ),
                key=f"register:{child.matter}",
            )


def _asked(
    organisations: Mapping[str, Organisation], parties: Iterable[str]
) -> Iterable[tuple[str, str | None]]:
    """(as written, code) of each party once, also where it is named by its code and by its name."""
    once: dict[str, tuple[str, str | None]] = {}
    for party in parties:
        code = _code(organisations, party)
        once.setdefault(code or folded(party), (party, code))
    return once.values()


def _code(organisations: Mapping[str, Organisation], party: str) -> str | None:
    wanted = folded(party)
    for code, organisation in organisations.items():
        if wanted in (folded(code), folded(organisation.name)):
            return code
    return None


def report(work: Work, command: ReportChild) -> None:
    """A child answered; what follows from all answers together is fired afterwards.

    A child that goes on under another number has not answered: a person enters what comes of it.

    Raises:
        InvalidInputError: the answer isn't a line of text.
        CommandRefusedError: no such child, or it has answered.
    """
    problems = Problems()
    outcome = problems.read("Svar", line, command.outcome) or ""
    problems.raise_if_any()
    child = next((child for child in work.matter.children if child.key == command.child), None)
    if child is None:
        raise CommandRefusedError(f"Ärendet har inget underärende {command.child[:60]}.")
    if child.outcome is not None:
        raise CommandRefusedError(f"{child.organisation} har redan svarat: {child.outcome}.")
    if work.by_engine and outcome.startswith(CONTINUED_AS):
        if work.matter.closed_on is None:
            number = outcome.removeprefix(CONTINUED_AS)
            text = f"Ärendet hos {child.organisation} fortsätter där som {number}. Skriv in svaret."
            work.open_task("party", text, child.key)
        return
    work.record(ChildReported(child.key, outcome))
    work.settle_tasks("party", child.key, outcome)


def answers(work: Work) -> tuple[str, ...]:
    """The events that the answers so far lead to: one for each block whose join is decided."""
    events = []
    for group, spec in work.definition.children.items():
        verdict = _joined(work, group)
        if verdict is not None:
            events.append(spec.then if verdict else spec.otherwise)
    return tuple(events)


def answer_events(definition: MatterType) -> frozenset[str]:
    """The events that only the answers of children bring about."""
    blocks = definition.children.values()
    return frozenset(event for spec in blocks for event in (spec.then, spec.otherwise))


def undecided(work: Work, event: str) -> bool:
    """Whether the event stands for answers of children that aren't in."""
    blocks = work.definition.children.items()
    return any(
        event in (spec.then, spec.otherwise) and _joined(work, group) is None
        for group, spec in blocks
    )


def _joined(work: Work, group: str) -> bool | None:
    """Whether the condition is met, can't be met any more, or (None) is open still."""
    ours = latest_round(work.matter, group)
    yes = [accepted(work, child) for child in ours]
    no = [child.outcome is not None and not ok for child, ok in zip(ours, yes, strict=True)]
    if not ours:
        return None
    if work.definition.children[group].join == "all":
        return False if any(no) else (True if all(yes) else None)
    return True if any(yes) else (False if all(no) else None)
