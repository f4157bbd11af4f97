"""Definitions are published by content, and kept ready in the process."""

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from tests.engineroom import ERRAND, OFFICE, EngineRoom, of_office, of_type
from workflow.command.apply import apply_batch
from workflow.command.catalogue import StoredCatalogue
from workflow.command.definitions import Version, publish, versions
from workflow.command.publishing import foresee
from workflow.definition.catalogue import load
from workflow.errors import ChangedDefinitionError, UnknownDefinitionError
from workflow.model.commands import ReprojectDeadlines

DEADLINE = {"due": {"label": "Klart", "day": "due", "until": ["decided"]}}


def queued(room: EngineRoom) -> list[str]:
    """The keys of what waits in the queue."""
    with room.store() as uow:
        return [
            one.envelope.dedupe_key
            for one in uow.commands.claim("look", limit=99, lease=timedelta(minutes=1))
            if isinstance(one.envelope.command, ReprojectDeadlines)
        ]


def test_publishing_the_same_again_changes_nothing(room: EngineRoom) -> None:
    """What says the same has the same digest, and is the current one already."""
    assert room.publish(of_type(), of_office()) == ()
    changed = of_type(label="Annat ärende")
    assert room.publish(changed) == (changed,)
    assert room.catalogue.current_type("errand")[0] == changed.digest


def test_a_matter_keeps_the_version_it_started_on(room: EngineRoom) -> None:
    """A new version is for new matters; the old one stays readable by digest."""
    before = room.register("KS 2024/1").matter.definition
    room.publish(of_type(label="Annat ärende"))
    after = room.register("KS 2024/2").matter.definition
    assert room.bus.execute(room.ping("KS 2024/1", "p")).matter.definition == before != after
    assert room.catalogue.matter_type(before).label == "Ärende"
    assert room.catalogue.matter_type(after).label == "Annat ärende"


def test_what_is_not_named_stays_published(room: EngineRoom) -> None:
    """A definition whose file is broken or gone is not published again, and goes on as it was."""
    room.publish(of_office(name="Norsjö"))
    assert room.catalogue.current_type("errand")[1].label == "Ärende"


def test_a_changed_calendar_reprojects_open_deadlines(room: EngineRoom) -> None:
    """Every open matter with a running deadline gets a command; one without doesn't; once a change."""
    room.publish(of_type(deadlines=DEADLINE))
    room.bus.execute(room.registering("KS 2024/1", fields={"due": "2024-09-03"}))
    room.register("KS 2024/2")
    other = {**OFFICE["bodies"]["KS"], "meets": ["2024-05-14"]}
    moved = of_office(bodies={**OFFICE["bodies"], "KS": other})
    room.publish(moved)
    (key,) = queued(room)
    assert key.endswith(room.matter("KS 2024/1").id)
    assert moved.digest[:16] in key
    room.publish(moved)
    assert len(queued(room)) == 1


def test_a_change_beside_the_calendar_reprojects_nothing(room: EngineRoom) -> None:
    """A new address moves no deadline."""
    room.publish(of_type(deadlines=DEADLINE))
    room.bus.execute(room.registering("KS 2024/1", fields={"due": "2024-09-03"}))
    room.publish(of_office(email="kommun@norsjo.example"))
    assert queued(room) == []


def test_a_calendar_that_comes_back_reprojects_again(room: EngineRoom) -> None:
    """The dedupe key holds the time too: the same calendar a second time is a change of its own."""
    room.publish(of_type(deadlines=DEADLINE))
    room.bus.execute(room.registering("KS 2024/1", fields={"due": "2024-09-03"}))
    other = of_office(bodies={"KS": {**OFFICE["bodies"]["KS"], "meets": []}})
    for version in (other, of_office(), other):
        room.clock.advance(timedelta(days=1))
        room.publish(version)
        assert apply_batch(room.context, "me").applied == 1


def test_the_current_versions_are_read_every_other_second(room: EngineRoom) -> None:
    """A worker learns of another process's publication within seconds, without asking each time."""
    assert room.catalogue.organisation("norsjo").name == "Norsjö kommun"
    with room.store() as uow:  # another process
        publish(uow, [of_office(name="Norsjö")], at=room.clock.now())
        uow.commit()
    assert room.catalogue.organisation("norsjo").name == "Norsjö kommun"
    room.seconds += 2.0
    assert room.catalogue.organisation("norsjo").name == "Norsjö"
    assert set(room.catalogue.organisations()) == {"norsjo"}


