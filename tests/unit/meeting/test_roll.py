"""Who is there at a meeting, and a roll that can't be true."""

from dataclasses import replace

import pytest

from workflow.errors import CommandRefusedError, InvalidInputError
from workflow.meeting import roll as rolls
from workflow.meeting.presence import times
from workflow.model.proceedings import (
    AgendaItem,
    Conflict,
    Deliberation,
    Guest,
    Presence,
    Resolution,
    Roll,
    Seat,
)

SEATS = (
    Seat("Birgitta", "VI", "chair"),
    Seat("Johan", "C", "vice_chair"),
    Seat("Peter", "C", "second_vice_chair"),
    Seat("Therese", "C"),
    Seat("John", "S"),
    Seat("Maria", "C", "substitute"),
    Seat("Daniel", "C", "substitute"),
)
WHOLE = Roll(
    SEATS,
    (
        Presence("Birgitta"),
        Presence("Johan", until="09:30", note="T.o.m. kl. 09.30"),
        Presence("Peter"),
        Presence("Therese"),
        Presence("John"),
        Presence("Maria", until="09:30", serving=False),
        Presence("Maria", since="09:30", instead_of="Johan"),
        Presence("Daniel", serving=False),
    ),
    (Guest("Siv", "kanslichef", "§§ 11–17"),),
)


def _with(*presences: Presence) -> Roll:
    return Roll(SEATS, presences)


def _refusal(roll: Roll) -> CommandRefusedError:
    with pytest.raises(CommandRefusedError) as refused:
        rolls.check_roll(roll)
    return refused.value


def test_a_substitute_serves_from_the_minute_that_the_member_left() -> None:
    """At half past nine the member is gone and his substitute serves, and nobody is counted twice."""
    rolls.check_roll(WHOLE)
    assert rolls.serving(WHOLE, "09:29") == ("Birgitta", "Johan", "Peter", "Therese", "John")
    assert rolls.serving(WHOLE, "09:30") == ("Birgitta", "Peter", "Therese", "John", "Maria")
    assert rolls.members(WHOLE) == 5
    assert not rolls.steady(WHOLE)


def test_without_a_clock_time_the_beginning_counts() -> None:
    """Who came first is who serves when no time is told, also where everybody's coming was noted."""
    assert "Johan" in rolls.serving(WHOLE)
    noted = _with(Presence("Birgitta", since="08:35"), Presence("John", since="08:30"))
    assert rolls.serving(noted) == ("John",)
    assert rolls.serving(Roll()) == ()
    assert rolls.steady(Roll())


def test_who_has_a_conflict_of_interest_does_not_serve() -> None:
    """The person is left out, and the rest is as it was."""
    assert rolls.serving(WHOLE, "10:00", ["Peter"]) == ("Birgitta", "Therese", "John", "Maria")


def test_present_are_also_those_who_only_listen() -> None:
    """A substitute who doesn't serve is there; guests aren't of the body."""
    assert rolls.present(WHOLE, "09:00")[-2:] == ("Maria", "Daniel")
    assert rolls.present(WHOLE) == tuple(seat.name for seat in SEATS)


@pytest.mark.parametrize(
    ("there", "who"),
    [
        (["John", "Johan", "Birgitta"], "Birgitta"),
        (["Peter", "Johan"], "Johan"),
        (["Peter", "John"], "Peter"),
        (["John", "Therese"], None),
    ],
)
def test_the_vice_chairs_preside_in_order(there: list[str], who: str | None) -> None:
    """The chair presides, else the first vice chair, else the second, else nobody that we know."""
    assert rolls.presiding(_with(*map(Presence, there))) == who


def test_a_chair_with_a_conflict_of_interest_does_not_preside() -> None:
    """The vice chair takes over for that item."""
    assert rolls.presiding(WHOLE, "09:00", ["Birgitta"]) == "Johan"


def test_a_roll_that_changes_needs_no_clock_time_where_the_same_people_serve() -> None:
    """Those who only listen may come and go."""
    assert rolls.steady(_with(Presence("John"), Presence("Daniel", until="09:00", serving=False)))


def test_everybody_leaving_at_the_end_is_no_change() -> None:
    """After the last one has left there is no meeting."""
    ended = _with(Presence("John", until="11:00"), Presence("Peter", until="11:00"))
    assert rolls.steady(ended)
    assert times(ended, None) == ("00:00",)


