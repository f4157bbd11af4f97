"""An engine in memory for each test."""

import pytest

from tests.engineroom import EngineRoom


@pytest.fixture
def room() -> EngineRoom:
    return EngineRoom()
