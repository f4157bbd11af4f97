"""JSON Schema for editors: fresh, Swedish, and saying the same as the reader."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from workflow.definition import migration_map
from workflow.definition.schema_json import schemas, write
from workflow.workbench.forecast import simulation_schema
from workflow.workbench.meeting import meeting_schema
from workflow.workbench.replay import history_schema
from workflow.workbench.scenarios import scenario_schema

SHIPPED = Path(__file__).parents[3] / "definitions" / "schema"
EVERY = schemas() | schemas(history_schema.FILES) | schemas(migration_map.FILES)
EVERY |= schemas(simulation_schema.FILES) | schemas(scenario_schema.FILES)
EVERY |= schemas(meeting_schema.FILES)


@pytest.mark.parametrize("name", list(EVERY))
def test_what_is_shipped_is_what_the_code_says(name: str) -> None:
    """``workflow.definition.schema_json.write`` is to be run when the language changes."""
    assert (SHIPPED / name).read_text(encoding="utf-8") == EVERY[name]


def test_nothing_else_is_shipped_beside_them() -> None:
    """No schema is left behind when a kind of file goes."""
    assert {path.name for path in SHIPPED.glob("*")} == set(EVERY)


@pytest.mark.parametrize("name", list(EVERY))
def test_every_key_has_a_swedish_description(name: str) -> None:
    """What an editor shows on hover is there for every key, and none of it comes from docstrings."""
    schema = json.loads(EVERY[name])
    parts = {"": schema, **schema.get("$defs", {})}
    missing = [
        f"{part}.{key}"
        for part, content in parts.items()
        for key, declared in content.get("properties", {}).items()
        if not declared.get("description")
    ]
    assert missing == []
    assert all("description" not in content for content in parts.values())


@pytest.mark.parametrize("name", list(EVERY))
def test_every_word_to_choose_from_is_explained(name: str) -> None:
    """The description of a key names each of its words, so that nobody has to guess what it means."""
    schema = json.loads(EVERY[name])
    unexplained = [
        f"{key}: {word}"
        for content in (schema, *schema.get("$defs", {}).values())
        for key, declared in content.get("properties", {}).items()
        for word in _words({part: declared[part] for part in declared if part != "default"})
        if not re.search(rf"\b{word}\b", declared["description"])
    ]
    assert unexplained == []


def _words(declared: Any) -> Iterator[str]:
    """The words of every ``enum`` within what is declared for a key."""
    if isinstance(declared, dict):
        yield from declared.get("enum", ())
        declared = list(declared.values())
    for part in declared if isinstance(declared, list) else ():
        yield from _words(part)


def test_unknown_keys_are_refused_and_single_words_allowed() -> None:
    """Editors complain where the reader does, and not where it doesn't."""
    schema = json.loads(schemas()["route.schema.json"])
    assert schema["additionalProperties"] is False
    assert schema["required"] == ["route", "label"]
    event = schema["$defs"]["TransitionLine"]["properties"]["event"]
    assert {each["type"] for each in event["anyOf"]} == {"string", "array"}


def test_schemas_are_written_where_they_are_wanted(tmp_path: Path) -> None:
    """Writing gives exactly the files that are compared."""
    write(tmp_path)
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == schemas()
