"""From a command to what happens: pure, without I/O and without a clock."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from workflow.definition.organisation import Organisation
from workflow.errors import CommandRefusedError, StaleVersionError
from workflow.machine import (
    adjusting,
    assignments,
    children,
    closing,
    correcting,
    decisions,
    dispatch,
    engine,
    firing,
    legality,
    meetings,
    migrating,
    recording,
    registering,
    signing,
    succession,
    tasks,
    watching,
)
from workflow.machine.build import Machine
from workflow.machine.possible import possible
from workflow.machine.work import Work
from workflow.model.commands import (
    AdjustMinutes,
    CallRoll,
    ConfirmLegalForce,
    CorrectDecision,
    CorrectItem,
    ElectAdjusters,
    Envelope,
    ExtendDeadline,
    FireEvent,
    FireTimer,
    MigrateMatter,
    NoteAppeal,
    OrderItems,
    PlaceItems,
    PresentMinutes,
    RecordDecision,
    RecordItems,
    RecordReceipt,
    RegisterMatter,
    ReportChild,
    ReprojectDeadlines,
    ResumeDeadline,
    RetryDispatch,
    RevertMigration,
    SettleAssignment,
    SettleRecipient,
    SettleTask,
    SignMinutes,
    SuspendDeadline,
    WithdrawItem,
)
from workflow.model.matter import Matter
from workflow.model.step import Step

_HANDLERS: Mapping[type, Callable[[Work, Any], None]] = {
    FireEvent: firing.fire,
    RecordDecision: decisions.record,
    CorrectDecision: correcting.correct,
    AdjustMinutes: adjusting.adjust,
    NoteAppeal: legality.note_appeal,
    ConfirmLegalForce: legality.confirm,
    FireTimer: watching.timer,
    ExtendDeadline: watching.change,
    SuspendDeadline: watching.change,
    ResumeDeadline: watching.change,
    RecordReceipt: dispatch.record_receipt,
    SettleRecipient: dispatch.settle,
    RetryDispatch: dispatch.retry,
    SettleTask: tasks.settle,
    SettleAssignment: assignments.settle,
    ReportChild: children.report,
    MigrateMatter: migrating.migrate,
    RevertMigration: migrating.revert,
    PlaceItems: meetings.place,
    OrderItems: meetings.order,
    WithdrawItem: meetings.withdraw,
    CallRoll: meetings.call_roll,
    ElectAdjusters: meetings.elect_adjusters,
    RecordItems: recording.record,
    CorrectItem: recording.correct,
    PresentMinutes: signing.present,
    SignMinutes: signing.sign,
}
# The others change what was settled when the matter ended. These are facts, or find nothing to do.
_AFTER_THE_END = (
    AdjustMinutes,
    NoteAppeal,
    ConfirmLegalForce,
    FireEvent,
    FireTimer,
    RecordReceipt,
    ReportChild,
    ReprojectDeadlines,
)
_MOST_ROUNDS = 10  # an expired deadline may move points that other deadlines hang on


def decide(
    machine: Machine,
    organisations: Mapping[str, Organisation],
    matter: Matter | None,
    envelope: Envelope,
    now: datetime,
    *,
    advise: bool = True,
) -> Step:
    """What the command does to the matter (None: not registered yet).

    ``now`` is aware. Folding the step's events into the matter gives the matter after the command; an
    empty step means that nothing was left to do (a timer of an old generation, a second receipt).
    ``advise``: a refusal says what is possible instead; costs as much as the rest, so leave it out where
    nobody reads it.

    Raises:
        CommandRefusedError: not allowed now; says why, and what is possible instead.
        InvalidInputError: values of the wrong form, all of them.
        StaleVersionError: the matter has moved on since the one who commands read it.
        UnknownMatterError: it isn't registered.
        DuplicateMatterError: it is registered already.
        UnknownDefinitionError: its organisation is published no longer.
        GuardError: a guard can't be worked out.
    """
    work = Work(machine, organisations, matter, envelope.actor, now)
    try:
        carry_out(work, envelope)
    except CommandRefusedError as refusal:
        if not advise:
            raise
        raise _with_possible(refusal, work, matter) from None
    return Step(tuple(work.events), tuple(work.effects))


def carry_out(work: Work, envelope: Envelope) -> None:
    """What ``decide`` does, for those who want the matter too, with the events folded in.

    Raises:
        ArendegangError: as ``decide`` does; the work is of no use then.
    """
    command, expected = envelope.command, envelope.expected_version
    why = ""
    if isinstance(command, RegisterMatter):
        registering.register(work, command, envelope.matter)
    else:
        if expected is not None and work.matter.version != expected:
            raise StaleVersionError(
                f"Ärendet har ändrats sedan du läste det (version {expected}, "
                f"nu {work.matter.version}).",
                hint="Läs det igen och upprepa.",
            )
        if work.matter.closed_on is not None and not isinstance(command, _AFTER_THE_END):
            raise CommandRefusedError(f"Ärendet avslutades {work.matter.closed_on}.")
        if isinstance(command, ReprojectDeadlines):
            why = command.why
        else:
            _HANDLERS[type(command)](work, command)
            if not work.events:
                return
    work.data = {}
    closing.gate(work)
    _settle(work, why)
    if isinstance(command, MigrateMatter):
        migrating.confirm(work, command)


def _settle(work: Work, why: str) -> None:
    """What follows by itself, until nothing does."""
    if work.matter.closed_on is not None:
        return
    _run(work)
    for _ in range(_MOST_ROUNDS):
        if not watching.reconcile(work, why):
            break
        _run(work)
    closing.close(work)


def _run(work: Work) -> None:
    engine.run_automatic(work)
    succession.follow(work)


def _with_possible(
    refusal: CommandRefusedError, work: Work, matter: Matter | None
) -> CommandRefusedError:
    """The refusal with the events that are possible instead, for the one who commands."""
    if matter is None:
        return refusal
    found = possible(work.machine, work.organisations, matter, work.now, work.actor)
    words = ", ".join(f"{one.label} ({one.event})" for one in found)
    hint = f"Möjligt nu: {words}." if words else "Ingen händelse är möjlig nu."
    return type(refusal)(
        refusal.message,
        possible=tuple(one.event for one in found),
        hint=f"{refusal.hint} {hint}".strip(),
    )
