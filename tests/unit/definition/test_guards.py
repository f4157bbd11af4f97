"""Guards: CEL conditions with types, zero values and stored values."""

from datetime import UTC, date, datetime

import pytest

from workflow.definition.guards import Guard, GuardError, compile_guard, environment
from workflow.definition.schema import FieldSpec, FieldType, MatterType


def definition(**fields: FieldType) -> MatterType:
    """A definition with these fields."""
    return MatterType.model_validate(
        {
            "name": "x",
            "label": "X",
            "initial": "a",
            "states": {},
            "events": {},
            "transitions": (),
            "fields": {name: FieldSpec(type=kind, label=name) for name, kind in fields.items()},
        }
    )


FIELDS: dict[str, FieldType] = {
    "name": "text",
    "kind": "choice",
    "wanted": "month",
    "hours": "integer",
    "cost": "money",
    "ready": "boolean",
    "moved_on": "date",
    "movers": "recipients",
    "parties": "list",
}


def guard(source: str) -> Guard:
    """The condition over one field of each type."""
    return compile_guard(environment(definition(**FIELDS)), source)


@pytest.mark.parametrize(
    "source",
    [
        'fields.name == "" && fields.kind == "" && fields.wanted == ""',
        "fields.hours == 0 && fields.cost == 0 && !fields.ready",
        'fields.moved_on == timestamp("1970-01-01T00:00:00Z")',
        "size(fields.movers) == 0 && fields.parties == []",
        '!known.name && !known.moved_on && event == "" && organisation.kind == ""',
        'point.outcome == "" && point.proposed == "" && point.tabled == 0 && !point.minority_used',
        "organisation.bodies == [] && actor.roles == [] && matter.open_points == 0",
        "!dispatch.all_terminal && !assignments.all_owned && !decisions.all_adjusted",
        "!tasks.all_settled && children.total + children.answered + children.accepted == 0",
        "today == fields.moved_on",
    ],
)
def test_what_is_unset_has_its_zero_value(source: str) -> None:
    """Every variable can be read before anything is known."""
    assert guard(source)({})
    assert guard(source)(dict.fromkeys(guard(source).variables))


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ('fields.name.startsWith("Å")', {"fields.name": "Åsa"}),
        ("fields.cost > 100", {"fields.cost": 101}),
        ("fields.ready", {"fields.ready": True}),
        ('fields.wanted >= "2024-09"', {"fields.wanted": "2024-10"}),
        ('"KF" in organisation.bodies', {"organisation.bodies": ("KS", "KF")}),
        ('fields.movers.exists(each, each == "Eva")', {"fields.movers": ["Eva"]}),
        (
            'today - fields.moved_on == duration("24h")',
            {"today": date(2025, 3, 12), "fields.moved_on": "2025-03-11"},
        ),
        ("today > fields.moved_on", {"today": datetime(2025, 3, 12, tzinfo=UTC)}),
        ("known.cost", {"fields.cost": 0}),
        ("known.cost && fields.cost == 0", {"known.cost": True}),
        ("!known.cost", {"known.cost": False, "fields.cost": 7}),
        ("!given.cost && known.cost", {"fields.cost": 7}),
        ("given.cost", {"given.cost": True}),
        ("fields . cost == 7", {"fields.cost": 7}),
        ("fields // of the matter\n.cost == 7", {"fields.cost": 7}),
        ('event == "fields.cost"', {"event": "fields.cost"}),
    ],
)
def test_stored_values_become_cel_values(source: str, values: dict[str, object]) -> None:
    """Days as text or dates, sequences as lists, and what is known follows from the value."""
    assert guard(source)(values)


def test_only_what_is_mentioned_is_asked_for() -> None:
    """``variables`` names what the condition may read, and nothing near it."""
    mentions = guard("fields.cost > 3 && known.cost && [1].exists(x, x == point.tabled)")
    assert mentions.variables == ("fields.cost", "known.cost", "point.tabled")
    assert guard("fields.cost > 3").variables == ("fields.cost",)
    assert "today" in guard("fields.cost > 3 // every name may stand here").variables


def test_the_same_condition_means_what_the_definitions_own_fields_say() -> None:
    """A field of the same name but another type in another definition is never mixed up."""
    number = compile_guard(environment(definition(a="integer")), "fields.a == fields.a")
    text = compile_guard(environment(definition(a="text")), "fields.a == fields.a")
    assert number({"fields.a": 1})
    assert text({"fields.a": "x"})
    with pytest.raises(GuardError):
        text({"fields.a": 1})


@pytest.mark.parametrize(
    ("source", "line", "column", "message"),
    [
        ("fields.cots > 1", 1, 7, "undeclared reference to 'fields.cots'"),
        ("fields.cost > 'x'", 1, 13, "no matching overload"),
        ("fields.cost +", 1, 14, "Syntax error"),
        ("true &&\n fields.x", 2, 8, "undeclared"),
        ("fields.cost", 1, 1, "result is INT"),
        ("", 1, 1, "Syntax error"),
        ("(" * 900 + "true" + ")" * 900, 1, 1, "recursion limit"),
        ("'\ud800' == fields.name", 1, 1, "incompatible"),
    ],
)
def test_what_doesnt_compile_says_where(source: str, line: int, column: int, message: str) -> None:
    """Syntax, unknown names, wrong types and results that are no bool have their place."""
    with pytest.raises(GuardError) as caught:
        guard(source)
    problem = caught.value.problems[0]
    assert (problem.line, problem.column) == (line, column)
    assert message in problem.message
    assert caught.value.code == "AG-202"


def test_every_problem_of_a_condition_is_told() -> None:
    """Two unknown names are two problems."""
    with pytest.raises(GuardError) as caught:
        guard("fields.q > fields.z")
    assert [each.column for each in caught.value.problems] == [7, 18]


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ("1 / fields.cost == 1", {"fields.cost": 0}),
        ("fields.cost == 1", {"fields.cost": "1"}),
        ("fields.cost == 1", {"fields.cost": 2**70}),
        ("today == fields.moved_on", {"fields.moved_on": "i går"}),
        ("today == fields.moved_on", {"fields.moved_on": 5}),
        ("size(fields.movers) == 1", {"fields.movers": 5}),
        ('fields.name == "x"', {"fields.name": "\ud800"}),
    ],
)
def test_what_cant_be_worked_out_is_an_error_and_never_true(
    source: str, values: dict[str, object]
) -> None:
    """Division by zero or a value of another type is refused, not answered."""
    with pytest.raises(GuardError):
        guard(source)(values)
