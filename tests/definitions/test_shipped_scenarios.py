"""The scenarios beside the shipped definitions: each comes out as written, and quickly."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from workflow.definition.schema import MatterType
from workflow.workbench.scenarios.rules import ScenarioRule
from workflow.workbench.scenarios.selection import Selection
from workflow.workbench.scenarios.testing import Answer, play_all


@pytest.fixture(scope="module")
def answer(root: Path) -> Answer:
    """All of them, played once."""
    return play_all(Selection(root / "definitions"), lambda _done, _of: None)


def test_every_shipped_scenario_comes_out_as_written(answer: Answer) -> None:
    """With the difference and its place where one doesn't."""
    assert [
        (one.matter_type, one.name, one.fault.place, one.fault.expected, one.fault.got)
        for one in answer.failed
        if one.fault is not None
    ] == []
    assert len(answer.results) > 150


def test_the_files_are_right(answer: Answer) -> None:
    """Every name in them is known, and none of them is for nobody."""
    wrong = [str(one) for one in answer.findings if one.rule != ScenarioRule.NO_SCENARIOS]
    assert wrong == []


def test_types_with_scenarios_are_gone_through_whole(
    answer: Answer, definitions: Mapping[str, MatterType]
) -> None:
    """Every state, every line of every event, every outcome and every fate of a deadline."""
    missing = [(one.matter_type, each.name) for one in answer.coverage for each in one.missing]
    assert missing == []
    without = {one.path for one in answer.findings if one.rule == ScenarioRule.NO_SCENARIOS}
    assert len(answer.coverage) + len(without) == len(definitions)


def test_a_scenario_takes_milliseconds(answer: Answer) -> None:
    """Under 20 ms each on the average, with all that it starts."""
    assert sum(one.seconds for one in answer.results) / len(answer.results) < 0.02
