"""Values from outside, good and bad."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.casework import machine
from workflow.errors import InvalidInputError
from workflow.machine import values
from workflow.machine.values import Problems, read_fields

SPECS = machine().definition.fields


def _read(**given: object) -> dict[str, object]:
    problems = Problems()
    fields = read_fields(SPECS, given, problems)
    problems.raise_if_any()
    return fields


@pytest.mark.parametrize(
    ("name", "value", "stored"),
    [
        ("reason", "En rad\r\noch\ten till", "En rad\noch\ten till"),
        ("moved_on", date(2024, 10, 9), "2024-10-09"),
        ("moved_on", "2024-10-09", "2024-10-09"),
        ("month", "2024-09", "2024-09"),
        ("cost", -(2**63), -(2**63)),
        ("count", 2**63 - 1, 2**63 - 1),
        ("kind", "large", "large"),
        ("urgent", True, True),
        ("movers", ("  Anna Ek ", "KS"), ["Anna Ek", "KS"]),
        ("notes", [], []),
    ],
)
def test_good_values_are_kept_as_json(name: str, value: object, stored: object) -> None:
    """Every type of field takes its values and keeps them as plain JSON values."""
    assert _read(**{name: value}) == {name: stored}


def test_none_is_not_given() -> None:
    """None means unknown: the field stays unset."""
    assert _read(reason=None) == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("reason", 5),
        ("reason", "a\x00b"),
        ("reason", "x" * 100_001),
        ("reason", "halv \ud800"),
        ("moved_on", "2024-02-30"),
        ("moved_on", "20240210"),
        ("moved_on", datetime(2024, 1, 1, tzinfo=UTC)),
        ("month", "2024-13"),
        ("month", 202409),
        ("cost", 1.5),
        ("cost", True),
        ("cost", 2**63),
        ("kind", "huge"),
        ("kind", ["small"]),
        ("urgent", "ja"),
        ("movers", "Anna"),
        ("movers", ["Anna\nBcc: x@y.example"]),
        ("movers", ["x"] * 1_001),
        ("movers", [""]),
        ("movers", [5]),
        ("movers", ["x" * 501]),
    ],
)
def test_bad_values_are_refused(name: str, value: object) -> None:
    """What has the wrong type, length or characters is refused by the field's own label."""
    with pytest.raises(InvalidInputError, match=SPECS[name].label):
        _read(**{name: value})


def test_all_that_is_wrong_is_told_at_once() -> None:
    """One answer names every bad field, and the nearest name of an unknown one."""
    with pytest.raises(InvalidInputError) as caught:
        _read(reson="x", cost="mycket", month="mars", zzz=1)
    assert len(str(caught.value).splitlines()) == 4
    assert "Menade du reason?" in str(caught.value)


@pytest.mark.parametrize("good", ["a@b.example", "å.ä@x-y.example", " a@b.example "])
def test_address(good: str) -> None:
    """An address is a mailbox and a domain."""
    assert values.address(good) == good.strip()


@pytest.mark.parametrize(
    "bad", ["a", "a@b", "a b@c.example", "a@b.example,c@d.example", "<a@b.example>", ""]
)
def test_bad_address(bad: str) -> None:
    """A name, a list or a header is no address."""
    with pytest.raises(InvalidInputError):
        values.address(bad)


@pytest.mark.parametrize(
    ("value", "says"),
    [(" ", False), (None, False), ([], False), (0, True), (False, True), ("x", True)],
)
def test_says_something(value: object, says: bool) -> None:  # noqa: FBT001
    """Blank text and empty lists don't count as given; zero and no do."""
    assert values.says_something(value) is says


@given(st.text())
def test_a_line_never_holds_a_break(text: str) -> None:
    """Whatever comes in: a line that is accepted can't break out of an e-mail header."""
    try:
        line = values.line(text)
    except InvalidInputError:
        return
    assert len(line.splitlines()) == 1
    assert line.encode()


@given(st.text())
def test_text_can_always_be_written(text: str) -> None:
    """Text that is accepted can be encoded and holds no NUL."""
    try:
        kept = values.text(text)
    except InvalidInputError:
        return
    assert b"\x00" not in kept.encode()
