"""The handbook's reference page: every word of the language, no more; and its example passes every check."""

import re
import shutil
from pathlib import Path
from typing import get_args

import pytest

from workflow.definition.catalogue import load
from workflow.definition.document import MatterDocument, Parameter, RouteDocument
from workflow.definition.effects import EFFECTS
from workflow.definition.guards import environment, invariant_environment
from workflow.definition.schema import (
    ChildrenSpec,
    DeadlineSpec,
    DispatchSpec,
    EventSpec,
    FieldSpec,
    FieldType,
    Form,
    InvariantSpec,
    MatterType,
    OnExpiry,
    Part,
    Phase,
    State,
    Transition,
)
from workflow.machine.build import build
from workflow.statutory import rules
from workflow.workbench.proving import prove

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/handbok/spraket.md").read_text("utf-8")


def _under(heading: str) -> str:
    """The part of the page under a heading, to the next one of any level."""
    return re.split(r"^##+ ", PAGE.partition(f"# {heading}\n")[2], flags=re.MULTILINE)[0]


def _first_cells(text: str) -> set[str]:
    """What stands as code in the first cell of each row of its tables."""
    rows = (line for line in text.splitlines() if line.startswith("| `"))
    return {word for row in rows for word in re.findall(r"`([^`]+)`", row.split(" | ")[0])}


def test_the_example_of_the_page_is_a_checked_type(tmp_path: Path) -> None:
    """Block after block, written into one file as the page says; what it promises is proved."""
    blocks = re.findall(r"^```yaml\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
    assert len(blocks) == 7
    directory = tmp_path / "definitions"
    shutil.copytree(ROOT / "definitions", directory)
    for written in range(1, len(blocks) + 1):
        content = "".join(blocks[:written])
        (directory / "matters/youth_proposal.yaml").write_text(content, "utf-8")
        loaded = load(directory)
        assert loaded.findings == ()
        assert "youth_proposal" in loaded.types
    entry = loaded.types["youth_proposal"]
    whole = entry.definition
    assert {"mover", "moved_on", "reason"} <= set(whole.fields)
    assert {"unanswered", "movers_known"} <= set(whole.never) | set(whole.always)
    offices = {code: each.organisation for code, each in loaded.organisations.items()}
    answer = prove(build(entry.digest, whole), offices)
    assert {told.verdict for told in answer.told} == {"proved", "inapplicable"}


@pytest.mark.parametrize(
    ("heading", "models"),
    [
        ("Överst i filen", [MatterDocument, RouteDocument, Parameter]),
        ("Fält", [FieldSpec]),
        ("Frister", [DeadlineSpec, OnExpiry]),
        ("Expediering", [DispatchSpec]),
        ("Lägen, händelser och övergångar", [State, EventSpec, Transition]),
        ("Ärenden hos andra", [ChildrenSpec]),
        ("Löften", [InvariantSpec]),
    ],
)
def test_every_key_is_on_the_page(heading: str, models: list[type[Part]]) -> None:
    """Under the heading of what it belongs to."""
    text = _under(heading)
    for model in models:
        for key, info in model.model_fields.items():
            assert re.search(rf"\b{info.alias or key}\b", text), key


def test_every_word_with_a_meaning_is_on_the_page() -> None:
    """Types of fields, forms of decisions, phases, effects, and the rules of the law."""
    for words, heading in (
        (get_args(FieldType), "Fält"),
        (get_args(Form), "Lägen, händelser och övergångar"),
        (get_args(Phase), "Lägen, händelser och övergångar"),
        (tuple(EFFECTS), "Lägen, händelser och övergångar"),
        (rules.known(), "Frister"),
    ):
        missing = [word for word in words if f"`{word}`" not in _under(heading)]
        assert missing == []


def test_every_route_is_on_the_page() -> None:
    """And nothing that is called a route and isn't one."""
    shipped = {
        path.stem for path in (ROOT / "definitions/routes").glob("*.yaml") if "." not in path.stem
    }
    assert _first_cells(_under("Vägarna")) == shipped


def _variables(names: tuple[str, ...]) -> set[str]:
    return {re.sub(r"^(fields|known|given)\..*", r"\1.NAMN", name) for name in names}


@pytest.fixture(scope="module")
def motion() -> MatterType:
    """A shipped type; every type has the same variables beside its fields."""
    return load(ROOT / "definitions").types["motion"].definition


def test_the_page_lists_every_name_that_a_guard_may_use(motion: MatterType) -> None:
    """No more and no less than what guards are checked against."""
    assert _first_cells(_under("Vad ett villkor kan läsa")) == _variables(environment(motion).names)


def test_the_page_lists_every_name_that_a_promise_may_use(motion: MatterType) -> None:
    """What it has beside guards, and what guards have that it hasn't."""
    of_guards = _variables(environment(motion).names)
    of_promises = _variables(invariant_environment(motion).names)
    text = _under("Löften")
    assert _first_cells(text) - {'""'} == of_promises - of_guards
    assert all(f"`{name}`" in text for name in of_guards - of_promises)
