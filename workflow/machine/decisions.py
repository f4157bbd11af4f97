"""What a body decides at a meeting: every point gets its own outcome, in any order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workflow.errors import CommandRefusedError
from workflow.machine import assignments, dispatch, rights, schedule
from workflow.machine.context import is_decided, open_points
from workflow.machine.moves import Move, arrived, carry_out, event_called, moves_of
from workflow.machine.values import Problems, day, key, line, lines, read_fields, words
from workflow.machine.work import Work
from workflow.meeting.wording import FOR_THE_MINUTES
from workflow.model.commands import RecordDecision
from workflow.model.events import DecisionRecorded
from workflow.model.matter import Before, Point, RecordedDecision
from workflow.model.outcome import PointOutcome

_LONGEST_PARAGRAPH = 40


@dataclass(frozen=True, slots=True)
class _Outcome:
    """An outcome with the moves that it makes; ``given.points`` names every one of them."""

    given: PointOutcome
    moves: tuple[Move, ...]


def record(work: Work, command: RecordDecision) -> None:
    """Record a decision and move its points.

    Raises:
        InvalidInputError: values of the wrong form.
        CommandRefusedError: not possible for a point, a point named twice or waiting for another
            body, a role or a value missing, a day to come.
    """
    _check(work, command)
    _check_events(work, command)
    if command.item is not None and command.item in {made.item for made in work.matter.decisions}:
        raise CommandRefusedError(
            "Beslutet under den punkten på dagordningen är redan registrerat.",
            hint="Rätta det i sammanträdet.",
        )
    decided_on = command.decided_on or work.today
    if decided_on > work.today:
        raise CommandRefusedError(f"Beslutsdagen {decided_on} har inte varit än.")
    body = _body(work, command)
    outcomes = tuple(_planned(work, command.outcomes, body))
    for outcome in outcomes:
        rights.check(work, outcome.given.event, outcome.moves)
        _check_taken_back(work, outcome, body)
    forms = {work.definition.events[outcome.given.event].form for outcome in outcomes}
    decision = RecordedDecision(
        key=_new_key(work),
        body=body,
        decided_on=decided_on,
        paragraph=command.paragraph,
        outcomes=tuple(outcome.given for outcome in outcomes),
        recipients=tuple(lines(command.recipients)),
        appealable="decides" in forms and work.organisation.kind != "association",
        against_proposal=any(_against(work, outcome) for outcome in outcomes),
        texts=tuple(
            (move.point.key, outcome.given.text or move.point.text)
            for outcome in outcomes
            for move in outcome.moves
        ),
        item=command.item,
    )
    dispatch.check_sent(work, decision)
    if decision.item is not None:
        decision = replace(decision, before=_before(work, outcomes))
    work.record(DecisionRecorded(decision))
    data = work.data
    for outcome in outcomes:
        after = [_after(work, move, outcome.given, decision) for move in outcome.moves]
        carry_out(work, outcome.given.event, outcome.moves, after, data)
        data = {}
    assignments.give(work, decision, command.assignments)
    if work.definition.dispatch.before_adjustment:
        dispatch.order(work, decision)


def _new_key(work: Work) -> str:
    """After the last one: those before it may have been taken back since."""
    made = work.matter.decisions
    return f"d{int(made[-1].key[1:]) + 1 if made else 1}"


def _before(work: Work, outcomes: Sequence[_Outcome]) -> Before:
    """What the decision is about to change, as it is."""
    matter = work.matter
    known = {point.key: point for point in matter.points}
    named = [move.point.key for outcome in outcomes for move in outcome.moves]
    return Before(
        points=tuple(known[name] for name in named if name in known),
        points_opened=tuple(name for name in named if name not in known),
        fields={name: matter.fields.get(name) for name in work.data},
        deadlines=matter.deadlines,
        moved_to={move.point.key: move.to for outcome in outcomes for move in outcome.moves},
    )


def _check(work: Work, command: RecordDecision) -> None:
    """The form of every value; the fields are kept for guards and rights."""
    problems = Problems()
    fields = work.definition.fields
    data = {
        name: value
        for name, value in command.data.items()
        if name in fields or command.item is None or name not in FOR_THE_MINUTES
    }
    work.data = read_fields(fields, data, problems)
    if command.paragraph is not None:
        problems.read("Paragraf", lambda value: line(value, _LONGEST_PARAGRAPH), command.paragraph)
    if command.decided_on is not None:
        problems.read("Beslutsdag", day, command.decided_on)
    problems.read("Mottagare", lines, command.recipients)
    assignments.check(work, command.assignments, problems)
    if not command.outcomes:
        problems.add("Beslutet", "ange minst ett utfall.")
    for outcome in command.outcomes:
        for name in outcome.points:
            problems.read("Punkt", key, name)
        if outcome.text is not None:
            problems.read("Punktens text", words, outcome.text)
    problems.raise_if_any()


def _check_events(work: Work, command: RecordDecision) -> None:
    for outcome in command.outcomes:
        spec = event_called(work, outcome.event)
        if spec.form is None:
            raise CommandRefusedError(
                f"”{spec.label}” ({outcome.event}) är inget beslut av ett organ.",
                hint="Gör den som en händelse i stället.",
            )
        if outcome.proposed is not None:
            proposed = event_called(work, outcome.proposed)
            if spec.form != "proposes" or proposed.form is None:
                raise CommandRefusedError(
                    f"”{spec.label}” kan inte föreslå ”{proposed.label}”: "
                    "bara ett förslag till nästa organ kan föreslå ett beslut."
                )


def _body(work: Work, command: RecordDecision) -> str:
    """The body that decides: as given, else the one that the points concerned wait for.

    Raises:
        CommandRefusedError: it can't be told, or the organisation has no such body.
    """
    states = work.definition.states
    if command.body is not None:
        bodies = {*work.organisation.bodies, *(state.body for state in states.values())}
        if command.body not in bodies:
            known = ", ".join(work.organisation.bodies)
            raise CommandRefusedError(f"Organet {command.body[:40]} finns inte. Det finns {known}.")
        return command.body
    named = {name for outcome in command.outcomes for name in outcome.points}
    points = open_points(work)
    concerned = [point for point in points if point.key in named] or points
    found = {states[point.state].body for point in concerned} - {None}
    if len(found) != 1:
        waiting = ", ".join(sorted(filter(None, found))) or "inget organ"
        raise CommandRefusedError(
            f"Ange vilket organ som har beslutat; ärendet väntar på {waiting}."
        )
    return str(found.pop())


def _planned(work: Work, outcomes: Sequence[PointOutcome], body: str) -> Iterator[_Outcome]:
    """Every outcome with its points, all judged as the matter was before the decision.

    Raises:
        CommandRefusedError: a point named twice, ended or waiting for another body, or nothing to
            decide on.
    """
    named = [name for outcome in outcomes for name in outcome.points]
    twice = {name for name in named if named.count(name) > 1}
    if twice:
        raise CommandRefusedError(f"Punkt {', '.join(sorted(twice))} nämns mer än en gång.")
    rest = [point for point in _waiting(work, outcomes, body) if point.key not in named]
    for outcome in outcomes:
        points = [_point(work, outcome, name, body) for name in outcome.points]
        if not outcome.points:
            points, rest = rest, []
        if not points:
            label = work.definition.events[outcome.event].label
            raise CommandRefusedError(f"Ingen punkt väntar på {body} för ”{label}”.")
        given = replace(outcome, points=tuple(point.key for point in points))
        yield _Outcome(given, moves_of(work, outcome.event, points))


def _waiting(work: Work, outcomes: Sequence[PointOutcome], body: str) -> list[Point]:
    """The open points in a state of the body; where there are none, those that wait for no body.

    Of the latter only those count that an outcome without points is declared for: a body may take
    back a decision that is being dispatched.
    """
    states = work.definition.states
    points = open_points(work)
    waiting = [point for point in points if states[point.state].body == body]
    events = [outcome.event for outcome in outcomes if not outcome.points]
    return waiting or [
        point
        for point in points
        if states[point.state].body is None
        and any(work.machine.rules(event, point.state) for event in events)
    ]


def _point(work: Work, outcome: PointOutcome, name: str, body: str) -> Point:
    """The point of that key; one that doesn't exist is opened at the body."""
    point = next((point for point in work.matter.points if point.key == name), None)
    if point is None:
        return _opened(work, outcome, name, body)
    if point.state in work.machine.finals:
        raise CommandRefusedError(f"Punkt {name} är redan avslutad.")
    waits_for = work.definition.states[point.state].body
    if waits_for not in (None, body):
        raise CommandRefusedError(f"Punkt {name} väntar på {waits_for}, inte på {body}.")
    return point


