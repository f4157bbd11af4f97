"""Comments are found where they are, and nowhere else."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.definition.comments import Comment, comments
from workflow.definition.findings import Findings
from workflow.definition.reader import parse

SHIPPED = sorted((Path(__file__).parents[3] / "definitions").rglob("*.yaml"))


def blanked(text: str) -> str:
    """The text with a blank for every letter of a comment."""
    lines = text.splitlines(keepends=True)
    for each in comments(text):
        line = lines[each.line - 1]
        assert line[each.column - 1 :].startswith(each.text)
        end = each.column - 1 + len(each.text)
        lines[each.line - 1] = line[: each.column - 1] + " " * len(each.text) + line[end:]
    return "".join(lines)


def contents(text: str) -> list[object]:
    """What YAML reads: scalars, and where collections begin and end."""
    events = yaml.parse(text, Loader=yaml.CSafeLoader)
    return [getattr(event, "value", type(event).__name__) for event in events]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_a_file_means_the_same_without_its_comments(path: Path) -> None:
    """In every shipped file, what is taken for a comment says nothing to YAML, and no # is left over."""
    text = path.read_text(encoding="utf-8")
    assert contents(blanked(text)) == contents(text)
    assert blanked(text).count("#") == sum(
        value.count("#") for value in contents(text) if isinstance(value, str)
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: b # c\n", [("# c", 1, 6, False)]),
        ("# c\na: b\n", [("# c", 1, 1, True)]),
        ("a: b\n  # c # d\n", [("# c # d", 2, 3, True)]),
        ("a: b#c\n", []),
        ("a: 'b # c'\n", []),
        ('a: "b # c\n  # d"\n', []),
        ("a: |\n  b\n  # c\nd: e\n", []),
        ("a: >- # c\n  # d\n  e\n# f\n", [("# c", 1, 7, False), ("# f", 4, 1, True)]),
        ("a: |\n  b\n\n # c\n", [("# c", 4, 2, True)]),
        ("a: [b, # c\n  d]\n", [("# c", 1, 8, False)]),
        ("å: ä # ö\r\n# c\r\n", [("# ö", 1, 6, False), ("# c", 2, 1, True)]),
        ("# c\ra: b # d\r", [("# c", 1, 1, True), ("# d", 2, 6, False)]),
        ("a: |", []),
    ],
)
def test_a_comment_stands_where_no_token_does(
    text: str, found: list[tuple[str, int, int, bool]]
) -> None:
    """Text with a # in it is text; after a space or on a line of its own it is a comment."""
    assert comments(text) == [Comment(*each) for each in found]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab:-[]{}|>'\"#\n  \té~", max_size=60))
def test_whatever_is_yaml_means_the_same_without_its_comments(text: str) -> None:
    """Also for what nobody would write."""
    if parse(text.encode(), "a.yaml", Findings()).root is not None:
        assert contents(blanked(text)) == contents(text)
