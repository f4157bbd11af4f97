"""Histories that a test writes to a file, and what reading says of them."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from workflow.workbench.replay.history import History
from workflow.workbench.replay.read import Read
from workflow.workbench.replay.reading import read_histories

Values = Mapping[str, object]

STEP: Values = {"body": "KS", "date": "2024-03-13", "outcomes": ["proposes"]}
LATER: Values = {"body": "KF", "date": "2024-04-25", "outcomes": ["grants"]}
MATTER: Values = {
    "dnr": "KS 2024/1",
    "title": "Nytt bad",
    "matter_type": "citizen_proposal",
    "steps": [STEP, LATER],
}


def matter(*steps: object, **keys: object) -> dict[str, object]:
    """The matter above with other steps, if any are given, and with these keys."""
    return {**MATTER, "steps": list(steps) or MATTER["steps"], **keys}


def jsonl(matters: Iterable[object]) -> bytes:
    """One a line."""
    return b"".join(json.dumps(each, ensure_ascii=False).encode() + b"\n" for each in matters)


def read(tmp_path: Path, content: bytes, name: str = "file.jsonl") -> list[Read]:
    """What reading a file with this content gives."""
    path = tmp_path / name
    path.write_bytes(content)
    return list(read_histories(path))


def only(tmp_path: Path, content: bytes, name: str = "file.jsonl") -> Read:
    """What reading a file with one matter gives."""
    (found,) = read(tmp_path, content, name)
    return found


def told(found: Read) -> list[str]:
    """The findings as people read them."""
    return [finding.said("fil") for finding in found.findings]


def played(found: Read) -> History:
    """The history, where there is one."""
    assert found.history is not None, told(found)
    return found.history
