"""Recording and signing at a meeting: what the matters, or the kept documents, contradict isn't done."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.engineroom import ERRAND, SARA, START, EngineRoom, identity, of_type
from workflow.command.agendas import proposed
from workflow.command.apply import apply_batch
from workflow.command.convening import plan_meeting
from workflow.command.definitions import versions
from workflow.command.documents import StoredDocument
from workflow.command.recording import record
from workflow.command.review import keep_reviewed
from workflow.command.signing import sign
from workflow.definition.catalogue import load
from workflow.errors import (
    ArendegangError,
    CommandRefusedError,
    InvalidInputError,
    StoreUnavailableError,
    UnknownMatterError,
)
from workflow.machine.decide import decide
from workflow.model.commands import (
    CallRoll,
    Command,
    CorrectItem,
    Envelope,
    FireEvent,
    ItemDealtWith,
    MigrateMatter,
    PlaceItems,
    RecordItems,
    SignMinutes,
)
from workflow.model.ids import MatterId
from workflow.model.matter import Matter
from workflow.model.migration import Transfer
from workflow.model.outcome import PointOutcome
from workflow.model.proceedings import (
    AgendaItem,
    Deliberation,
    Presence,
    Resolution,
    Roll,
    Seat,
)

DEFINITIONS = Path(__file__).parents[3] / "definitions"
BRIDGE = "KS 2024/1"
THERE = Roll((Seat("Eva Berg", role="chair"),), (Presence("Eva Berg"),))


class Meeting:
    """KS is in session, with these matters on its agenda as i1, i2 and so on."""

    def __init__(self, room: EngineRoom, *numbers: str) -> None:
        self.room = room
        room.publish(*(one for one in versions(load(DEFINITIONS)) if one.name == "meeting"))
        self.id = plan_meeting(
            room.context,
            organisation="norsjo",
            body="KS",
            meeting_on=START.date(),
            fields={"secretary": "Sara"},
            actor=SARA,
        ).matter.id
        items = []
        for place, number in enumerate(numbers, start=1):
            room.register(number)
            items.append(AgendaItem(f"i{place}", "decision", number, matter=identity(number)))
        opening: Sequence[Command] = (
            PlaceItems(tuple(items)),
            FireEvent("summons"),
            CallRoll(THERE),
            FireEvent("opens"),
        )
        for step, command in enumerate(opening if items else ()):
            room.bus.execute(self.envelope(command, f"step:{step}"))

    def envelope(self, command: Command, key: str, matter: MatterId | None = None) -> Envelope:
        """The secretary's command to the meeting, or to another matter."""
        return Envelope(key, matter or self.id, command, SARA, self.room.clock.now())

    def record(self, outcome: str, key: str = "record") -> None:
        """The first item was decided so."""
        said = Deliberation(Resolution((PointOutcome(outcome),), sentences=("att så sker",)))
        command = RecordItems((ItemDealtWith("i1", said),))
        record(self.room.context, self.envelope(command, key))

    @property
    def matter(self) -> Matter:
        """The meeting as it is stored."""
        with self.room.store() as uow:
            return uow.matters.load((self.id,))[self.id]


def test_what_waits_in_the_queue_goes_before(room: EngineRoom) -> None:
    """Claim: a decision that the matter will have had by then can't be recorded, and nothing is."""
    meeting = Meeting(room, BRIDGE)
    room.submit(room.approval(BRIDGE))
    assert room.matter(BRIDGE).state == "waiting"
    before = meeting.matter
    with pytest.raises(CommandRefusedError, match=BRIDGE):
        meeting.record("approves")
    assert meeting.matter == before


def test_what_will_be_refused_is_not_reckoned_with(room: EngineRoom) -> None:
    """Claim: a queued command that comes to nothing keeps nobody from recording, and the matter is told."""
    meeting = Meeting(room, BRIDGE)
    room.submit(room.envelope("early", BRIDGE, FireEvent("ends")))
    room.accept(room.registering(BRIDGE, key="anew"))
    meeting.record("approves")
    while apply_batch(room.context, "me").claimed:
        pass
    assert (room.status("early"), room.status("anew")) == ("refused", "refused")
    assert [made.outcomes[0].event for made in room.matter(BRIDGE).decisions] == ["approves"]


def test_only_a_meeting_that_there_is_records(room: EngineRoom) -> None:
    """Claim: neither an unknown meeting nor a matter that is none has anything recorded or put right."""
    meeting = Meeting(room, BRIDGE)
    noted = Deliberation(Resolution(sentences=("att notera",)))
    for matter in (MatterId("nothing"), identity(BRIDGE)):
        for command in (
            RecordItems((ItemDealtWith("i1", noted),)),
            CorrectItem("i1", noted, "Fel"),
        ):
            with pytest.raises(UnknownMatterError, match="Sammanträdet finns inte"):
                record(room.context, meeting.envelope(command, "no", matter))


