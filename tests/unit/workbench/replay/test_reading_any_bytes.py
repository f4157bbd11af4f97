"""Whatever a file holds, reading and checking it answers with histories or findings, in flat memory."""

import json
import tracemalloc
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from written_histories import MATTER, jsonl, matter

from workflow.definition.catalogue import Loaded
from workflow.workbench.replay.checking import Checker
from workflow.workbench.replay.reading import read_histories

CSV = (
    b"dnr;title;matter_type;body;date;outcomes;vote_yes;vote_no;missing;fields.x\n"
    b'A 1;"T ""x""";motion;KS;2024-03-14;tables;3;4;;2\nA 1;;;KF;before 2024-01-01;;;;tabled;\n'
)
PIECES = (b"{", b"}", b"[[", b'"', b",", b";", b"\n", b"\r", b"\0", b"\xff", b"null", b"NaN", b"1e999", b"9" * 30, b'"a":1,', b"\\ud800", b"\xef\xbb\xbf", b"-1")  # fmt: skip

bounded = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A good file with some pieces cut, doubled or replaced."""
    content = draw(st.sampled_from([jsonl([MATTER, matter(dnr="2")]), CSV]))
    for _ in range(draw(st.integers(1, 4))):
        begin = draw(st.integers(0, len(content)))
        end = min(len(content), begin + draw(st.integers(0, 30)))
        piece = draw(st.sampled_from([*PIECES, content[begin:end] * 2, b""]))
        content = content[:begin] + piece + content[end:]
    return content


def answered(path: Path, content: bytes) -> None:
    """Every matter is a history or has a finding, every finding is whole, and what is left fits together."""
    path.write_bytes(content)
    checker = Checker(Loaded({}, {}, {}, ()))
    found = list(read_histories(path))
    assert found
    for read in found:
        assert read.history is not None or read.findings
        steps = read.history.steps if read.history is not None else ()
        assert len(read.numbers) == len(read.lines) == len(steps)
        for finding in (*read.findings, *checker.check(read).findings):
            assert finding.message
            assert 1 <= finding.line <= content.count(b"\n") + 1


@pytest.mark.parametrize("name", ["file.jsonl", "file.csv"])
@bounded
@given(
    content=st.binary(max_size=400)
    | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
def test_any_bytes_are_answered(
    tmp_path_factory: pytest.TempPathFactory, name: str, content: bytes
) -> None:
    """No bytes make the reader raise, whatever the file is called."""
    answered(tmp_path_factory.mktemp("any") / name, content)


@bounded
@given(content=mutated())
def test_half_spoilt_files_are_answered(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    """A good file that something went wrong with is found out or read."""
    answered(tmp_path_factory.mktemp("spoilt") / "file", content)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*MATTER, "body", "vote"]), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@bounded
@given(values=st.dictionaries(st.sampled_from([*MATTER, "fields", "missing_steps"]), _json))
def test_any_values_are_answered(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, object]
) -> None:
    """Values of any type under the keys of a history."""
    content = json.dumps({**MATTER, **values}).encode()
    answered(tmp_path_factory.mktemp("values") / "file", content)


def _peak(path: Path, lines: Iterable[bytes]) -> int:
    """The most bytes that are held at once while a file with these lines is read."""
    with path.open("wb") as file:
        file.writelines(lines)
    tracemalloc.start()
    try:
        for _ in read_histories(path):
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("form", ["jsonl", "csv", "faults"])
def test_a_long_file_takes_no_more_memory_than_a_short_one(tmp_path: Path, form: str) -> None:
    """Twenty thousand lines are read in what a thousand take, and within a megabyte."""
    line, *head = {
        "jsonl": (jsonl([MATTER]),),
        "csv": (
            b"%d;T;motion;KS;2024-03-14;tables\n",
            b"dnr;title;matter_type;body;date;outcomes\n",
        ),
        "faults": (b'{"dnr": \n',),
    }[form]
    few, many = (
        _peak(tmp_path / "file", (*head, *(line.replace(b"%d", b"%d" % n) for n in range(count))))
        for count in (1_000, 20_000)
    )
    assert many < few * 1.5 < 1_000_000
