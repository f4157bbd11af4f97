"""Matters and their events in memory."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from workflow.command.codec import GENESIS, actor_values, dump_matter, event_values, link
from workflow.command.meetings import meetings_changed
from workflow.command.ports import Change, MatterSummary, StoredEvent
from workflow.command.publications import Standing
from workflow.errors import CorruptHistoryError, DuplicateMatterError, StaleVersionError
from workflow.model.ids import HIGHEST_CONTINUED, MatterId
from workflow.model.matter import Matter
from workflow.testing.state import State


class MemoryMatters:
    """Implements ``ports.Matters``."""

    def __init__(self, state: State) -> None:
        self._state = state

    def load(self, ids: Iterable[MatterId], *, lock: bool = False) -> dict[MatterId, Matter]:
        """See ``ports.Matters.load``; the transaction is the lock."""
        found = self._state.matters
        return {key: found[key] for key in sorted(set(ids)) if key in found}

    def find(self, number: str, organisation: str | None = None) -> tuple[MatterSummary, ...]:
        """See ``ports.Matters.find``."""
        found = (
            matter
            for matter in self._state.matters.values()
            if matter.number.normalised == number and organisation in (None, matter.organisation)
        )
        return tuple(map(_summary, sorted(found, key=lambda matter: matter.organisation)))

    def list(
        self,
        *,
        organisation: str | None = None,
        matter_type: str | None = None,
        state: str | None = None,
        open_only: bool = False,
        limit: int = 1000,
        after: MatterId | None = None,
    ) -> tuple[MatterSummary, ...]:
        """See ``ports.Matters.list``."""
        found = (
            matter
            for key, matter in sorted(self._state.matters.items())
            if organisation in (None, matter.organisation)
            and matter_type in (None, matter.matter_type)
            and state in (None, matter.state)
            and (not open_only or matter.closed_on is None)
            and (after is None or key > after)
        )
        return tuple(map(_summary, found))[:limit]

    def save(self, changes: Sequence[Change], *, read_in: bool = False) -> None:
        """See ``ports.Matters.save``."""
        for change in changes:
            if change.events:
                self._save(change)
                if not read_in:
                    self._note_adjusted(change)

    def history(self, matter: MatterId) -> tuple[StoredEvent, ...]:
        """See ``ports.Matters.history``."""
        return self._state.events.get(matter, ())

    def changed_at(self, ids: Iterable[MatterId]) -> dict[MatterId, datetime]:
        """See ``ports.Matters.changed_at``."""
        logs = self._state.events
        return {key: logs[key][-1].at for key in sorted(set(ids)) if key in logs}

    def next_serial(self, organisation: str, register: str, year: int) -> int:
        """See ``ports.Matters.next_serial``. Goes on after the highest number that can be meant."""
        key = (organisation, register, year)
        used = [
            matter.number.serial
            for matter in self._state.matters.values()
            if (matter.organisation, matter.number.register, matter.number.year) == key
            and matter.number.serial <= HIGHEST_CONTINUED
        ]
        self._state.serials[key] = max((self._state.serials.get(key, 0), *used)) + 1
        return self._state.serials[key]

    def with_decision_at(
        self, organisation: str, body: str, meeting_on: date
    ) -> tuple[MatterId, ...]:
        """See ``ports.Matters.with_decision_at``."""
        return tuple(
            key
            for key, matter in sorted(self._state.matters.items())
            if matter.organisation == organisation
            and any(
                (decision.body, decision.decided_on) == (body, meeting_on)
                for decision in matter.decisions
            )
        )

    def with_open_deadlines(self, organisation: str) -> tuple[MatterId, ...]:
        """See ``ports.Matters.with_open_deadlines``."""
        return tuple(
            key
            for key, matter in sorted(self._state.matters.items())
            if matter.organisation == organisation
            and matter.closed_on is None
            and any(deadline.status in ("running", "suspended") for deadline in matter.deadlines)
        )

    def in_states(self, organisation: str, states: Collection[str]) -> tuple[MatterId, ...]:
        """See ``ports.Matters.in_states``."""
        return tuple(
            sorted(
                matter.id
                for matter in self._state.matters.values()
                if matter.organisation == organisation
                and matter.closed_on is None
                and any(point.state in states for point in matter.points)
            )
        )

    def standing(self) -> tuple[Standing, ...]:
        """See ``ports.Matters.standing``."""
        running: Counter[tuple[str, str]] = Counter()
        ended: Counter[tuple[str, str]] = Counter()
        for matter in self._state.matters.values():
            counted = running if matter.closed_on is None else ended
            counted[matter.matter_type, matter.definition] += 1
        return tuple(
            Standing(*version, running[version], ended[version])
            for version in sorted({*running, *ended})
        )

    def _save(self, change: Change) -> None:
        matter = change.after
        number = matter.number.normalised
        stored = self._state.matters.get(matter.id)
        if change.before is None:
            if any(
                other.id == matter.id
                or (other.organisation, other.number.normalised) == (matter.organisation, number)
                for other in self._state.matters.values()
            ):
                raise DuplicateMatterError(
                    f"Diarienumret {number} är upptaget.",
                    hint="Ange ett annat nummer, eller inget så ger diariet nästa.",
                )
        elif stored is None or stored.version != change.before.version:
            raise StaleVersionError(
                f"Ärendet {number} har ändrats av någon annan.", hint="Läs det igen och gör om."
            )
        log = self._chain(change)
        if len(log) != matter.version:
            raise CorruptHistoryError(
                f"Ärendet {number} har version {matter.version} men {len(log)} händelser."
            )
        dump_matter(matter)  # refuses what can't be kept
        self._state.matters[matter.id] = matter
        self._state.events[matter.id] = log

    def _note_adjusted(self, change: Change) -> None:
        after = change.after
        for (body, day), adjusted_on in meetings_changed(change.before, after).items():
            if adjusted_on is not None:
                self._state.adjusted[after.organisation, body, day, after.id] = adjusted_on

    def _chain(self, change: Change) -> tuple[StoredEvent, ...]:
        log = list(self._state.events.get(change.after.id, ()))
        actor = actor_values(change.actor)
        for event in change.events:
            previous = log[-1].hash if log else GENESIS
            forged = link(
                matter=change.after.id,
                sequence=len(log) + 1,
                at=change.at,
                actor=actor,
                command=change.command,
                event=event_values(event),
                previous=previous,
            )
            log.append(
                StoredEvent(
                    matter=change.after.id,
                    sequence=len(log) + 1,
                    at=change.at,
                    actor=change.actor,
                    command=change.command,
                    event=event,
                    previous=previous,
                    hash=forged.hash,
                )
            )
        return tuple(log)


def _summary(matter: Matter) -> MatterSummary:
    return MatterSummary(
        id=matter.id,
        number=matter.number.normalised,
        organisation=matter.organisation,
        matter_type=matter.matter_type,
        title=matter.title,
        state=matter.state,
        version=matter.version,
        opened_on=matter.opened_on,
        closed_on=matter.closed_on,
    )
