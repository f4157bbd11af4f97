"""What a decision told somebody to do: each has an owner and a day before the matter may end."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from workflow.errors import CommandRefusedError
from workflow.machine import schedule
from workflow.machine.values import Problems, day, line, words
from workflow.machine.work import Work
from workflow.model.commands import RegisterMatter, SettleAssignment
from workflow.model.events import AssignmentSettled, AssignmentsGiven
from workflow.model.ids import child_id
from workflow.model.matter import Assignment, RecordedDecision
from workflow.model.outcome import AssignmentGiven

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_PROPOSALS = frozenset({"proposes", "hands_over"})
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
    """Record the assignments of a decision, whatever its form: who refers back may ask for more.

    What a body only proposes to the next one, or hands over to it, isn't anybody's yet: it is left
    out on purpose, and given by the body that decides.
    """
    forms = {work.definition.events[outcome.event].form for outcome in decision.outcomes}
    if not given or forms <= _PROPOSALS:
        return
    assignments = tuple(
        Assignment(
            key=f"{decision.key}-a{number}",
            decision=decision.key,
            what=words(one.what),
            owner=None if one.owner is None else line(one.owner),
            due=_due(work, one, decision.decided_on),
            due_printed=one.due,
            due_body=_body(work, one),
        )
        for number, one in enumerate(given, start=1)
    )
    work.record(AssignmentsGiven(assignments))
    for assignment in assignments:
        if assignment.owned:
            _follow_up(work, assignment)
        else:
            missing = "Vem ska göra det" if assignment.owner is None else "När ska det vara klart"
            work.open_task(_TASK, f"{missing}: {assignment.what}", assignment.key)


def settle(work: Work, command: SettleAssignment) -> None:
    """A person gives an assignment its owner, its day or both; a day takes the place of a month.

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
    settled = replace(old, owner=owner or old.owner)
    if due is not None:
        settled = replace(settled, due=due, due_printed=due.isoformat(), due_body=None)
    work.record(AssignmentSettled(settled))
    if settled.owned:
        work.settle_tasks(_TASK, settled.key, f"{settled.owner}, {settled.due}")
        _follow_up(work, settled)


def follow_up(work: Work, decision: str) -> None:
    """The minutes with the decision are adjusted: what it gave somebody to do may begin."""
    for assignment in work.matter.assignments:
        if assignment.decision == decision and assignment.child is None and assignment.owned:
            _follow_up(work, assignment)


def _follow_up(work: Work, assignment: Assignment) -> None:
    """Register the assignment as a matter of its own, where the type says so.

    It gets its last day as it was given, once: a month follows the body's meeting schedule. What was
    given at a meeting waits for the adjustment: until then the decision can be corrected.
    """
    matter_type = work.definition.assignments_as
    if matter_type is None or assignment.due is None or _may_change(work, assignment):
        return
    matter = work.matter
    child = child_id(matter.id, assignment.key)
    fields: dict[str, object] = {
        "owner": assignment.owner,
        "given_in": matter.number.printed,
    }
    if _is_month(assignment.due_printed):
        fields["due_month"] = assignment.due_printed
        if assignment.due_body is not None:
            fields["due_body"] = assignment.due_body
    else:
        fields["due"] = assignment.due.isoformat()
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


def _may_change(work: Work, assignment: Assignment) -> bool:
    decisions = (made for made in work.matter.decisions if made.key == assignment.decision)
    return any(made.item is not None and made.adjusted_on is None for made in decisions)


def _is_month(due: object) -> bool:
    return isinstance(due, str) and _MONTH.fullmatch(due) is not None


def _month_or_day(due: object) -> date:
    """The last day that it can mean."""
    return schedule.month_span(str(due))[1] if _is_month(due) else day(due)


def _body(work: Work, given: AssignmentGiven) -> str | None:
    return schedule.find_body(work.organisation, given.due_body) if given.due_body else None


def _due(work: Work, given: AssignmentGiven, decided_on: date) -> date | None:
    """The last day: as given, or the body's first meeting in the month that the decision can mean.

    Where no meeting in the month is left on the day of the decision, the month's last working day.
    """
    if given.due is None:
        return None
    if not _is_month(given.due):
        return day(given.due)
    body = _body(work, given)
    meeting = body and schedule.first_meeting_in(work.organisation, body, given.due, decided_on)
    return meeting or schedule.last_working_day(given.due)
