"""The roll step by step: what is told changes it, and what was noted stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.errors import CommandRefusedError
from workflow.meeting.calling import Called, called
from workflow.meeting.presence import serving
from workflow.meeting.roll import check_roll
from workflow.model.proceedings import Guest, Presence, Roll, Seat

SEATS = (
    Seat("Anna", "S", "chair"),
    Seat("Bo", "M"),
    Seat("Cia", "V"),
    Seat("Frida", "S", "substitute"),
    Seat("Gun", "M", "substitute"),
)
NOBODY = Roll(SEATS)
EVERYBODY = called(NOBODY, Called())


def test_the_first_time_every_member_is_there() -> None:
    """But not substitutes, and not those who are told otherwise."""
    assert serving(EVERYBODY) == ("Anna", "Bo", "Cia")
    late = called(NOBODY, Called(came=(("Cia", "10:00"),), absent=("Bo",)))
    assert serving(late, "09:59") == ("Anna",)
    assert serving(late, "10:00") == ("Anna", "Cia")


def test_a_substitute_serves_while_the_member_is_away() -> None:
    """From when he left until he came back; the whole meeting where he never was there."""
    gone = called(EVERYBODY, Called(left=(("Bo", "10:00"),), substitutes=(("Frida", "Bo"),)))
    assert serving(gone, "10:00") == ("Anna", "Cia", "Frida")
    back = called(
        EVERYBODY,
        Called(left=(("Bo", "10:00"),), came=(("Bo", "11:00"),), substitutes=(("Frida", "Bo"),)),
    )
    assert [serving(back, at)[-1] for at in ("09:00", "10:30", "11:00")] == ["Cia", "Frida", "Cia"]
    instead = called(EVERYBODY, Called(substitutes=(("Gun", "Cia"),)))
    assert serving(instead) == ("Anna", "Bo", "Gun")
    for roll in (gone, back, instead):
        check_roll(roll)


def test_a_substitute_who_listened_serves_later() -> None:
    """Until then she is there without serving."""
    listening = called(EVERYBODY, Called(present=("Frida",)))
    assert Presence("Frida", serving=False) in listening.presences
    serves = called(listening, Called(left=(("Bo", "10:00"),), substitutes=(("Frida", "Bo"),)))
    check_roll(serves)
    assert [one.since for one in serves.presences if one.name == "Frida"] == [None, "10:00"]


def test_whoever_is_noted_is_not_noted_again() -> None:
    """A member who is there, a substitute who serves already: the roll stays as it was."""
    assert called(EVERYBODY, Called(present=("Bo",))) == EVERYBODY
    for told in (
        Called(substitutes=(("Gun", "Cia"),)),
        Called(left=(("Bo", "10:00"),), substitutes=(("Frida", "Bo"),)),
    ):
        once = called(EVERYBODY, told)
        assert called(once, told) == once


def test_guests_and_seats_are_added_once() -> None:
    """A guest told again goes before what was noted."""
    told = Called(seats=(Seat("Ny", "C"),), guests=(Guest("Siv", "chef"),))
    first = called(EVERYBODY, told)
    again = called(first, Called(seats=told.seats, guests=(Guest("Siv", "chef", "§ 4"),)))
    assert again.guests == (Guest("Siv", "chef", "§ 4"),)
    assert again.seats == (*SEATS, Seat("Ny", "C"))


@pytest.mark.parametrize(
    "told",
    [
        Called(absent=("Nils",)),
        Called(substitutes=(("Frida", "Nils"),)),
        Called(left=(("Frida", "10:00"),)),
    ],
)
def test_what_cannot_be_is_refused(told: Called) -> None:
    """Somebody who doesn't belong to the body, or left without having been there."""
    with pytest.raises(CommandRefusedError, match="KL 5:66"):
        called(EVERYBODY, told)


NAMES = st.sampled_from(["Anna", "Bo", "Cia"])
CLOCKS = st.sampled_from(["09:00", "10:00", "11:30"])
TOLD = st.builds(
    Called,
    absent=st.lists(NAMES, max_size=1).map(tuple),
    came=st.lists(st.tuples(NAMES, CLOCKS), max_size=1).map(tuple),
    guests=st.lists(st.builds(Guest, st.sampled_from(["Siv", "Ulf"])), max_size=2, unique=True).map(
        tuple
    ),
)


@given(TOLD)
def test_telling_it_again_changes_nothing(told: Called) -> None:
    """Whoever is absent, came or is a guest."""
    once = called(EVERYBODY, told)
    assert called(once, told) == once
