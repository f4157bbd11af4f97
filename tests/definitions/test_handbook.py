"""The handbook's example is a type that passes every check, at every step of the way."""

import re
import shutil
from pathlib import Path

from workflow.definition.catalogue import load
from workflow.definition.guards import environment


def test_the_example_of_the_handbook_is_a_checked_type(root: Path, tmp_path: Path) -> None:
    """Block after block, written into an empty file as the handbook says."""
    text = (root / "docs/handbok/definiera-en-arendetyp.md").read_text("utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE)
    assert len(blocks) == 6
    directory = tmp_path / "definitions"
    shutil.copytree(root / "definitions", directory)
    for written in range(1, len(blocks) + 1):
        content = "".join(blocks[:written])
        (directory / "matters/youth_proposal.yaml").write_text(content, "utf-8")
        loaded = load(directory)
        assert loaded.findings == ()
        assert "youth_proposal" in loaded.types
    fields = loaded.types["youth_proposal"].definition.fields
    assert {"mover", "moved_on", "reason"} <= set(fields)


def test_the_handbook_lists_every_name_that_a_guard_may_use(root: Path) -> None:
    """No more and no less than what guards are checked against."""
    text = (root / "docs/handbok/definiera-en-arendetyp.md").read_text("utf-8")
    rows = text.partition("### Vad ett villkor kan läsa")[2].partition("\n\n## ")[0].splitlines()
    names = [
        name for row in rows for name in re.findall(r"`([a-z_.]+(?:NAMN)?)`", row.split(" | ")[0])
    ]
    listed = [name for name in names if name not in ("guard", "given")]
    definition = load(root / "definitions").types["motion"].definition
    known = {
        re.sub(r"^(fields|known|given)\..*", r"\1.NAMN", name)
        for name in environment(definition).names
    }
    assert sorted(listed) == sorted(known)
