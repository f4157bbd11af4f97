"""Adjusted minutes reach the notice board and every matter of the meeting."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.engineroom import NOTICE, OFFICE, SARA, START, EngineRoom, of_office, of_type
from workflow.command.apply import apply_batch
from workflow.command.minutes import Announcement, announce
from workflow.errors import (
    ArendegangError,
    CommandRefusedError,
    InvalidInputError,
    UnknownDefinitionError,
)
from workflow.model.commands import CorrectDecision, RecordDecision
from workflow.model.events import DecisionAdjusted, NoticePosted
from workflow.model.matter import ENGINE, Matter
from workflow.model.outcome import PointOutcome
from workflow.testing.matters import MemoryMatters

DAY = START.date()
EARLIER = RecordDecision(
    (PointOutcome("tables"),), body="KS", decided_on=date(2024, 4, 2), paragraph="3"
)


def announced(room: EngineRoom, **changes: object) -> Announcement:
    given = {
        "organisation": "norsjo",
        "body": "KS",
        "meeting_on": DAY,
        "adjusted_on": DAY,
        "actor": SARA,
    }
    return announce(room.context, **{**given, **changes})  # type: ignore[arg-type]


def carried_out(room: EngineRoom, announcement: Announcement) -> Matter:
    """The notice, when every command is carried out."""
    while apply_batch(room.context, "me").claimed:
        pass
    assert announcement.notice is not None
    with room.store() as uow:
        return uow.matters.load((announcement.notice,))[announcement.notice]


def test_the_notice_and_every_matter_of_the_meeting(room: EngineRoom) -> None:
    """One transaction accepts the notice and one adjustment a matter; paragraphs come from decisions."""
    for number, paragraph in (("KS 2024/1", "12"), ("KS 2024/2", "9"), ("KS 2024/3", None)):
        room.register(number)
        room.bus.execute(room.envelope(f"earlier:{number}", number, EARLIER))
        decision = room.approval(number)
        room.bus.execute(
            room.envelope(decision.dedupe_key, number, _with_paragraph(decision.command, paragraph))
        )
    room.reached.clear()
    announcement = announced(room)
    assert len(announcement.matters) == 3
    assert not announcement.repeated
    assert room.reached == ["accept:before", "accept:after"]
    notice = carried_out(room, announcement)
    assert notice.number.printed == "ANSLAG 2024/1"
    assert notice.fields["paragraphs"] == "9, 12"
    assert notice.fields["appealable"] is True
    assert notice.fields["posted_on"] == "2024-04-16"
    for number in ("KS 2024/1", "KS 2024/2", "KS 2024/3"):
        assert room.matter(number).decisions[1].adjusted_on == DAY
    assert room.incidents() == ()
    with room.store() as uow:
        (row,) = uow.notices.list()
    assert (row.notice.board, row.notice.paragraphs) == ("Tavlan", "9, 12")


def _with_paragraph(command: object, paragraph: str | None) -> object:
    return replace(command, paragraph=paragraph)  # type: ignore[type-var]


def test_a_meeting_is_announced_once(room: EngineRoom) -> None:
    """Repeating accepts nothing new."""
    first = announced(room)
    again = announced(room)
    assert again.repeated
    assert again.notice == first.notice
    notice = carried_out(room, again)
    with room.store() as uow:
        events = [stored.event for stored in uow.matters.history(notice.id)]
    assert len([event for event in events if isinstance(event, NoticePosted)]) == 1


def test_minutes_without_matters_may_hold_decisions(room: EngineRoom) -> None:
    """Where nothing is known of the meeting the notice stays up for the whole time to appeal."""
    room.clock.advance(timedelta(days=2))
    notice = carried_out(room, announced(room, posted_on=date(2024, 4, 18), paragraphs="§§ 1–9"))
    assert notice.fields["appealable"] is True
    assert notice.fields["paragraphs"] == "§§ 1–9"
    assert notice.fields["posted_on"] == "2024-04-18"


def test_a_body_whose_minutes_are_not_announced(room: EngineRoom) -> None:
    """A subcommittee has no notice where the organisation says so; nor has one without a board."""
    assert announced(room, body="AU") == Announcement(None, (), repeated=True)
    room.publish(of_office(**{**OFFICE, "boards": [], "notice_for": []}))
    assert announced(room).notice is None


def test_an_organisation_without_a_list_announces_every_body(room: EngineRoom) -> None:
    """An empty list means every body."""
    room.publish(of_office(notice_for=[]))
    assert announced(room, body="AU").notice is not None


def test_what_cannot_be_announced(room: EngineRoom) -> None:
    """Unknown organisation, unknown body, days in the wrong order: refused, nothing accepted."""
    with pytest.raises(UnknownDefinitionError, match="utby"):
        announced(room, organisation="utby")
    with pytest.raises(CommandRefusedError, match="KS, AU"):
        announced(room, body="KF")
    for days in ({"adjusted_on": date(2024, 4, 15)}, {"posted_on": date(2024, 4, 15)}):
        with pytest.raises(CommandRefusedError, match="fel ordning"):
            announced(room, **days)
    future = {"adjusted_on": date(2024, 4, 17)}, {"posted_on": date(2024, 4, 17)}
    for days in future:
        with pytest.raises(CommandRefusedError, match="i dag är det 2024-04-16"):
            announced(room, **days)
    for paragraphs in ("1\n2", "x" * 2_001, " ", "\x00"):
        with pytest.raises(InvalidInputError, match="Paragraferna"):
            announced(room, paragraphs=paragraphs)
    with pytest.raises(CommandRefusedError, match="motorn"):
        announced(room, actor=ENGINE)
    with room.store() as uow:
        assert uow.commands.waiting() == 0
    room.clock.advance(timedelta(days=1))
    assert not announced(room, **future[0]).repeated  # no key is spent


def test_a_notice_that_would_be_refused_is_not_queued(room: EngineRoom) -> None:
    """Whoever announces hears it at once, and nothing of the meeting is adjusted without its notice."""
    room.register()
    room.bus.execute(room.approval("KS 2024/1"))
    extra = {**NOTICE["fields"], "copies": {"type": "text", "label": "Kopior", "required": True}}
    room.publish(of_type(NOTICE, fields=extra))
    with pytest.raises(ArendegangError, match="Kopior"):
        announced(room)
    with room.store() as uow:
        assert uow.commands.waiting() == 0


def test_a_decision_that_was_recorded_late_is_adjusted_by_announcing_again(
    room: EngineRoom,
) -> None:
    """A meeting's second decision had been forgotten: the same announcement reaches it, once."""
    room.bus.execute(room.registering("KS 2024/1", points=("a", "b")))
    for point in ("1", "2"):
        decision = RecordDecision((PointOutcome("approves", (point,)),), body="KS", decided_on=DAY)
        room.bus.execute(room.envelope(point, "KS 2024/1", decision))
        announcement = announced(room)
        assert not announcement.repeated
        assert announced(room).repeated
        carried_out(room, announcement)
    assert [decision.adjusted_on for decision in room.matter().decisions] == [DAY, DAY]
    adjusted = [event for event in room.events() if isinstance(event, DecisionAdjusted)]
    assert len(adjusted) == 2
    assert room.matter().closed_on == DAY
    assert room.incidents() == ()


def test_a_matter_whose_decision_was_taken_back_is_told_nothing(
    room: EngineRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stores remember that it was taken up at the meeting; there is nothing left to adjust in it."""
    room.register("KS 2024/1")
    room.register("KS 2024/2")
    decision = RecordDecision((PointOutcome("approves"),), body="KS", decided_on=DAY, item="m/i1")
    both = tuple(room.bus.execute(room.envelope(n, n, decision)).matter.id for n in NUMBERS)
    room.bus.execute(room.envelope("undo", NUMBERS[0], CorrectDecision("m/i1", None, "Fel")))
    monkeypatch.setattr(MemoryMatters, "with_decision_at", lambda *_: both)
    announcement = announced(room)
    assert announcement.matters == both[1:]
    carried_out(room, announcement)
    assert room.incidents() == ()


NUMBERS = ("KS 2024/1", "KS 2024/2")
