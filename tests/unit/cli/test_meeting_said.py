"""What the options say of an item: read as values, and put over what was recorded."""

import pytest

from workflow.cli.meeting_said import Said, over
from workflow.errors import InvalidInputError
from workflow.model.outcome import AssignmentGiven, PointOutcome
from workflow.model.proceedings import Deliberation, Reservation, Resolution, Statement

BEFORE = Deliberation(
    Resolution(
        outcomes=(PointOutcome("approves"),),
        forms=("decides",),
        sentences=("Det godkänns.",),
        recipients=("Tina",),
        assignments=(AssignmentGiven("Följ upp"),),
        data={"reason": "x"},
    ),
    taken_up_at="13:00",
    reservations=(Reservation(("Bo",)),),
)


def test_what_is_not_said_stays() -> None:
    """A correction of the recipients leaves the decision, the time and the reservation."""
    after = over(Said(recipients=["Ina"]).deliberation({}), BEFORE)
    assert after.resolution.recipients == ("Ina",)
    assert after.resolution.sentences == ("Det godkänns.",)
    assert (after.taken_up_at, after.reservations) == ("13:00", BEFORE.reservations)


def test_of_another_decision_only_the_recipients_stay() -> None:
    """The sentences and the assignments were those of the decision that wasn't made."""
    said = Said(outcomes=["tables"], reason="Underlag saknas.", tabled_to="2025-04-15")
    resolution = over(said.deliberation({}), BEFORE).resolution
    assert resolution == Resolution(
        outcomes=(PointOutcome("tables"),),
        recipients=("Tina",),
        data={"reason": "Underlag saknas.", "tabled_to": "2025-04-15"},
    )


def test_several_people_share_a_text() -> None:
    """Names before the semicolon; the text may have semicolons of its own, a reservation none at all."""
    said = Said(statements=["Anna, Bo;Ett; två."], reservations=["Cia"]).deliberation({})
    assert said.statements == (Statement(("Anna", "Bo"), "Ett; två."),)
    assert said.reservations == (Reservation(("Cia",), ""),)


@pytest.mark.parametrize(
    "said",
    [
        Said(vote="bifall"),
        Said(vote="bifall;avslag"),
        Said(vote="bifall;avslag;tre;1"),
        Said(vote="bifall;avslag;1000000;1"),
        Said(yes_by=["Anna"]),
        Said(minority=True),
        Said(at="25:00"),
        Said(conflicts=["Anna"]),
        Said(floor=["Anna"]),
        Said(statements=[";Text"]),
        Said(tabled_to="i april"),
        Said(outcomes=["två ord"]),
        Said(sentences=["\0"]),
    ],
)
def test_what_cannot_be_read_is_refused(said: Said) -> None:
    """With what to write instead."""
    with pytest.raises(InvalidInputError) as refused:
        said.deliberation({})
    assert refused.value.hint
