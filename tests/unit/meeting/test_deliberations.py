"""How an item was dealt with, and what can't have been so."""

from dataclasses import replace
from datetime import date

import pytest

from workflow.errors import CommandRefusedError, InvalidInputError
from workflow.meeting.deliberations import check_deliberation
from workflow.model.ids import MatterId
from workflow.model.outcome import AssignmentGiven, PointOutcome
from workflow.model.proceedings import (
    AgendaItem,
    Ballot,
    Conflict,
    Deliberation,
    FloorMotion,
    Guest,
    Presence,
    Proceedings,
    Reservation,
    Resolution,
    Roll,
    Seat,
    Statement,
    Vote,
)

HELD = Proceedings(
    Roll(
        (
            Seat("Anna", role="chair"),
            Seat("Bo", role="vice_chair"),
            Seat("Cilla"),
            Seat("David"),
            Seat("Eva"),
            Seat("Frida", role="substitute"),
            Seat("Gun", role="substitute"),
        ),
        (
            Presence("Anna"),
            Presence("Bo"),
            Presence("Cilla"),
            Presence("David", until="09:30"),
            Presence("Frida", since="09:30", instead_of="David"),
            Presence("Gun", serving=False),
        ),
        (Guest("Siv", "kanslichef"),),
    )
)
STEADY = replace(HELD, roll=replace(HELD.roll, presences=HELD.roll.presences[:3]))
FEW = replace(HELD, roll=replace(HELD.roll, presences=HELD.roll.presences[:2]))
ITEM = AgendaItem("i1", "decision", "Taxa", MatterId("m"), "KS 1/2025", "tariff", announced=True)
INFORMATION = AgendaItem("i2", "information", "Ekonomi")
DONE = Deliberation(
    Resolution((PointOutcome("adopts"),), ("decides",), sentences=("Taxan antas.",))
)
VOTE = Vote("bifall", "avslag", 2, 1)


def _check(
    said: Deliberation = DONE,
    item: AgendaItem = ITEM,
    held: Proceedings = HELD,
    *,
    council: bool = False,
    elects: bool = False,
    minority_used: bool = False,
) -> None:
    check_deliberation(
        held, item, said, council=council, elects=elects, minority_used=minority_used
    )


def _refused(sentence: str, *args: object, **given: bool) -> None:
    with pytest.raises(CommandRefusedError, match=sentence):
        _check(*args, **given)  # type: ignore[arg-type]  # the helper's own


def _bad(sentence: str, said: Deliberation) -> None:
    with pytest.raises(InvalidInputError, match=sentence):
        _check(said)


def test_an_ordinary_decision_is_accepted() -> None:
    """With everything that minutes can hold."""
    _check(
        replace(
            DONE,
            taken_up_at="10:00",
            conflicts=(Conflict("Cilla", "part i ärendet"),),
            floor=(FloorMotion(("Anna", "Gun"), "Bifall"), FloorMotion(("Bo",), "Avslag")),
            putting_the_question="Bifall mot avslag",
            vote=Vote(
                "bifall",
                "avslag",
                2,
                1,
                ballots=(Ballot("Anna", "yes"), Ballot("Frida", "yes"), Ballot("Bo", "no")),
            ),
            reservations=(Reservation(("Bo",), "Till förmån för eget yrkande"),),
            statements=(Statement(("Gun",), "Ersättarnas mening"),),
        )
    )


@pytest.mark.parametrize(
    "item", [AgendaItem("i3", "formality", "Upprop"), AgendaItem("i4", "adjournment", "Lunch")]
)
def test_what_decides_nothing_needs_nobody(item: AgendaItem) -> None:
    """Calling the roll and breaking for lunch take neither quorum nor text."""
    _check(Deliberation(Resolution()), item, Proceedings())


def test_too_few_decide_nothing() -> None:
    """Two of five decide nothing, in a committee or in the council, nor do they take information."""
    _refused(r"Punkt i1: .*minst 3; 2 är närvarande \(KL 6 kap. 27 §\)", DONE, ITEM, FEW)
    _refused("KL 5 kap. 45 §", DONE, ITEM, FEW, council=True)
    _refused("KL 6 kap. 27 §", DONE, INFORMATION, FEW)
    _refused(r"inte antecknat vilka som är närvarande \(KL 6:27, 6:35\)", DONE, ITEM, Proceedings())


@pytest.mark.parametrize("matter_type", ["interpellation", "question"])
def test_the_council_may_answer_questions_with_few(matter_type: str) -> None:
    """An interpellation or a question may be answered without a quorum, in the council only (KL 5:45)."""
    item = replace(ITEM, matter_type=matter_type)
    _check(DONE, item, FEW, council=True)
    _refused("KL 6 kap. 27 §", DONE, item, FEW)


