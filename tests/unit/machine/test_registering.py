"""Opening a matter."""

from datetime import date
from typing import Any

import pytest

from tests.casework import ROUTE, Desk, machine
from workflow.errors import (
    DuplicateMatterError,
    InvalidInputError,
    UnknownDefinitionError,
    UnknownMatterError,
)
from workflow.model.commands import FireEvent, RegisterMatter
from workflow.model.effects import SendCommand
from workflow.model.events import MatterRegistered
from workflow.model.ids import MatterId, RegistrationNumber, matter_id
from workflow.model.matter import ENGINE, Parent


def test_a_matter_begins_with_its_title_as_its_point() -> None:
    """Without points of its own a matter has one, which waits in the initial state."""
    desk = Desk().register(fields={"movers": ["Anna Ek"]})
    assert desk.it.state == "preparation"
    assert [(point.key, point.text) for point in desk.it.points] == [("1", "Bygg en bro")]
    assert desk.it.fields == {"urgent": False, "movers": ["Anna Ek"]}
    assert desk.it.definition == "standard"
    assert desk.it.opened_on == date(2024, 4, 16)


def test_points_entry_day_and_register_as_given() -> None:
    """Several points, a later state, an earlier day and another register are what was asked for."""
    desk = Desk().register(
        points=("Bygg", "Riv"),
        enter_at="at_KS",
        registered_on=date(2024, 4, 1),
        number="9/2024",
        register="AU",
        parent=Parent(MatterId("p"), "c"),
    )
    assert [point.text for point in desk.it.points] == ["Bygg", "Riv"]
    assert desk.states() == {"1": "at_KS", "2": "at_KS"}
    assert desk.it.number == RegistrationNumber("9/2024", "AU", 2024, 9)
    assert desk.it.points[0].since == date(2024, 4, 1)
    assert desk.it.parent == Parent(MatterId("p"), "c")


def test_the_register_is_the_types_or_the_organisations() -> None:
    """A number without a register belongs to the type's register, else to the organisation's."""
    assert Desk().register(number="9/2024").it.number.register == "KS"
    own = Desk(machine=machine(register_code="ANSLAG")).register(number="9/2024")
    assert own.it.number.register == "ANSLAG"


@pytest.mark.parametrize(
    "state",
    [
        name
        for name, spec in ROUTE["states"].items()
        if spec.get("phase") not in ("dispatch", "end")
    ],
)
def test_a_matter_that_is_taken_over_may_be_anywhere_on_the_way(state: str) -> None:
    """What was under way elsewhere begins where it was, and says where it comes from."""
    desk = Desk().register(enter_at=state, taken_over_from=" Det gamla systemet ")
    (registered,) = desk.happened(MatterRegistered)
    assert [point.state for point in registered.points] == [state]
    assert registered.taken_over_from == desk.it.taken_over_from == "Det gamla systemet"


def test_taking_over_does_not_begin_at_the_end() -> None:
    """What follows a decision is its taker's, and a state must exist; without origin only entries will do."""
    for origin, state in (
        ("Nämnden", "closed"),
        ("Nämnden", "decided"),
        ("Nämnden", "dispatching"),
        ("Nämnden", "at_KFF"),
        (None, "at_KF"),
    ):
        with pytest.raises(InvalidInputError, match="kan inte registreras i"):
            Desk().register(enter_at=state, taken_over_from=origin)
    assert Desk().register(taken_over_from="Nämnden").it.state == "preparation"


@pytest.mark.parametrize("origin", ["", "  ", "a\nb", 5])
def test_where_it_comes_from_is_a_line_of_text(origin: Any) -> None:
    """Nothing, blanks or several lines don't say where a matter was."""
    with pytest.raises(InvalidInputError, match="Övertaget från"):
        Desk().register(enter_at="at_KF", taken_over_from=origin)


def test_a_matter_filed_under_the_number_of_another() -> None:
    """It is a matter of its own, with the number of the other and its place under it."""
    one, other = (Desk().register(number=number).it for number in ("KS-2024-8:12", "KS-2024-8"))
    assert one.number == RegistrationNumber("KS-2024-8:12", "KS", 2024, 8, item="12")
    assert one.number.normalised != other.number.normalised


def test_flags_become_tasks() -> None:
    """What a person should look at is a task that keeps the matter open."""
    desk = Desk().register(flags=("Två dagar",))
    assert [(task.kind, task.text, task.blocks) for task in desk.it.tasks] == [
        ("flag", "Två dagar", True)
    ]


def test_a_successor_tells_its_predecessor() -> None:
    """The matter that a new one continues gets to know its number, once."""
    desk = Desk().register(predecessor="KS.23/00007")
    assert desk.it.predecessor == RegistrationNumber("KS.23/00007", "KS", 2023, 7)
    (sent,) = desk.asked(SendCommand)
    assert sent.envelope.matter == matter_id("norsjo", "KS 2023/7")
    assert sent.envelope.command == FireEvent("renumbered", data={"successor": "KS 2024/1"})
    assert sent.envelope.actor == ENGINE
    assert sent.envelope.dedupe_key == f"renumbered:{desk.it.id}"


def test_a_predecessor_is_told_where_it_was_found() -> None:
    """Its id, looked up, goes before the one that its number would give."""
    desk = Desk().register(predecessor="KS 2023/7", predecessor_id=MatterId("looked-up"))
    (sent,) = desk.asked(SendCommand)
    assert sent.envelope.matter == "looked-up"


def test_everything_wrong_is_told_at_once() -> None:
    """A registration with many faults is refused with all of them, and nothing is done."""
    desk = Desk(
        machine=machine(fields={"moved_on": {"type": "date", "label": "Väckt", "required": True}})
    )
    with pytest.raises(InvalidInputError) as caught:
        desk.register(
            title="Bro\r\nBcc: alla@x.example",
            number="i fjol",
            fields={"cost": "x"},
            points=("a\x00", " "),
            enter_at="at_KSS",
            registered_on=date(2025, 1, 1),
            predecessor="gammal",
            flags=("a\nb",),
        )
    words = (
        "Rubrik",
        "Diarienummer",
        "Kostnad",
        "Väckt",
        "Punkt",
        "at_KS?",
        "Registrerat",
        "Tidigare",
        "Att se på",
    )
    assert all(word in str(caught.value) for word in words)
    assert desk.matter is None


def test_a_number_is_needed() -> None:
    """The one who accepts the command draws the number; without one there is no matter."""
    with pytest.raises(InvalidInputError, match="saknas"):
        Desk().register(number=None)


def test_nothing_is_registered_twice_or_nowhere() -> None:
    """A matter that exists, and an organisation that doesn't, are refused."""
    with pytest.raises(DuplicateMatterError):
        Desk().register().register()
    with pytest.raises(UnknownDefinitionError, match="atlantis"):
        Desk().register(organisation="atlantis")


def test_commands_need_a_matter() -> None:
    """Every other command is refused for a matter that isn't registered."""
    with pytest.raises(UnknownMatterError):
        Desk().give(FireEvent("prepared"))


def test_a_bad_day_is_told() -> None:
    """A registration day that is no day is told, and counts as today until then."""
    with pytest.raises(InvalidInputError, match="Registrerat"):
        Desk().give(
            RegisterMatter("norsjo", "motion", "Bro", "KS 1/2024", registered_on="igår")  # type: ignore[arg-type]
        )
