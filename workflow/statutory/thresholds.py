"""How many it takes: quorum, a third, all, simple majority and the chair's casting vote. Pure.

Kommunallagen 5 kap. 33, 45-46, 50, 52 and 55-56 §§ for the council, 6 kap. 27 and 33 §§ for committees. Whole
people are counted, so every number is a whole one; those who serve are counted, not those who listen.
"""

from dataclasses import dataclass
from typing import Final, Literal

from workflow.errors import InvalidInputError
from workflow.statutory import people

Side = Literal["yes", "no"]

_COUNCIL_QUORUM: Final = "KL 5 kap. 45 §"
_COMMITTEE_QUORUM: Final = "KL 6 kap. 27 §"
_THIRD: Final = "KL 5 kap. 50 §"
_UNANNOUNCED: Final = "KL 5 kap. 52 §"
_UNPREPARED: Final = "KL 5 kap. 33 §"
_COUNCIL_VOTE: Final = "KL 5 kap. 55 §"
_COMMITTEE_VOTE: Final = "KL 6 kap. 33 §, 5 kap. 55 §"
_COUNCIL_TIE: Final = "KL 5 kap. 56 §"
_COMMITTEE_TIE: Final = "KL 6 kap. 33 §, 5 kap. 56 §"
_COMMITTEE_TABLING: Final = "KL 6 kap. 33 §"
_IN_SWEDISH: Final = {"yes": "ja", "no": "nej"}


@dataclass(frozen=True, slots=True)
class Threshold:
    """Whether enough of a number of people are with it.

    ``needed`` of ``of`` are enough; ``given`` is how many there are. ``met`` and ``given`` are None
    while it isn't known how many there are.
    """

    rule: str
    met: bool | None
    given: int | None
    needed: int
    of: int
    source: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Division:
    """How a vote ends. ``tied``: the chair has to decide it; ``lot``: it has to be drawn.

    ``decided_by`` is None as long as nothing has decided it.
    """

    rule: str
    outcome: Literal["yes", "no", "tied", "lot"]
    decided_by: Literal["majority", "casting_vote"] | None
    yes: int
    no: int
    source: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Postponement:
    """Whether a matter is tabled or referred back when some ask for it and the others are against.

    ``by_minority``: those who asked didn't win a majority, so that the next time takes one
    (KL 5 kap. 50 §). ``needed`` is the third that is enough; None where only a majority counts.
    """

    rule: str
    outcome: Literal["postponed", "decided_now", "tied", "lot"]
    by_minority: bool
    asking: int
    against: int
    present: int
    needed: int | None
    source: str
    explanation: str


def quorum(
    members: int, present: int | None = None, *, in_council: bool = True, conflicted: int = 0
) -> Threshold:
    """More than half of the members have to be there (KL 5 kap. 45 §, 6 kap. 27 §).

    Args:
        members: how many the body has, substitutes not counted.
        present: how many serve, substitutes for members counted; None when it isn't known.
        in_council: otherwise a committee.
        conflicted: members left out of this matter by a conflict of interest, not counted in
            ``present``. In the council the matter may be handled without them (KL 5 kap. 46 §).

    Raises:
        InvalidInputError: no members, or more present than there are members.
    """
    rule, source = ("KL-5:45", _COUNCIL_QUORUM) if in_council else ("KL-6:27", _COMMITTEE_QUORUM)
    people.check(source, members, least=1)
    people.check(source, conflicted)
    needed = members // 2 + 1
    law = f"mer än hälften av {members} ledamöter måste vara närvarande, alltså minst {needed}"
    if present is None:
        return Threshold(
            rule, None, None, needed, members, source, f"{people.capital(law)} ({source})."
        )
    people.check(source, present)
    people.check_fits(present + conflicted, members, "närvarande", "ledamöter", source)
    if in_council and conflicted and present < needed <= present + conflicted:
        source = f"{source}, 5 kap. 46 §"
        excused = f"{present} är närvarande och {conflicted} jäviga hindrar inte"
        return Threshold(
            rule,
            True,
            present,
            needed,
            members,
            source,
            f"Beslutsfört: {law}; {excused} ({source}).",
        )
    met = present >= needed
    verdict = "Beslutsfört" if met else "Inte beslutsfört"
    said = f"{verdict}: {law}; {present} är närvarande ({source})."
    return Threshold(rule, met, present, needed, members, source, said)


