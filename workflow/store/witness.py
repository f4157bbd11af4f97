"""Goes along one matter's log and says what doesn't hold; keeps the matter so far, nothing else."""

import json
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflow.command.codec import (
    GENESIS,
    canonical_json,
    dump_matter,
    link,
    load_actor,
    load_envelope,
    load_event,
)
from workflow.errors import CorruptHistoryError, InvalidInputError
from workflow.machine.evolve import evolve
from workflow.machine.timers import EXPIRY, RISK, timer_id
from workflow.model.events import DispatchOrdered, ItemChanged, MatterMigrated
from workflow.model.ids import MatterId
from workflow.model.matter import Matter
from workflow.store.findings import AuditFinding, Kind
from workflow.store.matters import column_values
from workflow.store.noticed import Noticed, NoticeFacts


@dataclass(frozen=True, slots=True)
class Beside:
    """What other tables hold of one matter.

    Attributes:
        mails: ids of its messages, sent or not.
        timers: ids of the timers that will still have their effect.
        meetings: organisation, body and day of the meetings that it is listed under.
        notices: its notices as the boards have them.
    """

    mails: set[str] = field(default_factory=set)
    timers: set[str] = field(default_factory=set)
    meetings: set[tuple[str, str, date]] = field(default_factory=set)
    notices: list[NoticeFacts] = field(default_factory=list)


class Witness:
    """Is shown every event of one matter in order, and last the matter's row."""

    def __init__(self, matter: MatterId) -> None:
        self.id = matter
        self._sequence = 0
        self._head = GENESIS
        self._matter: Matter | None = None
        self._foldable = True
        self._command: str | None = None
        self._queued: set[str] = set()  # keys of items that ever were
        self._migrations: list[MatterMigrated] = []
        self._noticed = Noticed()

    def see(self, row: Any) -> Iterator[AuditFinding]:
        """Check one event: ``row`` has the log's columns and the command's."""
        if row.sequence != self._sequence + 1:
            yield self._gap(self._sequence + 1, row.sequence - 1)
        elif row.previous != self._head:
            yield self._say("broken", row.sequence, "hänger inte ihop med händelsen före.")
        if not _is_genuine(row):
            yield self._say("changed", row.sequence, "är ändrad: kontrollsumman stämmer inte.")
        if row.command_status != "done" or row.given_to != self.id:
            yield self._say(
                "command",
                row.sequence,
                f"saknar sitt utförda kommando {row.command}.",
            )
        elif row.command != self._command and not _is_of_its_command(row):
            yield self._say("command", row.sequence, f"stämmer inte med kommandot {row.command}.")
        self._command = row.command
        self._sequence, self._head = row.sequence, row.hash
        yield from self._fold(row)

    def compare(self, row: Any | None) -> Iterator[AuditFinding]:
        """Check the matter's row, None if there is none, against the log that was seen."""
        if row is None:
            yield self._of_row(
                "Händelser, frister, mejl eller anslag hör till ett ärende som saknas."
            )
            return
        if self._sequence < row.version:
            yield self._gap(self._sequence + 1, row.version)
            return
        if self._sequence > row.version:
            yield self._say(
                "inserted", row.version + 1, f"finns, men ärendet slutar vid {row.version}."
            )
            return
        if row.head != self._head:
            yield self._of_row("Ärendets rad pekar inte på loggens sista händelse.")
        if self._matter is not None and self._foldable:
            wrong = sorted(_differences(self._matter, row))
            if wrong:
                yield self._of_row(
                    f"Ärendets rad stämmer inte med händelserna: {', '.join(wrong)}."
                )

    def miss(
        self, beside: Beside, definitions: Container[str], plans: Container[str]
    ) -> Iterator[AuditFinding]:
        """What the matter, as its whole log tells it, needs and doesn't have."""
        matter = self._matter
        if matter is None or not self._foldable:
            return
        if matter.definition not in definitions:
            yield self._of_matter("definition", "Definitionen som ärendet går efter saknas.")
        yield from self._miss_of_migrations(definitions, plans)
        for item in sorted(self._queued):
            if f"{matter.id}/{item}" not in beside.mails:
                yield self._of_matter("mail", f"Utskicket {item} saknas i utkorgen.")
        for deadline in matter.deadlines:
            waits = {timer_id(matter.id, deadline, EXPIRY, deadline.final)}
            if deadline.risk_on is not None:
                waits.add(timer_id(matter.id, deadline, RISK, deadline.risk_on))
            if deadline.status == "running" and not waits <= beside.timers:
                yield self._of_matter("timer", f"Ingen bevakar fristen ”{deadline.label}”.")
        held = {
            (matter.organisation, decision.body, decision.decided_on)
            for decision in matter.decisions
        }
        for _, body, day in sorted(held ^ beside.meetings):
            yield self._of_matter(
                "meeting", f"Ärendet och listan över sammanträden säger olika om {body} {day}."
            )

        for board in self._noticed.differences(beside.notices):
            yield self._of_matter(
                "notice", f"Loggen och tavlan säger olika om anslaget på {board}."
            )

    def _miss_of_migrations(
        self, definitions: Container[str], plans: Container[str]
    ) -> Iterator[AuditFinding]:
        for each in self._migrations:
            if each.came_from not in definitions:
                yield self._of_matter("definition", "Definitionen före en flytt saknas.")
            if each.plan not in plans:
                yield self._of_matter("plan", f"Planen {each.plan[:12]} för en flytt saknas.")

    def _fold(self, row: Any) -> Iterator[AuditFinding]:
        if not self._foldable:
            return
        try:
            event = load_event(row.event)
            self._matter = evolve(self._matter, event)
        except CorruptHistoryError as error:
            self._foldable = False
            yield self._say("broken", row.sequence, f"går inte att läsa vidare från: {error}")
            return
        if isinstance(event, MatterMigrated):
            self._migrations.append(event)
        if isinstance(event, DispatchOrdered | ItemChanged):
            items = event.items if isinstance(event, DispatchOrdered) else (event.item,)
            self._queued.update(item.key for item in items if item.status == "queued")
        self._noticed.see(event)

    def _gap(self, first: int, last: int) -> AuditFinding:
        span = f"Händelse {first}" if first == last else f"Händelse {first}–{last}"
        self._foldable = False
        return AuditFinding("missing", self.id, first, f"{span} saknas.")

    def _of_matter(self, kind: Kind, what: str) -> AuditFinding:
        return AuditFinding(kind, self.id, None, what)

    def _of_row(self, what: str) -> AuditFinding:
        return self._of_matter("row", what)

    def _say(self, kind: Kind, sequence: int, what: str) -> AuditFinding:
        return AuditFinding(kind, self.id, sequence, f"Händelse {sequence} {what}")


