"""YAML as trees with positions: every problem a finding."""

import time
from datetime import date
from pathlib import Path

import pytest

from workflow.definition.findings import Findings
from workflow.definition.reader import MAX_DEPTH, MAX_NODES, parse, read
from workflow.definition.text import MAX_BYTES
from workflow.definition.tree import Node, locate
from workflow.errors import Finding


def found(data: bytes | str) -> tuple[Node | None, tuple[Finding, ...]]:
    """The tree and the findings of a file with this content."""
    findings = Findings()
    content = data.encode() if isinstance(data, str) else data
    return parse(content, "a.yaml", findings).root, findings.sorted()


def values(text: str) -> object:
    """The plain values of a file in which nothing is wrong."""
    root, findings = found(text)
    assert findings == ()
    assert root is not None
    return root.plain()


def test_scalars_follow_the_core_schema_of_yaml_1_2() -> None:
    """Null, booleans, numbers in every base, floats and days are what YAML 1.2 and ISO 8601 say."""
    assert values(
        "a: [~, null, , true, False, 12, -3, 0x1F, 0o17, 1.5, .5, 1e3, 2025-03-11, 1_000, 12:30, -, +x]"
        .replace(", ,", ", '',")
    ) == {
        "a": (
            None, None, "", True, False, 12, -3, 31, 15, 1.5, 0.5, 1000.0, date(2025, 3, 11),
            "1_000", "12:30", "-", "+x",
        )
    }  # fmt: skip


def test_quoted_and_block_scalars_are_text() -> None:
    """Quotes and block scalars keep the text as it is written."""
    assert values("a: 'no'\nb: \"2025-03-11\"\nc: |\n  08\nd:\n") == {
        "a": "no",
        "b": "2025-03-11",
        "c": "08\n",
        "d": None,
    }


def test_keys_are_always_text() -> None:
    """A key ``on``, ``no`` or ``2025-03-11`` is a name and no surprise."""
    assert values("on: 1\nno: 2\n2025-03-11: 3\n08: 4\n") == {
        "on": 1,
        "no": 2,
        "2025-03-11": 3,
        "08": 4,
    }


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    """UTF-8 with a BOM reads like UTF-8 without."""
    assert values("\ufeffa: å") == {"a": "å"}


def test_positions_count_characters_from_one() -> None:
    """Line and column point at keys and values, also after letters outside ASCII."""
    root, _ = found("a: 1\nåäö: {b: [x, y]}\n")
    assert root is not None
    node = locate(root, ("åäö", "b", 1))
    assert (node.place.line, node.place.column) == (2, 14)
    inner = locate(root, ("åäö", "b"))
    assert (inner.start.line, inner.start.column) == (2, 7)
    assert locate(root, ("åäö", "b", 9)) is inner


def test_aliases_are_read_and_take_the_place_of_the_value() -> None:
    """A small alias is the value that it stands for; keys keep their own places."""
    root, findings = found("a: &x {b: 1}\nc: *x\nd: &y text\ne: [*y]\n")
    assert findings == ()
    assert root is not None
    assert root.plain() == {"a": {"b": 1}, "c": {"b": 1}, "d": "text", "e": ("text",)}
    assert locate(root, ("c",)).start.line == 2
    assert locate(root, ("a",)).start.line == 1


@pytest.mark.parametrize(
    ("content", "rule", "line", "column", "words"),
    [
        ("a: no", "AG-D007", 1, 4, "”no” är text"),
        ("a: [x, Off]", "AG-D007", 1, 8, '"Off"'),
        ("a: 08", "AG-D007", 1, 4, '"08"'),
        ("a: -010", "AG-D007", 1, 4, "nollan"),
        ("a: 2025-02-30", "AG-D005", 1, 4, "finns inte"),
        ("a: " + "9" * 5000, "AG-D005", 1, 4, "för stort"),
        ("a: 1\nb: 2\na: 3", "AG-D003", 3, 1, "två gånger"),
        ("a: !!python/object:os.system x", "AG-D008", 1, 4, "Taggen"),
        ("a: !x [b]", "AG-D008", 1, 4, "”!x”"),
        ("a: 1\n---\nb: 2", "AG-D008", 2, 1, "mer än ett dokument"),
        ("", "AG-D002", 1, 1, "tom"),
        ("# bara en kommentar\n", "AG-D002", 1, 1, "tom"),
        ("- a", "AG-D005", 1, 1, "nycklar"),
        ("text", "AG-D005", 1, 1, "nycklar"),
        ("&x a: *x", "AG-D008", 1, 7, "syftar på"),
        ("a: &x [*x]", "AG-D008", 1, 8, "syftar på"),
        ("a: *x", "AG-D008", 1, 4, "”*x”"),
        ("a: &x b\n*x : c", "AG-D008", 2, 1, "En nyckel"),
        ("{[a]: b}", "AG-D008", 1, 2, "En nyckel"),
        ("? {a: b}\n: c", "AG-D008", 1, 3, "En nyckel"),
        ("a: 'x", "AG-D002", 1, 4, "Citatet"),
        ("a: b: c", "AG-D002", 1, 5, "kolon"),
        ("a: [b", "AG-D002", 1, 4, "Listan"),
        ("a: {b: c", "AG-D002", 1, 4, "Klammern"),
        ("a: @x", "AG-D002", 1, 4, "kan inte börja"),
        ('a: "\\q"', "AG-D002", 1, 5, "snedstreck"),
        ("a: 1\n  b: 2", "AG-D002", 2, 4, "kolon"),
        ("a:\n - b\n c: d", "AG-D002", 3, 2, "listans"),
        ("a: 1\nb", "AG-D002", 2, 1, "kolon"),
        ("%YAML 9.9\n---\na: 1", "AG-D002", 1, 1, "giltig YAML"),
        ("a: 1\n\tb: 2", "AG-D002", 2, 1, "tabb"),
        ("a: 1\n  \t b: 2", "AG-D002", 2, 3, "tabb"),
        ("a: x\x00y", "AG-D001", 1, 5, "U+0000"),
        ("a: x\u2028y", "AG-D001", 1, 5, "U+2028"),
        ("a: 1\nb: \x1b[0m", "AG-D001", 2, 4, "U+001B"),
        ("a: å\nb: ä".encode("latin-1"), "AG-D001", 1, 4, "UTF-8"),
        ("a: 1\nbö: å\n".encode() + b"c: \xff", "AG-D001", 3, 4, "UTF-8"),
        ("a: å".encode("utf-16"), "AG-D001", 1, 1, "UTF-16"),
        ("a: b".encode("utf-16-be"), "AG-D001", 1, 1, "U+0000"),
        ("a: b\ufeff", "AG-D001", 1, 5, "U+FEFF"),
        (b"a" * (MAX_BYTES + 1), "AG-D001", 0, 0, "1000 kB"),
    ],
)
def test_every_problem_has_rule_place_sentence_and_fix(
    content: str | bytes, rule: str, line: int, column: int, words: str
) -> None:
    """What is wrong with a file is said with its rule, its place and what to do."""
    _, findings = found(content)
    first = findings[0]
    assert (first.rule, first.line, first.column) == (rule, line, column)
    assert words in f"{first.sentence} {first.fix}"
    assert first.fix