def test_quorum_is_more_than_half_of_the_members() -> None:
    """Of five members three are enough and two aren't; a substitute counts as one (KL 6:27)."""
    three = _with(Presence("John"), Presence("Peter"), Presence("Maria", instead_of="Johan"))
    assert rolls.quorate(three)
    rolls.check_quorum(three, council=False)
    two = _with(Presence("John"), Presence("Peter"), Presence("Daniel", serving=False))
    assert not rolls.quorate(two)
    with pytest.raises(CommandRefusedError, match=r"minst 3; 2 är närvarande \(KL 6 kap. 27 §\)"):
        rolls.check_quorum(two, council=False)
    with pytest.raises(CommandRefusedError, match=r"Vid sammanträdets början: .*KL 5 kap. 45 §"):
        rolls.check_quorum(two, council=True)


def test_a_member_who_stands_back_does_not_hinder_the_council() -> None:
    """The council may go on with two of five if the third stands back (KL 5:46), a committee may not."""
    three = _with(Presence("John"), Presence("Peter"), Presence("Therese"))
    assert rolls.quorate(three, conflicts=["Therese"], council=True)
    rolls.check_quorum(three, None, ["Therese"], council=True)
    assert not rolls.quorate(three, conflicts=["Therese"])
    replaced = _with(Presence("John"), Presence("Maria", instead_of="Therese"))
    assert not rolls.quorate(replaced, conflicts=["Therese"], council=True)
    stood_in = _with(Presence("John"), Presence("Peter"), Presence("Maria", instead_of="Therese"))
    assert rolls.quorate(stood_in, conflicts=["Maria"], council=True)


def test_a_quorum_that_is_lost_is_asked_for_with_its_time() -> None:
    """Where the body isn't quorate all the time, the item needs its clock time."""
    lost = _with(Presence("John"), Presence("Peter"), Presence("Therese", until="10:00"))
    assert rolls.quorate(lost, "09:59")
    assert not rolls.quorate(lost)
    rolls.check_quorum(lost, "09:59", council=False)
    with pytest.raises(CommandRefusedError, match=r"Kl. 10:00: .*Ange klockslaget"):
        rolls.check_quorum(lost, council=False)
    with pytest.raises(CommandRefusedError, match="Rätta närvaron"):
        rolls.check_quorum(lost, "10:00", council=False)


@pytest.mark.parametrize(
    ("council", "section"), [(True, "KL 5:45, 5:66"), (False, "KL 6:27, 6:35")]
)
@pytest.mark.parametrize("roll", [Roll(), Roll(SEATS), Roll((), (Presence("John"),))])
def test_nobody_noted_is_no_quorum(roll: Roll, *, council: bool, section: str) -> None:
    """Before the roll is called nothing can be decided."""
    assert not rolls.quorate(roll)
    with pytest.raises(CommandRefusedError, match=section):
        rolls.check_quorum(roll, council=council)


def test_who_took_part_follows_from_the_clock_time_of_the_item() -> None:
    """With a time: who served then. Without: who served at all. Never those with a conflict of interest."""
    dealt = Deliberation(Resolution(), conflicts=(Conflict("Peter", "part i ärendet"),))
    item = AgendaItem("i1", "decision", "Taxa")
    assert rolls.took_part(WHOLE, item) == ()
    assert rolls.took_part(WHOLE, replace(item, deliberation=dealt)) == (
        "Birgitta",
        "Johan",
        "Therese",
        "John",
        "Maria",
    )
    late = replace(item, deliberation=replace(dealt, taken_up_at="10:00"))
    assert rolls.took_part(WHOLE, late) == ("Birgitta", "Therese", "John", "Maria")


