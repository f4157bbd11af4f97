"""The notice board: posted once, never taken down early."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.casework import Desk, organisations
from workflow.definition.catalogue import load
from workflow.definition.schema import MatterType
from workflow.errors import CommandRefusedError
from workflow.machine.build import Machine, build
from workflow.model.commands import FireEvent
from workflow.model.effects import PostNotice, RemoveNotices
from workflow.model.events import MinutesPublished, NoticePosted, NoticeRemoved
from workflow.model.matter import ENGINE, Actor

NOTICE = build("notice", MatterType.model_validate({
    "kind": "procedure",
    "name": "notice",
    "label": "Anslag",
    "fields": {
        "body": {"type": "text", "label": "Organ", "required": True},
        "meeting_on": {"type": "date", "label": "Sammanträde", "required": True},
        "adjusted_on": {"type": "date", "label": "Justerat", "required": True},
        "posted_on": {"type": "date", "label": "Uppsatt"},
        "paragraphs": {"type": "text", "label": "Paragrafer"},
        "appealable": {"type": "boolean", "label": "Kan överklagas", "default": True},
    },
    "initial": "to_be_posted",
    "states": {
        "to_be_posted": {"label": "Ska anslås"},
        "posted": {"label": "Uppe"},
        "removed": {"label": "Nedtaget", "final": True},
    },
    "events": {"posts": {"label": "Anslås"}, "takes_down": {"label": "Tas ned"}},
    "transitions": [
        {"event": "posts", "from": "to_be_posted", "to": "posted", "automatic": True,
         "effects": ["post_notice"]},
        {"event": "takes_down", "from": "posted", "to": "removed", "roles": ["engine"],
         "effects": ["remove_notices"]},
    ],
}))  # fmt: skip
FIELDS = {"body": "Allmänna utskottet", "meeting_on": "2025-02-25", "adjusted_on": "2025-02-27"}


def _posted(office: dict[str, Any] | None = None, **fields: object) -> Desk:
    desk = Desk(machine=NOTICE, organisations=organisations(**(office or {})))
    return desk.on("2025-02-27").register(fields={**FIELDS, **fields})


def test_a_notice_goes_up_with_its_days() -> None:
    """Posted when it is registered; last appeal day and earliest removal as Norsjö's minutes print."""
    desk = _posted(paragraphs="1-32")
    assert desk.it.state == "posted"
    (notice,) = desk.asked(PostNotice)
    assert notice == PostNotice(
        id=f"{desk.it.id}/1",
        matter=desk.it.id,
        organisation="norsjo",
        board="Tavlan",
        body="Allmänna utskottet",
        meeting_on=date(2025, 2, 25),
        paragraphs="1-32",
        adjusted_on=date(2025, 2, 27),
        posted_on=date(2025, 2, 27),
        last_appeal_day=date(2025, 3, 20),
        earliest_removal=date(2025, 3, 21),
        where_kept="Kansliet",
    )
    assert desk.it.fields["posted_on"] == "2025-02-27"
    assert desk.happened(NoticePosted)[0].boards == ("Tavlan",)


def test_the_day_of_the_last_board_counts() -> None:
    """A day that is given is the one that is counted from."""
    (notice,) = _posted(posted_on="2025-02-26").asked(PostNotice)
    assert notice.posted_on == date(2025, 2, 26)
    assert notice.last_appeal_day == date(2025, 3, 19)


def test_what_can_not_be_appealed_stays_up_as_long() -> None:
    """Without decisions that can be appealed there is no appeal day, but the notice stays as long."""
    (notice,) = _posted(appealable=False).asked(PostNotice)
    assert notice.last_appeal_day is None
    assert notice.earliest_removal == date(2025, 3, 21)


def test_it_never_comes_down_early() -> None:
    """KL 13:5: the day before is refused, also for the engine; on the day it comes down and ends."""
    desk = _posted().on("2025-03-20")
    with pytest.raises(CommandRefusedError, match="2025-03-21"):
        desk.give(FireEvent("takes_down"), ENGINE)
    desk.on("2025-03-21").give(FireEvent("takes_down"), ENGINE)
    assert desk.asked(RemoveNotices) == [RemoveNotices(desk.it.id, date(2025, 3, 21))]
    assert len(desk.happened(NoticeRemoved)) == 1
    assert desk.it.closed_on == date(2025, 3, 21)


