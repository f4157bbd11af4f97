"""Numbers of paragraphs, and the matters that wait for a body, are the same on every store."""

from dataclasses import replace
from datetime import date

import pytest

from tests.contract.samples import NOW, SARA, at_once, change, moved, registered, writing
from workflow.command.carry import Decided
from workflow.command.ports import UnitOfWork, UnitOfWorkFactory
from workflow.command.writing import write
from workflow.errors import CommandRefusedError, StaleVersionError
from workflow.model.commands import Envelope, FireEvent
from workflow.model.effects import FixParagraphs
from workflow.model.events import MatterClosed
from workflow.model.ids import MatterId
from workflow.model.matter import Point
from workflow.model.step import Step

DAY = date(2025, 3, 11)
FIRST, SECOND = MatterId("s1"), MatterId("s2")


def begin(
    unit: UnitOfWork, meeting: MatterId = FIRST, *, body: str = "KS", year: int = 2025
) -> int:
    return unit.paragraphs.begin("norsjo", body, year, meeting, first=1)


def ended(last: int, meeting: MatterId = FIRST, *, body: str = "KS") -> FixParagraphs:
    return FixParagraphs("norsjo", body, meeting, last)


def test_the_next_meeting_goes_on_after_the_last_number(store: UnitOfWorkFactory) -> None:
    """Gapless over meetings; a new year begins anew, and another body has numbers of its own."""
    with writing(store) as unit:
        assert begin(unit) == 1
    with writing(store) as unit:
        unit.paragraphs.end([ended(17)])
    with writing(store) as unit:
        assert begin(unit, SECOND) == 18
        assert begin(unit, FIRST, body="AU") == 1
        assert unit.paragraphs.begin("mala", "KS", 2025, FIRST, first=5) == 5
        unit.paragraphs.end([ended(30, SECOND)])
        assert begin(unit, MatterId("s3"), year=2026) == 1


def test_a_running_series_begins_where_the_body_says(store: UnitOfWorkFactory) -> None:
    """Numbered on from year to year under year 0; the first number counts once."""
    with writing(store) as unit:
        assert unit.paragraphs.begin("norsjo", "KS", 0, FIRST, first=808) == 808
        unit.paragraphs.end([ended(830)])
        assert unit.paragraphs.begin("norsjo", "KS", 0, SECOND, first=808) == 831


def test_only_the_first_series_begins_where_the_body_says(store: UnitOfWorkFactory) -> None:
    """Whoever takes the engine into use in the middle of a year goes on there; the next year begins with 1."""
    with writing(store) as unit:
        assert unit.paragraphs.begin("norsjo", "KS", 2025, FIRST, first=16) == 16
        unit.paragraphs.end([ended(40, FIRST)])
    with writing(store) as unit:
        assert unit.paragraphs.begin("norsjo", "KS", 2026, SECOND, first=16) == 1


def test_a_series_that_runs_on_begins_where_the_body_says_whenever_it_begins(
    store: UnitOfWorkFactory,
) -> None:
    """A body that goes over to running numbers in the middle of a meeting can hold the next one too."""
    with writing(store) as unit:
        assert begin(unit) == 1
        unit.paragraphs.end([ended(9)])  # whatever style is published when it ends
        assert unit.paragraphs.begin("norsjo", "KS", 0, SECOND, first=808) == 808


def test_one_meeting_of_a_body_at_a_time(store: UnitOfWorkFactory) -> None:
    """Another one is refused until the first has ended, also in another year's series."""
    with writing(store) as unit:
        begin(unit)
    for year in (2025, 2026):
        with store() as unit, pytest.raises(CommandRefusedError, match="inte är avslutat"):
            begin(unit, SECOND, year=year)
    with writing(store) as unit:
        assert begin(unit, SECOND, body="AU") == 1


def test_opening_again_gives_the_same_number(store: UnitOfWorkFactory) -> None:
    """Repeated after a crash, nothing is skipped."""
    with writing(store) as unit:
        unit.paragraphs.begin("norsjo", "KS", 2025, FIRST, first=16)
    with writing(store) as unit:
        assert unit.paragraphs.begin("norsjo", "KS", 2025, FIRST, first=16) == 16


def test_what_is_rolled_back_gives_its_numbers_back(store: UnitOfWorkFactory) -> None:
    """Nothing was opened, nothing was ended."""
    with store() as unit:
        begin(unit)
    with writing(store) as unit:
        assert begin(unit, SECOND) == 1
    with store() as unit:
        unit.paragraphs.end([ended(9, SECOND)])
    with store() as unit, pytest.raises(CommandRefusedError):
        begin(unit)


def test_who_has_ended_ends_nothing_again(store: UnitOfWorkFactory) -> None:
    """A late repetition leaves the next meeting's series alone; so does a series that there isn't."""
    with writing(store) as unit:
        begin(unit)
        unit.paragraphs.end([ended(4)])
        begin(unit, SECOND)
        unit.paragraphs.end([ended(2), ended(3, body="AU")])
        unit.paragraphs.end([ended(9, SECOND)])
        assert begin(unit, MatterId("s3")) == 10


@pytest.mark.parametrize("years", [(2025, 2025), (2025, 2026)])
def test_of_two_who_open_at_once_one_does(real: UnitOfWorkFactory, years: tuple[int, int]) -> None:
    """The second waits for the first, and is refused or told to look again where it began another series."""

    def opens(number: int) -> str:
        try:
            with writing(real) as unit:
                return str(begin(unit, MatterId(f"s{number}"), year=years[number]))
        except (CommandRefusedError, StaleVersionError):
            return "refused"

    assert sorted(at_once(2, opens)) == ["1", "refused"]


def test_a_meeting_that_ends_fixes_its_numbers(store: UnitOfWorkFactory) -> None:
    """With the command that ends it, in one transaction."""
    change = registered()
    envelope = Envelope("ends", change.after.id, FireEvent("closes"), SARA, NOW)
    with writing(store) as unit:
        begin(unit, change.after.id)
        queued = unit.commands.take(envelope, "w1", at=NOW)
        assert queued is not None
        step = Step(change.events, (ended(12, change.after.id),))
        decided = Decided(queued, None, change.after, step)
        assert write(unit, (decided,), "w1", NOW).done == (decided,)
    with writing(store) as unit:
        assert begin(unit, SECOND) == 13


def test_matters_are_found_by_the_states_of_their_points(store: UnitOfWorkFactory) -> None:
    """Each once, wherever its points have parted to; not those of others, and none that is closed."""
    one, two, three = registered(1), registered(2), registered(3)
    other = registered(4, organisation="mala")
    parted = moved(two.after)
    points = (*parted.after.points, Point("p2", "Mer", "with_KS", DAY))
    both = replace(parted, after=replace(parted.after, points=points))
    closed = change(three.after, MatterClosed(DAY))
    with writing(store) as unit:
        unit.matters.save([one, two, three, other])
    with writing(store) as unit:
        unit.matters.load([two.after.id, three.after.id], lock=True)
        unit.matters.save([both, closed])
    first, second = one.after.id, two.after.id
    with store() as unit:
        found = unit.matters.in_states
        assert found("norsjo", ["preparation"]) == (first,)
        assert found("norsjo", ["at_KS"]) == found("norsjo", ["with_KS", "at_KS"]) == (second,)
        assert found("norsjo", {"preparation", "with_KS"}) == tuple(sorted((first, second)))
        assert found("mala", ["preparation"]) == (other.after.id,)
        for unknown in ([], ["KS"], ["at"], ["at%KS"], ["a_t_KS"], [" "]):
            assert found("norsjo", unknown) == ()
