"""kill -9 in the middle of a migration: the next run goes on, and no matter is moved twice or half."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.chaos.surroundings import CRASH_AT
from tests.mover import BATCH
from tests.relocation import Removal, new
from workflow.store.audit import verify
from workflow.store.engine import connect
from workflow.store.migrate import migrate
from workflow.store.unit_of_work import sql_unit_of_work

pytestmark = pytest.mark.integration
ROOT = Path(__file__).parents[2]
COUNT = 3 * BATCH
KILLED = -9


def run(url: str, plan: str, what: str, crash_at: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.mover", url, plan, what],
        cwd=ROOT,
        env={**os.environ, CRASH_AT: crash_at},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize(("place", "done"), [("before", BATCH), ("after", 2 * BATCH)])
def test_killed_in_the_second_batch(
    kind: str, place: str, done: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """What was committed stands, the rest follows, and the log proves it; the same on the way back."""
    url = f"sqlite:///{tmp_path / 'office.db'}"
    if kind == "postgresql":
        url = request.getfixturevalue("empty_database")
    else:
        migrate(url)
    engine = connect(url)
    office = Removal(sql_unit_of_work(engine)).begin(COUNT)
    before = {number: office.matter(number) for number in range(1, COUNT + 1)}
    plan = office.plan().hash
    for what, name, digest in (
        ("apply", "migrate", new().digest),
        ("revert", "revert", before[1].definition),
    ):
        assert run(url, plan, what, f"{name}:{place}:2").returncode == KILLED
        at_goal = [office.matter(n).definition for n in before].count(digest)
        assert at_goal == done
        assert verify(engine).findings == ()
        assert run(url, plan, what).stdout == f"{COUNT - done} {done} 0\n"
        assert {office.matter(number).definition for number in before} == {digest}
        assert run(url, plan, what).stdout == f"0 {COUNT} 0\n"
        assert verify(engine).findings == ()
    assert {office.matter(number).migrated for number in before} == {2}
    assert all(office.matter(n).points == before[n].points for n in before)
    engine.dispose()
