"""Incidents in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from workflow.command.ports import Incident
from workflow.model.effects import OpenIncident
from workflow.testing.state import State


class MemoryIncidents:
    """Implements ``ports.Incidents``."""

    def __init__(self, state: State) -> None:
        self._state = state

    def open(self, incidents: Sequence[OpenIncident], *, at: datetime) -> None:
        """See ``ports.Incidents.open``."""
        rows = self._state.incidents
        for incident in incidents:
            if any(row.key == incident.key and row.closed_at is None for row in rows.values()):
                continue
            key = len(rows) + 1
            rows[key] = Incident(
                id=key,
                key=incident.key,
                matter=incident.matter,
                kind=incident.kind,
                detail=incident.detail,
                opened_at=at,
            )

    def list(self, *, open_only: bool = True, limit: int = 1000) -> tuple[Incident, ...]:
        """See ``ports.Incidents.list``."""
        rows = (
            row for row in self._state.incidents.values() if row.closed_at is None or not open_only
        )
        return tuple(rows)[:limit]

    def get(self, incident: int) -> Incident | None:
        """See ``ports.Incidents.get``."""
        return self._state.incidents.get(incident)

    def close(self, incident: int, *, by: str, resolution: str, at: datetime) -> bool:
        """See ``ports.Incidents.close``."""
        row = self._state.incidents.get(incident)
        if row is None or row.closed_at is not None:
            return False
        self._state.incidents[incident] = replace(
            row, closed_at=at, closed_by=by, resolution=resolution
        )
        return True
