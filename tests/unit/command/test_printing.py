"""A meeting's documents out of the store."""

from dataclasses import replace
from datetime import date

import pytest

from tests.engineroom import EngineRoom
from tests.meetings import item, meeting, signed, waiting
from workflow.command.ports import Change
from workflow.command.printing import certificate_of, extract_of, minutes_of, summons_of
from workflow.errors import CommandRefusedError, UnknownMatterError
from workflow.meeting.facts import notice_id
from workflow.model.events import RollCalled
from workflow.model.ids import MatterId
from workflow.model.matter import ENGINE, Deadline, Matter
from workflow.model.outcome import PointOutcome
from workflow.model.proceedings import Deliberation, Resolution, Roll

MEETING = MatterId("m-ks")


def keep(room: EngineRoom, *matters: Matter) -> None:
    """They are in the store."""
    with room.store() as uow:
        uow.matters.save(
            [
                Change(None, each, (RollCalled(Roll()),), ENGINE, each.id, room.clock.now())
                for each in matters
            ]
        )
        uow.commit()


def held(*items: object, **parts: object) -> Matter:
    """A meeting of the office's executive board."""
    made = meeting(*items, fields={"body": "KS"}, **parts)  # type: ignore[arg-type]
    return replace(made, id=MEETING, version=1)


def test_minutes_are_worded_by_the_definition_that_the_matter_runs_on(room: EngineRoom) -> None:
    """A decision without a heading says what the body did."""
    matter = room.register().matter.id
    how = Deliberation(Resolution(outcomes=(PointOutcome("approves"),), sentences=("Ja.",)))
    keep(room, held(item("a", matter=matter, deliberation=how)))
    body = minutes_of(room.context, MEETING).body
    for paragraph in (
        minutes_of(room.context, MEETING).paragraphs[0],
        extract_of(room.context, MEETING, "a").paragraph,
    ):
        assert paragraph.headings == (f"{body}s beslut",)


def test_minutes_have_the_days_of_the_notice_once_it_is_up(room: EngineRoom) -> None:
    """Posted on 27 February 2025, to be taken down on the day after the last day to appeal."""
    kept = held(item("a"))
    keep(room, kept)
    before = minutes_of(room.context, MEETING).notice
    assert before is not None
    assert (before.posted_on, before.taken_down_on) == (None, None)
    last = Deadline("removal", "Sista dag", "KL-13:5", True, date(2025, 3, 20), date(2025, 3, 20))
    notice = replace(
        kept,
        id=notice_id("norsjo", "KS", date(2025, 2, 25)),
        number=replace(kept.number, serial=301),
        fields={"posted_on": "2025-02-27"},
        deadlines=(last,),
        proceedings=None,
    )
    keep(room, notice)
    after = minutes_of(room.context, MEETING).notice
    assert after is not None
    assert (after.posted_on, after.taken_down_on) == (date(2025, 2, 27), date(2025, 3, 21))


def test_summons_and_certificate(room: EngineRoom) -> None:
    """By the meeting, and by what was presented."""
    keep(room, held(item("a"), waiting("b", "Remiss"), presentations=(signed("Eva Berg"),)))
    assert [one.title for one in summons_of(room.context, MEETING).matters][-1] == "Remiss"
    assert certificate_of(room.context, MEETING, "p1").signatures[0].name == "Eva Berg"
    with pytest.raises(CommandRefusedError, match="Inget är framlagt som p7"):
        certificate_of(room.context, MEETING, "p7")


def test_what_is_no_meeting_is_told(room: EngineRoom) -> None:
    """Unknown, or a matter of another kind."""
    matter = room.register().matter.id
    for identity in (MEETING, matter):
        with pytest.raises(UnknownMatterError, match="finns inte"):
            minutes_of(room.context, identity)
