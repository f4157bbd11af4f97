"""Commands of somebody who waits, and commands for the queue."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.engineroom import EngineRoom, identity
from workflow.command import bus as bus_module
from workflow.command.apply import apply_batch
from workflow.command.documents import StoredDocument
from workflow.command.writing import Written
from workflow.errors import (
    CommandRefusedError,
    DuplicateMatterError,
    InvalidInputError,
    StaleVersionError,
    StoreUnavailableError,
    UnknownDefinitionError,
    UnknownMatterError,
)
from workflow.model.commands import FireEvent
from workflow.model.events import MatterRegistered, PointsMoved
from workflow.model.matter import Actor
from workflow.model.outcome import AssignmentGiven


def test_the_answer_says_what_happened(room: EngineRoom) -> None:
    """Whoever waits gets the matter as it is afterwards, and the events."""
    answer = room.register("KS 2024/1")
    assert answer.matter == room.matter("KS 2024/1")
    assert [type(event) for event in answer.events] == [MatterRegistered]
    assert not answer.repeated
    assert room.status("register:KS 2024/1") == "done"


def test_the_same_key_again_gives_the_earlier_outcome(room: EngineRoom) -> None:
    """Nothing is done twice, whatever happened in between; the answer holds the first one's events."""
    room.register()
    first = room.bus.execute(room.ping("KS 2024/1", "p1"))
    room.bus.execute(room.ping("KS 2024/1", "p2"))
    again = room.bus.execute(room.ping("KS 2024/1", "p1"))
    assert again.repeated
    assert again.events == first.events
    assert again.matter.version == 3
    assert len([e for e in room.events() if isinstance(e, PointsMoved)]) == 2


def test_a_refused_command_leaves_no_trace(room: EngineRoom) -> None:
    """The refusal is raised with the possible events, and the key may be used again."""
    room.register()
    with pytest.raises(CommandRefusedError) as refusal:
        room.bus.execute(room.envelope("k", "KS 2024/1", FireEvent("flies")))
    assert "pings" in refusal.value.possible
    assert room.status("k") == "unknown"
    assert room.incidents() == ()
    assert room.bus.execute(room.ping("KS 2024/1", "k")).matter.version == 2


def test_each_kind_of_refusal_reaches_the_one_who_waits(room: EngineRoom) -> None:
    """Stale version, number taken, unknown matter, type and organisation."""
    room.register()
    with pytest.raises(StaleVersionError):
        room.bus.execute(room.ping("KS 2024/1", "a", version=7))
    with pytest.raises(DuplicateMatterError):
        room.bus.execute(room.registering("KS 2024/1", key="b"))
    with pytest.raises(UnknownMatterError):
        room.bus.execute(room.ping("KS 2024/2", "c"))
    with pytest.raises(UnknownDefinitionError, match="errand, notice"):
        room.bus.execute(room.registering("KS 2024/3", matter_type="dance"))
    with pytest.raises(UnknownDefinitionError, match="utby"):
        room.bus.execute(room.registering("KS 2024/4", number=None, organisation="utby"))
    assert len(room.events()) == 1


def test_a_command_in_the_queue_is_not_done_beside_it(room: EngineRoom) -> None:
    """The same key waits in the queue, was refused there, or stopped there: the answer says which."""
    room.register()
    room.submit(
        room.ping("KS 2024/1", "later"), room.envelope("no", "KS 2024/1", FireEvent("flies"))
    )
    with pytest.raises(CommandRefusedError, match="ännu inte utfört"):
        room.bus.execute(room.ping("KS 2024/1", "later"))
    for _ in range(2):
        apply_batch(room.context, "me")
    assert room.bus.execute(room.ping("KS 2024/1", "later")).repeated
    with pytest.raises(CommandRefusedError, match="flies"):
        room.bus.execute(room.envelope("no", "KS 2024/1", FireEvent("flies")))
    room.submit(room.ping("KS 2024/1", "broken"))
    with room.store() as uow:
        (queued,) = uow.commands.claim("me", limit=1, lease=room.context.policy.command_lease)
        uow.commands.fail((queued.id,), "me", detail="trasigt")
        uow.commit()
    with pytest.raises(CommandRefusedError, match="stannat på ett fel"):
        room.bus.execute(room.ping("KS 2024/1", "broken"))


def test_a_key_is_for_one_command(room: EngineRoom) -> None:
    """Used for another matter or another command it is refused, however far the first one has come."""
    room.register("KS 2024/1")
    room.register("KS 2024/2")
    room.bus.execute(room.ping("KS 2024/1", "k"))
    room.submit(room.ping("KS 2024/1", "waits"))
    for other in (
        room.ping("KS 2024/2", "k"),
        room.envelope("k", "KS 2024/1", FireEvent("pings", points=("1",))),
        room.ping("KS 2024/2", "waits"),
    ):
        with pytest.raises(CommandRefusedError, match="redan använd för något annat"):
            room.bus.execute(other)
    room.clock.advance(timedelta(days=1))
    again = room.ping("KS 2024/1", "k", actor=Actor("Kim"), version=1)
    assert room.bus.execute(again).repeated


