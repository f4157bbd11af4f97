"""An open vote: whether it adds up, and what it decides (KL 5:50, 5:54-56, 6:33). Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

from workflow.meeting.faults import Faults, shown, twice
from workflow.model.proceedings import Choice, Vote
from workflow.statutory import thresholds

_LABELS: Final[dict[Choice, str]] = {"yes": "ja", "no": "nej", "abstains": "avstår"}


@dataclass(frozen=True, slots=True)
class VoteResult:
    """What a vote decides, and how the minutes tell it.

    ``lot``: as many on both sides at an election; the lot decides (KL 5:56 second paragraph), and which
    way it fell is told by what the body did.
    """

    outcome: Literal["yes", "no", "lot"]
    explanation: str


def check_vote(
    vote: Vote,
    deciding: Collection[str],
    chair: str | None,
    *,
    council: bool,
    election: bool = False,
    minority_used: bool = False,
) -> VoteResult:
    """What the vote decides, if it adds up.

    Args:
        vote: as it was counted.
        deciding: names of those who take part, without those who have a conflict of interest.
        chair: who presides; None where nobody of the presidium takes part.
        council: whether it is the council; otherwise a committee (KL 6:33).
        election: an election or the appointment of staff.
        minority_used: a minority has had the matter tabled or referred back before (KL 5:50).

    Raises:
        InvalidInputError: texts of the wrong form, or numbers below zero.
        CommandRefusedError: numbers that don't add up with those who take part or with the ballots, a
            ballot of somebody who doesn't take part or has voted already, a casting vote that isn't
            the chair's to give, a tie that nothing decides, a minority that isn't one.
    """
    faults = Faults()
    faults.line("Ja betyder", vote.yes_means)
    faults.line("Nej betyder", vote.no_means)
    for label, number in (
        ("Ja-röster", vote.yes),
        ("Nej-röster", vote.no),
        ("Avstår", vote.abstained),
    ):
        if number < 0:
            faults.wrong(label, f"{number} är inget möjligt antal.")
    faults.count("Röster", vote.ballots)
    faults.raise_if_any()
    _check_sum(faults, vote, len(set(deciding)))
    _check_ballots(faults, vote, deciding)
    if vote.minority:
        _check_minority(
            faults, vote, len(set(deciding)), council=council, election=election, used=minority_used
        )
    else:
        _check_tie(faults, vote, chair, council=council, election=election)
    faults.raise_if_any()
    if vote.minority:
        return VoteResult(
            "yes", _told(vote, thresholds.third(len(set(deciding)), vote.yes).explanation)
        )
    return _decided(vote, chair, council=council, election=election)


def _decided(vote: Vote, chair: str | None, *, council: bool, election: bool) -> VoteResult:
    casting = _side_of(vote, chair) if vote.casting else None
    division = thresholds.majority(
        vote.yes, vote.no, in_council=council, election=election, casting=casting
    )
    if division.outcome == "lot":
        return VoteResult("lot", _told(vote, division.explanation))
    outcome: Literal["yes", "no"] = "yes" if division.outcome == "yes" else "no"
    won = vote.yes_means if outcome == "yes" else vote.no_means
    return VoteResult(outcome, f"{_told(vote, division.explanation)} Beslutet blir: {won}.")


def _told(vote: Vote, explanation: str) -> str:
    """The vote as minutes word it: what was asked, the numbers, why it ended so."""
    abstained = f", {vote.abstained} avstår" if vote.abstained else ""
    return (
        f"Ja: {vote.yes_means}. Nej: {vote.no_means}. "
        f"{vote.yes} röstar ja och {vote.no} nej{abstained}. {explanation}"
    )


def _check_sum(faults: Faults, vote: Vote, taking_part: int) -> None:
    total = vote.yes + vote.no + vote.abstained
    if total != taking_part:
        faults.refuse(
            f"Omröstningen går inte ihop: {vote.yes} ja + {vote.no} nej + {vote.abstained} avstår = "
            f"{total}, men {taking_part} deltar i beslutet (KL 5:55, 6:33).",
            "Rätta rösterna, eller närvaron vid det klockslaget.",
        )
    elif vote.yes == vote.no == 0:
        faults.refuse("Ingen har röstat (KL 5:55, 6:33).", "Ta bort omröstningen.")


def _check_ballots(faults: Faults, vote: Vote, deciding: Collection[str]) -> None:
    if not vote.ballots:
        return
    for name in twice(ballot.name for ballot in vote.ballots):
        faults.refuse(f"{shown(name)} har mer än en röst (KL 5:67).")
    for name in dict.fromkeys(ballot.name for ballot in vote.ballots):
        if name not in deciding:
            faults.refuse(f"{shown(name)} deltar inte i beslutet och kan inte rösta (KL 5:67).")
    counted: dict[Choice, int] = {"yes": vote.yes, "no": vote.no, "abstains": vote.abstained}
    for choice, number in counted.items():
        told = sum(ballot.choice == choice for ballot in vote.ballots)
        if told != number:
            faults.refuse(
                f"Rösterna går inte ihop: {number} {_LABELS[choice]} är räknade, men {told} av "
                "dem som nämns vid namn (KL 5:67)."
            )


def _check_tie(
    faults: Faults, vote: Vote, chair: str | None, *, council: bool, election: bool
) -> None:
    section = "KL 5:56" if council else "KL 6:33, 5:56"
    if not vote.casting:
        if vote.yes == vote.no and not election:
            faults.refuse(
                f"Lika många röster: ordföranden har utslagsröst ({section}).",
                "Ange att ordförandens utslagsröst avgjorde, och hur var och en röstade.",
            )
        return
    if vote.yes != vote.no:
        faults.refuse(f"Utslagsröst finns bara när rösterna är lika många ({section}).")
    elif election:
        faults.refuse(f"Vid val avgör lotten när rösterna är lika många ({section} andra stycket).")
    elif chair is None:
        faults.refuse(
            f"Ingen i presidiet deltar, så ingen har utslagsröst ({section}).",
            "Ange i närvaron vem som för ordet.",
        )
    elif _side_of(vote, chair) is None:
        faults.refuse(
            f"Det framgår inte hur ordföranden {chair} röstade ({section}).",
            "Ange hur var och en röstade.",
        )


def _check_minority(
    faults: Faults, vote: Vote, taking_part: int, *, council: bool, election: bool, used: bool
) -> None:
    if not council:
        faults.refuse("En minoritet kan bara skjuta upp ett ärende i fullmäktige (KL 5:50, 6:33).")
    elif election:
        faults.refuse("Vid val krävs enkel majoritet för att skjuta upp ärendet (KL 5:50).")
    elif used:
        faults.refuse(
            "En minoritet har redan skjutit upp ärendet en gång; nu krävs enkel majoritet (KL 5:50)."
        )
    elif vote.yes * 3 < taking_part:
        faults.refuse(
            f"{vote.yes} av {taking_part} närvarande begär det, och det är mindre än en tredjedel (KL 5:50)."
        )
    elif vote.yes > vote.no or vote.casting:
        faults.refuse(
            "De som vill skjuta upp ärendet är ingen minoritet utan fler än de andra (KL 5:50, 5:55).",
            "Registrera det som en vanlig omröstning; minoritetens rätt är då inte använd.",
        )


def _side_of(vote: Vote, name: str | None) -> thresholds.Side | None:
    """How somebody voted; None if that isn't told, or he abstained."""
    choice = next((ballot.choice for ballot in vote.ballots if ballot.name == name), None)
    return None if choice == "abstains" else choice
