"""What ought to be on a board and isn't is counted; delegated decisions get there by themselves."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.engineroom import OFFICE, SARA, EngineRoom, of_office
from workflow.command.apply import apply_batch
from workflow.command.definitions import versions
from workflow.command.delegated import announce_delegated
from workflow.command.minutes import announce
from workflow.command.upkeep import missing
from workflow.definition.catalogue import load
from workflow.errors import CommandRefusedError, InvalidInputError, UnknownDefinitionError
from workflow.model.commands import AdjustMinutes, FireEvent, RecordDecision
from workflow.model.ids import MatterId
from workflow.model.matter import Actor, PointOutcome
from workflow.web.monitoring import exposition

DAY = date(2024, 4, 16)
DEFINITIONS = Path(__file__).parents[3] / "definitions"
REGISTRAR = Actor("Registrator", ("registrar",))


def lacking(room: EngineRoom) -> tuple[str, ...]:
    with room.store() as uow:
        return missing(uow, room.catalogue, room.clock)


def carry_out(room: EngineRoom) -> None:
    while apply_batch(room.context, "me").claimed:
        pass


def adjusted(room: EngineRoom) -> None:
    """A decision whose minutes were adjusted, and nobody announced it."""
    room.register()
    decision = RecordDecision((PointOutcome("tables"),), body="KS", decided_on=DAY)
    room.bus.execute(room.envelope("tables", "KS 2024/1", decision))
    room.bus.execute(room.envelope("adjust", "KS 2024/1", AdjustMinutes("KS", DAY, DAY)))


def test_an_adjusted_meeting_without_notice(room: EngineRoom) -> None:
    """From the day after the law's last day (KL 8:12) until it is announced."""
    adjusted(room)
    room.clock.advance(timedelta(days=2))
    assert lacking(room) == ()  # the second day after the adjustment is the last
    room.clock.advance(timedelta(days=1))
    assert lacking(room) == ("norsjo: KS 2024-04-16, justerat 2024-04-16, har inget anslag",)
    assert b"arendegang_notices_missing 1.0" in exposition(room.store, room.clock)
    announce(
        room.context,
        organisation="norsjo",
        body="KS",
        meeting_on=DAY,
        adjusted_on=DAY,
        actor=SARA,
    )
    carry_out(room)
    assert lacking(room) == ()
    assert b"arendegang_notices_missing 0.0" in exposition(room.store, room.clock)


def test_a_body_whose_minutes_nobody_announces(room: EngineRoom) -> None:
    """A subcommittee that the organisation leaves out, an organisation without a board, or one outside KL."""
    adjusted(room)
    room.clock.advance(timedelta(days=9))
    assert len(lacking(room)) == 1
    for changes in ({"notice_for": ["AU"]}, {"boards": []}, {"kind": "association"}):
        room.publish(of_office(**changes))
        assert lacking(room) == ()


@pytest.fixture
def shared(room: EngineRoom) -> EngineRoom:
    """The shipped procedure in an office where others run one of two boards."""
    boards: list[dict[str, Any]] = [
        *OFFICE["boards"],
        {"name": "Grannens", "where_kept": "Kansliet", "run_by": "others"},
    ]
    procedure = [one for one in versions(load(DEFINITIONS)) if one.name == "notice"]
    room.publish(*procedure, of_office(boards=boards))
    return room


def announced(room: EngineRoom, **more: Any) -> MatterId:
    found = announce(
        room.context,
        organisation="norsjo",
        body="KS",
        meeting_on=DAY,
        adjusted_on=DAY,
        actor=SARA,
        **more,
    )
    carry_out(room)
    assert found.notice is not None
    return found.notice


def rows(room: EngineRoom) -> list[tuple[str, date, date | None]]:
    with room.store() as uow:
        found = [row.notice for row in uow.notices.list()]
    return sorted((one.board, one.posted_on, one.last_appeal_day) for one in found)


def test_a_board_of_others_is_waited_for(shared: EngineRoom) -> None:
    """No last day to appeal before it is confirmed, and then one for both; counted when it is late."""
    notice = announced(shared)
    assert rows(shared) == [("Tavlan", DAY, None)]
    assert lacking(shared) == ()  # its last day is still to come
    shared.clock.advance(timedelta(days=3))
    assert lacking(shared) == ("ANSLAG 2024/1: Grannens",)
    data = {"board": "Grannens", "board_posted_on": "2024-04-18"}
    envelope = shared.envelope("c", "x", FireEvent("confirms_board", data=data), actor=REGISTRAR)
    shared.bus.execute(type(envelope)("c", notice, envelope.command, REGISTRAR, envelope.given_at))
    assert rows(shared) == [
        ("Grannens", date(2024, 4, 18), date(2024, 5, 10)),  # 9 May is Ascension Day
        ("Tavlan", DAY, date(2024, 5, 10)),
    ]
    assert lacking(shared) == ()


def test_the_day_of_the_last_board_may_be_given(shared: EngineRoom) -> None:
    """Then every board has carried it since, and nobody is waited for."""
    shared.clock.advance(timedelta(days=1))
    announced(shared, posted_on=DAY + timedelta(days=1))
    assert [board for board, *_ in rows(shared)] == ["Grannens", "Tavlan"]


def delegated(room: EngineRoom, **changes: Any) -> MatterId:
    given = {
        "organisation": "norsjo",
        "body": "KS",
        "decided_on": DAY,
        "title": "Serveringstillstånd",
        "actor": SARA,
    }
    found = announce_delegated(room.context, **{**given, **changes})
    carry_out(room)
    return found


def test_a_delegated_decision(shared: EngineRoom) -> None:
    """KL 8:10 p 3: on the board as what it is, with the time to appeal; once."""
    shared.publish(of_office())
    first = delegated(shared, paragraph="D 12")
    assert delegated(shared, paragraph="D 12") == first
    assert delegated(shared, paragraph="D 13") != first
    with shared.store() as uow:
        found = uow.notices.list(kind="delegated_decision")
    assert {row.notice.paragraphs for row in found} == {"D 12", "D 13"}
    notice = found[0].notice
    assert (notice.title, notice.adjusted_on) == ("Serveringstillstånd", None)
    assert notice.last_appeal_day == date(2024, 5, 7)
    assert shared.incidents() == ()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"organisation": "utby"}, UnknownDefinitionError),
        ({"body": "KF"}, CommandRefusedError),
        ({"posted_on": date(2024, 4, 15)}, CommandRefusedError),
        ({"posted_on": date(2024, 4, 17)}, CommandRefusedError),
        ({"title": "a\nb"}, InvalidInputError),
        ({"title": " "}, InvalidInputError),
    ],
)
def test_a_delegated_decision_that_cannot_be(
    shared: EngineRoom, changes: dict[str, Any], error: type[Exception]
) -> None:
    """Refused at once; nothing is queued."""
    with pytest.raises(error):
        delegated(shared, **changes)
    with shared.store() as uow:
        assert uow.commands.waiting() == 0
