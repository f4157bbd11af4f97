"""The shipped definitions, loaded once, and an office to run them in."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from office import Office
from play import Play

from workflow.definition.catalogue import Loaded, load
from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType
from workflow.machine.build import Machine, build
from workflow.workbench.minutes import Minutes, read_minutes

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's directory."""
    return ROOT


@pytest.fixture(scope="session")
def loaded(root: Path) -> Loaded:
    """Everything under ``definitions``."""
    return load(root / "definitions")


@pytest.fixture(scope="session")
def definitions(loaded: Loaded) -> dict[str, MatterType]:
    """Matter types and procedures by name."""
    return {name: entry.definition for name, entry in {**loaded.types, **loaded.procedures}.items()}


@pytest.fixture(scope="session")
def organisations(loaded: Loaded) -> dict[str, Organisation]:
    """Organisations by code."""
    return {code: entry.organisation for code, entry in loaded.organisations.items()}


@pytest.fixture(scope="session")
def machines(definitions: Mapping[str, MatterType]) -> dict[str, Machine]:
    """Every definition ready to run."""
    return {name: build(name, definition) for name, definition in definitions.items()}


@pytest.fixture(scope="session")
def minutes(root: Path) -> tuple[Minutes, ...]:
    """The three minutes as the project carries them."""
    return read_minutes(root / "definitions/examples/minutes")


@pytest.fixture(scope="session")
def play(
    machines: Mapping[str, Machine],
    organisations: Mapping[str, Organisation],
    minutes: tuple[Minutes, ...],
) -> Play:
    """The three minutes played to their end; not to be changed by tests."""
    return Play(Office(machines, organisations, date(2022, 1, 3)), minutes)


@pytest.fixture
def office(machines: Mapping[str, Machine], organisations: Mapping[str, Organisation]) -> Office:
    """An office of its own on a Tuesday in January 2025."""
    return Office(machines, organisations, date(2025, 1, 7))
