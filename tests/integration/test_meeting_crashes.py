"""kill -9 between what a meeting recorded and the matter that it is about: nothing lost, nothing twice."""

import pytest

from tests.chaos.plan import TODAY
from tests.plant import ROOT, SARA, Plant, identity
from workflow.command.convening import plan_meeting
from workflow.command.definitions import Version
from workflow.command.recording import record
from workflow.definition.catalogue import canonical, digest, load
from workflow.meeting.facts import reference
from workflow.model.commands import (
    CallRoll,
    Command,
    CorrectItem,
    Envelope,
    FireEvent,
    ItemDealtWith,
    PlaceItems,
    RecordItems,
)
from workflow.model.events import DecisionRecorded, DecisionUndone
from workflow.model.ids import MatterId
from workflow.model.outcome import PointOutcome
from workflow.model.proceedings import (
    AgendaItem,
    Deliberation,
    Presence,
    Resolution,
    Roll,
    Seat,
)

pytestmark = pytest.mark.integration
_KILLED = -9


def _decided(step: str) -> Deliberation:
    return Deliberation(Resolution((PointOutcome(step),), sentences=("att så sker",)))


def _held(plant: Plant) -> MatterId:
    """A meeting of KS that has begun, with the matter on its agenda."""
    procedure = load(ROOT / "definitions").procedures["meeting"].definition
    version = Version("procedure", "meeting", digest(procedure), canonical(procedure))
    plant.publish(version)
    bus = plant.engine.bus
    meeting = plan_meeting(
        plant.engine.context,
        organisation="kaos",
        body="KS",
        meeting_on=TODAY,
        fields={"secretary": "Sara"},
        actor=SARA,
    ).matter.id
    item = AgendaItem("i1", "decision", "Ärendet", matter=identity(1))
    roll = Roll((Seat("Eva", role="chair"),), (Presence("Eva"),))
    steps = (PlaceItems((item,)), FireEvent("summons"), CallRoll(roll), FireEvent("opens"))
    for number, command in enumerate(steps):
        bus.execute(_envelope(plant, meeting, command, f"step:{number}"))
    return meeting


def _envelope(plant: Plant, meeting: MatterId, command: Command, key: str) -> Envelope:
    return Envelope(key, meeting, command, SARA, plant.engine.clock.now())


@pytest.mark.parametrize("place", ["claim:after", "apply:after"])
def test_a_worker_is_killed_on_the_way_to_the_matter(plant: Plant, place: str) -> None:
    """The decision is recorded once, and what was recorded wrongly is put right once."""
    plant.engine.bus.execute(plant.registration(1))
    meeting = _held(plant)
    taken = RecordItems((ItemDealtWith("i1", _decided("s3")),))
    record(plant.engine.context, _envelope(plant, meeting, taken, "record"))
    dying = plant.work(crash_at=f"{place}:1")
    assert dying.wait(60) == _KILLED
    plant.work()
    plant.wait_until(plant.idle)
    instead = CorrectItem("i1", _decided("s6"), "Fel beslut")
    record(plant.engine.context, _envelope(plant, meeting, instead, "correct"))
    plant.wait_until(plant.idle)
    matter, held = plant.matter(1), plant.stored(meeting)
    assert matter is not None
    (decision,) = matter.decisions
    assert decision.item == reference(held, "i1")
    assert (decision.paragraph, decision.outcomes[0].event) == ("1", "s6")
    kinds = [type(event) for event in plant.events(1)]
    assert (kinds.count(DecisionRecorded), kinds.count(DecisionUndone)) == (2, 1)
    assert plant.engine.verify().sound
