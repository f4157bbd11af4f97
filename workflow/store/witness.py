"""Goes along one matter's log and says what doesn't hold; keeps the matter so far, nothing else."""

import json
from collections.abc import Iterator
from typing import Any

from workflow.command.codec import GENESIS, canonical_json, dump_matter, link, load_event
from workflow.errors import CorruptHistoryError, InvalidInputError
from workflow.machine.evolve import evolve
from workflow.model.ids import MatterId
from workflow.model.matter import Matter
from workflow.store.findings import AuditFinding, Kind
from workflow.store.matters import column_values


class Witness:
    """Is shown every event of one matter in order, and last the matter's row."""

    def __init__(self, matter: MatterId) -> None:
        self.id = matter
        self._sequence = 0
        self._head = GENESIS
        self._matter: Matter | None = None
        self._foldable = True

    def see(self, row: Any) -> Iterator[AuditFinding]:
        """Check one event: ``row`` has the log's columns and ``given_to``, ``command_status``."""
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
        self._sequence, self._head = row.sequence, row.hash
        yield from self._fold(row)

    def compare(self, row: Any | None) -> Iterator[AuditFinding]:
        """Check the matter's row, None if there is none, against the log that was seen."""
        if row is None:
            yield AuditFinding("row", self.id, None, "Händelserna hör till ett ärende som saknas.")
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
            yield AuditFinding(
                "row", self.id, None, "Ärendets rad pekar inte på loggens sista händelse."
            )
        if self._matter is not None and self._foldable:
            wrong = sorted(_differences(self._matter, row))
            if wrong:
                yield AuditFinding(
                    "row",
                    self.id,
                    None,
                    f"Ärendets rad stämmer inte med händelserna: {', '.join(wrong)}.",
                )

    def _fold(self, row: Any) -> Iterator[AuditFinding]:
        if not self._foldable:
            return
        try:
            self._matter = evolve(self._matter, load_event(row.event))
        except CorruptHistoryError as error:
            self._foldable = False
            yield self._say("broken", row.sequence, f"går inte att läsa vidare från: {error}")

    def _gap(self, first: int, last: int) -> AuditFinding:
        span = f"Händelse {first}" if first == last else f"Händelse {first}–{last}"
        self._foldable = False
        return AuditFinding("missing", self.id, first, f"{span} saknas.")

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


def _differences(matter: Matter, row: Any) -> set[str]:
    """The names of what differs: columns, and parts of the document."""
    expected = json.loads(dump_matter(matter))
    try:
        document = json.loads(row.document)
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
