"""A meeting is planned by its body and day, with what the schedule says of it; once."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.engineroom import OFFICE, SARA, EngineRoom, of_office
from workflow.command.bus import Answer
from workflow.command.convening import plan_meeting
from workflow.command.definitions import versions
from workflow.definition.catalogue import load
from workflow.errors import CommandRefusedError
from workflow.model.commands import Envelope, FireEvent

DEFINITIONS = Path(__file__).parents[3] / "definitions"
MEETS: list[Any] = [
    {"on": "2024-05-14", "at": "08:30", "place": "Sessionssalen"},
    {"on": "2024-06-11", "cancelled": True, "reason": "Få ärenden"},
    {"on": "2024-06-18", "cancelled": True},
    {"on": "2024-09-10"},
]


@pytest.fixture
def board(room: EngineRoom) -> EngineRoom:
    """The shipped procedure; KS meets in May at an hour and a place, and in September somewhere."""
    meeting = [one for one in versions(load(DEFINITIONS)) if one.name == "meeting"]
    bodies = {
        **OFFICE["bodies"],
        "KS": {**OFFICE["bodies"]["KS"], "meets": MEETS, "lead_time": "P7D"},
    }
    room.publish(*meeting, of_office(bodies=bodies))
    return room


def planned(room: EngineRoom, on: str, body: str = "KS", **fields: object) -> Answer:
    return plan_meeting(
        room.context,
        organisation="norsjo",
        body=body,
        meeting_on=date.fromisoformat(on),
        fields=fields,
        actor=SARA,
    )


def test_hour_and_place_come_from_the_schedule(board: EngineRoom) -> None:
    """Claim: what the schedule says is filled in, what somebody says goes before it, the rest is left open."""
    fields = planned(board, "2024-05-14", place="Forum").matter.fields
    assert (fields["starts_at"], fields["place"]) == ("08:30", "Forum")
    assert fields["summons_by"] == "2024-05-07"
    for day in ("2024-09-10", "2024-09-11"):
        left = planned(board, day).matter.fields
        assert {"starts_at", "place"}.isdisjoint(left)
        assert ("summons_by" in left) == (day == "2024-09-10")
    again = planned(board, "2024-05-14")
    assert again.repeated
    assert again.matter.fields["place"] == "Forum"


@pytest.mark.parametrize(
    ("on", "body", "why"),
    [
        (
            "2024-06-11",
            "KS",
            r"inte 2024-06-11 enligt sammanträdesplanen: Få ärenden\. Ändra planen",
        ),
        ("2024-06-18", "KS", r"inte 2024-06-18 enligt sammanträdesplanen\. Ändra planen"),
        ("2024-05-14", "KF", "har inget organ ”KF”"),
    ],
)
def test_what_is_not_planned(board: EngineRoom, on: str, body: str, why: str) -> None:
    """Claim: a cancelled day and a body that there isn't are refused with the reason; nothing is registered."""
    with pytest.raises(CommandRefusedError, match=why):
        planned(board, on, body)
    with board.store() as uow:
        assert uow.matters.list() == ()


def test_a_body_does_not_meet_twice_on_a_day(board: EngineRoom) -> None:
    """Claim: another hour on the same day is refused with the meeting that there is (KL 5:12, 6:23)."""
    planned(board, "2024-05-14")
    with pytest.raises(CommandRefusedError, match=r"2024-05-14 kl\. 08:30, Sessionssalen"):
        planned(board, "2024-05-14", starts_at="13:00")
    planned(board, "2024-09-10")
    with pytest.raises(CommandRefusedError, match="sammanträde 2024-09-10; ett organ"):
        planned(board, "2024-09-10", starts_at="13:00")


def test_a_day_whose_meeting_was_called_off_is_not_planned_again(board: EngineRoom) -> None:
    """Claim: planning it isn't answered as done already; another day has to be taken."""
    meeting = planned(board, "2024-05-14").matter
    cancels = FireEvent("cancels", data={"reason": "Sjukdom."})
    board.bus.execute(Envelope("cancels", meeting.id, cancels, SARA, board.clock.now()))
    with pytest.raises(CommandRefusedError, match="avslutat eller inställt"):
        planned(board, "2024-05-14")