def test_who_stands_back_in_the_council_does_not_hinder_it() -> None:
    """Two of five are enough if the third has a conflict of interest (KL 5:46), not in a committee."""
    said = replace(DONE, conflicts=(Conflict("Cilla", "part"),))
    _check(said, ITEM, STEADY, council=True)
    _refused("KL 6 kap. 27 §", said, ITEM, STEADY)


def test_the_council_decides_what_was_announced() -> None:
    """Else everybody present has to agree; committees have no such rule (KL 5:52)."""
    sudden = replace(ITEM, announced=False)
    _refused(r"”Taxa” är inte tillkännagiven.*brådskande.*\(KL 5:52\)", DONE, sudden, council=True)
    untold = replace(DONE, resolution=replace(DONE.resolution, forms=()))
    _refused("är inte tillkännagiven", untold, sudden, council=True)
    _check(replace(DONE, by_all=True), sudden, council=True)
    _check(DONE, sudden)
    _check(DONE, replace(INFORMATION, matter=MatterId("m")), council=True)


@pytest.mark.parametrize("form", ["tables", "refers_back", "withdraws"])
def test_what_was_not_announced_may_be_put_off(form: str) -> None:
    """Putting a matter off settles nothing (KL 5:52)."""
    put_off = replace(DONE, resolution=replace(DONE.resolution, forms=(form,)))
    _check(put_off, replace(ITEM, announced=False), council=True)


@pytest.mark.parametrize(
    ("said", "item", "sentence"),
    [
        (
            DONE,
            replace(ITEM, adjusted_on=date(2025, 2, 27), paragraph=11),
            r"§ 11 är justerad .*\(KL 5:69, 6:35\)",
        ),
        (DONE, replace(ITEM, status="withdrawn"), "Punkt i1 har utgått"),
        (DONE, INFORMATION, "Punkt i2 hör inte till något ärende"),
        (
            replace(DONE, resolution=replace(DONE.resolution, outcomes=(), forms=())),
            ITEM,
            r"framgår inte vad som beslutades i ärendet \(KL 5:67\)",
        ),
        (
            replace(DONE, resolution=replace(DONE.resolution, sentences=(" ",))),
            ITEM,
            r"beslutet har ingen text \(KL 5:67\)",
        ),
        (
            replace(DONE, conflicts=(Conflict("Bo", "part"),) * 2),
            ITEM,
            "Bo står som jävig mer än en",
        ),
        (replace(DONE, conflicts=(Conflict("Siv", "part"),)), ITEM, r"Siv hör inte .*\(KL 6:30\)"),
        (replace(DONE, floor=(FloorMotion(("Siv",), ""),)), ITEM, "Siv hör inte .*KL 5:39, 6:26"),
        (
            replace(DONE, floor=(FloorMotion(("Eva",), ""),)),
            ITEM,
            "Eva var inte närvarande och kan",
        ),
        (
            replace(DONE, reservations=(Reservation(("Gun",)),)),
            ITEM,
            r"Gun tjänstgjorde inte och kan inte reservera sig.*\(KL 4:27\)",
        ),
        (
            replace(DONE, reservations=(Reservation(("David",)),), taken_up_at="09:30"),
            ITEM,
            r"David var inte närvarande kl. 09:30 .*\(KL 4:27\)",
        ),
        (
            replace(
                DONE,
                taken_up_at="09:00",
                conflicts=(Conflict("Bo", "part"),),
                reservations=(Reservation(("Bo",)),),
            ),
            ITEM,
            r"Bo är jävig och kan inte reservera sig.*\(KL 4:27\)",
        ),
        (
            replace(DONE, statements=(Statement(("Siv",), ""),)),
            ITEM,
            r"Siv hör .*\(KL 6:17, 6:26\)",
        ),
        (replace(DONE, vote=VOTE), ITEM, r"närvaron ändrades under sammanträdet \(KL 5:67\)"),
        (replace(DONE, vote=VOTE, taken_up_at="09:00"), ITEM, "Punkt i1: .* = 3, men 4 deltar"),
    ],
)
def test_what_cannot_have_been_so(said: Deliberation, item: AgendaItem, sentence: str) -> None:
    """Each is refused with the item or the person, and the section of the law."""
    _refused(sentence, said, item)


def test_all_faults_of_a_deliberation_are_told_at_once() -> None:
    """Three faults, three sentences."""
    said = replace(
        DONE,
        resolution=Resolution(),
        reservations=(Reservation(("Siv",)),),
    )
    with pytest.raises(CommandRefusedError) as refused:
        _check(said)
    assert len(refused.value.message.splitlines()) == 3


