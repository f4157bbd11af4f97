"""Every case of some conditions: against CEL itself, and what no case can go against."""

from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written_office import environment_of

from workflow.definition.cases import ELSE, MOST, OfficeKind, outcomes
from workflow.definition.checks.case_words import in_words
from workflow.definition.formulas import HAS, TRUE, Formula, formula_of
from workflow.definition.guards import Guard, compile_guard

_TYPES = {"amount": "money", "cost": "money", "day": "date", "late": "date", "word": "text", "ready": "boolean", "many": "list"}  # fmt: skip


ENV = environment_of(_TYPES)
CITY = OfficeKind("municipality", frozenset({"KS", "AU"}))
JOINT = OfficeKind("joint_committee", frozenset({"NAMND"}))


def guard(source: str) -> Guard:
    """A condition, compiled."""
    return compile_guard(ENV, source)


def formula(source: str) -> Formula:
    """A condition as a formula."""
    compiled = guard(source)
    names = compiled.variables
    return formula_of(
        compiled.expression,
        frozenset(name for name in names if ENV.is_number(name)),
        frozenset(name for name in names if ENV.is_day(name)),
    )


def comes_out(*sources: str) -> set[tuple[bool, ...]]:
    """How conditions can come out together."""
    return set(outcomes(tuple(map(formula, sources))) or ())


@pytest.mark.parametrize(
    ("source", "varies"),
    [
        ("fields.amount > 5 && fields.amount < 3", {False}),
        ("fields.amount > 5 && fields.amount < 7", {False, True}),
        ("5 < fields.amount && 3 >= fields.amount", {False}),
        ("fields.amount == 5 || fields.amount != 5", {True}),
        ("fields.amount < 0", {False, True}),
        ("point.tabled < 0", {False}),
        ("size(fields.many) < 0", {False}),
        ("fields.amount < fields.cost && fields.cost < fields.amount", {False}),
        ("fields.amount < fields.cost && fields.cost < fields.amount + 1", {False, True}),
        ("fields.amount < fields.cost", {False, True}),
        ("1 > 2", {False}),
        ('fields.word == "a" && fields.word == "b"', {False}),
        ('fields.word != "a" || "a" != fields.word', {False, True}),
        ('fields.word in ["a", "b"] && fields.word != "a" && fields.word != "b"', {False}),
        ("fields.word in [] ", {False}),
        ('"a" in fields.many && !("a" in fields.many)', {False}),
        ('"a" in fields.many && !("b" in fields.many)', {False, True}),
        ("fields.ready == true && fields.ready == false", {False}),
        ("fields.ready == true || true != fields.ready", {True}),
        ("fields.ready ? fields.ready : !fields.ready", {True}),
        ("known.amount || fields.amount == 0", {True}),
        ('known.many || !("a" in fields.many) && size(fields.many) == 0', {True}),
        ('known.word || given.word || fields.word == ""', {True}),
        ("!given.word || known.word", {True}),
        ("today > timestamp('1970-01-01T00:00:00Z')", {True}),
        ("today > fields.day || fields.day >= today", {True}),
        ("fields.day > timestamp('2025-01-01T00:00:00Z') && fields.day < timestamp('2024-01-01T00:00:00Z')", {False}),
        ("fields.day > timestamp('i går')", {False, True}),
        ("fields.many.exists(each, each == 'a')", {False, True}),
        ("fields.word < 'b'", {False, True}),
        ("fields.word in ['a', fields.word]", {False, True}),
        ("fields.amount in [1, 2]", {False, True}),
        ("fields.ready && true > false", {False, True}),
    ],
)  # fmt: skip
def test_a_condition_comes_out_as_it_can(source: str, varies: set[bool]) -> None:
    """Contradictions never hold, tautologies always; what can't be looked into may be either."""
    assert comes_out(source) == {(value,) for value in varies}


_ATOMS = st.sampled_from(
    [
        "fields.ready", "known.amount", "fields.amount > 5", "fields.amount <= 7", "3 == fields.amount",
        'fields.word == "a"', 'fields.word in ["a", "b"]', '"a" in fields.many', "point.tabled >= 2",
        "fields.amount < fields.cost", "true",
    ]
)  # fmt: skip
_CONDITIONS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        inner.map(lambda one: f"!({one})"),
        st.tuples(inner, st.sampled_from(["&&", "||"]), inner).map(
            lambda three: f"({three[0]} {three[1]} {three[2]})"
        ),
    ),
    max_leaves=6,
)