def test_only_what_was_presented_is_signed(room: EngineRoom) -> None:
    """Claim: without minutes of that key nothing is signed, at a meeting or anywhere else."""
    meeting = Meeting(room, BRIDGE)
    command = SignMinutes("p1", "Eva Berg", "a" * 64)
    with pytest.raises(CommandRefusedError, match="Inget protokoll p1 är framlagt"):
        sign(room.context, meeting.envelope(command, "sign"))
    for number, matter in enumerate((MatterId("nothing"), identity(BRIDGE))):
        with pytest.raises(ArendegangError):
            sign(room.context, meeting.envelope(command, f"none:{number}", matter))
    assert meeting.matter.proceedings is not None
    assert meeting.matter.proceedings.presentations == ()


def test_the_agenda_is_of_what_waits_for_the_body_itself(room: EngineRoom) -> None:
    """Claim: a state that another type gives to another body, under the same name, isn't the body's."""
    states = {**ERRAND["states"], "waiting": {**ERRAND["states"]["waiting"], "body": "AU"}}
    room.publish(of_type(name="question", states=states, decided_by=["AU"]))
    meeting = Meeting(room)
    room.register(BRIDGE)
    room.bus.execute(room.registering("KS 2024/2", matter_type="question"))
    assert room.matter("KS 2024/2").state == room.matter(BRIDGE).state == "waiting"
    (item,) = proposed(room.context, meeting.matter, opening=())
    assert item.matter == identity(BRIDGE)


def test_secrecy_follows_a_matter_to_the_next_agenda(room: EngineRoom) -> None:
    """Claim: what one body dealt with under secrecy is so on every later agenda, without being marked again."""
    meeting = Meeting(room, BRIDGE, "KS 2024/2")
    hidden = AgendaItem("i1", "decision", BRIDGE, matter=identity(BRIDGE), secret=True)
    room.bus.execute(meeting.envelope(PlaceItems((hidden,)), "hide"))
    meeting.record("tables")
    room.submit(room.approval("KS 2024/2"))  # decided on without a meeting here
    while apply_batch(room.context, "me").claimed:
        pass
    later = plan_meeting(
        room.context,
        organisation="norsjo",
        body="KS",
        meeting_on=START.date() + timedelta(days=7),
        fields={},
        actor=SARA,
    ).matter.id
    items = tuple(
        AgendaItem(key, "decision", number, matter=identity(number))
        for key, number in (("i1", BRIDGE), ("i2", "KS 2024/2"))
    )
    room.bus.execute(meeting.envelope(PlaceItems(items), "place", later))
    with room.store() as uow:
        held = uow.matters.load((later,))[later].proceedings
    assert held is not None
    assert [item.secret for item in held.items] == [True, False]


def test_what_is_put_before_those_who_sign_is_not_shown(room: EngineRoom) -> None:
    """Claim: it is whole, secrets and all; another copy may be reviewed and shown, as PDF alone."""
    meeting = Meeting(room, BRIDGE)
    signed = StoredDocument.of(
        b"%PDF-signed",
        media_type="application/pdf",
        name="protokoll.pdf",
        matter=meeting.id,
        kind="minutes",
        created_at=START,
    )
    with room.store() as uow:
        uow.documents.add([signed])
        uow.commit()
    with pytest.raises(CommandRefusedError, match="lades fram för underskrift"):
        keep_reviewed(room.context, meeting.id, "protokoll.pdf", signed.content)
    with pytest.raises(InvalidInputError, match="PDF"):
        keep_reviewed(room.context, meeting.id, "protokoll.html", b"<p>")
    assert keep_reviewed(room.context, meeting.id, "masked.pdf", b"%PDF-masked") == keep_reviewed(
        room.context, meeting.id, "masked.pdf", b"%PDF-masked"
    )


def test_a_broken_command_in_the_queue_keeps_nobody_from_recording(room: EngineRoom) -> None:
    """Claim: what will stop on a fault, and wait for a person, isn't reckoned with."""
    meeting = Meeting(room, BRIDGE)
    room.accept(room.envelope("broken", BRIDGE, MigrateMatter("gone", "plan", "Skäl", Transfer())))
    meeting.record("approves")
    assert meeting.matter.proceedings is not None
    assert [item.status for item in meeting.matter.proceedings.items] == ["taken_up"]


def test_a_database_that_goes_away_is_told(
    room: EngineRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Claim: a trial that can't read on isn't taken for one that found nothing wrong."""
    meeting = Meeting(room, BRIDGE)
    room.submit(room.approval(BRIDGE))

    def away(*_args: object, **_options: object) -> None:
        raise StoreUnavailableError("Databasen svarar inte.")

    monkeypatch.setattr("workflow.command.carry.decide", _after_the_first(away))
    with pytest.raises(StoreUnavailableError):
        meeting.record("approves")


def _after_the_first(away: Callable[..., None]) -> Callable[..., object]:
    """``decide`` once, for the meeting; then nothing answers."""
    calls = count()

    def answer(*args: Any, **options: Any) -> object:
        return decide(*args, **options) if next(calls) == 0 else away()

    return answer