def test_a_joint_committee_uses_its_members_boards() -> None:
    """KL 9:32: every member's board, unless the committee lists them itself."""
    joint = {"kind": "joint_committee", "members": ["mala"]}
    (own,) = _posted(joint).asked(PostNotice)
    assert own.board == "Tavlan"
    desk = Desk(machine=NOTICE)
    office = desk.organisations["norsjo"].model_copy(update={**joint, "boards": ()})
    desk.organisations = {**desk.organisations, "norsjo": office}
    desk.on("2025-02-27").register(fields=FIELDS)
    (members,) = desk.asked(PostNotice)
    assert members.board == "Malås tavla"


def test_no_board_no_notice() -> None:
    """An organisation without a board can't post."""
    desk = Desk(machine=NOTICE)
    office = desk.organisations["norsjo"].model_copy(update={"boards": ()})
    desk.organisations = {"norsjo": office}
    with pytest.raises(CommandRefusedError, match="ingen anslagstavla"):
        desk.register(fields=FIELDS)


OTHERS = {"name": "Grannens", "where_kept": "Malå", "run_by": "others"}


@cache
def _shipped() -> Machine:
    entry = load(Path(__file__).parents[3] / "definitions").procedures["notice"]
    return build(entry.digest, entry.definition)


def _up() -> Desk:
    """The shipped procedure, with the notice on the only board since 27 February."""
    desk = Desk(machine=_shipped(), organisations=organisations()).on("2025-02-27")
    fields = {**FIELDS, "posted_on": "2025-02-27"}
    return desk.register(matter_type="notice", fields=fields)


@pytest.mark.parametrize(
    ("office", "fields", "why"),
    [
        ({}, {"posted_on": "2025-02-28"}, "kan inte vara uppsatt 2025-02-28"),
        ({"kind": "association"}, {}, "kommunallagen gäller inte"),
        ({"boards": [{"name": "Ny", "where_kept": " "}]}, {}, "förvaras"),
    ],
)
def test_what_no_notice_can_say(
    office: dict[str, Any], fields: dict[str, object], why: str
) -> None:
    """Claim: no day to come, none for an association outside KL, and where the minutes are kept is said (KL 8:12)."""
    with pytest.raises(CommandRefusedError, match=why):
        _posted(office, **fields)


def test_it_stays_up_while_a_board_has_not_carried_it() -> None:
    """Claim: what one board lacks comes down nowhere, however long the others have had it (KL 9:32, 13:5)."""
    desk = _posted({"boards": [OTHERS]}).on("2025-06-02")
    assert [notice.board for notice in desk.asked(PostNotice)] == ["Tavlan"]
    with pytest.raises(CommandRefusedError, match=r"saknas på Grannens \(KL 9:32, 13:5\)"):
        desk.give(FireEvent("takes_down"), ENGINE)
    assert desk.asked(RemoveNotices) == []


def test_a_board_that_is_gone_is_not_posted_on_again() -> None:
    """Claim: a notice that was lost on a board that the organisation no longer has goes up nowhere."""
    desk, registrar = _up().on("2025-03-03"), Actor("Registrator", ("registrar",))
    lost = {"board": "Tavlan", "down_on": "2025-03-02"}
    desk.give(FireEvent("taken_down_early", data=lost), registrar)
    assert desk.it.state == "lost"
    office = desk.organisations["norsjo"]
    (board,) = office.boards
    renamed = office.model_copy(update={"boards": (board.model_copy(update={"name": "Ny"}),)})
    desk.organisations = {**desk.organisations, "norsjo": renamed}
    with pytest.raises(CommandRefusedError, match="inte försvunnit från någon tavla"):
        desk.give(FireEvent("posts_again"), registrar)
    desk.organisations = {**desk.organisations, "norsjo": office}
    desk.give(FireEvent("posts_again"), registrar)
    assert [notice.posted_on.day for notice in desk.asked(PostNotice)] == [27, 3]


def test_full_minutes_are_shown_by_a_person_for_days_to_come() -> None:
    """Claim: never by the engine, and not until a day that has been (KL 8:10)."""
    desk, registrar = _up(), Actor("Registrator", ("registrar",))
    data = {"minutes_document": "a" * 64, "review_outcome": "Kan visas"}
    with pytest.raises(CommandRefusedError, match="Bara en person kan granska"):
        desk.give(FireEvent("publishes_minutes", data=data), ENGINE)
    for day, shown in (("2025-02-26", False), ("2025-02-27", True)):
        command = FireEvent("publishes_minutes", data={**data, "minutes_until": day})
        if shown:
            desk.give(command, registrar)
        else:
            with pytest.raises(CommandRefusedError, match="2025-02-26, har varit"):
                desk.give(command, registrar)
    (published,) = desk.happened(MinutesPublished)
    assert published.until == date(2025, 2, 27)
