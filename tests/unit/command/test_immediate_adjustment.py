"""Paragraphs that were adjusted at once get a notice of their own; the rest follows (KL 5:69, 8:12)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.engineroom import OFFICE, SARA, START, EngineRoom, of_office, of_type
from workflow.command.apply import apply_batch
from workflow.command.deliver import deliver_batch
from workflow.command.minutes import Announcement, announce, carries
from workflow.definition.organisation import Organisation
from workflow.errors import CommandRefusedError, InvalidInputError
from workflow.model.commands import RecordDecision

DAY = START.date()
LATER = DAY + timedelta(days=2)


def announced(room: EngineRoom, *only: str, on: date = DAY, **more: object) -> Announcement:
    found = announce(
        room.context,
        organisation="norsjo",
        body="KS",
        meeting_on=DAY,
        adjusted_on=on,
        only=only,
        actor=SARA,
        **more,  # type: ignore[arg-type]
    )
    while apply_batch(room.context, "me").claimed:
        pass
    return found


@pytest.fixture
def meeting(room: EngineRoom) -> EngineRoom:
    """KS has decided in three matters, § 44 to § 46."""
    for number, paragraph in (("KS 2024/1", "44"), ("KS 2024/2", "45"), ("KS 2024/3", "46")):
        room.register(number)
        given = room.approval(number, "Skolan")
        assert isinstance(given.command, RecordDecision)
        command = replace(given.command, paragraph=paragraph)
        room.bus.execute(room.envelope(given.dedupe_key, number, command))
    return room


def paragraphs(room: EngineRoom) -> list[tuple[str, date | None]]:
    with room.store() as uow:
        rows = uow.notices.list()
    return sorted((row.notice.paragraphs, row.notice.adjusted_on) for row in rows)


def adjusted(room: EngineRoom) -> list[date | None]:
    return [room.matter(f"KS 2024/{n}").decisions[0].adjusted_on for n in (1, 2, 3)]


def test_one_paragraph_at_once_and_the_rest_later(meeting: EngineRoom) -> None:
    """Each is announced once with its own day, whoever repeats what in which order."""
    first = announced(meeting, "45")
    assert paragraphs(meeting) == [("45", DAY)]
    assert adjusted(meeting) == [None, DAY, None]
    assert announced(meeting, "45").repeated
    meeting.clock.advance(timedelta(days=2))
    rest = announced(meeting, on=LATER)
    assert first.notice != rest.notice
    assert len(rest.matters) == 2
    assert paragraphs(meeting) == [("44, 46", LATER), ("45", DAY)]
    assert adjusted(meeting) == [LATER, DAY, LATER]
    for again in (announced(meeting, "45"), announced(meeting, on=LATER)):
        assert again.repeated
    assert len(paragraphs(meeting)) == 2
    assert meeting.incidents() == ()
    with meeting.store() as uow:
        assert uow.notices.unannounced() == ()


def test_what_was_adjusted_at_once_is_sent_at_once(room: EngineRoom) -> None:
    """The dispatch follows the adjustment of its own paragraph, not that of the minutes."""
    waiting = {"dispatch": {"before_adjustment": False, "on_doubt": "incident"}}
    room.publish(of_type(**waiting))
    for number, paragraph in (("KS 2024/1", "44"), ("KS 2024/2", "45")):
        room.register(number)
        given = room.approval(number, "Skolan")
        assert isinstance(given.command, RecordDecision)
        command = replace(given.command, paragraph=paragraph)
        room.bus.execute(room.envelope(given.dedupe_key, number, command))
    announced(room, "45")
    deliver_batch(room.context, "me")
    assert [mail.matter for mail in room.mailer.sent] == [room.matter("KS 2024/2").id]


def test_what_cannot_be_adjusted_at_once(meeting: EngineRoom) -> None:
    """Unknown paragraphs, some of another notice, or what the minutes have already brought."""
    with pytest.raises(CommandRefusedError, match="§ 47") as unknown:
        announced(meeting, "47")
    assert "44, 45, 46" in unknown.value.hint
    with pytest.raises(InvalidInputError, match="i taget"):
        announced(meeting, "44,45")
    announced(meeting, "45")
    with pytest.raises(CommandRefusedError, match="redan justerad"):
        announced(meeting, "45", "46")
    announced(meeting)
    with pytest.raises(CommandRefusedError, match="redan justerad"):
        announced(meeting, "46")
    assert paragraphs(meeting) == [("44, 46", DAY), ("45", DAY)]


def test_who_announces_at_all() -> None:
    """An association outside KL has no notice; a joint committee has its members' boards."""
    office = {**OFFICE, "notice_for": []}
    assert carries(Organisation.model_validate(office), "KS")
    outside = {**office, "kind": "association"}
    assert not carries(Organisation.model_validate(outside), "KS")
    joint = {**office, "kind": "joint_committee", "boards": [], "members": ["mala"]}
    assert carries(Organisation.model_validate(joint), "KS")
    assert not carries(Organisation.model_validate({**joint, "kind": "municipality"}), "KS")


def test_a_given_day_is_that_of_every_board(room: EngineRoom) -> None:
    """Only where others run a board does it matter who has confirmed it."""
    boards = [*OFFICE["boards"], {"name": "Grannens", "where_kept": "K", "run_by": "others"}]
    room.publish(of_office(boards=boards))
    with pytest.raises(InvalidInputError, match="all_boards"):  # of an older procedure
        announced(room, posted_on=DAY)
