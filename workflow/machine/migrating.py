"""Moving a matter to another version of its type, and back: what was planned, and nothing else. Pure.

``work`` runs on the version that the matter goes to. Points keep their days and their outcomes: what they
are in is only called otherwise, so that no children are started and nothing is sent. Deadlines are looked
at by the new version in the same step, before anything else follows, so that each change of one is in
``MatterMigrated.fates``. Recipients, decisions, assignments and tasks are not touched.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import dropwhile

from workflow.definition.schema import MatterType
from workflow.errors import CommandRefusedError
from workflow.machine import deadlines, restoring, watching
from workflow.machine.arming import Look
from workflow.machine.evolve import evolve
from workflow.machine.fates import fates
from workflow.machine.holding import other_reminders, prepared
from workflow.machine.moves import state_of
from workflow.machine.narrate import describe
from workflow.machine.values import Problems, words
from workflow.machine.work import Work
from workflow.model.commands import MigrateMatter, RevertMigration
from workflow.model.effects import Effect, OpenIncident, SendMail
from workflow.model.events import DeadlineChanged, Event, MatterMigrated
from workflow.model.matter import Deadline, Matter, Point
from workflow.model.migration import DeadlineFate, Order, PointMove

AGAIN = "Ärendet går efter en ny version av ärendetypen."
"""The reason of a deadline that is worked out anew."""
_MARKS = ("at_risk", "reachable", "watched")
_PLAN_ANEW = "Planera om flytten (migrate plan)."
_OLD_REMINDERS = "Påminnelserna är som förut; recompute byter dem."
_AS_ORDERED = "Enligt flyttfilen."


def migrate(work: Work, command: MigrateMatter) -> None:
    """Move the matter as it was planned.

    Raises:
        InvalidInputError: the reason has the wrong form.
        CommandRefusedError: it goes by that version already, or isn't as it was planned, or the days that
            come out today aren't those of the plan.
    """
    _check_reason(command.reason)
    before = work.matter
    if before.definition == command.definition:
        raise CommandRefusedError("Ärendet går redan efter den versionen.")
    points = _moved(work, before, command.transfer.moves)
    moved = MatterMigrated(
        plan=command.plan,
        reason=command.reason,
        came_from=before.definition,
        definition=command.definition,
        moves=command.transfer.moves,
        points=points,
        state=state_of(work, _after(before, points)),
        fields_set=command.transfer.fields_set,
        fields_dropped=command.transfer.fields_dropped,
    )
    again = evolve(before, moved)
    looks = tuple(_looks(work, again))
    ready = tuple(
        row for look in looks if (row := prepared(look, command.orders.get(look.key))) is not None
    )
    if ready:
        moved = replace(moved, deadlines=ready)
        again = evolve(before, moved)
    step = deadlines.reconcile(work.definition, work.organisation, again, work.today, AGAIN)
    rows = {row.key: row for row in again.deadlines}
    rows |= {
        event.deadline.key: event.deadline
        for event in step.events
        if isinstance(event, DeadlineChanged)
    }
    notes = _notes(looks, ready, command.orders)
    found = fates(before.deadlines, tuple(rows.values()), step.events, notes)
    if not command.trial and found != command.transfer.deadlines:
        raise CommandRefusedError(_other_days(found, command.transfer.deadlines), hint=_PLAN_ANEW)
    work.record(replace(moved, fates=found))
    restoring.void(work, before)
    watching.settle(work, step)


def confirm(work: Work, command: MigrateMatter) -> None:
    """Whether what followed by itself is what was planned.

    Raises:
        CommandRefusedError: something else would follow now.
    """
    if command.trial:
        return
    follows = followed(work.definition, work.events, work.effects)
    if follows != command.transfer.follows:
        said = " ".join(follows) or "ingenting"
        raise CommandRefusedError(
            f"Det som följer av flytten är något annat än i planen: {said}", hint=_PLAN_ANEW
        )


def followed(
    definition: MatterType, events: Sequence[Event], effects: Sequence[Effect]
) -> tuple[str, ...]:
    """What follows by itself on a migration and its deadlines, in words; marks of risk are left out."""
    rest = dropwhile(lambda event: isinstance(event, MatterMigrated | DeadlineChanged), events)
    said = [
        describe(event, definition)
        for event in rest
        if not (isinstance(event, DeadlineChanged) and event.what in _MARKS)
    ]
    for effect in effects:
        if isinstance(effect, SendMail) and effect.template != "at_risk":
            said.append(f"Mejl till {effect.to_name}: {effect.subject}.")
        elif isinstance(effect, OpenIncident):
            said.append(f"Avvikelse: {effect.detail}")
    return tuple(said)


def revert(work: Work, command: RevertMigration) -> None:
    """Go back to what the matter was before.

    A deadline whose clock the migration stopped or moved gets timers of a new generation, since those of
    the old one are void.

    Raises:
        InvalidInputError: the reason has the wrong form.
        CommandRefusedError: it isn't as the migration left it.
    """
    _check_reason(command.reason)
    before = work.matter
    now = {deadline.key: deadline for deadline in before.deadlines}
    points = {point.key for point in before.points}
    if points != {point.key for point in command.points} or not now.keys() >= {
        row.key for row in command.deadlines
    }:
        raise CommandRefusedError("Ärendet har andra punkter eller frister än före flytten.")
    restored = tuple(restoring.restored(now[row.key], row) for row in command.deadlines)
    kept = {row.key for row in restored}
    back = MatterMigrated(
        plan=command.plan,
        reason=command.reason,
        came_from=before.definition,
        definition=command.definition,
        moves=_moves(before.points, command.points),
        points=tuple(point for point in command.points if point not in before.points),
        state=command.state,
        fields_set={
            name: value
            for name, value in command.fields.items()
            if name not in before.fields or before.fields[name] != value
        },
        fields_dropped=tuple(name for name in before.fields if name not in command.fields),
        deadlines=tuple(row for row in restored if row != now[row.key]),
        deadlines_gone=tuple(key for key in now if key not in kept),
        reverted=True,
    )
    found = fates(before.deadlines, evolve(before, back).deadlines)
    work.record(replace(back, fates=found))
    restoring.void(work, before)
    restoring.arm(work, before, restored)


def _check_reason(reason: str) -> None:
    problems = Problems()
    problems.read("Skäl", words, reason)
    problems.raise_if_any()


def _moved(work: Work, matter: Matter, moves: Sequence[PointMove]) -> tuple[Point, ...]:
    by_key = {point.key: point for point in matter.points}
    points = []
    for move in moves:
        point = by_key.pop(move.point, None)
        if point is None or point.state != move.came_from:
            raise CommandRefusedError(
                f"Punkt {move.point} är inte i det läge som planen säger.", hint=_PLAN_ANEW
            )
        points.append(replace(point, state=move.to))
    for point in (*points, *by_key.values()):
        if point.state not in work.definition.states:
            raise CommandRefusedError(
                f"Läget {point.state} (punkt {point.key}) finns inte i den nya versionen.",
                hint=_PLAN_ANEW,
            )
    return tuple(points)


def _after(matter: Matter, points: Sequence[Point]) -> tuple[Point, ...]:
    changed = {point.key: point for point in points}
    return tuple(changed.get(point.key, point) for point in matter.points)


def _looks(work: Work, matter: Matter) -> Iterator[Look]:
    for key, spec in work.definition.deadlines.items():
        yield Look(work.definition, work.organisation, matter, work.today, AGAIN, key, spec)


def _notes(
    looks: Sequence[Look], ready: Sequence[Deadline], orders: Mapping[str, Order]
) -> dict[str, str]:
    dropped = {row.key: _AS_ORDERED for row in ready if orders.get(row.key) == "drop"}
    reminders = {
        look.key: _OLD_REMINDERS
        for look in looks
        if other_reminders(look) and orders.get(look.key) != "recompute"
    }
    return {**reminders, **dropped}


def _other_days(found: Sequence[DeadlineFate], planned: Sequence[DeadlineFate]) -> str:
    known = {fate.key: fate for fate in planned}
    labels = [fate.label for fate in found if known.get(fate.key) != fate]
    return f"Frister blir inte som i planen: {', '.join(labels) or 'någon saknas'}."


def _moves(before: Sequence[Point], after: Sequence[Point]) -> tuple[PointMove, ...]:
    states = {point.key: point.state for point in before}
    return tuple(
        PointMove(point.key, states[point.key], point.state)
        for point in after
        if states[point.key] != point.state
    )
