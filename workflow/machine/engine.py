"""What the engine fires by itself: automatic events, answers of children, expired deadlines."""

from collections.abc import Iterator

from workflow.errors import EndlessError
from workflow.machine import children, closing
from workflow.machine.context import open_points
from workflow.machine.moves import Move, arrived, carry_out, possible_moves
from workflow.machine.rights import missing_data
from workflow.machine.work import Work

_MOST_STEPS = 100  # more than any route is long: then it goes round in a circle


def run_automatic(work: Work) -> None:
    """Fire automatic events until none is possible.

    Raises:
        EndlessError: there is no end to them.
    """
    for _ in range(_MOST_STEPS):
        if not any(_fire_automatic(work, event) for event in _candidates(work)):
            return
    raise EndlessError(
        f"De automatiska händelserna i {work.definition.label} går runt utan slut.",
        hint="Rätta definitionen: något av dem måste vänta på en händelse.",
    )


def fire(work: Work, event: str, points: frozenset[str] | None = None) -> bool:
    """Move every open point (of these keys) that the event is possible for; whether any was moved."""
    moves = possible_moves(work, event)
    return _take(work, event, [m for m in moves if points is None or m.point.key in points])


def _candidates(work: Work) -> Iterator[str]:
    for state in dict.fromkeys(point.state for point in open_points(work)):
        yield from work.machine.automatic.get(state, ())
    yield from children.answers(work)


def _fire_automatic(work: Work, event: str) -> bool:
    answered = event in children.answers(work)
    return _take(
        work,
        event,
        [
            move
            for move in possible_moves(work, event)
            if move.rule.automatic or (answered and move.to != move.point.state)
        ],
    )


def _take(work: Work, event: str, moves: list[Move]) -> bool:
    """Carry out what is ready: nothing that lacks data, nothing that would end the matter too early."""
    ready = [move for move in moves if not missing_data(work, move.rule)]
    arriving = [(move.point.key, move.to) for move in ready]
    held = closing.blockers(work.matter) or children.undecided(work, event)
    if not ready or (held and closing.would_end(work, arriving)):
        return False
    carry_out(work, event, ready, [arrived(move, work.today) for move in ready], work.data)
    return True
