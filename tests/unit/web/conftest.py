"""A board on the web over a store in memory, with three organisations and no notice."""

from collections.abc import Iterator

import pytest

from tests.reader import NOON, publish_organisations, serving
from workflow.testing import FakeClock, MemoryStore


@pytest.fixture(scope="module")
def clock() -> FakeClock:
    return FakeClock(NOON)


@pytest.fixture(scope="module")
def served(clock: FakeClock) -> Iterator[tuple[MemoryStore, str]]:
    store = MemoryStore()
    publish_organisations(store)
    with serving(store, clock) as address:
        yield store, address


@pytest.fixture
def store(served: tuple[MemoryStore, str], clock: FakeClock) -> Iterator[MemoryStore]:
    """As it was before the test, afterwards; the clock too."""
    store, _ = served
    before = store.state.copy()
    yield store
    store.state = before
    clock.set(NOON)


@pytest.fixture
def address(served: tuple[MemoryStore, str], store: MemoryStore) -> str:
    """Where it answers."""
    return served[1]
