"""What waits for a person."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Text, bindparam, null, select, text, true, update

from workflow.command.codec import canonical_json, instant
from workflow.command.ports import Incident
from workflow.model.effects import OpenIncident
from workflow.store.dialect import Columns, Dialect, Instant, Key, RowId, for_each
from workflow.store.session import Session
from workflow.store.tables import incidents

_OPEN = incidents.c.closed_at.is_(null())
_COLUMNS: Columns = {
    "key": Key,
    "matter": Key,
    "kind": Key,
    "detail": Text(),
    "opened_at": Instant(),
}


class IncidentStatements:
    """The statement that opens incidents, in one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        given = dialect.given(_COLUMNS)
        self.open = (
            dialect.insert(incidents)
            .from_select(
                list(_COLUMNS), select(*(given.c[name] for name in _COLUMNS)).where(true())
            )
            .on_conflict_do_nothing(index_elements=["key"], index_where=text("closed_at IS NULL"))
        )


_STATEMENTS = for_each(IncidentStatements)
_LIST = select(incidents).order_by(incidents.c.id).limit(bindparam("limit"))
_LIST_OPEN = _LIST.where(_OPEN)
_GET = select(incidents).where(incidents.c.id == bindparam("incident", type_=RowId))
_CLOSE = (
    update(incidents)
    .where(incidents.c.id == bindparam("incident", type_=RowId), _OPEN)
    .values(
        closed_at=bindparam("at", type_=Instant),
        closed_by=bindparam("by", type_=Text),
        resolution=bindparam("words", type_=Text),
    )
)


class SqlIncidents:
    """Implements ``ports.Incidents``."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._connection = session.connection
        self._sql = _STATEMENTS[session.dialect]

    def open(self, incidents: Sequence[OpenIncident], *, at: datetime) -> None:
        """See ``ports.Incidents.open``."""
        if not incidents:
            return
        opened_at = instant(at)
        rows = [
            {
                "key": incident.key,
                "matter": incident.matter,
                "kind": incident.kind,
                "detail": incident.detail,
                "opened_at": opened_at,
            }
            for incident in incidents
        ]
        self._connection.execute(self._sql.open, {"rows": canonical_json(rows)})

    def list(self, *, open_only: bool = True, limit: int = 1000) -> tuple[Incident, ...]:
        """See ``ports.Incidents.list``."""
        rows = self._connection.execute(_LIST_OPEN if open_only else _LIST, {"limit": limit})
        return tuple(_incident(row) for row in rows)

    def get(self, incident: int) -> Incident | None:
        """See ``ports.Incidents.get``."""
        row = self._connection.execute(_GET, {"incident": incident}).one_or_none()
        return None if row is None else _incident(row)

    def close(self, incident: int, *, by: str, resolution: str, at: datetime) -> bool:
        """See ``ports.Incidents.close``."""
        closed = self._connection.execute(
            _CLOSE, {"incident": incident, "by": by, "words": resolution, "at": at}
        )
        return closed.rowcount == 1


def _incident(row: Any) -> Incident:
    return Incident(
        id=row.id,
        key=row.key,
        matter=row.matter,
        kind=row.kind,
        detail=row.detail,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        resolution=row.resolution,
    )
