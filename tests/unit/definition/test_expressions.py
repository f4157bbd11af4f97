"""What a compiled condition consists of, read from CEL's own form."""

import pytest
from written_office import environment_of

from workflow.definition.expressions import Call, Const, Expression, Items, Name, Other
from workflow.definition.guards import Environment, compile_guard


@pytest.fixture(scope="module")
def env() -> Environment:
    """The variables of a type with a field of each kind."""
    types = {"amount": "money", "day": "date", "word": "text", "ready": "boolean", "many": "list"}
    return environment_of(types)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("fields.ready", Name("fields.ready")),
        ("true", Const(value=True)),
        ("false", Const(value=False)),
        ("!fields.ready", Call("!_", (Name("fields.ready"),))),
        ("fields.amount > -5", Call("_>_", (Name("fields.amount"), Const(-5)))),
        ("fields.amount > 300", Call("_>_", (Name("fields.amount"), Const(300)))),
        ('fields.word == "å"', Call("_==_", (Name("fields.word"), Const("å")))),
        ('fields.word in ["a", "b"]', Call("@in", (Name("fields.word"), Items((Const("a"), Const("b")))))),
        ("fields.word in []", Call("@in", (Name("fields.word"), Items(())))),
        ('fields.word.startsWith("a")', Call("startsWith", (Name("fields.word"), Const("a")))),
        ("known.day ? true : false", Call("_?_:_", (Name("known.day"), Const(value=True), Const(value=False)))),
    ],
)  # fmt: skip
def test_a_condition_is_read_as_a_tree(env: Environment, source: str, expected: Expression) -> None:
    """Operators, variables and constants as they are written."""
    assert compile_guard(env, source).expression == expected


@pytest.mark.parametrize(
    "source",
    ['fields.many.exists(each, each == "a")', "double(fields.amount) > 5.5", "uint(fields.amount) == 5u"],
)  # fmt: skip
def test_what_isnt_told_apart_is_kept_whole(env: Environment, source: str) -> None:
    """Macros, decimal and unsigned numbers are equal only to themselves."""
    tree = compile_guard(env, source).expression
    parts = (tree, *tree.args) if isinstance(tree, Call) else (tree,)
    assert any(isinstance(part, Other) for part in parts)
    assert compile_guard(env, source).expression == tree
