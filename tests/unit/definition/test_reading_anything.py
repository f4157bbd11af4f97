"""Whatever a file holds, the reader and the checks answer with findings or a definition."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from written_office import SMALL, TOWN

from workflow.definition.catalogue import load
from workflow.definition.findings import Findings
from workflow.definition.guards import GuardError, compile_guard, environment
from workflow.definition.reader import parse
from workflow.definition.schema import MatterType

ROUTES = Path(__file__).parents[3] / "definitions" / "routes"
BODIES = (ROUTES / "bodies.yaml").read_text(encoding="utf-8")
WORDS = ["no", "[]", "{}", "~", "08", "$x", "same", "*a", "&a", "!t", "- ", "2025-02-30", "\t", ": ", "\n", "'", '"', "true", "9" * 30, "role:", "fields."]  # fmt: skip

bounded = settings(suppress_health_check=[HealthCheck.too_slow])


@st.composite
def mutated(draw: st.DrawFn, text: str) -> str:
    """The text with some pieces cut, doubled, swapped or replaced."""
    for _ in range(draw(st.integers(1, 4))):
        begin = draw(st.integers(0, len(text)))
        end = min(len(text), begin + draw(st.integers(0, 30)))
        piece = draw(
            st.one_of(st.sampled_from(WORDS), st.just(text[begin:end] * 2), st.text(max_size=5))
        )
        text = text[:begin] + piece + text[end:]
    return text


def answered(content: bytes) -> None:
    """Reading gives a tree or at least one finding; every finding is whole."""
    findings = Findings()
    root = parse(content, "a.yaml", findings).root
    assert root is not None or findings.errors
    for each in findings.sorted():
        assert each.sentence
        assert each.fix
        assert each.path == "a.yaml"
    if root is not None:
        assert isinstance(root.plain(), dict)


@bounded
@given(st.binary(max_size=400))
def test_any_bytes_are_answered(content: bytes) -> None:
    """No bytes make the reader raise."""
    answered(content)


@bounded
@given(st.text(max_size=400))
def test_any_text_is_answered(text: str) -> None:
    """No text makes the reader raise, lone surrogates and all."""
    answered(text.encode("utf-8", "surrogatepass"))


@bounded
@given(st.text(alphabet="ab:-[]{},&*!|>'\"%@#\n \t?~0.", max_size=120))
def test_any_punctuation_is_answered(text: str) -> None:
    """What looks like YAML and isn't makes no exception either."""
    answered(text.encode())


@bounded
@given(mutated(SMALL), mutated(TOWN), mutated(BODIES))
def test_mutated_definitions_are_answered(
    tmp_path_factory: pytest.TempPathFactory, small: str, town: str, route: str
) -> None:
    """A definition that somebody half edited is found out or loaded; nothing else happens."""
    directory = tmp_path_factory.mktemp("office")
    for path, text in (
        ("matters/small.yaml", small),
        ("matters/user.yaml", "matter_type: user\nlabel: Använder\nuses: bodies\n"),
        ("organisations/town.yaml", town),
        ("routes/bodies.yaml", route),
        ("routes/outcomes.yaml", "route: outcomes\nlabel: Ord\n"),
    ):
        (directory / path).parent.mkdir(exist_ok=True)
        (directory / path).write_bytes(text.encode("utf-8", "surrogatepass"))
    loaded = load(directory)
    for entry in loaded.types.values():
        for transition in entry.definition.transitions:
            if transition.guard is not None:
                compile_guard(environment(entry.definition), transition.guard)
    assert "user" not in loaded.types  # it has no initial state
    assert all(each.fix for each in loaded.findings)


NO_FIELDS = environment(
    MatterType(name="x", label="X", initial="a", states={}, events={}, transitions=())
)


@bounded
@given(st.one_of(st.text(max_size=60), mutated('point.tabled > 2 && "KF" in organisation.bodies')))
def test_any_condition_is_answered(source: str) -> None:
    """A condition compiles and can be worked out or refused, or doesn't compile: GuardError both."""
    with contextlib.suppress(GuardError):
        assert compile_guard(NO_FIELDS, source)({}) in (True, False)
