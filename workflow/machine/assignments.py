"""What a decision told somebody to do: each has an owner and a day before the matter may end."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from workflow.errors import CommandRefusedError
from workflow.machine import schedule
from workflow.machine.values import Problems, day, line, words
from workflow.machine.work import Work
from workflow.model.commands import AssignmentGiven, RegisterMatter, SettleAssignment
from workflow.model.events import AssignmentSettled, AssignmentsGiven
from workflow.model.ids import child_id
from workflow.model.matter import Assignment, RecordedDecision

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_REAL = frozenset({"decides", "notes"})
_LONGEST_TITLE = 500
_TASK = "assignment"


def check(work: Work, given: Sequence[AssignmentGiven], problems: Problems) -> None:
    """Note everything that is wrong with assignments as a decision words them."""
    for number, one in enumerate(given, start=1):
        label = f"Uppdrag {number}"
        problems.read(label, words, one.what)
        if one.owner is not None:
            problems.read(f"{label}, ansvarig", line, one.owner)
        if one.due is not None:
            problems.read(f"{label}, klart", _month_or_day, one.due)
        if one.due_body is not None and _body(work, one) is None:
            known = ", ".join(work.organisation.bodies)
            problems.add(f"{label}, organ", f"finns inte. Det finns {known}.")


def give(work: Work, decision: RecordedDecision, given: Sequence[AssignmentGiven]) -> None:
    """Record the assignments of a decision that really decides; a proposal only proposes them."""
    forms = {work.definition.events[outcome.event].form for outcome in decision.outcomes}
    if not given or forms.isdisjoint(_REAL):
        return
    assignments = tuple(
        Assignment(
            key=f"{decision.key}-a{number}",
            decision=decision.key,
            what=words(one.what),
            owner=None if one.owner is None else line(one.owner),
            due=_due(work, one),
            due_printed=one.due,
        )
        for number, one in enumerate(given, start=1)
    )
    work.record(AssignmentsGiven(assignments))
    for assignment, one in zip(assignments, given, strict=True):
        if assignment.owned:
            _follow_up(work, assignment, one)
        else:
            missing = "Vem ska göra det" if assignment.owner is None else "När ska det vara klart"
            work.open_task(_TASK, f"{missing}: {assignment.what}", assignment.key)


def settle(work: Work, command: SettleAssignment) -> None:
    """A person gives an assignment its owner, its day or both.

    Raises:
        InvalidInputError: a value has the wrong form, or there is none.
        CommandRefusedError: no such assignment.
    """
    problems = Problems()
    owner = None if command.owner is None else problems.read("Ansvarig", line, command.owner)
    due = None if command.due is None else problems.read("Klart", day, command.due)
    if command.owner is None and command.due is None:
        problems.add("Uppdraget", "ange ansvarig, dag eller båda.")
    problems.raise_if_any()
    old = next((one for one in work.matter.assignments if one.key == command.assignment), None)
    if old is None:
        raise CommandRefusedError(f"Ärendet har inget uppdrag {command.assignment[:40]}.")
    if old.child is not None:
        raise CommandRefusedError(
            f"Uppdraget {old.key} följs upp i ett eget ärende; ändra det där."
        )
    settled = replace(old, owner=owner or old.owner, due=due or old.due)
    work.record(AssignmentSettled(settled))
    if settled.owned:
        work.settle_tasks(_TASK, settled.key, f"{settled.owner}, {settled.due}")
        _follow_up(work, settled, AssignmentGiven(settled.what))


def _follow_up(work: Work, assignment: Assignment, given: AssignmentGiven) -> None:
    """Register the assignment as a matter of its own, where the type says so."""
    matter_type = work.definition.assignments_as
    if matter_type is None or assignment.due is None:
        return
    matter = work.matter
    child = child_id(matter.id, assignment.key)
    fields: dict[str, object] = {
        "owner": assignment.owner,
        "due": assignment.due.isoformat(),
        "given_in": matter.number.printed,
    }
    if given.due is not None and _is_month(given.due):
        fields["due_month"] = given.due
        body = _body(work, given)
        if body is not None:
            fields["due_body"] = body
    work.record(AssignmentSettled(replace(assignment, child=child)))
    work.send(
        child,
        RegisterMatter(
            organisation=matter.organisation,
            matter_type=matter_type,
            title=" ".join(assignment.what.split())[:_LONGEST_TITLE],
            fields=fields,
        ),
        key=f"register:{child}",
    )


def _is_month(due: object) -> bool:
    return isinstance(due, str) and _MONTH.fullmatch(due) is not None


def _month_or_day(due: object) -> date:
    """The last day that it can mean."""
    return schedule.month_span(str(due))[1] if _is_month(due) else day(due)


def _body(work: Work, given: AssignmentGiven) -> str | None:
    return schedule.find_body(work.organisation, given.due_body) if given.due_body else None


def _due(work: Work, given: AssignmentGiven) -> date | None:
    """The last day: as given, or the body's first meeting in the month, else its last working day."""
    if given.due is None:
        return None
    if not _is_month(given.due):
        return day(given.due)
    body = _body(work, given)
    meeting = schedule.first_meeting_in(work.organisation, body, given.due) if body else None
    return meeting or schedule.last_working_day(given.due)
