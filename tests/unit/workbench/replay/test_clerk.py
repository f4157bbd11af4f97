"""What minutes say, read as decisions point by point."""

from dataclasses import replace

import pytest
from small_city import FIRST, machines_of, small_city, step

from workflow.definition.catalogue import Loaded
from workflow.definition.organisation import Body, Organisation
from workflow.definition.schema import FieldSpec, FieldType
from workflow.machine.build import Machine
from workflow.model.ids import MatterId, RegistrationNumber
from workflow.model.matter import Matter, Point
from workflow.model.outcome import PointOutcome
from workflow.workbench.replay import clerk
from workflow.workbench.replay.history import RecordedStep


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """The small city's type."""
    loaded: Loaded = small_city(tmp_path_factory.mktemp("city"))
    return machines_of(loaded)["proposal"]


def _matter(*points: Point) -> Matter:
    return Matter(
        id=MatterId("m"),
        number=RegistrationNumber("KS 2025/7", "KS", 2025, 7),
        organisation="city",
        matter_type="proposal",
        definition="digest",
        title="Fler cykelställ",
        state=points[0].state,
        version=1,
        opened_on=FIRST,
        points=points,
    )


def _at(body: str, *proposed: str | None) -> Matter:
    """Points that wait for the body, each with what was proposed for it."""
    return _matter(
        *(
            Point(str(number), "A", f"at_{body}", FIRST, proposed=one)
            for number, one in enumerate(proposed, start=1)
        )
    )


def _read(
    machine: Machine,
    matter: Matter,
    body: str,
    *words: str,
    proposed: tuple[str, ...] = (),
    **more: bool,
) -> list[tuple[PointOutcome, ...]]:
    told = RecordedStep.model_validate(step(body, *words, **more))
    return list(clerk.decisions(machine, matter, told, clerk.Reading(words, proposed)))


def test_one_word_takes_every_point_that_waits(machine: Machine) -> None:
    """Tabled, referred back or decided as a whole."""
    for word in ("tables", "rejects"):
        assert _read(machine, _at("KF", None, None), "KF", word) == [
            (PointOutcome(word, ("1", "2")),)
        ]


def test_what_was_proposed_finds_its_point(machine: Machine) -> None:
    """Decided in another order than the points stand in."""
    (outcomes,) = _read(machine, _at("KF", "assigns", "grants"), "KF", "grants", "assigns")
    assert outcomes == (PointOutcome("grants", ("2",)), PointOutcome("assigns", ("1",)))


def test_a_body_adds_its_own_and_settles_the_rest_with_the_main_word(machine: Machine) -> None:
    """More words than points open points; fewer words settle what is left with the first-listed one."""
    assert _read(machine, _at("KF", "rejects"), "KF", "grants", "assigns") == [
        (PointOutcome("grants", ("1",)), PointOutcome("assigns", ("2",)))
    ]
    assert _read(machine, _at("KF", None, None, None), "KF", "assigns", "rejects") == [
        (PointOutcome("assigns", ("1",)), PointOutcome("rejects", ("2", "3")))
    ]


def test_the_bodys_own_part_leaves_the_rest_to_go_on(machine: Machine) -> None:
    """KS decides its own and proposes the rest, in whatever order the minutes say it."""
    for words in (("proposes", "assigns"), ("assigns", "proposes")):
        assert _read(machine, _at("KS", None), "KS", *words) == [
            (PointOutcome("assigns", ("2",)), PointOutcome("proposes", ("1",)))
        ]


def test_each_thing_proposed_is_a_point(machine: Machine) -> None:
    """A point keeps what was proposed for it before; points over go with the first."""
    assert _read(
        machine,
        _at("KS", None, "grants"),
        "KS",
        "proposes",
        proposed=("assigns", "grants", "elects"),
    ) == [
        (
            PointOutcome("proposes", ("1",), "assigns"),
            PointOutcome("proposes", ("2",), "grants"),
            PointOutcome("proposes", ("3",), "elects"),
        )
    ]
    assert _read(machine, _at("KS", None, None), "KS", "proposes", proposed=("grants",)) == [
        (PointOutcome("proposes", ("1",), "grants"), PointOutcome("proposes", ("2",), "grants"))
    ]


