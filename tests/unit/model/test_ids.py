"""Register numbers and ids."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.errors import InvalidInputError
from workflow.model.ids import HIGHEST_SERIAL, RegistrationNumber, child_id, matter_id


@pytest.mark.parametrize(
    ("printed", "normalised"),
    [
        ("KS 9/2024", "KS 2024/9"),
        ("103/2023", "KS 2023/103"),
        ("KS-25/00205", "KS 2025/205"),
        ("KS.24/00608", "KS 2024/608"),
        ("KS 24/01160", "KS 2024/1160"),
        ("2023/11-2.2.0.2", "KS 2023/11-2.2.0.2"),
        ("2023/2024", "KS 2023/2024"),
        ("STADEN-2021-01464", "STADEN 2021/1464"),
        ("  KS 1/2024 ", "KS 2024/1"),
        ("STADEN-2024-00008:12", "STADEN 2024/8:12"),
        ("KS 2024/8:12", "KS 2024/8:12"),
        ("KS 8/2024:012", "KS 2024/8:12"),
        ("2023/11-2.2.0.2:3", "KS 2023/11-2.2.0.2:3"),
    ],
)
def test_every_printed_form_has_one_normal_form(printed: str, normalised: str) -> None:
    """Numbers that look different on paper compare equal when they are the same."""
    assert RegistrationNumber.parse(printed, default_register="KS").normalised == normalised


@pytest.mark.parametrize(
    "printed", ["", "KS", "KS 9", "9/24/7", "KS 9/2024\nBcc: a", "KS 9/2024\x00", "1" * 60, "КС/x"]
)
def test_what_is_no_number_is_refused_with_an_example(printed: str) -> None:
    """A text that is no register number is refused, and the answer shows how to write one."""
    with pytest.raises(InvalidInputError) as refusal:
        RegistrationNumber.parse(printed, default_register="KS")
    assert "KS 9/2024" in refusal.value.hint


@pytest.mark.parametrize(
    "printed",
    [
        "KS 1234567890/2025",
        "KS 2025/1234567890",
        "KS 99999999999999999999/2025",
        "KS 9223372036854775807/2025",
        "KS 9999/1",
        "KS 0025/1",
        "KS 1899/1",
        "KS 2100/1",
        "KS ٣/2025",
        "KS 2025/٣",
        "KS ٢٠٢٥/3",
        "K٣ 2025/3",
        "2023/11-٢",
        "KS 2024/8:",
        "KS 2024/8:a",
        "KS 2024/8:1:2",
        "KS 2024/8:٣",
        "KS 2024/8:1234567890",
    ],
)
def test_what_no_register_gives_out_is_refused(printed: str) -> None:
    """A serial of more than nine digits, a year outside 1900-2099, digits of another script."""
    with pytest.raises(InvalidInputError, match="är inget diarienummer"):
        RegistrationNumber.parse(printed, default_register="KS")


@pytest.mark.parametrize(
    ("printed", "normalised"),
    [
        (f"KS {HIGHEST_SERIAL}/2025", "KS 2025/999999999"),
        ("KS 1900/1", "KS 1900/1"),
        ("KS 2099/1", "KS 2099/1"),
        ("Miljö2-nämnden 25/000000007", "Miljö2-nämnden 2025/7"),
    ],
)
def test_the_limits_themselves_are_read(printed: str, normalised: str) -> None:
    """Nine digits, the first and the last year, and the registers' own names."""
    assert RegistrationNumber.parse(printed, default_register="X").normalised == normalised


@given(year=st.integers(2000, 2099), serial=st.integers(1, 99_999))
def test_the_printed_habits_of_two_offices_agree(year: int, serial: int) -> None:
    """``KS serial/year`` and ``KS-yy/serial`` are read as the same number."""
    one = RegistrationNumber.parse(f"KS {serial}/{year}", default_register="X")
    two = RegistrationNumber.parse(f"KS-{year - 2000:02}/{serial:06}", default_register="X")
    if not (len(str(serial)) == 4 and str(serial)[:2] in ("19", "20")):
        assert one.normalised == two.normalised == f"KS {year}/{serial}"


@given(
    register=st.sampled_from(["KS", "STADEN", "e-nämnden", "Miljö2"]),
    year=st.integers(1900, 2099),
    serial=st.integers(0, HIGHEST_SERIAL),
    class_code=st.sampled_from([None, "1", "2.2.0.2"]),
    item=st.none() | st.integers(0, 99_999).map(str),  # the longest is 38 characters of 40
)
def test_the_normal_form_is_read_as_itself(
    register: str, year: int, serial: int, class_code: str | None, item: str | None
) -> None:
    """A number, its class and its place under another come back from the normal form as they were."""
    number = RegistrationNumber("x", register, year, serial, class_code, item)
    again = RegistrationNumber.parse(number.normalised, default_register="X")
    assert again == replace(number, printed=number.normalised)
    assert again.normalised == number.normalised


@given(st.text(max_size=50))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No input gives anything but a number or the engine's own error."""
    try:
        number = RegistrationNumber.parse(text, default_register="KS")
    except InvalidInputError:
        return
    assert 0 <= number.serial <= HIGHEST_SERIAL
    assert 1900 <= number.year <= 2099


def test_ids_are_the_same_for_every_try() -> None:
    """An id depends on nothing but what it is derived from."""
    assert matter_id("norsjo", "KS 2025/1") == matter_id("norsjo", "KS 2025/1")
    assert matter_id("norsjo", "KS 2025/1") != matter_id("solleftea", "KS 2025/1")
    parent = matter_id("norsjo", "KS 2025/1")
    assert child_id(parent, "a1") == child_id(parent, "a1") != child_id(parent, "a2")