def test_a_decision_after_a_publication_is_on_the_new_schedule(room: EngineRoom) -> None:
    """However short ago the schedule was read: deadlines worked out again, and those of new matters."""
    due = {"meet": {"label": "Till KS", "month": "m", "body": "KS", "until": ["decided"]}}
    fields = {**ERRAND["fields"], "m": {"type": "month", "label": "Månad"}}
    old, new = (
        of_office(bodies={"KS": {**OFFICE["bodies"]["KS"], "meets": [day]}})
        for day in ("2024-09-03", "2024-09-17")
    )
    room.publish(of_type(fields=fields, deadlines=due), old)
    room.bus.execute(room.registering("KS 2024/1", fields={"m": "2024-09"}))
    assert room.matter().deadlines[0].final == date(2024, 9, 3)
    with room.store() as uow:  # another process
        publish(uow, [new], at=room.clock.now())
        uow.commit()
    assert apply_batch(room.context, "me").applied == 1
    assert room.matter().deadlines[0].final == date(2024, 9, 17)
    with room.store() as uow:
        publish(uow, [old], at=room.clock.now())
        uow.commit()
    room.bus.execute(room.registering("KS 2024/2", fields={"m": "2024-09"}))
    assert room.matter("KS 2024/2").deadlines[0].final == date(2024, 9, 3)


def test_an_organisation_that_cannot_be_read_keeps_its_last_good_version(room: EngineRoom) -> None:
    """A row of a later version of the engine doesn't take the office down."""
    assert room.catalogue.organisation("norsjo").name == "Norsjö kommun"
    later = '{"x":1}'
    with room.store() as uow:
        digest = sha256(later.encode()).hexdigest()
        uow.definitions.publish(digest, "norsjo", "organisation", later, at=room.clock.now())
        uow.commit()
    room.catalogue.forget()
    assert room.catalogue.organisation("norsjo").name == "Norsjö kommun"


def tamper(room: EngineRoom, kind: str, name: str, content: str) -> str:
    """Write another content under the current digest; the digest."""
    with room.store() as uow:
        digest = uow.definitions.current()[kind, name]
        uow.definitions._state.contents[digest] = content  # type: ignore[attr-defined]
        uow.commit()
    room.catalogue = StoredCatalogue(room.store)
    return digest


def test_a_version_that_was_changed_in_the_database(room: EngineRoom) -> None:
    """It isn't run on: its matters wait, others go on, and when it is as it was they go on too."""
    room.register("KS 2024/1")
    good = of_type().content
    digest = tamper(room, "matter", "errand", good.replace("Väntar", "Klart"))
    with pytest.raises(ChangedDefinitionError, match=digest[:12]):
        room.catalogue.matter_type(digest)
    with pytest.raises(ChangedDefinitionError), room.store() as uow:
        foresee(uow, [of_type(label="Ny")])
    tamper(room, "matter", "errand", good)
    assert room.catalogue.matter_type(digest).label == "Ärende"


def test_a_changed_version_is_read_anew(room: EngineRoom) -> None:
    """What was found changed is looked at again at the next chance, in the same process."""
    good = of_type().content
    digest = tamper(room, "matter", "errand", "{}")
    with pytest.raises(ChangedDefinitionError):
        room.catalogue.matter_type(digest)
    with room.store() as uow:
        uow.definitions._state.contents[digest] = good  # type: ignore[attr-defined]
        uow.commit()
    assert room.catalogue.matter_type(digest).label == "Ärende"


def test_an_organisation_that_was_changed_in_the_database(room: EngineRoom) -> None:
    """It isn't believed; the catalogue has none until it is as it was."""
    tamper(room, "organisation", "norsjo", of_office(name="Skogsrå").content)
    with pytest.raises(UnknownDefinitionError):
        room.catalogue.organisation("norsjo")


def test_a_machine_is_built_once_per_version(room: EngineRoom) -> None:
    """Every matter of a version shares one machine."""
    digest, _ = room.catalogue.current_type("errand")
    assert room.catalogue.machine(digest) is room.catalogue.machine(digest)


def test_what_is_not_published(room: EngineRoom) -> None:
    """An unknown name tells the known ones; an unknown digest that it is not in the database."""
    with pytest.raises(UnknownDefinitionError, match="errand, notice"):
        room.catalogue.current_type("dance")
    with pytest.raises(UnknownDefinitionError, match="errand"):
        room.catalogue.current_type("errand", kind="procedure")
    with pytest.raises(UnknownDefinitionError, match="000000000000"):
        room.catalogue.matter_type("0" * 64)
    with pytest.raises(UnknownDefinitionError, match="norsjo"):
        room.catalogue.organisation("utby")


def test_versions_of_a_directory() -> None:
    """Types, procedures and organisations, each addressed by its content."""
    loaded = load(Path(__file__).parents[3] / "definitions")
    found = versions(loaded)
    kinds = {version.kind for version in found}
    assert kinds == {"matter", "procedure", "organisation"}
    assert Version("procedure", "notice", *_address(found, "notice")) in found
    assert len({(version.kind, version.name) for version in found}) == len(found)
    assert replace(found[0], content="") != found[0]


def _address(found: tuple[Version, ...], name: str) -> tuple[str, str]:
    (version,) = (one for one in found if one.name == name)
    return version.digest, version.content
