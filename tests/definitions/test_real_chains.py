"""Real matters of a large city, step by step through the shipped types: what is refused, and why."""

import json
from collections import Counter
from pathlib import Path

import pytest

from workflow.definition.catalogue import Loaded
from workflow.definition.organisation import Organisation
from workflow.machine.build import Machine
from workflow.workbench.replay.history import History
from workflow.workbench.replay.player import Player
from workflow.workbench.replay.staging import staged
from workflow.workbench.replay.verdicts import Played

pytestmark = pytest.mark.shared

CITY = "storstad"


@pytest.fixture(scope="module")
def played(
    shared: Path,
    loaded: Loaded,
    machines: dict[str, Machine],
    organisations: dict[str, Organisation],
) -> tuple[Played, ...]:
    """Every chain of the source, on the city's types and with its meeting days."""
    lines = (shared / "data/goteborg_chains.jsonl").read_text("utf-8").splitlines()
    histories = [History.model_validate(json.loads(line), strict=False) for line in lines]
    meetings = {(step.body, step.date) for history in histories for step in history.steps}
    offices = staged(organisations, CITY, meetings)
    until = max(day for _, day in meetings)
    player = Player(machines, offices, loaded.vocabulary, until=until)
    return tuple(player.play(history, CITY) for history in histories)


def test_every_step_that_the_law_allows_is_accepted(played: tuple[Played, ...]) -> None:
    """What is refused isn't told by the source, or is against the law: never for want of a transition."""
    verdicts = [verdict for one in played for verdict in one.verdicts]
    causes = Counter(verdict.cause for verdict in verdicts if not verdict.accepted)
    assert len(played) == 560
    assert len(verdicts) == 1342
    assert set(causes) <= {"source", "law"}, causes
    assert causes["law"] <= 4


def test_no_point_is_lost(played: tuple[Played, ...]) -> None:
    """A matter is closed exactly when each of its points has ended, however often it came back."""
    most = 0
    for one in played:
        matter = one.matter
        assert matter is not None, one.history.dnr
        ended = {point.state for point in matter.points} <= {"closed", "withdrawn", "continued"}
        assert (matter.closed_on is not None) == ended, one.history.dnr
        most = max(most, sum(w == "tables" for step in one.history.steps for w in step.outcomes))
    assert most == 12


def test_the_new_types_are_walked(played: tuple[Played, ...]) -> None:
    """Each type that a city needs has its histories, but for the question, of which there is none."""
    counted = Counter(one.matter_type for one in played)
    assert counted["member_initiative"] == 71
    assert counted["interpellation"] == 15
    assert {"citizen_proposal", "appointment", "petition", "spatial_plan"} <= set(counted)
    assert {"foundation", "legal_case", "audit_report", "board_matter"} <= set(counted)
    assert "question" not in counted


def test_the_longest_way(played: tuple[Played, ...]) -> None:
    """Tabled as often as it was, by the same transition each time, and then decided."""
    longest = max(played, key=lambda one: len(one.history.steps))
    assert all(verdict.accepted for verdict in longest.verdicts)
    assert longest.history.steps[-1].outcomes != ("tables",)
