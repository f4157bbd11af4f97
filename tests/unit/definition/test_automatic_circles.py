"""The engine never goes round without waiting: conditions on what lasts hold all the way, or not at all."""

import pytest
from written_office import TOWN, Office

from workflow.errors import Finding

TYPE = """\
matter_type: turns
label: Vänder
fields:
  large: {{type: boolean, default: false, label: Stort}}
  cost:  {{type: money, default: 0, label: Kostnad}}
initial: here
states:
  here:   {{label: Här, owner: officer}}
  there:  {{label: Där, owner: officer}}
  beyond: {{label: Bortom, owner: officer}}
  closed: {{label: Avslutat, final: true}}
events:
  goes:  {{label: Går}}
  turns: {{label: Vänder}}
  strays: {{label: Går vilse}}
  ends:  {{label: Slutar}}
transitions:
{lines}
  - {{event: [ends, strays, turns, goes], from: beyond, to: closed}}
  - {{event: ends, from: [here, there], to: beyond}}
"""


def line(event: str, begin: str, to: str, guard: str = "") -> str:
    """An automatic line."""
    condition = f", guard: '{guard}'" if guard else ""
    return f"  - {{event: {event}, from: {begin}, to: {to}, automatic: true{condition}}}"


def circles(office: Office, *lines: str) -> list[Finding]:
    """The circles found in the type with these lines."""
    office.write("organisations/town.yaml", TOWN)
    office.write("matters/turns.yaml", TYPE.format(lines="\n".join(lines)))
    return [one for one in office.load().findings if one.rule == "AG-D035"]


@pytest.mark.parametrize(
    ("there", "back", "words"),
    [
        ("", "", "Motorn går runt utan att vänta."),
        ("fields.large", "", "vänta, när fields.large är sant."),
        ("fields.large", "fields.cost > 5", "fields.cost är 6"),
        # what may change on the way may hold when it is asked
        ("matter.open_points > 1", "matter.open_points < 2", "Motorn går runt utan att vänta."),
        # more cases than are tried
        (" || ".join(f'"B{n}" in organisation.bodies' for n in range(13)), "", "utan att vänta."),
    ],
)
def test_a_circle_is_found_with_a_case_and_the_way(
    office: Office, there: str, back: str, words: str
) -> None:
    """At the line that begins it."""
    (finding,) = circles(
        office, line("goes", "here", "there", there), line("turns", "there", "here", back)
    )
    assert words in finding.sentence
    assert finding.way == ("here", "there", "here")


@pytest.mark.parametrize(
    "lines",
    [
        # what opens the way there closes the way back
        (
            line("goes", "here", "there", "fields.large"),
            line("turns", "there", "here", "!fields.large"),
        ),
        (
            line("goes", "here", "there", "fields.cost > 5"),
            line("turns", "there", "here", "fields.cost < 5"),
        ),
        # the earlier line of the event takes every case that leads back
        (
            line("goes", "here", "there", "fields.large"),
            line("turns", "there", "beyond", "fields.large"),
            line("turns", "there", "here"),
        ),
        # a line to a state that isn't there leads nowhere
        (line("goes", "here", "there"), line("turns", "there", "hre")),
    ],
)
def test_conditions_that_never_let_it_round_are_left_alone(
    office: Office, lines: tuple[str, ...]
) -> None:
    """It goes one way in each case, and stops there."""
    assert circles(office, *lines) == []


def test_a_circle_beside_conditions_that_break_another_is_found(office: Office) -> None:
    """Every case is looked at, not only the first circle."""
    found = circles(
        office,
        line("goes", "here", "there", "fields.large"),
        line("turns", "there", "here", "!fields.large"),
        line("strays", "there", "there", "fields.large"),
    )
    assert [one.way for one in found] == [("there", "there")]