@pytest.mark.parametrize(
    "actor",
    [Actor("engine"), Actor(" ENGINE "), Actor("\uff45ngine"), Actor("Sara", ("clerk", "Engine"))],
)
def test_nobody_claims_to_be_the_engine(room: EngineRoom, actor: Actor) -> None:
    """The engine's own commands don't come this way: neither its name nor its role is anybody's."""
    room.register()
    command = room.ping("KS 2024/1", "k", actor=actor)
    with pytest.raises(CommandRefusedError, match="Bara motorn"):
        room.bus.execute(command)
    with pytest.raises(CommandRefusedError, match="Bara motorn"):
        room.submit(room.ping("KS 2024/1", "good"), command)
    assert (room.status("k"), room.status("good")) == ("unknown", "unknown")


@pytest.mark.parametrize(
    "actor", [Actor(""), Actor(" "), Actor("a\nb"), Actor("x" * 201), Actor("Sara", ("a\x00",))]
)
def test_an_actor_has_a_name(room: EngineRoom, actor: Actor) -> None:
    """One line of at most 200 characters, for the log."""
    with pytest.raises(InvalidInputError, match="namn och roller"):
        room.submit(room.ping("KS 2024/1", "k", actor=actor))


def test_a_command_that_was_lost_to_somebody_else_is_not_written(
    room: EngineRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the command isn't the bus's own any more, nothing is committed."""
    room.register()
    monkeypatch.setattr(bus_module, "write", lambda *_: Written((), 0, 0))
    with pytest.raises(StoreUnavailableError):
        room.bus.execute(room.ping("KS 2024/1", "p1"))
    assert room.status("p1") == "unknown"


def test_queueing_counts_what_is_new(room: EngineRoom) -> None:
    """The same dedupe key is queued once, and workers are told only of what is new."""
    assert room.submit(room.registering("KS 2024/1"), room.registering("KS 2024/2")) == 2
    assert room.hints == ["apply"]
    assert room.submit(room.registering("KS 2024/1")) == 0
    assert room.hints == ["apply"]
    assert room.reached == ["accept:before", "accept:after"] * 2


def test_workers_are_told_of_mails_and_commands_to_other_matters(room: EngineRoom) -> None:
    """A decision with a recipient makes a mail, one with an assignment a matter of its own."""
    room.register()
    given = AssignmentGiven("Mät bron", owner="Ekonomi", due="2024-06-01")
    answer = room.bus.execute(room.approval("KS 2024/1", "Skolan", assignments=(given,)))
    assert room.hints == ["deliver", "apply"]
    (assignment,) = answer.matter.assignments
    assert assignment.child != identity("KS 2024/1")


def test_numbers_are_drawn_without_holes(room: EngineRoom) -> None:
    """A refused registration draws no number; what a person took is stepped over; years start anew."""
    room.register("KS 2024/2")
    first = room.bus.execute(room.registering("a", number=None))
    assert first.matter.number.printed == "KS 2024/3"
    with pytest.raises(InvalidInputError):
        room.bus.execute(room.registering("b", number=None, enter_at="closed"))
    numbers = {
        name: room.bus.execute(room.registering(name, number=None, **changes)).matter.number.printed
        for name, changes in {
            "c": {},
            "d": {"registered_on": date(2023, 12, 31)},
            "e": {"register": "BUN"},
        }.items()
    }
    assert numbers == {"c": "KS 2024/4", "d": "KS 2023/1", "e": "BUN 2024/1"}
    with pytest.raises(DuplicateMatterError):
        room.bus.execute(room.registering("a", key="again", number=None))


def test_the_year_of_a_number_is_the_local_one(room: EngineRoom) -> None:
    """At half past eleven in the evening in UTC the new year has begun in Sweden."""
    room.clock.set(datetime(2024, 12, 31, 23, 30, tzinfo=UTC))
    answer = room.bus.execute(room.registering("a", number=None))
    assert answer.matter.number.printed == "KS 2025/1"


def test_documents_are_kept_with_the_command(room: EngineRoom) -> None:
    """In its transaction: a command that is refused keeps none of them."""
    room.register()
    paper = StoredDocument.of(
        b"%PDF",
        media_type="application/pdf",
        name="Protokoll.pdf",
        matter=identity("KS 2024/1"),
        kind="minutes",
        created_at=room.clock.now(),
    )
    with pytest.raises(CommandRefusedError):
        room.bus.execute(room.envelope("k", "KS 2024/1", FireEvent("flies")), documents=[paper])
    with room.store() as uow:
        assert uow.documents.list() == ()
    for _ in range(2):
        room.bus.execute(room.ping("KS 2024/1", "p1"), documents=[paper])
        with room.store() as uow:
            assert uow.documents.list() == (paper.entry,)