@pytest.mark.parametrize(
    ("roll", "sentence"),
    [
        (Roll((*SEATS, Seat("John"))), "John står mer än en gång"),
        (_with(Presence("Ingen")), "Ingen är varken ledamot eller ersättare"),
        (_with(Presence("John", "10:00", "10:00")), "kan inte komma kl. 10:00 och gå kl. 10:00"),
        (_with(Presence("John", until="10:00"), Presence("John", since="09:00")), "två gånger"),
        (_with(Presence("John", instead_of="Peter")), r"John är ledamot .*KL 5:17, 6:17"),
        (_with(Presence("Maria", serving=False, instead_of="Peter")), "Maria tjänstgör inte"),
        (_with(Presence("Maria", instead_of="Daniel")), r"Daniel, som inte är ledamot \(KL 5:17"),
        (_with(Presence("Maria", instead_of="Nils")), "Nils, som inte är ledamot"),
        (
            _with(Presence("Maria", instead_of="John"), Presence("John", since="09:00")),
            r"Maria kan inte tjänstgöra för John, som själv tjänstgör då \(KL 5:17, 6:17\)",
        ),
        (
            _with(Presence("Maria", instead_of="John"), Presence("Daniel", instead_of="John")),
            r"Maria och Daniel kan inte båda tjänstgöra för John på samma tid \(KL 5:17, 6:17\)",
        ),
        (
            Roll((*SEATS, Seat("Eva", role="chair"))),
            r"Birgitta och Eva .*ordförande \(KL 5:11, 6:21\)",
        ),
        (replace(WHOLE, guests=(Guest("John"),)), "John hör till organet"),
        (
            Roll(
                (Seat("Eva"), Seat("Ivar", role="substitute")), (Presence("Eva"), Presence("Ivar"))
            ),
            r"Organet har 1 ledamöter, men 2 tjänstgör vid sammanträdets början \(KL 5:17, 6:17\)",
        ),
        (
            Roll(
                (Seat("Eva"), Seat("Ivar", role="substitute")),
                (Presence("Eva"), Presence("Ivar", since="09:00")),
            ),
            "2 tjänstgör kl. 09:00",
        ),
    ],
)
def test_a_roll_that_contradicts_itself_is_refused(roll: Roll, sentence: str) -> None:
    """Each contradiction is told with the name, the time and the section of the law."""
    with pytest.raises(CommandRefusedError, match=sentence):
        rolls.check_roll(roll)


def test_everything_wrong_is_told_at_once() -> None:
    """Two faults are two lines, and what to do is said once."""
    refusal = _refusal(_with(Presence("Ingen"), Presence("Någon")))
    assert len(refusal.message.splitlines()) == 2
    assert refusal.hint == "Den som inte hör till organet antecknas bland övriga närvarande."


def test_a_person_who_changes_the_member_is_one_person() -> None:
    """A substitute may serve for one member and then for another, and come and go."""
    rolls.check_roll(
        _with(
            Presence("Maria", until="09:00", instead_of="John"),
            Presence("Maria", since="09:00", instead_of="Peter"),
            Presence("John", since="09:00"),
        )
    )
    mixed = _with(
        Presence("Maria", instead_of="John"), Presence("Maria", "09:00", instead_of="John")
    )
    assert _refusal(mixed).message == "Maria är antecknad som närvarande två gånger på samma tid."


@pytest.mark.parametrize("clock", ["9:00", "24:00", "09.30", "09:60", "", "09:30\n", "٠٩:٣٠"])
def test_a_clock_time_has_one_form(clock: str) -> None:
    """Anything else than HH:MM is refused with how to write it."""
    with pytest.raises(InvalidInputError, match=r"är inget klockslag \(09:30\)"):
        rolls.check_roll(_with(Presence("John", since=clock)))
    with pytest.raises(InvalidInputError, match="Tid för John"):
        rolls.check_roll(_with(Presence("John", until=clock)))


@pytest.mark.parametrize(
    ("roll", "sentence"),
    [
        (Roll((Seat(""),)), "Namn: får inte vara tom"),
        (Roll((Seat("Eva", "S\n"),)), "Parti: ska stå på en rad"),
        (Roll((Seat("E" * 501),)), "Namn: får ha högst 500 tecken, men har 501"),
        (_with(Presence("John", note="\x07")), "Anteckning: innehåller styrtecken"),
        (Roll(guests=(Guest("Siv", "a" * 100_001),)), "Titel: får ha högst 100000 tecken"),
        (
            Roll(tuple(Seat(str(n)) for n in range(1001))),
            "ersättare: får vara högst 1000, men är 1001",
        ),
        (_with(*[Presence("John")] * 1001), "Närvaro: får vara högst 1000"),
        (Roll(guests=(Guest("Siv"),) * 1001), "Övriga närvarande: får vara högst 1000"),
    ],
)
def test_values_of_the_wrong_form_are_bad_input(roll: Roll, sentence: str) -> None:
    """Empty, too long, too many, or with control characters: told with the limit."""
    with pytest.raises(InvalidInputError, match=sentence):
        rolls.check_roll(roll)


def test_a_note_may_have_lines() -> None:
    """Line breaks and tabs are text, not control characters."""
    rolls.check_roll(_with(Presence("John", note="Anmält förhinder\n\tfrån kl. 10")))
