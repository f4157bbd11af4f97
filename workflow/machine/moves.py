"""Moving points by an event: which ones, by which rule of the definition, and why not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from workflow.definition.schema import EventSpec, Transition
from workflow.errors import CommandRefusedError
from workflow.machine import children
from workflow.machine.build import Moving
from workflow.machine.context import open_points, reader
from workflow.machine.named import ON_MATTER, ON_POINT
from workflow.machine.values import nearest
from workflow.machine.work import Work
from workflow.model.events import PointsMoved
from workflow.model.matter import Point


@dataclass(frozen=True, slots=True)
class Move:
    """A point as it stands, where it goes and the rule that lets it."""

    point: Point
    to: str
    rule: Transition


def event_called(work: Work, name: str) -> EventSpec:
    """The event as the definition declares it.

    Raises:
        CommandRefusedError: there is none of that name.
    """
    spec = work.definition.events.get(name)
    if spec is None:
        raise CommandRefusedError(
            f"Händelsen {name[:60]} finns inte i ärendetypen {work.definition.label}."
            + nearest(name, work.definition.events)
        )
    return spec


def attempt(work: Work, event: str, point: Point) -> Move | None:
    """The move that the event leads to, by the first rule whose guard is true; None: not possible."""
    moving = Moving(point.state, reader(work, point, event))
    rule = work.machine.fire(event, moving)
    return None if rule is None else Move(point, moving.state, rule)


def possible_moves(work: Work, event: str) -> tuple[Move, ...]:
    """The moves of every open point that the event is possible for."""
    tried = (attempt(work, event, point) for point in open_points(work))
    return tuple(move for move in tried if move is not None)


def moves_of(work: Work, event: str, points: Iterable[Point]) -> tuple[Move, ...]:
    """The moves of these points, every one of which must be possible.

    Raises:
        CommandRefusedError: for at least one of them it isn't; says why for each.
    """
    moves = []
    reasons = []
    for point in points:
        move = attempt(work, event, point)
        if move is None:
            reasons.append(_why_not(work, event, point))
        else:
            moves.append(move)
    if reasons:
        raise CommandRefusedError(" ".join(reasons))
    return tuple(moves)


def moves_of_any(work: Work, event: str) -> tuple[Move, ...]:
    """The moves of every open point that the event is possible for, at least one.

    Raises:
        CommandRefusedError: there is none; says why for each open point.
    """
    moves = possible_moves(work, event)
    if not moves:
        reasons = [_why_not(work, event, point) for point in open_points(work)]
        raise CommandRefusedError(" ".join(reasons))
    return moves


def _why_not(work: Work, event: str, point: Point) -> str:
    label = work.definition.events[event].label
    where = work.definition.states[point.state].label
    rules = work.machine.rules(event, point.state)
    if not rules:
        return f"Punkt {point.key} är i läget ”{where}”; därifrån går inte ”{label}” ({event})."
    guards = " eller ".join(f"({rule.guard})" for rule in rules)
    return (
        f"Punkt {point.key} är i läget ”{where}”, och villkoret för ”{label}” ({event}) "
        f"är inte uppfyllt: {guards}."
    )


def arrived(move: Move, on: date) -> Point:
    """The point after its move; it has been in a new state since that day."""
    point = replace(
        move.point,
        state=move.to,
        since=on if move.to != move.point.state else move.point.since,
        tabled=0,
    )
    for name in move.rule.effects:
        if name in ON_POINT:
            point = ON_POINT[name](point)
    return point


def carry_out(
    work: Work,
    event: str,
    moves: Sequence[Move],
    points: Sequence[Point],
    data: Mapping[str, object],
) -> None:
    """Record that the event moved these points, and what follows from it."""
    after = {point.key: point for point in work.matter.points}
    after.update((point.key, point) for point in points)
    work.record(
        PointsMoved(
            event=event,
            came_from={move.point.key: move.point.state for move in moves},
            points=tuple(points),
            state=state_of(work, after.values()),
            data=data,
        )
    )
    follow(work, moves)


def follow(work: Work, moves: Sequence[Move]) -> None:
    """Do what the rules of these moves name, and start the children of the states that were entered."""
    for name in dict.fromkeys(name for move in moves for name in move.rule.effects):
        if name in ON_MATTER:
            ON_MATTER[name](work)
    entered = (move.to for move in moves if move.to != move.point.state)
    children.start(work, dict.fromkeys(entered))


def state_of(work: Work, points: Iterable[Point]) -> str:
    """The matter's state: of the point that has the longest way to go, in the definition's order.

    Final states come last in that order, so an open point always goes before an ended one.
    """
    machine = work.machine
    return min(
        (point.state for point in points),
        key=lambda state: (state in machine.finals, machine.order[state]),
    )