def test_in_part(machine: Machine) -> None:
    """What is decided is a part of its own; what is tabled or referred back waits, or goes beside."""
    assert _read(machine, _at("KS", None), "KS", "grants", "tables", partial=True) == [
        (PointOutcome("grants", ("2",)), PointOutcome("tables", ("1",)))
    ]
    assert _read(machine, _at("KS", None), "KS", "refers_back", "proposes", partial=True) == [
        (PointOutcome("proposes", ("1",)), PointOutcome("refers_back", ("2",)))
    ]
    assert _read(machine, _at("KS", None, None), "KS", "grants", partial=True) == [
        (PointOutcome("grants", ("1",)),)
    ]


def test_a_word_on_the_way_is_a_decision_of_its_own(machine: Machine) -> None:
    """Allowed and then tabled at the same meeting: two decisions on the same points."""
    assert _read(machine, _at("KF", None), "KF", "allows", "tables") == [
        (PointOutcome("allows", ("1",)),),
        (PointOutcome("tables", ("1",)),),
    ]
    assert _read(machine, _at("KF", None), "KF", "allows") == [(PointOutcome("allows", ("1",)),)]


def test_where_nothing_waits_the_engine_is_asked(machine: Machine) -> None:
    """It finds what can be taken back, or says why not."""
    decided = _matter(Point("1", "A", "decided", FIRST))
    assert _read(machine, decided, "KF", "rejects") == [(PointOutcome("rejects"),)]


def test_new_points_get_free_keys(machine: Machine) -> None:
    """Also where keys were given by others."""
    matter = _at("KF", "rejects")
    matter = replace(matter, points=(replace(matter.points[0], key="2"),))
    assert _read(machine, matter, "KF", "grants", "assigns")[0][1].points == ("3",)


def test_required_fields(machine: Machine) -> None:
    """Of every rule of the events in these states, each once."""
    assert clerk.required(machine, ("refers_back", "elects"), ("at_KF", "at_KS")) == (
        "reason",
        "ballots",
    )


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("text", "Saknas i historiken"), ("date", "2025-01-15"), ("month", "2025-01"), ("integer", 0), ("money", 0),
        ("boolean", False), ("recipients", ["Saknas i historiken"]), ("list", ["Saknas i historiken"]), ("choice", "x"),
    ],
)  # fmt: skip
def test_what_stands_in_for_a_field(kind: FieldType, expected: object) -> None:
    """A value of the right type that shows what it is."""
    choices = ("x", "y") if kind == "choice" else ()
    assert clerk.value(FieldSpec(type=kind, label="Fält", choices=choices), FIRST) == expected


def test_whom_a_matter_is_referred_back_to() -> None:
    """A body by its code, name or other name; an office prepares; anybody else by name."""
    city = Organisation(
        organisation="city",
        name="Staden",
        kind="municipality",
        register_code="KS",
        bodies={"KS": Body(name="Kommunstyrelsen", kind="executive_board", aliases=("Styrelsen",))},
    )
    assert [
        clerk.referred_to(city, name)
        for name in ("KS", "kommunstyrelsen", "STYRELSEN", "Stadskontoret", None, "Parkbolaget")
    ] == ["KS", "KS", "KS", None, None, "Parkbolaget"]


def test_the_command_carries_what_the_minutes_hold() -> None:
    """Day, paragraph, recipients and assignments."""
    told = RecordedStep.model_validate(
        step("KS", "assigns", paragraph="12", recipients=["Miljöenheten"],
             assignments=[{"what": "Utred", "owner": "Direktören", "due": "2025-09", "due_body": "KS"}])
    )  # fmt: skip
    command = clerk.command(told, (PointOutcome("assigns"),), {"reason": "x"})
    assert (command.body, command.decided_on, command.paragraph) == ("KS", FIRST, "12")
    assert command.recipients == ("Miljöenheten",)
    assert (command.assignments[0].due, command.assignments[0].due_body) == ("2025-09", "KS")
    assert command.data == {"reason": "x"}
