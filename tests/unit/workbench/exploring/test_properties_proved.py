"""Each property is refuted in a type that doesn't have it, and proved when the type is mended."""

import textwrap
from pathlib import Path

import pytest

from tests.unit.workbench.exploring.broken_types import (
    PAIRS,
    STRAIGHT_TO_THE_END,
    asked,
    automatic,
    written,
)
from workflow.definition.schema import MatterType
from workflow.machine.build import build
from workflow.workbench.exploring.bounds import Bounds
from workflow.workbench.proving import prove, retold
from workflow.workbench.scenarios.selection import selections
from workflow.workbench.scenarios.testing import play_all


@pytest.mark.parametrize("name", PAIRS)
def test_a_broken_type_is_refuted_and_the_mended_one_proved(tmp_path: Path, name: str) -> None:
    """The same exploration tells them apart."""
    broken, mended = (asked(written(tmp_path, errand), name) for errand in PAIRS[name])
    assert broken.verdict == "refuted"
    assert broken.refutation is not None
    assert mended.verdict == "proved"


@pytest.mark.parametrize("name", PAIRS)
def test_a_refutation_pasted_into_the_scenarios_fails_there(tmp_path: Path, name: str) -> None:
    """What is printed is a scenario; played, it doesn't become as expected at its last line or before."""
    loaded = written(tmp_path, PAIRS[name][0])
    entry = loaded.types["errand"]
    organisations = {code: one.organisation for code, one in loaded.organisations.items()}
    answer = prove(build(entry.digest, entry.definition), organisations, names=[name])
    scenario = retold(answer, organisations, answer.refuted[0])
    file = tmp_path / "matters" / "errand.scenarios.yaml"
    file.write_text(f"scenarios_for: errand\nscenarios:\n{scenario}", encoding="utf-8")
    (selection,) = selections([file], otherwise=tmp_path, only="", coverage=False)
    played = play_all(selection, lambda _done, _of: None)
    assert not played.findings
    (faulty,) = played.results
    assert faulty.fault is not None
    assert name in str(faulty.fault)


def test_mended_a_pasted_refutation_is_as_expected(tmp_path: Path) -> None:
    """It stays as the test of what was mended."""
    loaded = written(tmp_path, PAIRS["heard_by_board"][0])
    entry = loaded.types["errand"]
    organisations = {code: one.organisation for code, one in loaded.organisations.items()}
    answer = prove(build(entry.digest, entry.definition), organisations, names=["heard_by_board"])
    scenario = (retold(answer, organisations, answer.refuted[0]) or "").replace(
        "- {event: forwarded}", "- {decision: proposes}"
    )
    written(tmp_path, PAIRS["heard_by_board"][1])
    file = tmp_path / "matters" / "errand.scenarios.yaml"
    file.write_text(f"scenarios_for: errand\nscenarios:\n{scenario}", encoding="utf-8")
    (selection,) = selections([file], otherwise=tmp_path, only="", coverage=False)
    assert play_all(selection, lambda _done, _of: None).whole


def test_a_decision_straight_to_the_end_never_comes_about(tmp_path: Path) -> None:
    """A matter doesn't end with minutes that aren't adjusted, so the engine refuses it every time."""
    told = asked(written(tmp_path, STRAIGHT_TO_THE_END), "can_end")
    assert told.verdict == "refuted"
    assert told.refutation is not None
    assert told.refutation.trail.moves == ()


@pytest.mark.parametrize(("endless", "verdict"), [(True, "refuted"), (False, "proved")])
def test_automatic_events_without_end(*, endless: bool, verdict: str) -> None:
    """What the checks would stop before it is used: seen when the engine refuses to go on."""
    machine = build("automatic", MatterType.model_validate(automatic(endless=endless)))
    answer = prove(machine, {}, names=["no_endless_automatic"])
    (told,) = answer.told
    assert told.verdict == verdict
    text = retold(answer, {}, told)
    assert (text is not None) is endless
    if text is not None:
        assert "event: begins" in textwrap.dedent(text)


def test_the_answer_says_when_the_limit_was_reached(tmp_path: Path) -> None:
    """Then nothing is proved; what was found stays refuted."""
    loaded = written(tmp_path, PAIRS["heard_by_board"][0])
    entry = loaded.types["errand"]
    machine = build(entry.digest, entry.definition)
    organisations = {code: one.organisation for code, one in loaded.organisations.items()}
    answer = prove(machine, organisations, bounds=Bounds(most_states=2))
    verdicts = {told.property.name: told.verdict for told in answer.told}
    assert verdicts["can_end"] == "bounded"
    assert not all(walked.complete for walked in answer.walked)
    again = prove(machine, organisations, bounds=Bounds(most_states=4))
    assert [told.verdict for told in again.told if told.property.name == "heard_by_board"] == [
        "refuted"
    ]


def test_the_same_is_found_every_time(tmp_path: Path) -> None:
    """Nothing hangs on order that isn't the definition's own."""
    loaded = written(tmp_path, PAIRS["joins_answer"][0])
    entry = loaded.types["errand"]
    machine = build(entry.digest, entry.definition)
    organisations = {code: one.organisation for code, one in loaded.organisations.items()}
    one, other = (prove(machine, organisations) for _ in range(2))
    assert one.walked == other.walked
    assert [told.refutation for told in one.told] == [told.refutation for told in other.told]


def test_a_property_that_says_nothing_about_the_type(tmp_path: Path) -> None:
    """It is said not to apply, and nothing is walked for it."""
    loaded = written(tmp_path, PAIRS["can_end"][1])
    entry = loaded.types["errand"]
    answer = prove(build(entry.digest, entry.definition), {}, names=["joins_answer"])
    assert [told.verdict for told in answer.told] == ["inapplicable"]
    assert answer.states == 0
    assert retold(answer, {}, answer.told[0]) is None
