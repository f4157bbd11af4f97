"""What a meeting refuses: each with the reason, and nothing is changed."""

from dataclasses import replace
from datetime import date

import pytest
from office import Office
from sittings import ALL_THERE, SEATS, Sitting, said

from workflow.errors import ArendegangError
from workflow.model.commands import (
    CallRoll,
    Command,
    CorrectItem,
    ElectAdjusters,
    FireEvent,
    ItemDealtWith,
    OrderItems,
    PlaceItems,
    PresentMinutes,
    RecordItems,
    RegisterMatter,
    SignMinutes,
    WithdrawItem,
)
from workflow.model.proceedings import Adjusters, AgendaItem, Roll, Section

ON = date(2025, 2, 25)
NOTED = said(None)


def information(key: str) -> AgendaItem:
    return AgendaItem(key, "information", f"Punkt {key}")


@pytest.fixture
def sitting(office: Office) -> Sitting:
    """A meeting that has begun: one paragraph, one item withdrawn, one that waits."""
    meeting = Sitting(office, "AU", ON)
    meeting.place(*(information(key) for key in ("i1", "i2", "i3")))
    meeting.give(WithdrawItem("i2", "Utgår."))
    meeting.open()
    meeting.give(RecordItems((ItemDealtWith("i1", NOTED),)))
    return meeting


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (RecordItems(()), "minst en punkt"),
        (RecordItems((ItemDealtWith("i3", NOTED),) * 2), "mer än en gång"),
        (RecordItems((ItemDealtWith("i1", NOTED),)), "redan behandlad"),
        (RecordItems((ItemDealtWith("i2", NOTED),)), "utgick"),
        (CorrectItem("i3", NOTED, "Fel"), "inget att rätta"),
        (CorrectItem("i1", NOTED, ""), "Skäl"),
        (CorrectItem("i1", NOTED, "Fel", basis=("a\nb",)), "Beslutsunderlag"),
        (PlaceItems((information("i1"),)), "behandlad"),
        (ElectAdjusters(Adjusters(())), "minst en justerare"),
        (ElectAdjusters(Adjusters(("Ingen Alls",), "Kansliet")), "tjänstgjorde inte"),
        (PresentMinutes("a" * 64), "inte avslutat"),
        (SignMinutes("p9", "Mikael Lindfors", "a" * 64), "framlagt"),
        (FireEvent("summons"), "Pågår"),
    ],
)
def test_what_a_meeting_that_goes_on_refuses(sitting: Sitting, command: Command, why: str) -> None:
    """With the reason; nothing has happened."""
    before = sitting.matter
    with pytest.raises(ArendegangError, match=why):
        sitting.give(command)
    assert sitting.matter == before


@pytest.mark.parametrize(
    "command",
    [
        OrderItems(("i1", "i2", "i3")),
        WithdrawItem("i2"),
        CallRoll(ALL_THERE),
        CorrectItem("i1", NOTED, "Ingenting"),
    ],
)
def test_what_is_so_already_changes_nothing(sitting: Sitting, command: Command) -> None:
    """Repeating is safe: no event, and nothing presented becomes void."""
    before = sitting.matter
    sitting.give(command)
    assert sitting.matter == before


def test_adjusters_again(sitting: Sitting) -> None:
    """The same ones: nothing. Others: what was presented is void."""
    chosen = Adjusters(("Lars-Åke Holmgren",), "Kansliet", ON)
    sitting.give(ElectAdjusters(chosen))
    sitting.give(PresentMinutes("a" * 64, ("i1",)))
    sitting.give(ElectAdjusters(chosen))
    assert sitting.held.presentations[0].open
    sitting.give(ElectAdjusters(replace(chosen, names=("Hans Klingstedt",))))
    assert sitting.held.presentations[0].void == "Andra justerare valdes."


