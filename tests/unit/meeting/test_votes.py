"""An open vote that adds up, what it decides, and one that doesn't."""

from dataclasses import replace

import pytest

from workflow.errors import CommandRefusedError, InvalidInputError
from workflow.meeting.votes import check_vote
from workflow.model.proceedings import Ballot, Choice, Vote

FIVE = ("Anna", "Bo", "Cilla", "David", "Eva")


def _vote(yes: int, no: int, abstained: int = 0) -> Vote:
    return Vote("bifall till förslaget", "avslag på förslaget", yes, no, abstained)


def _told(choices: str) -> Vote:
    """A vote told by person: one letter for each of those who take part."""
    words: dict[str, Choice] = {"j": "yes", "n": "no", "-": "abstains"}
    ballots = tuple(Ballot(name, words[each]) for name, each in zip(FIVE, choices, strict=False))
    numbers = (choices.count("j"), choices.count("n"), choices.count("-"))
    return replace(_vote(*numbers), ballots=ballots)


def test_the_majority_decides() -> None:
    """More yes than no is yes, whoever abstains; the minutes' words have numbers, reason and section."""
    result = check_vote(_told("jj-n-"), FIVE, "Anna", council=False)
    assert result.outcome == "yes"
    assert "2 röstar ja och 1 nej, 2 avstår." in result.explanation
    assert "KL 6 kap. 33 §" in result.explanation
    assert result.explanation.endswith("Beslutet blir: bifall till förslaget.")
    lost = check_vote(_vote(2, 3), FIVE, "Anna", council=True)
    assert lost.outcome == "no"
    assert "avstår" not in lost.explanation
    assert lost.explanation.endswith("Beslutet blir: avslag på förslaget.")


@pytest.mark.parametrize(("choices", "outcome"), [("jjnn-", "yes"), ("nnjj-", "no")])
def test_the_chair_decides_a_tie(choices: str, outcome: str) -> None:
    """The side that the chair voted for wins (KL 5:56)."""
    result = check_vote(replace(_told(choices), casting=True), FIVE, "Anna", council=True)
    assert result.outcome == outcome
    assert "utslagsröst" in result.explanation
    assert "KL 5 kap. 56 §" in result.explanation


def test_the_lot_decides_an_election() -> None:
    """As many on both sides at an election: by lot, and no casting vote (KL 5:56 second paragraph)."""
    result = check_vote(_vote(2, 2, 1), FIVE, "Anna", council=True, election=True)
    assert result.outcome == "lot"
    assert "lottning" in result.explanation


@pytest.mark.parametrize("vote", [_vote(2, 3), _vote(2, 2, 1)])
def test_a_third_may_postpone_a_matter(vote: Vote) -> None:
    """Two of five are a third (KL 5:50), also when as many are against."""
    result = check_vote(replace(vote, minority=True), FIVE, "Anna", council=True)
    assert result.outcome == "yes"
    assert "KL 5 kap. 50 §" in result.explanation


@pytest.mark.parametrize(
    ("vote", "given", "sentence"),
    [
        (_vote(3, 3), {}, r"3 ja \+ 3 nej \+ 0 avstår = 6, men 5 deltar .*KL 5:55, 6:33"),
        (_vote(3, 1), {}, "= 4, men 5 deltar"),
        (_vote(0, 0, 5), {}, "Ingen har röstat .*KL 5:55, 6:33"),
        (replace(_told("jjjnn"), yes=2, no=3), {}, r"2 ja är räknade, men 3 av .*\(KL 5:67\)"),
        (
            replace(_told("jjjnn"), ballots=(*_told("jjjn").ballots, Ballot("Anna", "no"))),
            {},
            r"Anna har mer än en röst \(KL 5:67\)",
        ),
        (
            replace(_told("jjjnn"), ballots=(*_told("jjjn").ballots, Ballot("Nils", "no"))),
            {},
            r"Nils deltar inte i beslutet .*\(KL 5:67\)",
        ),
        (_vote(2, 2, 1), {}, r"ordföranden har utslagsröst \(KL 6:33, 5:56\)"),
        (_vote(2, 2, 1), {"council": True}, r"utslagsröst \(KL 5:56\)"),
        (
            replace(_told("jjjnn"), casting=True),
            {},
            "bara när rösterna är lika många .*KL 6:33, 5:56",
        ),
        (
            replace(_told("jjnn-"), casting=True),
            {"election": True, "council": True},
            r"lotten .*\(KL 5:56 andra stycket\)",
        ),
        (
            replace(_told("jjnn-"), casting=True),
            {"chair": None},
            "Ingen i presidiet deltar, .*KL 6:33",
        ),
        (replace(_vote(2, 2, 1), casting=True), {}, "inte hur ordföranden Anna röstade .*KL 6:33"),
        (replace(_told("-jjnn"), casting=True), {}, "inte hur ordföranden Anna röstade"),
        (replace(_vote(2, 3), minority=True), {}, r"bara .*i fullmäktige \(KL 5:50, 6:33\)"),
        (
            replace(_vote(2, 3), minority=True),
            {"council": True, "election": True},
            r"Vid val krävs enkel majoritet .*\(KL 5:50\)",
        ),
        (
            replace(_vote(2, 3), minority=True),
            {"council": True, "minority_used": True},
            r"redan skjutit upp ärendet en gång.*\(KL 5:50\)",
        ),
        (
            replace(_vote(1, 4), minority=True),
            {"council": True},
            r"1 av 5 närvarande .*mindre än en tredjedel \(KL 5:50\)",
        ),
        (replace(_vote(3, 2), minority=True), {"council": True}, "ingen minoritet .*KL 5:50, 5:55"),
        (
            replace(_told("jjnn-"), minority=True, casting=True),
            {"council": True},
            "ingen minoritet",
        ),
    ],
)
def test_a_vote_that_cannot_be_is_refused(
    vote: Vote, given: dict[str, bool], sentence: str
) -> None:
    """Each way in which a vote can be wrong is told with its numbers and its section."""
    chair = "Anna" if given.get("chair", True) else None
    with pytest.raises(CommandRefusedError, match=sentence):
        check_vote(
            vote,
            FIVE,
            chair,
            council=given.get("council", False),
            election=given.get("election", False),
            minority_used=given.get("minority_used", False),
        )


@pytest.mark.parametrize(
    ("vote", "sentence"),
    [
        (_vote(-1, 6), "Ja-röster: -1 är inget möjligt antal"),
        (replace(_vote(3, 2), yes_means=" "), "Ja betyder: får inte vara tom"),
        (replace(_vote(3, 2), no_means="a\nb"), "Nej betyder: ska stå på en rad"),
        (
            replace(_vote(3, 2), ballots=(Ballot("Anna", "yes"),) * 1001),
            "Röster: får vara högst 1000",
        ),
    ],
)
def test_values_of_the_wrong_form_are_bad_input(vote: Vote, sentence: str) -> None:
    """Told before anything is counted."""
    with pytest.raises(InvalidInputError, match=sentence):
        check_vote(vote, FIVE, "Anna", council=False)
