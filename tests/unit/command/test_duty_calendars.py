"""The calendar of a role and of a person: days of open matters, and nothing that tells what they are about."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.engineroom import ERRAND, OFFICE, EngineRoom, identity, of_office, of_type
from workflow.command.apply import apply_batch
from workflow.command.feeds.address import Address, Whose
from workflow.command.feeds.calendars import Calendars
from workflow.command.feeds.duties import person
from workflow.command.feeds.entry import Entry
from workflow.command.timers import fire_batch
from workflow.definition.organisation import Organisation
from workflow.errors import ChangedDefinitionError, InvalidInputError, UnknownDefinitionError
from workflow.model.commands import (
    ExtendDeadline,
    ResumeDeadline,
    SuspendDeadline,
)
from workflow.model.outcome import AssignmentGiven
from workflow.notify.calendar import write

TODAY = date(2024, 4, 16)
SECRET = "0123456789abcdef" * 2
DEADLINES: dict[str, Any] = {
    "answer": {
        "label": "Svaret ska lämnas",
        "day": "due",
        "remind": ["P7D"],
        "remind_to": ["role:secretary", "fields.owner"],
        "hard": True,
        "until": "decided",
    },
    "follow_up": {
        "label": "Följs upp",
        "after": "P3M",
        "counts_from": "registered",
        "remind": ["P7D"],
        "remind_to": ["role:registrar", "Kansliet"],
        "on_expiry": {"event": "pings"},
    },
}
ROLES = {"secretary": "Sekreterare", "officer": "Utredare", "registrar": "Registrator"}
ENTRIES = [
    {"name": "Sekreterare", "kind": "role", "holder": "Åsa Berg", "email": "s@norsjo.example"},
    {"name": "Utredare", "kind": "role", "holder": "Bo Ek", "email": "u@norsjo.example"},
    {"name": "Registrator", "kind": "role", "email": "r@norsjo.example"},
    {"name": "Åsa Berg", "kind": "person", "aliases": ["Åsa Bergh"], "email": "a@norsjo.example"},
    {"name": "Skolan", "kind": "unit", "email": "skolan@norsjo.example"},
]


@pytest.fixture
def office(room: EngineRoom) -> EngineRoom:
    """An office whose errands have two deadlines."""
    room.publish(
        of_type(
            {key: value for key, value in ERRAND.items() if key != "assignments_as"},
            deadlines=DEADLINES,
        ),
        of_office(roles=ROLES, entries=ENTRIES),
    )
    return room


@pytest.fixture
def calendars(office: EngineRoom) -> Calendars:
    return Calendars(office.store, office.catalogue, write, SECRET)


def register(room: EngineRoom, number: str = "KS 2024/1", **fields: Any) -> None:
    room.bus.execute(
        room.registering(
            number, title="Hemlig Person har ansökt", fields={"due": "2024-05-20", **fields}
        )
    )


def entries(calendars: Calendars, whose: Whose, name: str) -> tuple[Entry, ...]:
    return calendars.feed(calendars.address("norsjo", whose, name), TODAY).entries


def days(found: tuple[Entry, ...]) -> list[tuple[str, date]]:
    return [(one.summary, one.on) for one in found]


def test_role_sees_what_it_is_reminded_of_and_what_it_owns(
    office: EngineRoom, calendars: Calendars
) -> None:
    """The officer has the matter and sees every day of it; the others see the day that they are reminded of."""
    register(office)
    answer = ("KS 2024/1: Svaret ska lämnas", date(2024, 5, 20))
    follow_up = ("KS 2024/1: Följs upp", date(2024, 7, 16))
    assert days(entries(calendars, "role", "officer")) == [answer, follow_up]
    assert days(entries(calendars, "role", "secretary")) == [answer]
    assert days(entries(calendars, "role", "registrar")) == [follow_up]
    assert entries(calendars, "role", "secretary")[0].alarm
    assert not entries(calendars, "role", "registrar")[0].alarm


def test_nothing_is_told_but_number_and_label(office: EngineRoom, calendars: Calendars) -> None:
    """No title, no field, no name of whom it is about: a calendar is copied to many places."""
    register(office, owner="Skolan")
    feed = calendars.feed(calendars.address("norsjo", "role", "officer"), TODAY)
    assert "Hemlig" not in write(feed).decode()
    assert not feed.public
    assert [one.description for one in feed.entries] == [
        "Sista dag: 2024-05-20.\nStatus: löper.",
        "Sista dag: 2024-07-16.\nStatus: löper.",
    ]


def test_deadline_keeps_its_identity_whatever_happens(
    office: EngineRoom, calendars: Calendars
) -> None:
    """Extended, paused and resumed: one UID, a growing sequence, the time of the event that changed it."""
    register(office)
    (first,) = entries(calendars, "role", "registrar")
    assert first.changed_at == office.clock.now()
    seen = [first]
    for number, command in enumerate(
        (
            ExtendDeadline("follow_up", date(2024, 8, 1), "Anstånd"),
            SuspendDeadline("follow_up", "Väntar på uppgifter"),
            ResumeDeadline("follow_up", "Uppgifterna har kommit"),
        )
    ):
        office.clock.set(office.clock.now() + timedelta(days=1))
        office.bus.execute(office.envelope(f"c{number}", "KS 2024/1", command))
        seen += entries(calendars, "role", "registrar")
    assert {one.uid for one in seen} == {first.uid}
    assert [one.status for one in seen] == ["confirmed", "confirmed", "tentative", "confirmed"]
    assert seen[1].on == date(2024, 8, 1)
    assert seen[2].summary == "KS 2024/1: Följs upp (pausad)"
    assert [one.sequence for one in seen] == sorted({one.sequence for one in seen})
    assert seen[-1].changed_at == office.clock.now()


def test_deadline_that_is_met_leaves(office: EngineRoom, calendars: Calendars) -> None:
    """With the decision it is done; with the end of the matter everything is."""
    register(office)
    office.bus.execute(office.approval("KS 2024/1", "Skolan"))
    assert entries(calendars, "role", "secretary") == ()


def test_missed_deadline_stays_while_the_matter_is_open(
    office: EngineRoom, calendars: Calendars
) -> None:
    """It is marked; one that was only a time to wait is gone."""
    register(office)
    office.clock.set(datetime(2024, 8, 1, 12, tzinfo=UTC))
    while fire_batch(office.context) or apply_batch(office.context, "test").claimed:
        pass
    assert days(entries(calendars, "role", "officer")) == [
        ("KS 2024/1: Svaret ska lämnas (utgången)", date(2024, 5, 20))
    ]
    assert entries(calendars, "role", "registrar") == ()


def test_person_sees_the_days_of_the_roles_held_and_of_assignments(
    office: EngineRoom, calendars: Calendars
) -> None:
    """By any of the names that mean the same one; what the assignment says stays in the matter."""
    register(office, owner="Åsa Bergh")
    given = (
        AssignmentGiven("Ring Hemlig Person", "åsa  bergh", "2024-05-02"),
        AssignmentGiven("Ring Hemlig Person", "Sekreterare", "2024-05-03"),
        AssignmentGiven("Ring Hemlig Person", "Bo Ek", "2024-05-04"),
        AssignmentGiven("Ring Hemlig Person", "Åsa Berg"),
    )
    office.bus.execute(office.approval("KS 2024/1", assignments=given))
    found = entries(calendars, "owner", "Åsa Berg")
    assert [one.on for one in found] == [date(2024, 5, 2), date(2024, 5, 3)]
    assert all(one.summary.startswith("KS 2024/1: Uppdrag ") for one in found)
    assert "Hemlig" not in str(found)
    assert [one.on for one in entries(calendars, "owner", "Bo Ek")] == [date(2024, 5, 4)]


def test_person_sees_what_a_deadline_reminds_by_name(
    office: EngineRoom, calendars: Calendars
) -> None:
    """A name in the field that the deadline reminds, by any alias."""
    register(office, owner="Åsa Bergh")
    register(office, "KS 2024/2", owner="Skolan")
    assert days(entries(calendars, "owner", "Skolan")) == [
        ("KS 2024/2: Svaret ska lämnas", date(2024, 5, 20))
    ]


def test_person_sees_what_every_such_matter_reminds(
    office: EngineRoom, calendars: Calendars
) -> None:
    """A name that stands in the definition itself."""
    register(office)
    assert days(entries(calendars, "owner", "kansliet")) == [
        ("KS 2024/1: Följs upp", date(2024, 7, 16))
    ]


def test_person_is_known_by_every_name() -> None:
    """Alias, role in the register and role of the engine; nobody else's."""
    organisation = Organisation.model_validate({**OFFICE, "roles": ROLES, "entries": ENTRIES})
    holder = person(organisation, "åsa bergh")
    assert holder.roles == {"secretary"}
    assert holder.names == {"åsa bergh", "åsa berg", "sekreterare"}
    assert person(organisation, "Sekreterare").roles == {"secretary"}
    assert person(organisation, "Okänd").roles == frozenset()