@given(_CONDITIONS)
def test_cel_agrees_in_every_case(source: str) -> None:
    """An example of each outcome is one for CEL too, and CEL finds no other outcome among many values."""
    found = outcomes((formula(source),)) or {}
    compiled = guard(source)
    for (holds,), values in found.items():
        assert compiled(_stored(values)) is holds
    tried = {
        compiled(
            _stored({"fields.amount": amount, "fields.cost": cost, "fields.ready": ready, "fields.word": word,
                     f"fields.many{HAS}a": has, "known.amount": amount != 0, "point.tabled": amount})
        )
        for amount, cost, ready, word, has in product((0, 3, 6, 9), (0, 8), (False, True), ("", "a", "c"), (False, True))
    }  # fmt: skip
    assert tried <= {case[0] for case in found}


def _stored(values: Mapping[str, object]) -> dict[str, object]:
    """A case as guards get it: lists with what they have."""
    stored: dict[str, object] = {name: value for name, value in values.items() if HAS not in name}
    for name, value in values.items():
        if HAS in name:
            listed, _, text = name.partition(HAS)
            stored[listed] = [text] if value else []
    return stored


def test_conditions_are_tried_together() -> None:
    """Overlaps and gaps of several are seen."""
    assert comes_out("fields.amount > 5", "fields.amount > 3") == {
        (False, False),
        (False, True),
        (True, True),
    }


def test_variables_can_be_held_to_values() -> None:
    """What is known of a type leaves cases out."""
    found = outcomes((formula('fields.word == "a"'),), (("fields.word", ("a",)), ("other", (1,))))
    assert list(found or ()) == [(True,)]


def test_organisations_are_those_that_there_are() -> None:
    """Bodies that no organisation has together, or with another kind, are no case."""
    both = formula('"KS" in organisation.bodies && "NAMND" in organisation.bodies')
    kind = formula('organisation.kind == "joint_committee" && "KS" in organisation.bodies')
    some = formula('organisation.kind == "joint_committee" && "NAMND" in organisation.bodies')
    offices = frozenset({CITY, JOINT})
    assert list(outcomes((both,), (), offices) or ()) == [(False,)]
    assert list(outcomes((kind,), (), offices) or ()) == [(False,)]
    assert set(outcomes((some,), (), offices) or ()) == {(False,), (True,)}
    assert set(outcomes((both,)) or ()) == {(False,), (True,)}


def test_too_many_cases_arent_tried() -> None:
    """Thirteen switches are too many, twelve aren't."""
    names = [f'"{letter}" in fields.many' for letter in "abcdefghijklm"]
    assert outcomes((formula(" && ".join(names)),)) is None
    assert MOST == 2**12
    assert outcomes((formula(" && ".join(names[:-1])),)) is not None


def test_a_line_without_a_condition_always_holds() -> None:
    """Nothing makes it false."""
    assert list(outcomes((TRUE,)) or ()) == [(True,)]


@pytest.mark.parametrize(
    ("source", "values", "words"),
    [
        ("known.amount", {"known.amount": True}, "amount är ifyllt"),
        ("known.amount", {"known.amount": False}, "amount är inte ifyllt"),
        ("given.amount", {"given.amount": True}, "amount anges"),
        ("given.amount", {"given.amount": False}, "amount anges inte"),
        ("fields.ready", {"fields.ready": True}, "fields.ready är sant"),
        ("fields.ready", {"fields.ready": False}, "fields.ready är falskt"),
        ('fields.word == "a"', {"fields.word": ""}, "fields.word är tomt"),
        ('fields.word == "a"', {"fields.word": "a"}, "fields.word är ”a”"),
        ('fields.word == "a"', {"fields.word": ELSE}, "fields.word är något annat"),
        ("fields.amount > 5", {"fields.amount": 6}, "fields.amount är 6"),
        ("size(fields.many) > 5", {"size fields.many": 6}, "antalet i fields.many är 6"),
        ("fields.day > today", {"fields.day": 86400}, "fields.day är 1970-01-02"),
        ("fields.day > today", {"fields.day": 0}, "fields.day är inte ifyllt"),
        ('"KF" in organisation.bodies', {f"organisation.bodies{HAS}KF": False}, "organisationen har inte ”KF”"),
        ('"a" in fields.many', {f"fields.many{HAS}a": True, "known.many": True}, "fields.many har ”a”, many är ifyllt"),
    ],
)  # fmt: skip
def test_a_case_is_told_in_words(
    source: str, values: dict[str, bool | int | str], words: str
) -> None:
    """As the office would say it."""
    assert in_words([formula(source)], values) == words