def test_before_half_past_nine_the_member_may_have_another_opinion() -> None:
    """Without a clock time both he and his substitute may have taken part."""
    _check(replace(DONE, reservations=(Reservation(("David", "Frida")),)))


def test_others_may_move_in_the_council() -> None:
    """Chairs of committees who aren't members may (KL 5:39); in a committee no guest does."""
    said = replace(DONE, floor=(FloorMotion(("Siv",), "Bifall"),))
    _check(said, council=True)
    _refused("Siv hör inte till organet", said)
    _refused(
        r"Siv hör inte .*\(KL 5:47\)",
        replace(DONE, conflicts=(Conflict("Siv", "x"),)),
        council=True,
    )


def test_somebody_is_there_when_an_item_is_taken_up() -> None:
    """A clock time after everybody has left is a mistake, also for a formality."""
    left = tuple(replace(one, until="11:00") for one in STEADY.roll.presences)
    held = replace(STEADY, roll=replace(STEADY.roll, presences=left))
    late = Deliberation(Resolution(), taken_up_at="11:00")
    _refused(
        r"Ingen var närvarande kl. 11:00, .*\(KL 5:66\)",
        late,
        AgendaItem("i3", "formality", "P"),
        held,
    )


def test_a_vote_needs_no_time_where_nobody_came_or_went() -> None:
    """The same three all the time."""
    _check(replace(DONE, vote=VOTE), ITEM, STEADY)


def test_what_is_known_of_the_matter_reaches_the_vote() -> None:
    """Elections have no casting vote, and a minority has its right once."""
    tie = replace(DONE, vote=Vote("A", "B", 1, 1, 1))
    _refused("utslagsröst", tie, ITEM, STEADY)
    _check(tie, ITEM, STEADY, elects=True)
    asked = replace(DONE, vote=Vote("återremiss", "avgörande", 1, 2, minority=True))
    _check(asked, ITEM, STEADY, council=True)
    _refused("redan skjutit upp", asked, ITEM, STEADY, council=True, minority_used=True)


def test_values_of_the_wrong_form_are_bad_input() -> None:
    """Every text has a limit and every list an end; a name can't be empty."""
    long = "a" * 100_001
    _bad(
        "Yrkande: får ha högst 100000 tecken, men har 100001",
        replace(DONE, floor=(FloorMotion(("Bo",), long),)),
    )
    _bad("Reservation: får ha", replace(DONE, reservations=(Reservation(("Bo",), long),)))
    _bad("Protokollsanteckning: ange vem", replace(DONE, statements=(Statement((), "x"),)))
    _bad("Namn: får inte vara tom", replace(DONE, statements=(Statement(("",), "x"),)))
    _bad("Grund för jäv: får inte vara tom", replace(DONE, conflicts=(Conflict("Bo", ""),)))
    _bad("Jäv: får inte vara tom", replace(DONE, conflicts=(Conflict("", "part"),)))
    _bad("Propositionsordning: får ha", replace(DONE, putting_the_question=long))
    _bad("Togs upp: ”9.30” är inget klockslag", replace(DONE, taken_up_at="9.30"))
    _bad("Jäv: får vara högst 1000", replace(DONE, conflicts=(Conflict("Bo", "part"),) * 1001))
    _bad("Yrkanden: får vara", replace(DONE, floor=(FloorMotion(("Bo",), ""),) * 1001))
    _bad("Reservationer: får vara", replace(DONE, reservations=(Reservation(("Bo",)),) * 1001))
    _bad("anteckningar: får vara", replace(DONE, statements=(Statement(("Bo",), ""),) * 1001))


@pytest.mark.parametrize(
    ("resolution", "sentence"),
    [
        (Resolution(sentences=("a" * 100_001,)), "Beslutssats: får ha högst 100000"),
        (Resolution(sentences=("a",) * 201), "Beslutssatser: får vara högst 200, men är 201"),
        (Resolution(heading="\0"), "Beslutets rubrik: innehåller styrtecken"),
        (Resolution(outcomes=(PointOutcome("adopts"),) * 1001), "Utfall: får vara högst 1000"),
        (Resolution(forms=("decides",)), r"ska vara lika många som utfallen \(0\), men är 1"),
        (
            Resolution((PointOutcome("adopts"),), ("adopts",)),
            "adopts är ingen. Det finns decides, ",
        ),
        (Resolution(recipients=("",)), "Mottagare: får inte vara tom"),
        (Resolution(recipients=("a",) * 1001), "Mottagare: får vara högst 1000"),
        (Resolution(assignments=(AssignmentGiven("a"),) * 1001), "Uppdrag: får vara högst 1000"),
    ],
)
def test_a_resolution_has_limits(resolution: Resolution, sentence: str) -> None:
    """A huge text is refused with the limit."""
    _bad(sentence, Deliberation(resolution))
