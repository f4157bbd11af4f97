"""Matters: one row each with the whole matter as a document, beside the columns that lists need."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import null, or_, select

from workflow.command.codec import (
    GENESIS,
    actor_values,
    canonical_json,
    dump_matter,
    event_values,
    link,
    load_actor,
    load_event,
    load_matter,
)
from workflow.command.meetings import meetings_changed
from workflow.command.ports import Change, MatterSummary, StoredEvent
from workflow.command.publications import Standing
from workflow.errors import CorruptHistoryError, DuplicateMatterError, StaleVersionError
from workflow.model.ids import MatterId
from workflow.model.matter import Matter
from workflow.store.matter_statements import STANDING, STATEMENTS, page
from workflow.store.session import Session
from workflow.store.tables import matters

_PAGE = 500


@dataclass(slots=True)
class _Write:
    """What one matter's changes come to."""

    before: Matter | None
    after: Matter
    head: str
    events: list[str] = field(default_factory=list)


class SqlMatters:
    """Implements ``ports.Matters``. Remembers the last hash of what it has read."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._connection = session.connection
        self._sql = STATEMENTS[session.dialect]
        self._heads: dict[MatterId, tuple[int, str]] = {}

    def load(self, ids: Iterable[MatterId], *, lock: bool = False) -> dict[MatterId, Matter]:
        """See ``ports.Matters.load``."""
        wanted = sorted(set(ids))
        if not wanted:
            return {}
        statement = self._sql.load_locked if lock else self._sql.load
        found: dict[MatterId, Matter] = {}
        for key, version, head, document in self._session.run(
            statement, {"ids": self._session.listed(wanted)}
        ):
            found[key] = load_matter(document)
            self._heads[key] = (version, head)
        return found

    def find(self, number: str, organisation: str | None = None) -> tuple[MatterSummary, ...]:
        """See ``ports.Matters.find``."""
        rows = self._connection.execute(self._sql.find, {"wanted": number, "within": organisation})
        return tuple(_summary(row) for row in rows)

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
        statement = page(
            organisation=organisation,
            matter_type=matter_type,
            state=state,
            open_only=open_only,
            after=after,
        ).limit(limit)
        return tuple(_summary(row) for row in self._connection.execute(statement))

    def save(self, changes: Sequence[Change], *, read_in: bool = False) -> None:
        """See ``ports.Matters.save``.

        Raises:
            CorruptHistoryError: a change whose version isn't counted up by its events.
        """
        writes = self._forge([change for change in changes if change.events])
        new = [write for write in writes if write.before is None]
        moved = [write for write in writes if write.before is not None]
        if new:
            self._insert(new)
        if moved:
            self._update(moved)
        if writes:
            rows = [row for write in writes for row in write.events]
            self._session.run_batch(self._sql.append, rows)
        self._note_meetings(writes, read_in=read_in)
        for write in writes:
            self._heads[write.after.id] = (write.after.version, write.head)

    def history(self, matter: MatterId) -> tuple[StoredEvent, ...]:
        """See ``ports.Matters.history``."""
        return tuple(
            StoredEvent(
                matter=MatterId(row.matter),
                sequence=row.sequence,
                at=row.at,
                actor=load_actor(row.actor),
                command=row.command,
                event=load_event(row.event),
                previous=row.previous,
                hash=row.hash,
            )
            for row in self._connection.execute(self._sql.history, {"wanted": matter})
        )

    def changed_at(self, ids: Iterable[MatterId]) -> dict[MatterId, datetime]:
        """See ``ports.Matters.changed_at``."""
        wanted = sorted(set(ids))
        found: dict[MatterId, datetime] = {}
        for start in range(0, len(wanted), _PAGE):
            some = {"wanted": wanted[start : start + _PAGE]}
            rows = self._connection.execute(self._sql.changed_at, some)
            found.update({MatterId(matter): at for matter, at in rows})
        return found

    def next_serial(self, organisation: str, register: str, year: int) -> int:
        """See ``ports.Matters.next_serial``. Goes on after the highest number that can be meant."""
        serial: int = self._connection.execute(
            self._sql.next_serial,
            {"for_organisation": organisation, "for_register": register, "for_year": year},
        ).scalar_one()
        return serial

    def with_decision_at(
        self, organisation: str, body: str, meeting_on: date
    ) -> tuple[MatterId, ...]:
        """See ``ports.Matters.with_decision_at``."""
        rows = self._connection.execute(
            self._sql.with_decision_at, {"within": organisation, "by": body, "on": meeting_on}
        )
        return tuple(MatterId(matter) for matter in rows.scalars())

    def with_open_deadlines(self, organisation: str) -> tuple[MatterId, ...]:
        """See ``ports.Matters.with_open_deadlines``."""
        rows = self._connection.execute(self._sql.with_open_deadlines, {"within": organisation})
        return tuple(MatterId(matter) for matter in rows.scalars())

    def in_states(self, organisation: str, states: Collection[str]) -> tuple[MatterId, ...]:
        """See ``ports.Matters.in_states``."""
        if not states:
            return ()
        statement = (
            select(matters.c.id)
            .where(
                matters.c.organisation == organisation,
                matters.c.closed_on.is_(null()),
                or_(
                    *(matters.c.states.contains(f" {state} ", autoescape=True) for state in states)
                ),
            )
            .order_by(matters.c.id)
        )
        return tuple(MatterId(row) for row in self._connection.execute(statement).scalars())

    def standing(self) -> tuple[Standing, ...]:
        """See ``ports.Matters.standing``."""
        return tuple(Standing(*row) for row in self._connection.execute(STANDING))

    def _forge(self, changes: Sequence[Change]) -> Sequence[_Write]:
        self._read_heads(changes)
        writes: dict[MatterId, _Write] = {}
        for change in changes:
            key = change.after.id
            write = writes.get(key)
            if write is None:
                write = writes[key] = _Write(change.before, change.after, self._head(change))
            elif change.before is None or change.before.version != write.after.version:
                raise _stale(change.after)
            sequence = change.before.version if change.before else 0
            actor = actor_values(change.actor)
            for event in change.events:
                sequence += 1
                forged = link(
                    matter=key,
                    sequence=sequence,
                    at=change.at,
                    actor=actor,
                    command=change.command,
                    event=event_values(event),
                    previous=write.head,
                )
                write.head = forged.hash
                write.events.append(f'{forged.text[:-1]},"hash":"{forged.hash}"}}')
            if sequence != change.after.version:
                raise CorruptHistoryError(
                    f"Ärendet {change.after.number.normalised} har version {change.after.version} "
                    f"men {sequence} händelser."
                )
            write.after = change.after
        return tuple(writes.values())

    def _read_heads(self, changes: Sequence[Change]) -> None:
        unread = {
            change.after.id
            for change in changes
            if change.before is not None and change.after.id not in self._heads
        }
        if unread:
            rows = self._session.run(self._sql.heads, {"ids": self._session.listed(unread)})
            self._heads.update({key: (version, head) for key, version, head in rows})

    def _head(self, change: Change) -> str:
        if change.before is None:
            return GENESIS
        version, head = self._heads.get(change.after.id, (0, ""))
        if version != change.before.version:
            raise _stale(change.after)
        return head

    def _insert(self, new: Sequence[_Write]) -> None:
        inserted = self._session.run_batch(self._sql.insert, list(map(_row, new)))
        taken = {write.after.id for write in new}.difference(key for (key,) in inserted)
        for write in new:
            if write.after.id in taken:
                raise DuplicateMatterError(
                    f"Diarienumret {write.after.number.normalised} är upptaget.",
                    hint="Ange ett annat nummer, eller inget så ger diariet nästa.",
                )

    def _update(self, moved: Sequence[_Write]) -> None:
        updated = self._session.run_batch(self._sql.update, list(map(_row, moved)))
        lost = {write.after.id for write in moved}.difference(key for (key,) in updated)
        for write in moved:
            if write.after.id in lost:
                raise _stale(write.after)

    def _note_meetings(self, writes: Sequence[_Write], *, read_in: bool) -> None:
        rows = [
            canonical_json(
                {
                    "organisation": write.after.organisation,
                    "body": body,
                    "meeting_on": meeting_on.isoformat(),
                    "matter": write.after.id,
                    "adjusted_on": adjusted_on.isoformat() if adjusted_on and not read_in else None,
                }
            )
            for write in writes
            for (body, meeting_on), adjusted_on in meetings_changed(
                write.before, write.after
            ).items()
        ]
        if rows:
            self._session.run_batch(self._sql.note_meetings, rows)


def _row(write: _Write) -> str:
    matter = write.after
    columns: dict[str, Any] = {
        "id": matter.id,
        "before": write.before.version if write.before else 0,
        "head": write.head,
        **column_values(matter),
    }
    return f'{json.dumps(columns)[:-1]},"document":{dump_matter(matter)}}}'


def column_values(matter: Matter) -> dict[str, Any]:
    """The columns beside the document, as JSON values."""
    return {
        "organisation": matter.organisation,
        "number": matter.number.normalised,
        "register": matter.number.register,
        "year": matter.number.year,
        "serial": matter.number.serial,
        "matter_type": matter.matter_type,
        "definition": matter.definition,
        "title": matter.title,
        "state": matter.state,
        "version": matter.version,
        "opened_on": matter.opened_on.isoformat(),
        "closed_on": matter.closed_on.isoformat() if matter.closed_on else None,
        "open_deadlines": matter.closed_on is None
        and any(deadline.status in ("running", "suspended") for deadline in matter.deadlines),
        "states": states_of(matter),
    }


def states_of(matter: Matter) -> str:
    """The states of all points, each once, with a space before and after every one."""
    return f" {' '.join(sorted({point.state for point in matter.points}))} "


def _stale(matter: Matter) -> StaleVersionError:
    return StaleVersionError(
        f"Ärendet {matter.number.normalised} har ändrats av någon annan.",
        hint="Läs det igen och gör om.",
    )


def _summary(row: Any) -> MatterSummary:
    return MatterSummary(
        id=MatterId(row.id),
        number=row.number,
        organisation=row.organisation,
        matter_type=row.matter_type,
        title=row.title,
        state=row.state,
        version=row.version,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
    )