def _check_taken_back(work: Work, outcome: _Outcome, body: str) -> None:
    """What a body has decided is taken back by that body, or by one above it.

    Raises:
        CommandRefusedError: by another one.
    """
    definition = work.definition
    by = {decision.key: decision.body for decision in work.matter.decisions}
    for move in outcome.moves:
        point = move.point
        taken = is_decided(definition, point)
        if point.decision is None or not taken or definition.states[point.state].body is not None:
            continue
        decided_by = by[point.decision]
        may = (decided_by, *_over(work, decided_by, outcome))
        if body not in may:
            label = definition.events[outcome.given.event].label
            raise CommandRefusedError(
                f"{decided_by} har beslutat om punkt {point.key}: ”{label}” kan bara "
                f"{' eller '.join(may)} besluta, inte {body}."
            )


def _over(work: Work, decided_by: str, outcome: _Outcome) -> tuple[str, ...]:
    """The bodies above the one that decided which may take its decision back by this outcome.

    The council decides nothing that the executive board hasn't had its say on (KL 5:26-28): what others
    have decided it refers back to be prepared, unless the type's matters need no preparation.
    """
    bodies = work.organisation.bodies
    above = schedule.above(work.organisation, decided_by)
    decides = work.definition.events[outcome.given.event].form == "decides"
    board = decided_by in bodies and bodies[decided_by].kind == "executive_board"
    if not decides or board or not work.definition.requires_preparation:
        return above
    return tuple(code for code in above if bodies[code].kind != "council")


