"""kill -9 at the places that matter, and a short run of everything at once."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.chaos.plan import MAILS_PER_MATTER, STEPS, Plan, short
from tests.chaos.run import chaos
from tests.plant import Plant
from workflow.errors import CommandRefusedError, StaleVersionError
from workflow.model.commands import FireEvent
from workflow.model.events import PointsMoved, ReminderSent

pytestmark = pytest.mark.integration
_KILLED = -9
_SHORT_LEASE = {"ARENDEGANG_SMTP_TIMEOUT": "0.25", "ARENDEGANG_MAIL_LEASE_SECONDS": "6"}
_TWICE = 2


@pytest.mark.parametrize(
    "place",
    [
        "claim:after",
        "apply:before",
        "apply:after",
        "timers:before",
        "timers:after",
        "mail-claim:after",
        "mail:answered",
        "mail:before",
        "mail:after",
    ],
)
def test_killed_at_this_place(plant: Plant, place: str) -> None:
    """Every step once, every reminder once, every mail at least once, whoever took over.

    A mail comes twice only if the kill fell between the server's answer and the commit.
    """
    first, last = Plan(seed=1, matters=2, kills=1).slices()
    plant.engine.bus.submit(first)
    dying = plant.work(crash_at=f"{place}:1", **_SHORT_LEASE)
    assert dying.wait(60) == _KILLED
    in_doubt = _answered(plant) - _recorded(plant)
    plant.work(**_SHORT_LEASE)
    plant.wait_until(lambda: plant.idle() and _reminded(plant))
    plant.engine.bus.submit(last)
    plant.wait_until(lambda: plant.closed(1) and plant.closed(2) and plant.idle())
    for number in (1, 2):
        events = plant.events(number)
        moved = [event.event for event in events if isinstance(event, PointsMoved)]
        assert moved == [*STEPS, "ends"]
        assert sum(isinstance(event, ReminderSent) for event in events) == 1
    copies = Counter(message.message_id for message in plant.smtp.messages)
    assert len(copies) == 2 * MAILS_PER_MATTER
    assert {mail for mail, count in copies.items() if count > 1} <= in_doubt
    assert max(copies.values()) <= _TWICE
    assert plant.engine.verify().sound


def _answered(plant: Plant) -> set[str]:
    return {message.message_id for message in plant.smtp.messages}


def _recorded(plant: Plant) -> set[str]:
    with plant.engine.units() as uow:
        return {row.mail.message_id for row in uow.outbox.list(status="sent")}


def _reminded(plant: Plant) -> bool:
    return all(
        any(isinstance(event, ReminderSent) for event in plant.events(number)) for number in (1, 2)
    )


def test_repeated_and_stale_commands_change_nothing(plant: Plant) -> None:
    """On the real database: the same key twice, an old version, an unknown event."""
    first = Plan(seed=1, matters=1, kills=1).slices()[0][0]
    bus = plant.engine.bus
    assert not bus.execute(first).repeated
    assert bus.execute(first).repeated
    assert bus.submit([first]) == 0
    stale = replace(plant.envelope("stale", 1, FireEvent("s1")), expected_version=99)
    with pytest.raises(StaleVersionError):
        bus.execute(stale)
    with pytest.raises(CommandRefusedError):
        bus.execute(plant.envelope("no", 1, FireEvent("dances")))
    matter = plant.matter(1)
    assert matter is not None
    assert matter.state == "registered"


def test_a_short_run_of_chaos(tmp_path: Path) -> None:
    """Four workers, eight kills, every server down once: nothing lost, nothing twice."""
    plan = short(seed=7)
    verdict = chaos(plan, log=tmp_path / "workers.log", say=print)
    assert verdict.wrong(plan) == []