def test_closed_matters_are_left_out(office: EngineRoom, calendars: Calendars) -> None:
    """And those of another organisation."""
    office.publish(of_office(organisation="pitea", name="Piteå", roles=ROLES, entries=ENTRIES))
    register(office)
    assert calendars.feed(calendars.address("pitea", "role", "officer"), TODAY).entries == ()
    for number in range(2, 5):
        register(office, f"KS 2024/{number}")
    assert len(entries(calendars, "role", "secretary")) == 4


def test_pages_are_joined(
    office: EngineRoom, calendars: Calendars, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many open matters there are, each is told once."""
    monkeypatch.setattr("workflow.command.feeds.calendars._PAGE", 2)
    for number in range(1, 6):
        register(office, f"KS 2024/{number}")
    assert [one.summary[:9] for one in entries(calendars, "role", "secretary")] != []
    assert {one.summary[:9] for one in entries(calendars, "role", "secretary")} == {
        f"KS 2024/{number}" for number in range(1, 6)
    }


def test_matter_without_its_definition_stops_no_other(
    office: EngineRoom, calendars: Calendars
) -> None:
    """It is left out, and that is logged."""
    register(office)
    register(office, "KS 2024/2")
    state = office.store.state
    state.matters[identity("KS 2024/1")] = replace(office.matter("KS 2024/1"), definition="gone")
    with capture_logs() as logged:
        told = [one.summary for one in entries(calendars, "role", "secretary")]
    assert told == ["KS 2024/2: Svaret ska lämnas"]
    assert [line["event"] for line in logged] == ["matter_left_out_of_calendar"]


@pytest.mark.parametrize(
    ("whose", "name", "told"),
    [
        ("body", "XX", "Organen är AU, KS"),
        ("role", "chef", "Rollerna är officer, registrar, secretary"),
        ("owner", "  ", "Ange vems"),
    ],
)
def test_calendar_of_nobody_is_refused(
    calendars: Calendars, whose: Whose, name: str, told: str
) -> None:
    """With those that there are."""
    with pytest.raises(InvalidInputError) as refused:
        calendars.address("norsjo", whose, name)
    assert told in refused.value.hint
    with pytest.raises(UnknownDefinitionError):
        calendars.address("nowhere", whose, name)


def test_body_is_found_by_any_of_its_names(calendars: Calendars) -> None:
    """One address for all of them."""
    assert calendars.address("norsjo", "body", "kommunstyrelsen").path == "/kalender/norsjo/KS.ics"


def test_key_opens_its_own_calendar_and_no_other(calendars: Calendars) -> None:
    """Bodies need none; without a secret nothing but bodies can be opened."""
    one, other = (calendars.address("norsjo", "role", role) for role in ("officer", "secretary"))
    assert calendars.opens(one, one.key(SECRET))
    for key in (other.key(SECRET), one.key(SECRET[::-1]), one.key(SECRET).upper(), "", "å\ud800"):
        assert not calendars.opens(one, key)
    assert Address("norsjo", "owner", "officer").key(SECRET) != one.key(SECRET)
    without = Calendars(calendars._units, calendars._catalogue, write)
    assert not without.opens(one, one.key(SECRET))
    assert without.opens(without.address("norsjo", "body", "KS"), "")


def test_body_calendar_is_read_from_what_was_published(
    office: EngineRoom, calendars: Calendars
) -> None:
    """A meeting that a later version left out is cancelled, and a body that is gone has its calendar still."""
    bodies = {"KS": {**OFFICE["bodies"]["KS"], "meets": ["2024-04-16", "2024-05-14"]}}
    office.publish(of_office(roles=ROLES, entries=ENTRIES, bodies=bodies))
    office.publish(of_office(roles=ROLES, entries=ENTRIES))
    found = entries(calendars, "body", "KS")
    assert [(one.on.day, one.status, one.sequence) for one in found] == [
        (16, "confirmed", 0),
        (14, "cancelled", 3),
    ]
    office.publish(
        of_office(
            roles=ROLES, entries=ENTRIES, bodies={"AU": {**OFFICE["bodies"]["AU"], "parent": None}}
        )
    )
    feed = calendars.feed(calendars.address("norsjo", "body", "KS"), TODAY)
    assert feed.name == "Kommunstyrelsen, Norsjö kommun"
    assert feed.public
    assert {one.status for one in feed.entries} == {"cancelled"}


def test_version_that_cannot_be_read_is_passed_over(
    office: EngineRoom, calendars: Calendars
) -> None:
    """It was written by another version of the engine; its number stays its own."""
    unreadable = '{"organisation": "norsjo", "of": "another time"}'
    bodies = {"KS": {**OFFICE["bodies"]["KS"], "meets": ["2024-04-16", "2024-05-14"]}}
    with office.store() as uow:
        for content in (unreadable, of_office(bodies=bodies).content):
            digest = sha256(content.encode()).hexdigest()
            at = office.clock.now()
            uow.definitions.publish(digest, "norsjo", "organisation", content, at=at)
        uow.commit()
    office.catalogue.forget()
    with capture_logs() as logged:
        assert [one.sequence for one in entries(calendars, "body", "KS")] == [0, 3]
    assert "schedule_unreadable" in {line["event"] for line in logged}


def test_version_that_somebody_changed_is_not_told(
    office: EngineRoom, calendars: Calendars
) -> None:
    """What is no longer what was published says nothing to anybody."""
    address = calendars.address("norsjo", "body", "KS")
    contents = office.store.state.contents
    digest = of_office().digest
    contents[digest] = contents[digest].replace("2024-04-16", "2024-04-17")
    with pytest.raises(ChangedDefinitionError):
        calendars.feed(address, TODAY)