def test_all_problems_are_found_at_once() -> None:
    """Three surprises on three lines are three findings, in order."""
    _, findings = found("a: no\nb: 08\na: 2025-13-01\n")
    assert [(each.line, each.rule) for each in findings] == [
        (1, "AG-D007"),
        (2, "AG-D007"),
        (3, "AG-D003"),
        (3, "AG-D005"),
    ]


def test_the_first_of_two_equal_keys_counts() -> None:
    """A duplicate key is found, and the first value is kept so that reading goes on."""
    root, _ = found("a: 1\na: [2]\nb: 3")
    assert root is not None
    assert root.plain() == {"a": 1, "b": 3}


def test_tabs_are_found_on_every_line_but_not_inside_text() -> None:
    """Each line that is indented with a tab is named; a tab after a key is harmless."""
    _, findings = found("a:\n\tb: 1\n\tc: 2\nd:\t3\n \t\n")
    assert [each.line for each in findings] == [2, 3]


def test_a_flood_of_control_characters_is_cut_short() -> None:
    """A file of nothing but NUL gives some findings, not one a byte."""
    _, findings = found(b"\x00" * 100_000)
    assert len(findings) == 20


@pytest.mark.parametrize(
    "content",
    [
        "[" * 100_000,
        "{a: " * 10_000,
        "- " * 5_000,
        "a: [" + "1," * 400_000 + "]",
        "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)),
        "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 60)),
    ],
    ids=["flow", "mappings", "lists", "values", "aliases", "alias chain"],
)
def test_what_would_cost_too_much_is_cut_off(content: str) -> None:
    """Deep nesting, many values and exploding aliases end in one finding, soon."""
    begin = time.process_time()
    root, findings = found(content)
    assert time.process_time() - begin < 3
    assert root is None
    assert [each.rule for each in findings] == ["AG-D008"]
    assert str(MAX_DEPTH) in findings[0].sentence or str(MAX_NODES) in findings[0].sentence


def test_a_file_that_cant_be_opened_is_a_finding(tmp_path: Path) -> None:
    """A file that isn't there, or is a directory, is named with the reason."""
    findings = Findings()
    assert read(tmp_path / "none.yaml", "none.yaml", findings).root is None
    assert read(tmp_path, "dir.yaml", findings).root is None
    assert [(each.path, each.rule) for each in findings.sorted()] == [
        ("dir.yaml", "AG-D001"),
        ("none.yaml", "AG-D001"),
    ]
    assert findings.errors == 2


def test_a_large_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    """Of a file over the limit no more than the limit is read."""
    big = tmp_path / "big.yaml"
    with big.open("wb") as file:
        file.truncate(MAX_BYTES * 1000)
    findings = Findings()
    assert read(big, "big.yaml", findings).root is None
    assert findings.sorted()[0].rule == "AG-D001"


def test_a_node_answers_for_what_it_is_not() -> None:
    """Asking a scalar for keys or a mapping for items gives nothing, not an error."""
    root, _ = found("a: x\nb: {c: true}\nd:\n")
    assert root is not None
    assert locate(root, ("a",)).mapping() == {}
    assert root.items() == []
    assert root.listed("a") == [locate(root, ("a",))]
    assert root.listed("none") == []
    assert root.part("none") == {}
    assert root.get("d") is None
    assert locate(root, ("b",)).is_true("c")
    assert not locate(root, ("b",)).is_true("none")
