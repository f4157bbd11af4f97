"""What conditions can tell apart is tried: values, words, roles, days, orders of deadlines, refusals."""

from typing import Any

import pytest

from tests.casework import ROUTE
from workflow.definition.schema import MatterType
from workflow.machine.build import build
from workflow.model.commands import FireEvent, RecordDecision, RegisterMatter
from workflow.workbench.exploring.bounds import Bounds
from workflow.workbench.exploring.search import Refutation
from workflow.workbench.proving import Told, prove, retold


def _explored(condition: str, *, always: bool = False, **changes: Any) -> Told:
    line = {"line": {"label": "Prov", "condition": condition}}
    written = {**ROUTE, "always" if always else "never": line, **changes}
    built = build("tried", MatterType.model_validate(written))
    answer = prove(built, {}, names=["line"], bounds=Bounds(points=1))
    (told,) = answer.told
    text = retold(answer, {}, told)
    assert (text is None) is (told.refutation is None)
    return told


def _refuted(told: Told) -> Refutation:
    assert told.verdict == "refuted"
    assert told.refutation is not None
    return told.refutation


def _data(refutation: Refutation) -> dict[str, object]:
    given = dict(refutation.trail.registration.fields)
    for move in refutation.trail.moves:
        for command in move.commands:
            if isinstance(command, FireEvent | RecordDecision):
                given |= command.data
    return given


def _granting(guard: str, **line: Any) -> list[dict[str, Any]]:
    """The type's transitions, with a condition on what KS grants."""
    grants = {"event": "certified", "from": "preparation", "to": "decided", "guard": guard, **line}
    return [grants, *ROUTE["transitions"]]


@pytest.mark.parametrize(
    ("guard", "condition", "name", "value"),
    [
        ("fields.cost <= 100", "fields.cost > 99", "cost", 100),
        ("fields.count > 3", "fields.count == 4", "count", 4),
        ('fields.kind == "large"', 'fields.kind == "large"', "kind", "large"),
        ("fields.urgent", "fields.urgent", "urgent", True),
        ('fields.reason == "Brådska"', 'fields.reason == "Brådska"', "reason", "Brådska"),
        ('"extra" in fields.notes', '"extra" in fields.notes', "notes", ["extra"]),
        ("size(fields.movers) > 0", "size(fields.movers) > 0", "movers", ["Utförarenheten"]),
        ('fields.month == "2025-09"', 'fields.month == "2025-09"', "month", "2025-09"),
    ],
)
def test_the_value_that_decides_is_found(
    guard: str, condition: str, name: str, value: object
) -> None:
    """At the border of the condition, by each type of field."""
    transitions = _granting(guard, requires=[name])
    told = _explored(f'point.state == "decided" && {condition}', transitions=transitions)
    assert _data(_refuted(told))[name] == value


def test_a_condition_that_holds_back_is_proved_to() -> None:
    """No value gets past it."""
    told = _explored(
        'point.state == "decided" && point.outcome != "grants" && fields.cost > 100',
        transitions=[
            {"event": "certified", "from": "preparation", "to": "decided",
             "guard": "fields.cost <= 100", "requires": ["cost"]},
            {"event": "certified", "from": "decided", "to": "closed"},
        ],
    )  # fmt: skip
    assert told.verdict == "proved"


@pytest.mark.parametrize(
    ("guard", "verdict"), [("point.tabled < 1", "proved"), ("point.tabled < 2", "refuted")]
)
def test_tabling_in_a_row_is_counted(guard: str, verdict: str) -> None:
    """Twice is told from once."""
    others = [line for line in ROUTE["transitions"] if "tables" not in str(line["event"])]
    tables = {"event": "tables", "from": ["at_AU", "at_KS", "at_KF"], "to": "same", "guard": guard}
    told = _explored("point.tabled == 2", transitions=[tables, *others])
    assert told.verdict == verdict


def test_what_was_proposed_is_told_apart() -> None:
    """A condition may ask what the body before proposed."""
    told = _explored('point.proposed == "rejects" && point.outcome == "grants"')
    moves = _refuted(told).trail.moves
    proposals = [
        one.outcomes[0].proposed
        for move in moves
        for one in move.commands
        if isinstance(one, RecordDecision)
    ]
    assert "rejects" in proposals


def test_each_role_is_tried_alone() -> None:
    """Where conditions ask for roles: one with every role would not do."""
    transitions = _granting('actor.roles == ["registrar"]')
    told = _explored('point.state == "decided" && point.decided_by == ""', transitions=transitions)
    (move,) = _refuted(told).trail.moves[:1]
    assert move.actor.roles == ("registrar",)
    assert _refuted(told).trail.registration.matter_type == "motion"


@pytest.mark.parametrize("guard", ["fields.moved_on > today", "fields.moved_on < today"])
def test_days_before_and_after_today(guard: str) -> None:
    """A day is tried on both sides of today."""
    literal = "timestamp('2024-05-01T00:00:00Z')"
    transitions = _granting(f"{guard} && fields.moved_on != {literal}", requires=["moved_on"])
    told = _explored('point.state == "decided" && point.decided_by == ""', transitions=transitions)
    assert told.verdict == "refuted"


def _deadlines(first: str, second: str) -> dict[str, Any]:
    """Two deadlines, from days of the matter, each of which moves it on."""
    return {
        "fields": {
            **ROUTE["fields"],
            "one": {"type": "date", "label": "En dag"},
            "two": {"type": "date", "label": "En annan"},
        },
        "deadlines": {
            "first": {"label": "Första", "day": "one", "during": ["preparation"],
                      "on_expiry": {"event": first}},
            "second": {"label": "Andra", "day": "two", "during": ["preparation"],
                       "on_expiry": {"event": second}},
        },
        "transitions": [
            {"event": "certified", "from": "preparation", "to": "at_AU", "roles": ["engine"]},
            {"event": "year_passed", "from": "preparation", "to": "at_KS", "roles": ["engine"]},
            {"event": ["grants", "notes_it"], "from": ["at_AU", "at_KS"], "to": "decided"},
            {"event": "completed", "from": "decided", "to": "closed", "automatic": True},
        ],
    }  # fmt: skip


@pytest.mark.parametrize("state", ["at_AU", "at_KS"])
def test_every_order_of_deadlines_is_tried(state: str) -> None:
    """Whichever passes first decides where the matter goes."""
    told = _explored(
        f'point.state == "{state}" && size(deadlines.expired) == 1 && "first" in deadlines.expired '
        if state == "at_AU"
        else f'point.state == "{state}" && "second" in deadlines.expired',
        **_deadlines("certified", "year_passed"),
    )
    assert told.verdict == "refuted"


def test_a_right_that_may_be_used_once() -> None:
    """A minority's right is among what is tried, and remembered."""
    assert _explored("point.minority_used").verdict == "refuted"


def test_a_matter_that_goes_on_under_another_number() -> None:
    """It has the number that is given."""
    assert _data(_refuted(_explored("known.successor")))["successor"] == "2025/99"


def test_decisions_are_counted() -> None:
    """As far as three."""
    told = _explored("decisions.total == 3")
    refutation = _refuted(told)
    made = [c for m in refutation.trail.moves for c in m.commands if isinstance(c, RecordDecision)]
    assert len(made) == 3
    assert isinstance(refutation.trail.registration, RegisterMatter)


def test_always_is_refuted_where_it_fails() -> None:
    """The line says what has to be true; the sentence says that it isn't."""
    told = _explored("point.open", always=True)
    assert "är inte sant" in _refuted(told).sentence
