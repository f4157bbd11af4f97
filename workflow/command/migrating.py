"""A plan carried out, and undone again: in batches, each a transaction, and never twice for a matter.

Every matter has a dedupe key of its own under the plan's hash, and is expected at the version that it had
when it was planned. So a run that was killed is simply run again, and what moved on is left out and told.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from workflow.command.actors import check_actor
from workflow.command.carry import SetAside, decide_all
from workflow.command.codec import digest, load_plan
from workflow.command.context import Context
from workflow.command.definitions import ORGANISATION
from workflow.command.migrations import Mark, MarkName, PlanRow, key_back, key_of
from workflow.command.plain import plain
from workflow.command.planning import Progress, silent
from workflow.command.ports import CommandOutcome, QueuedCommand, UnitOfWork
from workflow.command.reverting import way_back
from workflow.command.writing import write
from workflow.errors import (
    ArendegangError,
    CommandRefusedError,
    CorruptHistoryError,
    InvalidInputError,
    StaleVersionError,
    StoreUnavailableError,
)
from workflow.machine.values import words
from workflow.model.commands import Envelope, MigrateMatter, RevertMigration
from workflow.model.matter import Actor
from workflow.model.migration import Plan, PlannedMatter

_BATCH = 200
_SHORTEST = 8
_MOVED_ON = "Ärendet har ändrats sedan planen; planera om."
_Give = Callable[[UnitOfWork, PlannedMatter], Envelope | str | None]
"""The command to give a matter, or why it gets none; None: it has had it."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A matter that was not moved, and why."""

    number: str
    organisation: str
    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run: how many matters it moved, how many were moved before it, and the others."""

    plan: str
    moved: int
    before: int
    left_out: tuple[LeftOut, ...]


def find_plan(uow: UnitOfWork, prefix: str) -> PlanRow:
    """The plan whose hash begins so.

    Raises:
        InvalidInputError: fewer than eight characters, or several plans begin so.
        CommandRefusedError: none does.
    """
    wanted = prefix.strip().lower()
    if len(wanted) < _SHORTEST or not wanted.isalnum() or not wanted.isascii():
        raise InvalidInputError(
            f"”{prefix[:64]}” är ingen plan.",
            hint=f"Ange minst {_SHORTEST} tecken av planens nummer (migrate list).",
        )
    found = uow.migrations.find(wanted)
    if not found:
        raise CommandRefusedError(
            f"Det finns ingen plan {wanted[:64]}.", hint="Se arendegang migrate list."
        )
    if len(found) > 1:
        known = ", ".join(row.hash[: len(wanted) + 4] for row in found)
        raise InvalidInputError(
            f"Flera planer börjar med {wanted}: {known}.", hint="Skriv fler tecken."
        )
    return found[0]


def read_plan(uow: UnitOfWork, row: PlanRow) -> Plan:
    """The whole plan.

    Raises:
        CorruptHistoryError: it isn't what its hash was taken over.
    """
    content = uow.migrations.content(row.hash) or ""
    if digest(content) != row.hash:
        raise CorruptHistoryError(
            f"Planen {row.hash[:12]} är ändrad i databasen sedan den gjordes.",
            hint="Planera om flytten (migrate plan).",
        )
    return load_plan(content)


def apply_plan(
    context: Context, prefix: str, actor: Actor, reason: str, progress: Progress = silent
) -> Outcome:
    """Move the matters of a plan, exactly as it says. Repeating goes on where it stopped.

    Raises:
        InvalidInputError: no such prefix, or no proper actor or reason.
        CommandRefusedError: no such plan; or it was reverted; or definitions have changed since.
        CorruptHistoryError: the plan was changed in the database.
        StoreUnavailableError: the database went away; run it again.
    """
    _check(actor, reason)
    with context.units() as uow:
        row = find_plan(uow, prefix)
        plan = read_plan(uow, row)
        _refuse_stale(uow, row, plan)
        if row.status != "applied":
            uow.migrations.mark(row.hash, _mark(context, "begun", actor, reason))
        uow.commit()

    def give(_uow: UnitOfWork, matter: PlannedMatter) -> Envelope:
        command = MigrateMatter(
            definition=plan.definition,
            plan=row.hash,
            reason=reason,
            transfer=matter.transfer,
            orders=plan.orders,
        )
        return Envelope(
            dedupe_key=key_of(row.hash, matter.id),
            matter=matter.id,
            command=command,
            actor=actor,
            given_at=context.clock.now(),
            expected_version=matter.version,
        )

    run = _Run(context, row.hash, "migrate", key_of(row.hash, ""), give, progress)
    return _finished(context, run.through(plan.matters), actor, reason, "applied")


def revert_plan(
    context: Context, prefix: str, actor: Actor, reason: str, progress: Progress = silent
) -> Outcome:
    """Take the matters that a plan moved back to how they were, as far as they haven't moved on.

    Raises:
        InvalidInputError: no such prefix, or no proper actor or reason.
        CommandRefusedError: no such plan, or it was never carried out.
        CorruptHistoryError: the plan was changed in the database.
        StoreUnavailableError: the database went away; run it again.
    """
    _check(actor, reason)
    with context.units() as uow:
        row = find_plan(uow, prefix)
        plan = read_plan(uow, row)
        if row.status == "planned":
            raise CommandRefusedError(f"Planen {row.hash[:12]} är inte genomförd.")
        moved = uow.commands.outcomes(key_of(row.hash, ""))
        if row.status != "reverted":
            uow.migrations.mark(row.hash, _mark(context, "revert_begun", actor, reason))
        uow.commit()

    def give(uow: UnitOfWork, matter: PlannedMatter) -> Envelope | str | None:
        version = moved[key_of(row.hash, matter.id)].version or 0
        command = way_back(uow, matter, row.hash, version, reason)
        if not isinstance(command, RevertMigration):
            return command
        return Envelope(
            dedupe_key=key_back(row.hash, matter.id),
            matter=matter.id,
            command=command,
            actor=actor,
            given_at=context.clock.now(),
            expected_version=version,
        )

    done = {key for key, outcome in moved.items() if outcome.status == "done"}
    matters = [matter for matter in plan.matters if key_of(row.hash, matter.id) in done]
    run = _Run(context, row.hash, "revert", key_back(row.hash, ""), give, progress)
    return _finished(context, run.through(matters), actor, reason, "reverted")


def _check(actor: Actor, reason: str) -> None:
    check_actor(actor)
    try:
        words(reason)
    except InvalidInputError as error:
        raise InvalidInputError(f"Skälet {error}", hint="Skriv --reason ”varför”.") from error


def _mark(context: Context, what: MarkName, actor: Actor, reason: str) -> Mark:
    return Mark(what, context.clock.now(), actor, reason)


def _refuse_stale(uow: UnitOfWork, row: PlanRow, plan: Plan) -> None:
    if row.status in ("revert_begun", "reverted"):
        raise CommandRefusedError(
            f"Planen {row.hash[:12]} är återtagen.", hint="Planera om flytten (migrate plan)."
        )
    current = uow.definitions.current()
    published = {name: digest for (kind, name), digest in current.items() if kind != ORGANISATION}
    retired = {name for kind, name in uow.definitions.retired() if kind != ORGANISATION}
    if published.get(plan.matter_type) != plan.definition or plan.matter_type in retired:
        raise CommandRefusedError(
            f"Versionen {plan.definition[:12]} av {plan.matter_type} gäller inte längre.",
            hint="Planera om flytten till den som gäller (migrate plan).",
        )
    changed = [
        code
        for code, version in plan.organisations.items()
        if current.get((ORGANISATION, code), "") != version
    ]
    if changed:
        raise CommandRefusedError(
            f"Organisationen {', '.join(changed)} har ändrats sedan planen gjordes.",
            hint="Planera om flytten (migrate plan).",
        )


def _finished(
    context: Context, outcome: Outcome, actor: Actor, reason: str, what: MarkName
) -> Outcome:
    with context.units() as uow:
        uow.migrations.mark(outcome.plan, _mark(context, what, actor, reason))
        uow.commit()
    context.hint("apply")
    return outcome


@dataclass(slots=True)
class _Run:
    """One run over the matters of a plan; ``place`` names its commits for crash tests."""

    context: Context
    plan: str
    place: str
    prefix: str
    give: _Give
    progress: Progress
    moved: int = 0
    before: int = 0
    left_out: list[LeftOut] = field(default_factory=list)

    def through(self, matters: Sequence[PlannedMatter]) -> Outcome:
        """Give each its command, a batch at a time."""
        with self.context.units() as uow:
            known = uow.commands.outcomes(self.prefix)
        waiting = [matter for matter in matters if not self._is_known(matter, known)]
        done = len(matters) - len(waiting)
        for first in range(0, len(waiting), _BATCH):
            self.progress(done + first, len(matters))
            self._batch(waiting[first : first + _BATCH])
        self.progress(len(matters), len(matters))
        return Outcome(self.plan, self.moved, self.before, tuple(self.left_out))

    def _is_known(self, matter: PlannedMatter, known: Mapping[str, CommandOutcome]) -> bool:
        outcome = known.get(self.prefix + matter.id)
        if outcome is None:
            return False
        if outcome.status == "done":
            self.before += 1
        else:
            self._leave_out(matter, outcome.detail)
        return True

    def _batch(self, matters: Sequence[PlannedMatter]) -> None:
        try:
            self._carry_out(matters)
        except StoreUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 - one of them can't be written: each alone, then
            if len(matters) == 1:
                self._refuse_alone(matters[0], error)
                return
            for matter in matters:
                self._batch((matter,))

    def _carry_out(self, matters: Sequence[PlannedMatter]) -> None:
        context, owner = self.context, f"{self.place}-{uuid4()}"
        now = context.clock.now()
        left_out: list[tuple[PlannedMatter, str]] = []
        with context.units() as uow:
            taken: list[QueuedCommand] = []
            by_id = {matter.id: matter for matter in matters}
            for matter in matters:
                envelope = self.give(uow, matter)
                if isinstance(envelope, str):
                    left_out.append((matter, envelope))
                    continue
                queued = uow.commands.take(envelope, owner, at=now) if envelope else None
                if queued is not None:  # else another run has it
                    taken.append(queued)
            decisions = decide_all(context, uow, taken, now)
            for each in decisions.aside:
                if not each.refused:  # a fault that may be mended: nothing is remembered of it
                    raise each.error
            written = write(uow, decisions.decided, owner, now)
            refused = {each.queued.id: _why(each) for each in decisions.aside}
            uow.commands.refuse(refused, owner, at=now)
            left_out += [
                (by_id[each.queued.envelope.matter], _why(each)) for each in decisions.aside
            ]
            context.reached(f"{self.place}:before")
            uow.commit()
            context.reached(f"{self.place}:after")
        self.moved += len(written.done)
        for matter, why in left_out:
            self._leave_out(matter, why)
        self.before += len(matters) - len(written.done) - len(left_out)
        if written.mails:
            context.hint("deliver")

    def _refuse_alone(self, matter: PlannedMatter, error: Exception) -> None:
        ours = isinstance(error, ArendegangError)
        self._leave_out(matter, plain(error if ours else f"{type(error).__name__}: {error}"))

    def _leave_out(self, matter: PlannedMatter, why: str) -> None:
        self.left_out.append(LeftOut(matter.number, matter.organisation, why))


def _why(aside: SetAside) -> str:
    return _MOVED_ON if isinstance(aside.error, StaleVersionError) else plain(aside.error)
