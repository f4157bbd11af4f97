"""What is shipped is explored: everything that is asked of it is proved."""

from functools import cache
from pathlib import Path

import pytest

from workflow.definition.catalogue import Loaded, load
from workflow.machine.build import build
from workflow.workbench.exploring.bounds import Bounds
from workflow.workbench.proving import prove

DEFINITIONS = Path(__file__).parents[2] / "definitions"


@cache
def _loaded() -> Loaded:
    return load(DEFINITIONS)


@pytest.mark.parametrize("name", [*_loaded().types, *_loaded().procedures])
def test_every_property_is_proved(name: str) -> None:
    """With one decision point, in every organisation that conditions can tell apart."""
    loaded = _loaded()
    entry = loaded.types.get(name) or loaded.procedures[name]
    organisations = {code: one.organisation for code, one in loaded.organisations.items()}
    answer = prove(build(entry.digest, entry.definition), organisations, bounds=Bounds(points=1))
    wrong = {
        told.property.name: told.refutation
        for told in answer.told
        if told.verdict not in ("proved", "inapplicable")
    }
    assert wrong == {}
    assert answer.states > len(entry.definition.states)  # and not because nothing was looked at