def _is_genuine(row: Any) -> bool:
    try:
        forged = link(
            matter=row.matter,
            sequence=row.sequence,
            at=row.at,
            actor=json.loads(row.actor),
            command=row.command,
            event=json.loads(row.event),
            previous=row.previous,
        )
    except (ValueError, InvalidInputError):
        return False
    return bool(forged.hash == row.hash)


def _is_of_its_command(row: Any) -> bool:
    try:
        envelope = load_envelope(row.envelope)
        actor = load_actor(row.actor)
    except CorruptHistoryError:
        return False
    return (envelope.dedupe_key, envelope.matter, envelope.actor) == (
        row.command,
        row.matter,
        actor,
    )


def _differences(matter: Matter, row: Any) -> set[str]:
    """The names of what differs: columns, and parts of the document.

    Null says the same as a key that isn't there: a row older than the key is as good as new.
    """
    expected = json.loads(dump_matter(matter), object_hook=_said)
    try:
        document = json.loads(row.document, object_hook=_said)
    except ValueError:
        document = None
    if not isinstance(document, dict):
        return {"document"}
    wrong = {
        name
        for name in expected.keys() | document.keys()
        if canonical_json(expected.get(name)) != canonical_json(document.get(name))
    }
    for name, value in column_values(matter).items():
        stored = getattr(row, name)
        if value != (stored.isoformat() if hasattr(stored, "isoformat") else stored):
            wrong.add(name)
    return wrong


def _said(part: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if value is not None}
