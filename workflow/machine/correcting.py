"""Putting right what was recorded of a decision at a meeting, before its minutes are adjusted; never after.

Where another paragraph, wording or recipient is all, the decision is replaced as it stands. Otherwise the
matter is put back to what it was before the decision, and what should have been recorded is.
"""

from collections.abc import Iterator
from dataclasses import replace

from workflow.errors import CommandRefusedError
from workflow.machine import decisions, dispatch, restoring
from workflow.machine.moves import state_of
from workflow.machine.values import Problems, line, lines, words
from workflow.machine.work import Work
from workflow.model.commands import CorrectDecision, RecordDecision
from workflow.model.events import DecisionCorrected, DecisionUndone
from workflow.model.matter import (
    Before,
    Deadline,
    DeadlineStatus,
    Matter,
    Point,
    RecordedDecision,
)

_OPEN: frozenset[DeadlineStatus] = frozenset({"running", "suspended"})
_AFTERWARDS = "Efter justeringen krävs ett nytt beslut."


def correct(work: Work, command: CorrectDecision) -> None:
    """Correct the decision that was made under the item, or take it back where there was none.

    Raises:
        InvalidInputError: a value has the wrong form.
        CommandRefusedError: no decision was made under the item, it is adjusted or sent, the matter has
            gone on since, or what should have been recorded isn't possible.
    """
    problems = Problems()
    problems.read("Skäl", words, command.reason)
    problems.raise_if_any()
    made = _made(work, command.item)
    instead = command.instead
    if instead is not None and command.words_only:
        _reword(work, made, instead, command.reason)
        return
    _undo(work, made, command.reason)
    if instead is not None:
        decisions.record(work, instead)


def _made(work: Work, item: str) -> RecordedDecision:
    made = next((one for one in work.matter.decisions if one.item == item), None)
    if made is None:
        raise CommandRefusedError("Inget beslut är registrerat under den punkten på dagordningen.")
    if made.adjusted_on is not None:
        raise CommandRefusedError(
            f"Protokollet justerades {made.adjusted_on} och ändras inte (KL 5:69).",
            hint=_AFTERWARDS,
        )
    if any(sent.decision == made.key for sent in work.matter.items):
        raise CommandRefusedError(
            "Beslutet är redan sänt till mottagarna och kan inte rättas så.",
            hint="Fatta ett nytt beslut, eller rätta en skrivfelaktighet genom händelsen för det.",
        )
    return made


def _reword(work: Work, made: RecordedDecision, instead: RecordDecision, reason: str) -> None:
    problems = Problems()
    recipients = problems.read("Mottagare", lines, instead.recipients)
    paragraph = instead.paragraph and problems.read("Paragraf", line, instead.paragraph)
    problems.raise_if_any()
    decision = replace(made, paragraph=paragraph, recipients=tuple(recipients or ()))
    dispatch.check_sent(work, decision)
    work.record(DecisionCorrected(decision, reason))


def _undo(work: Work, made: RecordedDecision, reason: str) -> None:
    """Take the decision back; what it led to by itself follows from looking at the matter again."""
    matter = work.matter
    before = made.before or Before((), (), {}, ())
    named = {*(point.key for point in before.points), *before.points_opened}
    gone_on = sorted(
        point.key
        for point in matter.points
        if point.key in named and (point.decision != made.key or _moved_on(work, before, point))
    )
    if gone_on:
        raise CommandRefusedError(
            f"Punkt {', '.join(gone_on)} har gått vidare sedan beslutet registrerades.",
            hint="Ta det tillbaka dit beslutet ledde, eller rätta det senare beslutet, först.",
        )
    kept = [point for point in matter.points if point.key not in before.points_opened]
    points = {point.key: point for point in kept} | {point.key: point for point in before.points}
    rows = tuple(_deadlines(matter, before))
    work.record(
        DecisionUndone(
            decision=made.key,
            points=before.points,
            points_gone=before.points_opened,
            fields=before.fields,
            assignments_gone=tuple(
                given.key for given in matter.assignments if given.decision == made.key
            ),
            deadlines=rows,
            state=state_of(work, points.values()),
            reason=reason,
        )
    )
    for given in matter.assignments:
        if given.decision == made.key:
            work.settle_tasks("assignment", given.key, "Beslutet var felregistrerat.")
    restoring.void(work, matter)
    restoring.arm(work, matter, rows)


def _moved_on(work: Work, before: Before, point: Point) -> bool:
    """Whether somebody has taken the point on since; what the engine does by itself follows anyhow."""
    left_in = before.moved_to.get(point.key, point.state)
    return point.state != left_in and left_in not in work.machine.automatic


def _deadlines(matter: Matter, before: Before) -> Iterator[Deadline]:
    """Those that began or ended with the decision, as they were.

    What time or a person has done to the others since stays: one that passed has been told of, and one
    that was extended has its new day.
    """
    now = {row.key: row for row in matter.deadlines}
    for row in before.deadlines:
        current = now.get(row.key)  # None: another version of the type has it no more
        if current is None or current.status == row.status:
            continue
        if row.status in _OPEN and current.status in (*_OPEN, "expired"):
            continue
        yield restoring.restored(current, row)
