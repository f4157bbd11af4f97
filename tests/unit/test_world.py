"""A world in memory: what follows from a command is done at once, and nothing twice."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.unit.workbench.replay.small_city import machines_of, small_city
from workflow.errors import CommandRefusedError
from workflow.model.commands import (
    AdjustMinutes,
    Envelope,
    FireEvent,
    RecordDecision,
    RegisterMatter,
    RetryDispatch,
    SettleRecipient,
)
from workflow.model.ids import MatterId
from workflow.model.matter import ENGINE, Actor
from workflow.model.outcome import PointOutcome
from workflow.testing.world import World

NOW = datetime(2025, 1, 15, 11, tzinfo=UTC)
SARA = Actor("Sara", ("secretary",))
MATTER = MatterId("m")


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The small city with one matter."""
    loaded = small_city(tmp_path)
    organisations = {code: entry.organisation for code, entry in loaded.organisations.items()}
    world = World(machines_of(loaded), organisations, NOW)
    fields = {"movers": ["Sara"], "moved_on": "2025-01-02"}
    command = RegisterMatter("city", "proposal", "Bänkar", fields=fields)
    world.give(Envelope("k1", MATTER, command, SARA, NOW))
    return world


def test_an_unnumbered_matter_gets_a_number_of_its_own(world: World) -> None:
    """One that no register has come to."""
    assert world.matters[MATTER].number.printed == "2025/5000"


def test_the_same_key_is_carried_out_once(world: World) -> None:
    """As in the queue: whoever repeats a command changes nothing."""
    remitted = Envelope("k2", MATTER, FireEvent("remitted"), SARA, NOW)
    world.give(remitted)
    after = world.matters[MATTER]
    world.give(remitted)
    assert world.matters[MATTER] is after
    assert [envelope.dedupe_key for envelope, _ in world.carried_out] == ["k1", "k2"]


def test_a_refusal_advises_where_it_is_read(world: World) -> None:
    """The same refusal with and without what is possible instead; nothing has happened."""
    prepared = Envelope("k2", MATTER, FireEvent("prepared"), SARA, NOW)
    for advise, possible in ((True, ("remitted",)), (False, ())):
        world.advise = advise
        with pytest.raises(CommandRefusedError, match="därifrån går inte") as refusal:
            world.give(prepared)
        assert refusal.value.possible == possible
    assert len(world.carried_out) == 1


def test_commands_to_other_matters(world: World) -> None:
    """Carried out at once where the matter is here; kept apart where it isn't."""
    command = RegisterMatter(
        "city", "proposal", "Fler", number="KS 2025/8", predecessor="2025/5000",
        predecessor_id=MATTER, fields={"movers": ["Sara"], "moved_on": "2025-01-02"},
    )  # fmt: skip
    world.give(Envelope("k2", MatterId("n"), command, SARA, NOW))
    assert world.matters[MATTER].successor == "KS 2025/8"
    elsewhere = RegisterMatter(
        "city", "proposal", "Mer", number="KS 2025/9", predecessor="KS 2024/1",
        fields={"movers": ["Sara"], "moved_on": "2025-01-02"},
    )  # fmt: skip
    world.give(Envelope("k3", MatterId("o"), elsewhere, SARA, NOW))
    assert [envelope.actor for envelope in world.undelivered] == [ENGINE]


def test_mails_to_chosen_addresses_do_not_arrive(world: World) -> None:
    """Their receipt says so, and so does that of the same mail sent once more."""
    world.fates = {"sara@city.example": "failed"}
    for number, command in enumerate(
        (
            FireEvent("remitted"),
            FireEvent("prepared"),
            RecordDecision((PointOutcome("rejects"),), recipients=("Sara",)),
            AdjustMinutes("KS", NOW.date(), NOW.date()),
            SettleRecipient("d1-1", ("sara@city.example",)),
        )
    ):
        world.give(Envelope(f"f{number}", MATTER, command, SARA, NOW))
    assert world.matters[MATTER].items[0].status == "failed"
    world.fates = {}
    world.give(Envelope("again", MATTER, RetryDispatch("d1-1"), SARA, NOW))
    assert world.matters[MATTER].items[0].status == "delivered"
    assert len(world.asked) == len(world.carried_out)


def test_timers_fire_one_at_a_time(world: World) -> None:
    """Each at its own time, until none is due by then."""
    due = sorted(timer.due_at for timer in world.timers.values())
    assert not world.fire_next(NOW)
    assert world.fire_next(due[-1])
    assert world.now == due[0]
