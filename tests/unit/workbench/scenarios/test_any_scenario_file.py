"""Whatever a scenario file holds: findings and faults, never an error, and never for long."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.spoiling import as_many, encoded, spoilt
from tests.unit.workbench.scenarios.small_town import HEAD, played, write
from tests.unit.workbench.scenarios.test_scenario_steps import EVERY_STEP
from workflow.workbench.scenarios.selection import Selection
from workflow.workbench.scenarios.testing import Answer, play_all

_ROUTE = """\
scenarios_for_route: board
ways: {decided: {at: at_KS, steps: [{decision: $outcomes}]}}
scenarios:
  - {name: A $word, each: {word: [$outcomes]}, where: {lines: {$word: at_KS}}, given: {at: decided}, then: {closed: false}}
"""
_WORDS = (
    "approves", "prepared", "at_KS", "decided", "closed", "slow", "wanted", "mover", "KS", "town", "village",
    "all", "$outcomes", "$word", "engine", "can_end", "then", "given", "steps", "at", "fields", "each",
    "where", "ways", "leaves_out",
)  # fmt: skip
_TEXTS = {"idea": HEAD + EVERY_STEP, "board": _ROUTE}


def _run(folder: Path, which: str, text: str) -> Answer:
    write(folder, "matters/idea.scenarios.yaml", _TEXTS["idea"])
    write(folder, "routes/board.scenarios.yaml", _TEXTS["board"])
    name = "matters/idea.scenarios.yaml" if which == "idea" else "routes/board.scenarios.yaml"
    (folder / name).write_bytes(encoded(text))
    return play_all(Selection(folder), lambda _done, _of: None)


@as_many(0.6)
@given(
    file=st.sampled_from(sorted(_TEXTS)).flatmap(
        lambda which: st.tuples(st.just(which), spoilt(_TEXTS[which], _WORDS))
    )
)
def test_a_spoilt_file_is_told_and_never_breaks_anything(town: Path, file: tuple[str, str]) -> None:
    """What is left of it is played; whoever reads the answer sees what is wrong."""
    answer = _run(town, *file)
    for result in answer.results:
        assert result.fault is not None or not result.timeline


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00",
        "[1, 2]",
        "scenarios_for: idea\nscenarios: 5\n",
        "scenarios_for: idea\nscenarios: [" + "[" * 60 + "]" * 60 + "]\n",
        "a: &a [x, x]\nb: &b [*a, *a, *a, *a]\nc: [" + "*b, " * 20_000 + "]\n",
        "scenarios_for: idea\n\tscenarios: []\n",
    ],
)
def test_files_of_another_kind_are_found(town: Path, text: str) -> None:
    """At once, with what is wrong."""
    assert _run(town, "idea", text).findings


def test_a_file_in_another_encoding_is_found(town: Path) -> None:
    """UTF-16, as some editors write."""
    path = write(town, "matters/idea.scenarios.yaml", "")
    path.write_bytes(HEAD.encode("utf-16"))
    assert play_all(Selection(town, coverage=False), lambda _done, _of: None).findings


def test_more_steps_than_anybody_reads(town: Path) -> None:
    """One more than the limit, and it is told of and not played."""
    steps = "      - {wait: P0D}\n" * 501
    answer = played(
        town, f"scenarios:\n  - name: A\n    steps:\n{steps}    then: {{closed: false}}\n"
    )
    assert answer.results == ()
    (finding,) = answer.findings
    assert finding.rule == "AG-S016"
    assert "501 steg" in finding.sentence


def test_more_steps_in_all_than_anybody_waits_for(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes before the limit is played, and the first scenario beyond it is named."""
    monkeypatch.setattr("workflow.workbench.scenarios.testing.MOST_STEPS", 5)
    two = "steps: [{wait: P1D}, {wait: P1D}], then: {closed: false}"
    each = "".join(f"  - {{name: {name}, {two}}}\n" for name in "ABCD")
    answer = played(town, f"scenarios:\n{each}")
    assert [result.name for result in answer.results] == ["A", "B"]
    (finding,) = answer.findings
    assert (finding.rule, finding.line) == ("AG-S016", len(HEAD.splitlines()) + 4)


def test_more_combinations_than_anybody_means(town: Path) -> None:
    """They are counted and not played."""
    words = ", ".join(
        ["prepared", "approves", "rejects", "asks", "accepted", "declined", "returns"] * 3
    )
    names = ", ".join(f"{letter}: [{words}]" for letter in "abcd")
    answer = played(
        town, f"scenarios:\n  - {{name: A, each: {{{names}}}, then: {{closed: false}}}}\n"
    )
    assert answer.results == ()
    (finding,) = answer.findings
    assert finding.rule == "AG-S016"
    assert "194481" in finding.sentence
