"""The queue of commands in memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from workflow.command.codec import dump_envelope
from workflow.command.ports import CommandOutcome, CommandStatus, QueuedCommand
from workflow.model.commands import Envelope
from workflow.model.ids import MatterId
from workflow.testing.state import CommandRow, LeaseClock, State

_WAITER_LEASE = timedelta(minutes=5)


class MemoryCommands:
    """Implements ``ports.Commands``."""

    def __init__(self, state: State, clock: LeaseClock) -> None:
        self._state = state
        self._clock = clock

    def accept(self, envelopes: Sequence[Envelope], *, at: datetime) -> int:
        """See ``ports.Commands.accept``."""
        return sum(self._add(envelope) is not None for envelope in envelopes)

    def claim(self, owner: str, *, limit: int, lease: timedelta) -> tuple[QueuedCommand, ...]:
        """See ``ports.Commands.claim``."""
        now = self._clock()
        claimed: list[QueuedCommand] = []
        closed = {  # matters of which somebody holds a command
            row.envelope.matter
            for row in self._state.commands.values()
            if _held(row, now) and not row.waited
        }
        for row in tuple(self._state.commands.values()):
            if len(claimed) == limit:
                break
            if row.status in ("done", "refused") or _held(row, now):
                continue
            if row.envelope.matter not in closed and (
                row.status == "claimed" or (row.status == "pending" and row.available_at <= now)
            ):
                self._put(
                    replace(
                        row,
                        status="claimed",
                        waited=False,
                        attempts=row.attempts + 1,
                        owner=owner,
                        lease_until=now + lease,
                    )
                )
                claimed.append(QueuedCommand(row.id, row.envelope, row.attempts + 1))
            closed.add(row.envelope.matter)
        return tuple(claimed)

    def take(self, envelope: Envelope, owner: str, *, at: datetime) -> QueuedCommand | None:
        """See ``ports.Commands.take``."""
        row = self._add(envelope)
        if row is None:
            return None
        self._put(
            replace(
                row,
                status="claimed",
                waited=True,
                attempts=1,
                owner=owner,
                lease_until=self._clock() + _WAITER_LEASE,
            )
        )
        return QueuedCommand(row.id, envelope, attempts=1)

    def finish(self, done: Mapping[int, int], owner: str, *, at: datetime) -> frozenset[int]:
        """See ``ports.Commands.finish``."""
        mine = frozenset(row.id for row in self._mine(tuple(done), owner))
        for key in mine:
            self._put(replace(_free(self._state.commands[key]), status="done", version=done[key]))
        return mine

    def refuse(self, refused: Mapping[int, str], owner: str, *, at: datetime) -> None:
        """See ``ports.Commands.refuse``."""
        for row in self._mine(tuple(refused), owner):
            self._put(replace(_free(row), status="refused", detail=refused[row.id]))

    def postpone(self, ids: Sequence[int], owner: str, *, delay: timedelta, detail: str) -> None:
        """See ``ports.Commands.postpone``."""
        later = self._clock() + delay
        for row in self._mine(ids, owner):
            self._put(
                replace(
                    _free(row), status="pending", waited=False, available_at=later, detail=detail
                )
            )

    def fail(self, ids: Sequence[int], owner: str, *, detail: str) -> None:
        """See ``ports.Commands.fail``."""
        for row in self._mine(ids, owner):
            self._put(replace(_free(row), status="failed", waited=False, detail=detail))

    def retry(self, command: int) -> bool:
        """See ``ports.Commands.retry``."""
        row = self._stopped(command, "failed", "refused")
        if row is not None:
            now = self._clock()
            self._put(replace(row, status="pending", attempts=0, available_at=now, detail=""))
        return row is not None

    def drop(self, command: int, *, detail: str) -> bool:
        """See ``ports.Commands.drop``."""
        row = self._stopped(command, "failed")
        if row is not None:
            self._put(replace(row, status="refused", detail=detail))
        return row is not None

    def record(self, done: Sequence[tuple[Envelope, int]], *, at: datetime) -> int:
        """See ``ports.Commands.record``."""
        rows = [(self._add(envelope), version) for envelope, version in done]
        new = [(row, version) for row, version in rows if row is not None]
        for row, version in new:
            self._put(replace(row, status="done", attempts=1, version=version))
        return len(new)

    def outcome(self, dedupe_key: str) -> CommandOutcome | None:
        """See ``ports.Commands.outcome``."""
        key = self._state.keys.get(dedupe_key)
        if key is None:
            return None
        row = self._state.commands[key]
        return CommandOutcome(
            row.status, row.envelope.matter, row.version, row.detail, row.envelope
        )

    def outcomes(self, prefix: str) -> dict[str, CommandOutcome]:
        """See ``ports.Commands.outcomes``."""
        return {
            key: CommandOutcome(row.status, row.envelope.matter, row.version, row.detail)
            for key, number in self._state.keys.items()
            if key.startswith(prefix)
            for row in (self._state.commands[number],)
        }

    def queued(self, matters: Collection[MatterId]) -> tuple[Envelope, ...]:
        """See ``ports.Commands.queued``."""
        return tuple(
            row.envelope
            for _, row in sorted(self._state.commands.items())
            if row.envelope.matter in matters and row.status in ("pending", "claimed", "failed")
        )

    def waiting(self) -> int:
        """See ``ports.Commands.waiting``."""
        return sum(row.status in ("pending", "claimed") for row in self._state.commands.values())

    def _add(self, envelope: Envelope) -> CommandRow | None:
        dump_envelope(envelope)  # refuses what can't be kept
        if envelope.dedupe_key in self._state.keys:
            return None
        row = CommandRow(len(self._state.commands) + 1, envelope, "pending", self._clock())
        self._put(row)
        self._state.keys[envelope.dedupe_key] = row.id
        return row

    def _mine(self, ids: Sequence[int], owner: str) -> tuple[CommandRow, ...]:
        rows = (self._state.commands.get(key) for key in ids)
        return tuple(row for row in rows if row and row.status == "claimed" and row.owner == owner)

    def _stopped(self, command: int, *statuses: CommandStatus) -> CommandRow | None:
        row = self._state.commands.get(command)
        return row if row is not None and row.status in statuses else None

    def _put(self, row: CommandRow) -> None:
        self._state.commands[row.id] = row


def _held(row: CommandRow, now: datetime) -> bool:
    return row.status == "claimed" and row.lease_until is not None and row.lease_until > now


def _free(row: CommandRow) -> CommandRow:
    return replace(row, owner=None, lease_until=None)