def third(present: int, asking: int | None = None) -> Threshold:
    """A third of those present in the council may have a matter tabled or referred back (KL 5 kap. 50 §).

    In the council only, not in elections, and not when a minority has had the matter postponed
    before: ``postponement`` sees to that.

    Args:
        present: how many members serve.
        asking: how many of them ask for it; None when it isn't known.

    Raises:
        InvalidInputError: nobody is present, or more ask than are present.
    """
    people.check(_THIRD, present, least=1)
    needed = -(-present // 3)
    law = f"minst en tredjedel av {present} närvarande måste begära det, alltså minst {needed}"
    if asking is None:
        return Threshold(
            "KL-5:50", None, None, needed, present, _THIRD, f"{people.capital(law)} ({_THIRD})."
        )
    people.check(_THIRD, asking)
    people.check_fits(asking, present, "begär det", "närvarande", _THIRD)
    met = asking >= needed
    verdict = "Bordläggs eller återremitteras" if met else "Räcker inte"
    said = f"{verdict}: {law}; {asking} begär det ({_THIRD})."
    return Threshold("KL-5:50", met, asking, needed, present, _THIRD, said)


def unanimous(present: int, agreeing: int, *, prepared: bool = True) -> Threshold:
    """All members present in the council have to agree to decide an urgent matter.

    One that wasn't announced (KL 5 kap. 52 §), or one that hasn't been prepared (KL 5 kap. 33 §).

    Args:
        present: how many members serve.
        agreeing: how many of them agree.
        prepared: False when preparation is what is missing.

    Raises:
        InvalidInputError: nobody is present, or more agree than are present.
    """
    rule, source, lacks = (
        ("KL-5:52", _UNANNOUNCED, "inte tillkännagivits")
        if prepared
        else ("KL-5:33", _UNPREPARED, "inte beretts")
    )
    people.check(source, present, least=1)
    people.check(source, agreeing)
    people.check_fits(agreeing, present, "eniga", "närvarande", source)
    met = agreeing == present
    verdict = "Ärendet får avgöras" if met else "Ärendet får inte avgöras"
    said = (
        f"{verdict}: ett brådskande ärende som {lacks} kräver att samtliga {present} närvarande är ense;"
        f" {agreeing} är det ({source})."
    )
    return Threshold(rule, met, agreeing, present, present, source, said)


def majority(
    yes: int,
    no: int,
    *,
    in_council: bool = True,
    election: bool = False,
    casting: Side | None = None,
) -> Division:
    """Simple majority of the votes cast decides (KL 5 kap. 55-56 §§, 6 kap. 33 §).

    Args:
        yes: votes for; those who abstain aren't counted.
        no: votes against.
        in_council: otherwise a committee.
        election: an election or the appointment of staff, where a tie is settled by lot.
        casting: what the chair decides on a tie; None when that isn't known.

    Raises:
        InvalidInputError: nobody voted.
    """
    source = _COUNCIL_VOTE if in_council else _COMMITTEE_VOTE
    rule = "KL-5:55" if in_council else "KL-6:33"
    people.check(source, yes, no)
    if yes == no == 0:
        raise InvalidInputError(
            f"Ingen har röstat ({source}).", hint="Ange hur många som röstade ja och nej."
        )
    count = f"{yes} ja mot {no} nej"
    if yes != no:
        side: Side = "yes" if yes > no else "no"
        said = f"{people.capital(_IN_SWEDISH[side])}: {count}; enkel majoritet avgör ({source})."
        return Division(rule, side, "majority", yes, no, source, said)
    source = _COUNCIL_TIE if in_council else _COMMITTEE_TIE
    if election:
        said = f"Lottning: {count}; lika röstetal vid val avgörs genom lottning ({source})."
        return Division(rule, "lot", None, yes, no, source, said)
    if casting is None:
        said = (
            f"Ordföranden avgör: {count}; vid lika röstetal har ordföranden utslagsröst ({source})."
        )
        return Division(rule, "tied", None, yes, no, source, said)
    said = f"{people.capital(_IN_SWEDISH[casting])}: {count}; ordförandens utslagsröst avgör ({source})."
    return Division(rule, casting, "casting_vote", yes, no, source, said)


def postponement(
    asking: int,
    against: int,
    present: int,
    *,
    in_council: bool = True,
    election: bool = False,
    earlier_by_minority: bool = False,
    casting: Side | None = None,
) -> Postponement:
    """Whether the matter is tabled or referred back (KL 5 kap. 50 §, 6 kap. 33 §).

    In the council a third of those present is enough, once for a matter. At elections, in committees
    and once a minority has had the matter postponed it takes a simple majority of the votes.

    Args:
        asking: how many ask for it, or vote for it.
        against: how many want the matter decided now.
        present: how many serve; those who abstain are among them.
        in_council: otherwise a committee.
        election: the matter is an election.
        earlier_by_minority: a minority has had this matter tabled or referred back before.
        casting: what the chair decides on a tie, ``yes`` for postponing.

    Raises:
        InvalidInputError: nobody voted, or more than were present.
    """
    section = _THIRD if in_council else _COMMITTEE_TABLING
    rule = "KL-5:50" if in_council else "KL-6:33"
    people.check(section, present, least=1)
    vote = majority(asking, against, in_council=in_council, election=election, casting=casting)
    people.check_fits(asking + against, present, "röstande", "närvarande", section)
    needed = None
    if in_council and not election and not earlier_by_minority:
        enough = third(present, asking)
        needed = enough.needed
        if enough.met and vote.outcome != "yes":
            numbers = (asking, against, present, needed)
            return Postponement(rule, "postponed", True, *numbers, _THIRD, enough.explanation)
    outcome: Literal["postponed", "decided_now", "tied", "lot"]
    if vote.outcome == "yes":
        outcome, said = "postponed", "Bordläggs eller återremitteras"
    elif vote.outcome == "no":
        outcome, said = "decided_now", "Avgörs nu"
    else:
        outcome, said = vote.outcome, "Lika röstetal"
    if needed is not None:
        why = f"en tredjedel är {needed} av {present} närvarande, och {asking} begär det ({_THIRD})"
    else:
        why = _why_majority(in_council=in_council, election=election)
    source = section if vote.source == section else f"{section}, {vote.source}"
    explanation = f"{said}: {why}. {vote.explanation}"
    return Postponement(rule, outcome, False, asking, against, present, needed, source, explanation)


def _why_majority(*, in_council: bool, election: bool) -> str:
    """Why a third isn't enough."""
    if not in_council:
        return f"i en nämnd krävs enkel majoritet ({_COMMITTEE_TABLING})"
    if election:
        return f"vid val krävs enkel majoritet ({_THIRD})"
    return f"en minoritet har redan skjutit upp ärendet, och då krävs enkel majoritet ({_THIRD})"
