"""Fixtures of the tests of diagrams."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from made_up_types import hostile, twenty

from workflow.definition.catalogue import load_strict
from workflow.definition.schema import MatterType

ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="session")
def root() -> Path:
    """The project."""
    return ROOT


@pytest.fixture(scope="session")
def shipped() -> Mapping[str, MatterType]:
    """Every shipped matter type and procedure."""
    loaded = load_strict(ROOT / "definitions")
    return {
        name: entry.definition
        for name, entry in sorted({**loaded.types, **loaded.procedures}.items())
    }


@pytest.fixture(scope="session")
def every(shipped: Mapping[str, MatterType]) -> Mapping[str, MatterType]:
    """The shipped ones, one with 20 states, and one whose labels mean harm."""
    return {**shipped, "twenty": twenty(), "hostile": hostile()}
