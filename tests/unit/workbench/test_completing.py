"""An example's meeting as the file that the secretary would write."""

from datetime import date
from typing import Any

import pytest

from tests.meetings import NORSJO
from workflow.definition.organisation import Member
from workflow.definition.schema import EventSpec, MatterType, State
from workflow.model.ids import MatterId, RegistrationNumber
from workflow.model.matter import Matter, Point
from workflow.workbench.completing import completed
from workflow.workbench.minutes import Paragraph, Reference, Sitting

MEMBERS = (
    Member(name="Anna", role="chair"),
    Member(name="Bo"),
    Member(name="Cia"),
    Member(name="Dan", role="substitute"),
)
BODIES = {**NORSJO.bodies, "AU": NORSJO.bodies["AU"].model_copy(update={"members": MEMBERS})}
HOUSE = NORSJO.model_copy(update={"bodies": BODIES})
FORMS = {
    "proposes": "proposes",
    "approves": "decides",
    "forwards": "hands_over",
    "notes": "notes",
    "tables": "tables",
}
KIND = MatterType.model_construct(
    events={name: EventSpec(label=name, form=form) for name, form in FORMS.items()},
    states={
        "at_AU": State(label="AU", phase="AU", body="AU"),
        "done": State(label="Klart", phase="end", final=True),
    },
)
MATTER = Matter(
    id=MatterId("m"),
    number=RegistrationNumber("KS 1/2025", "KS", 2025, 1),
    organisation="norsjo",
    matter_type="x",
    definition="d" * 64,
    title="Taxan",
    state="at_AU",
    version=1,
    opened_on=date(2025, 1, 2),
    points=(
        Point("1", "Taxan antas", "at_AU", date(2025, 2, 1)),
        Point("2", "Den gamla upphör.", "at_AU", date(2025, 2, 1)),
        Point("3", "Utskottet utser en attestant", "done", date(2025, 2, 1)),
    ),
)


def sitting(**parts: Any) -> Sitting:
    item = {"paragraph": 1, "matter": "KS 1/2025", **parts}
    return Sitting(
        organisation="norsjo",
        body="AU",
        meeting_on=date(2025, 2, 25),
        adjusted_on=date(2025, 2, 27),
        items=(Paragraph.model_validate(item),),
    )


def said(house: str = "title", **parts: Any) -> tuple[str, ...]:
    organisation = HOUSE.model_copy(update={"decision_heading": house})
    file = completed(sitting(**parts), organisation, lambda _: MATTER, lambda _: KIND)
    return file.items[0].sentences


def test_everybody_is_there_and_the_second_adjusts() -> None:
    """Members, not substitutes; unless it is told who was there and who adjusted."""
    file = completed(sitting(), HOUSE, lambda _: MATTER, lambda _: KIND)
    assert [one.name for one in file.present] == ["Anna", "Bo", "Cia"]
    assert file.adjusters is not None
    assert (file.adjusters.names, file.adjusters.on) == (("Bo",), date(2025, 2, 27))
    told = Sitting.model_validate(
        {**sitting().model_dump(by_alias=True), "present": ["Cia"], "adjusters": {"names": ["Cia"]}}
    )
    file = completed(told, HOUSE, lambda _: MATTER, lambda _: KIND)
    assert [one.name for one in file.present] == ["Cia"]
    assert file.adjusters is not None
    assert file.adjusters.names == ("Cia",)


@pytest.mark.parametrize(
    ("outcomes", "sentences"),
    [
        ([{"event": "approves"}], ("Taxan antas.", "Den gamla upphör.")),
        ([{"event": "approves", "points": ["2"]}], ("Den gamla upphör.",)),
        ([{"event": "approves", "points": ["1"], "text": "Taxan höjs"}], ("Taxan höjs.",)),
        (
            [{"event": "forwards"}],
            ("Ärendet överlämnas till kommunstyrelsen utan eget yttrande.",),
        ),
        ([{"event": "proposes", "proposed": "notes"}], ("Informationen noteras.",)),
        (
            [{"event": "proposes", "points": ["1"]}, {"event": "tables", "points": ["2"]}],
            ("Taxan antas.", "Ärendet bordläggs till nästa sammanträde."),
        ),
        ([], ()),
    ],
)
def test_a_decision_says_what_its_points_say_or_the_standing_sentence(
    outcomes: list[dict[str, Any]], sentences: tuple[str, ...]
) -> None:
    """Of the points that wait for the body only, one outcome after the other."""
    assert said(outcomes=outcomes) == sentences


def test_sentences_follow_the_heading_of_the_house_and_what_is_written_stays() -> None:
    """After ``Utskottet beslutar`` they begin with att."""
    decides = [{"event": "approves", "points": ["1"]}]
    assert said("clause", outcomes=decides) == ("att taxan antas.",)
    assert said("clause", outcomes=decides, sentences=["Så blev det."]) == ("Så blev det.",)


def test_a_child_is_named_by_its_own_number() -> None:
    """The file knows matters by the number in the register."""
    asked: list[Reference] = []

    def find(reference: Reference) -> Matter:
        asked.append(reference)
        return MATTER

    told = sitting(matter=None, child_of="KS 9/2024", party="ort")
    file = completed(told, HOUSE, find, lambda _: KIND)
    assert asked == [Reference(child_of="KS 9/2024", party="ort")]
    assert file.items[0].matter == "KS 1/2025"
