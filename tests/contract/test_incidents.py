"""Incidents behave the same on every store."""

from datetime import timedelta

from tests.contract.samples import NOW, at_once, incident, writing
from workflow.command.ports import Incident, UnitOfWorkFactory
from workflow.model.effects import OpenIncident
from workflow.model.ids import MatterId

CLOSED = {"by": "Sara", "resolution": "Kördes om", "at": NOW + timedelta(hours=1)}


def open_(store: UnitOfWorkFactory, *incidents: OpenIncident) -> None:
    with writing(store) as unit:
        unit.incidents.open(incidents, at=NOW)


def test_a_key_is_open_once(store: UnitOfWorkFactory) -> None:
    """Opening again while it is open changes nothing; after it was closed it opens anew."""
    open_(store)
    open_(store, incident(), incident())
    open_(store, incident())
    with writing(store) as unit:
        (first,) = unit.incidents.list()
        assert unit.incidents.close(first.id, **CLOSED)
        assert not unit.incidents.close(first.id, **CLOSED)
        assert not unit.incidents.close(99, **CLOSED)
        assert unit.incidents.list() == ()
    open_(store, incident())
    with store() as unit:
        (second,) = unit.incidents.list()
        assert second.id != first.id
        assert [row.id for row in unit.incidents.list(open_only=False)] == [first.id, second.id]


def test_an_incident_comes_back_as_it_was(store: UnitOfWorkFactory) -> None:
    """What happened, when, and how it was settled."""
    open_(store, incident("command:1"), incident("mail:2"))
    with writing(store) as unit:
        first, _ = unit.incidents.list()
        unit.incidents.close(first.id, **CLOSED)
        assert unit.incidents.get(first.id) == Incident(
            id=first.id,
            key="command:1",
            matter=MatterId("m1"),
            kind="failed_command",
            detail="Gick sönder fem gånger",
            opened_at=NOW,
            closed_at=CLOSED["at"],
            closed_by="Sara",
            resolution="Kördes om",
        )
        assert unit.incidents.get(99) is None
        assert [row.key for row in unit.incidents.list(limit=1)] == ["mail:2"]


def test_the_same_incident_opened_at_once(real: UnitOfWorkFactory) -> None:
    """Two workers that fail on the same thing open one incident."""
    at_once(4, lambda _: open_(real, incident()))
    with real() as unit:
        assert len(unit.incidents.list()) == 1