def _opened(work: Work, outcome: PointOutcome, name: str, body: str) -> Point:
    """A point of the body's own, beside one that waits for it: what isn't on its agenda it can't add to.

    Raises:
        CommandRefusedError: nothing in the matter waits for the body, or it can't decide that.
    """
    states = work.definition.states
    here = [point.state for point in open_points(work) if states[point.state].body == body]
    for state in here:
        if work.machine.rules(outcome.event, state):
            return Point(name, outcome.text or f"Punkt {name}", state, work.today)
    label = work.definition.events[outcome.event].label
    why = "" if here else " Ingen punkt i ärendet väntar på organet."
    raise CommandRefusedError(f"{body} kan inte öppna punkt {name} med ”{label}”.{why}")


def _against(work: Work, outcome: _Outcome) -> bool:
    """Whether a deciding outcome is another than the body before proposed."""
    event = outcome.given.event
    return work.definition.events[event].form == "decides" and any(
        move.point.proposed not in (None, event) for move in outcome.moves
    )


def _after(work: Work, move: Move, outcome: PointOutcome, decision: RecordedDecision) -> Point:
    form = work.definition.events[outcome.event].form
    return replace(
        arrived(move, decision.decided_on),
        text=outcome.text or move.point.text,
        outcome=outcome.event,
        proposed=outcome.proposed if form == "proposes" else move.point.proposed,
        decision=decision.key,
        tabled=move.point.tabled + 1 if form == "tables" else 0,
    )
