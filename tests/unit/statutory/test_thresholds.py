"""How many it takes: quorum, a third, majority and the casting vote."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.errors import InvalidInputError
from workflow.statutory import people
from workflow.statutory.thresholds import majority, postponement, quorum, third, unanimous

PEOPLE = st.integers(0, 200)


@pytest.mark.shared
def test_thresholds_are_those_of_the_vectors(shared: Path) -> None:
    """Every number worked out beforehand comes out."""
    text = (shared / "data/date_vectors.json").read_text(encoding="utf-8")
    vectors = json.loads(text)["thresholds"]
    assert len(vectors) == 11
    for vector in vectors:
        if "members" in vector:
            for in_council in (True, False):
                found = quorum(vector["members"], in_council=in_council)
                assert found.needed == vector["needed"]
        else:
            assert third(vector["present"]).needed == vector["needed"]


def test_quorum_is_more_than_half() -> None:
    """For every size of a body: present*2 > members, in the council and in a committee."""
    for members in range(1, 200):
        for present in range(members + 1):
            for in_council in (True, False):
                found = quorum(members, present, in_council=in_council)
                assert found.met == (present * 2 > members) == (present >= found.needed)


def test_a_third_is_a_third_of_those_present() -> None:
    """For every number present: requests*3 >= present."""
    for present in range(1, 200):
        for asking in range(present + 1):
            found = third(present, asking)
            assert found.met == (asking * 3 >= present) == (asking >= found.needed)


@pytest.mark.parametrize(("prepared", "section"), [(True, "52"), (False, "33")])
def test_urgent_matters_take_everybody(*, prepared: bool, section: str) -> None:
    """One who doesn't agree is enough to stop a matter that wasn't announced or prepared."""
    assert unanimous(41, 41, prepared=prepared).met
    found = unanimous(41, 40, prepared=prepared)
    assert (found.met, found.needed, found.rule) == (False, 41, f"KL-5:{section}")
    assert found.source == f"KL 5 kap. {section} §"
    assert found.source in found.explanation
    for present, agreeing in ((0, 0), (41, 42), (41, -1)):
        with pytest.raises(InvalidInputError, match=f"5 kap. {section}"):
            unanimous(present, agreeing, prepared=prepared)


def test_conflicts_of_interest_only_excuse_in_the_council() -> None:
    """KL 5 kap. 46 §: those who are out for a conflict don't break the council's quorum."""
    excused = quorum(81, 39, conflicted=3)
    assert (excused.met, excused.source) == (True, "KL 5 kap. 45 §, 5 kap. 46 §")
    assert not quorum(81, 39, conflicted=1).met
    assert not quorum(11, 5, in_council=False, conflicted=2).met


def test_what_isnt_known_is_left_open() -> None:
    """Without a number present the need is answered, and nothing is claimed about the meeting."""
    for found in (quorum(11), third(81)):
        assert (found.met, found.given) == (None, None)
    assert quorum(11).explanation == (
        "Mer än hälften av 11 ledamöter måste vara närvarande, alltså minst 6 (KL 5 kap. 45 §)."
    )


@given(yes=PEOPLE, no=PEOPLE, in_council=st.booleans())
def test_the_side_with_more_votes_wins(yes: int, no: int, *, in_council: bool) -> None:
    """Whatever the chair would say, a tie apart."""
    if yes == no:
        return
    for casting in (None, "yes", "no"):
        found = majority(yes, no, in_council=in_council, casting=casting)
        assert found.outcome == ("yes" if yes > no else "no")
        assert found.decided_by == "majority"


@pytest.mark.parametrize("in_council", [True, False])
def test_a_tie(*, in_council: bool) -> None:
    """The chair decides it, and no chair decides an election (KL 5 kap. 56 §)."""
    assert majority(20, 20, in_council=in_council).outcome == "tied"
    for side in ("yes", "no"):
        found = majority(20, 20, in_council=in_council, casting=side)
        assert (found.outcome, found.decided_by) == (side, "casting_vote")
        lot = majority(20, 20, in_council=in_council, casting=side, election=True)
        assert (lot.outcome, lot.decided_by) == ("lot", None)
    source = majority(20, 20, in_council=in_council).source
    assert source == ("KL 5 kap. 56 §" if in_council else "KL 6 kap. 33 §, 5 kap. 56 §")


@pytest.mark.parametrize(
    ("asking", "against", "options", "outcome", "by_minority"),
    [
        (38, 43, {}, "postponed", True),  # Göteborg KF 2023-01-26 § 16
        (29, 43, {"earlier_by_minority": True}, "decided_now", False),  # 2023-11-23 § 59
        (27, 54, {}, "postponed", True),
        (26, 55, {}, "decided_now", False),
        (41, 40, {}, "postponed", False),
        (41, 40, {"earlier_by_minority": True}, "postponed", False),
        (40, 40, {}, "postponed", True),
        (40, 40, {"earlier_by_minority": True}, "tied", False),
        (40, 40, {"earlier_by_minority": True, "casting": "yes"}, "postponed", False),
        (40, 40, {"earlier_by_minority": True, "casting": "no"}, "decided_now", False),
        (38, 43, {"election": True}, "decided_now", False),
        (40, 40, {"election": True}, "lot", False),
        (38, 43, {"in_council": False}, "decided_now", False),
        (43, 38, {"in_council": False}, "postponed", False),
        (20, 10, {}, "postponed", False),  # fewer than a third, and still most of the votes
    ],
)
def test_postponing(
    asking: int, against: int, options: dict[str, bool], outcome: str, *, by_minority: bool
) -> None:
    """A third is enough in the council, once, and never at elections or in a committee."""
    found = postponement(asking, against, 81, **options)  # type: ignore[arg-type]
    assert (found.outcome, found.by_minority) == (outcome, by_minority)
    assert (found.asking, found.against, found.present) == (asking, against, 81)
    assert (found.needed == 27) == (not options or ("casting" in options and len(options) == 1))
    assert "KL" in found.source


@given(
    asking=PEOPLE,
    against=PEOPLE,
    present=st.integers(1, 200),
    in_council=st.booleans(),
    election=st.booleans(),
    again=st.booleans(),
)
def test_a_minority_never_postpones_twice(
    asking: int, against: int, present: int, *, in_council: bool, election: bool, again: bool
) -> None:
    """Only the first time, only in the council, only outside elections, and only by a third."""
    if not 0 < asking + against <= present:
        return
    found = postponement(
        asking,
        against,
        present,
        in_council=in_council,
        election=election,
        earlier_by_minority=again,
    )
    allowed = in_council and not election and not again and asking * 3 >= present
    assert found.by_minority == (allowed and asking <= against)
    if found.outcome == "decided_now":
        assert asking < against


@pytest.mark.parametrize(
    ("ask", "section"),
    [
        (lambda: quorum(0), "5 kap. 45"),
        (lambda: quorum(-5), "5 kap. 45"),
        (lambda: quorum(11, 12), "5 kap. 45"),
        (lambda: quorum(11, -1, in_council=False), "6 kap. 27"),
        (lambda: quorum(11, 8, conflicted=4), "5 kap. 45"),
        (lambda: quorum(people.MOST + 1), "5 kap. 45"),
        (lambda: third(0), "5 kap. 50"),
        (lambda: third(81, 82), "5 kap. 50"),
        (lambda: majority(0, 0), "5 kap. 55"),
        (lambda: majority(-1, 3, in_council=False), "6 kap. 33"),
        (lambda: postponement(40, 42, 81), "5 kap. 50"),
        (lambda: postponement(1, 1, 0, in_council=False), "6 kap. 33"),
    ],
)
def test_impossible_numbers_are_refused(ask: object, section: str) -> None:
    """With the section that they were meant for, and what to write."""
    assert callable(ask)
    with pytest.raises(InvalidInputError, match=section) as caught:
        ask()
    assert caught.value.hint


def test_the_explanations_name_numbers_and_sections() -> None:
    """The secretary can read it out."""
    assert quorum(81, 41).explanation == (
        "Beslutsfört: mer än hälften av 81 ledamöter måste vara närvarande, alltså minst 41;"
        " 41 är närvarande (KL 5 kap. 45 §)."
    )
    assert third(81, 26).explanation == (
        "Räcker inte: minst en tredjedel av 81 närvarande måste begära det, alltså minst 27;"
        " 26 begär det (KL 5 kap. 50 §)."
    )
    assert majority(43, 38).explanation == (
        "Ja: 43 ja mot 38 nej; enkel majoritet avgör (KL 5 kap. 55 §)."
    )
    assert postponement(29, 43, 81, earlier_by_minority=True).explanation == (
        "Avgörs nu: en minoritet har redan skjutit upp ärendet, och då krävs enkel majoritet"
        " (KL 5 kap. 50 §). Nej: 29 ja mot 43 nej; enkel majoritet avgör (KL 5 kap. 55 §)."
    )
