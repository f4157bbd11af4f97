"""The small town, on disk."""

from pathlib import Path

import pytest

from tests.unit.workbench.scenarios.small_town import build


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """The folder of its definitions, without any scenario."""
    return build(tmp_path)
