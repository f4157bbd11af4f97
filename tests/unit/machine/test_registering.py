"""Opening a matter."""

from datetime import date

import pytest

from tests.casework import Desk, machine
from workflow.errors import (
    DuplicateMatterError,
    InvalidInputError,
    UnknownDefinitionError,
    UnknownMatterError,
)
from workflow.model.commands import FireEvent, RegisterMatter
from workflow.model.effects import SendCommand
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
