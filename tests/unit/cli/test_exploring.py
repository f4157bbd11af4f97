"""``definitions explore`` at a desk."""

from pathlib import Path

import pytest

from tests.unit.cli.desk import Desk
from tests.unit.workbench.exploring.broken_types import PAIRS, written


@pytest.fixture
def explored(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose definitions let KF decide without KS."""
    written(desk.folder / "own", PAIRS["heard_by_board"][0])
    monkeypatch.setenv("ARENDEGANG_DEFINITIONS", str(desk.folder / "own"))
    return desk


def test_what_does_not_hold_is_shown_as_a_scenario(explored: Desk) -> None:
    """Every property has its verdict, and what is refuted a scenario to paste; the exit status is 1."""
    said = explored("definitions", "explore", "errand", status=1).stdout
    assert "heard_by_board             MOTBEVISAT" in said
    assert "can_end                    bevisat inom gränserna" in said
    assert "joins_answer               gäller inte" in said
    assert "- {event: forwarded}" in said
    assert "en punkt i hemby" in said
    assert "högst 2 beslutspunkter" in said


def test_the_answer_as_json(explored: Desk) -> None:
    """The same for programs, without the time that it took: it is the same every time."""
    (found,) = explored.json("definitions", "explore", "errand", status=1)
    verdicts = {one["name"]: one["verdict"] for one in found["properties"]}
    assert verdicts["heard_by_board"] == "refuted"
    assert verdicts["someone_told"] == "inapplicable"
    assert all(one["complete"] for one in found["walked"])
    scenarios = [one["scenario"] for one in found["properties"]]
    assert len([text for text in scenarios if text]) == 1
    assert [found] == explored.json("definitions", "explore", "errand", status=1)


def test_one_property_of_every_type(explored: Desk) -> None:
    """Only what is asked for is told; the exit status is 0 when it holds."""
    found = explored.json("definitions", "explore", "--all", "--property", "can_end")
    assert [one["name"] for one in found] == ["answer", "errand"]
    assert all([told["verdict"] for told in one["properties"]] == ["proved"] for one in found)


def test_a_limit_that_is_reached_is_told(explored: Desk) -> None:
    """Nothing is proved then."""
    said = explored(
        "definitions", "explore", "answer", "--most-states", "1", "--property", "can_end"
    ).stdout
    assert "inte avgjort: gränsen nåddes" in said
    assert "1 situationer per genomgång" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "eller --all"),
        (("errand", "--all"), "eller --all"),
        (("errnd",), "Menade du ”errand”?"),
        (("errand", "--property", "can_ends"), "Menade du ”can_end”?"),
    ],
)
def test_what_cannot_be_asked(explored: Desk, arguments: tuple[str, ...], words: str) -> None:
    """A sentence that says what to do, and exit status 1."""
    assert words in str(explored.error("definitions", "explore", *arguments))


@pytest.mark.parametrize("arguments", [("errand",), ("--all",)])
def test_a_type_with_errors_is_not_explored(explored: Desk, arguments: tuple[str, ...]) -> None:
    """Its findings are told instead."""
    file = Path(explored.folder / "own" / "matters" / "errand.yaml")
    file.write_text(file.read_text(encoding="utf-8").replace("to: decided", "to: decidd"), "utf-8")
    assert "AG-D014" in str(explored.error("definitions", "explore", *arguments))