def test_title_and_text_are_put_right(sitting: Sitting) -> None:
    """Without touching what was decided; spaces around are taken away."""
    sections = (Section("Bakgrund ", " Text"),)
    sitting.give(CorrectItem("i1", NOTED, "Stavfel", title=" Ny rubrik ", sections=sections))
    item = sitting.held.item("i1")
    assert item is not None
    assert (item.title, item.sections) == ("Ny rubrik", (Section("Bakgrund", "Text"),))


def test_a_signature_twice_is_one(sitting: Sitting) -> None:
    """Repeating a signature changes nothing; adjusted, who took part is fixed too."""
    sitting.give(ElectAdjusters(Adjusters(("Lars-Åke Holmgren",))))
    sitting.give(PresentMinutes("a" * 64, ("i1",)))
    for _ in range(2):
        sitting.give(SignMinutes("p1", "Mikael Lindfors", "a" * 64))
    assert len(sitting.held.presentations[0].signatures) == 1
    for name in ("Ingela Lidström", "Lars-Åke Holmgren"):
        sitting.give(SignMinutes("p1", name, "a" * 64))
    with pytest.raises(ArendegangError, match="deltog"):
        sitting.give(CallRoll(Roll(SEATS, ALL_THERE.presences[:4])))


def test_nobody_signs_for_a_secretary_or_a_chair_that_there_is_not(office: Office) -> None:
    """Who was secretary is said, and somebody was in the chair."""
    meeting = Sitting(office, "AU", ON)
    meeting.place(information("i1"))
    without = Roll(tuple(replace(seat, role="member") for seat in SEATS[:5]), ALL_THERE.presences)
    meeting.open(without)
    meeting.give(RecordItems((ItemDealtWith("i1", NOTED),)))
    meeting.give(ElectAdjusters(Adjusters(("Hans Klingstedt",))))
    with pytest.raises(ArendegangError, match="ordförande"):
        meeting.give(PresentMinutes("a" * 64, ("i1",)))
    nobody = Sitting(office, "KS", ON, secretary=None)
    nobody.place(information("i1"))
    nobody.open()
    nobody.give(RecordItems((ItemDealtWith("i1", NOTED),)))
    with pytest.raises(ArendegangError, match="ingen sekreterare"):
        nobody.give(PresentMinutes("a" * 64, ("i1",)))
    assert nobody.held.presentations == ()


def test_a_meeting_is_not_opened_before_its_day_or_without_a_number(office: Office) -> None:
    """Nor is one planned for a body that there isn't, or under another name."""
    meeting = Sitting(office, "AU", ON)
    meeting.place(information("i1"))
    meeting.give(FireEvent("summons"))
    with pytest.raises(ArendegangError, match="först"):
        meeting.open_only()
    office.go_to(ON)
    with pytest.raises(ArendegangError, match="minst 1"):
        meeting.give(FireEvent("opens", data={"first_paragraph": -1}))
    with pytest.raises(ArendegangError, match="inget organ"):
        Sitting(office, "XY", ON)
    fields = {"body": "AU", "meeting_on": "2025-03-25"}
    with pytest.raises(ArendegangError, match="planeras med sitt organ"):
        office.register(RegisterMatter("norsjo", "meeting", "M", number="M 2025/1", fields=fields))


def test_what_is_no_meeting_has_no_agenda(office: Office) -> None:
    """Refused with how a meeting is called."""
    identity = office.register(
        RegisterMatter("norsjo", "project_participation", "Projekt", number="KS 2025/7")
    )
    with pytest.raises(ArendegangError, match="inget sammanträde"):
        office.give(identity, WithdrawItem("i1"))


def test_what_a_meeting_is_too_early_for_says_when_it_can_be_done(office: Office) -> None:
    """Claim: nothing is recorded before the meeting is opened, and the refusal names the state where it can be."""
    meeting = Sitting(office, "AU", ON)
    meeting.place(information("i1"))
    with pytest.raises(
        ArendegangError, match="”Planerat”; där går det inte att registrera beslut"
    ) as refusal:
        meeting.give(RecordItems((ItemDealtWith("i1", NOTED),)))
    assert refusal.value.hint.startswith("Det går i ”Pågår”.")
