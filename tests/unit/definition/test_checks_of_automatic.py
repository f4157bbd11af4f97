"""What the engine does by itself: one way at a time, not straight to the end, and not round for ever."""

import pytest
from written_office import TOWN, Office

from workflow.errors import Finding

TYPE = """\
matter_type: sorted
label: Sorteras
fields:
  large: {{type: boolean, default: false, label: Stort}}
  kind:  {{type: choice, choices: [a, b, c], default: a, label: Slag}}
  notes: {{type: list, default: [], label: Noteringar}}
initial: begun
states:
  begun:  {{label: Påbörjat{begun}}}
  sorts:  {{label: Sorteras}}
  here:   {{label: Här, owner: officer}}
  there:  {{label: Där, owner: officer}}
  closed: {{label: Avslutat, final: true}}
events:
  begins: {{label: Börjar}}
  one:    {{label: Det ena}}
  other:  {{label: Det andra}}
  ends:   {{label: Slutar}}
transitions:
  - {{event: begins, from: begun, to: sorts{begins}}}
{lines}
  - {{event: ends, from: [sorts, here, there], to: closed}}
"""
OWNED = ", owner: officer"


def line(event: str, to: str, guard: str = "") -> str:
    """An automatic line from ``sorts``."""
    condition = f", guard: '{guard}'" if guard else ""
    return f"  - {{event: {event}, from: sorts, to: {to}, automatic: true{condition}}}"


def found(
    office: Office, *lines: str, more: str = "", begun: str = OWNED, begins: str = ""
) -> tuple[Finding, ...]:
    """The findings of the type with these lines."""
    office.write("organisations/town.yaml", TOWN)
    text = TYPE.format(lines="\n".join(lines), begun=begun, begins=begins)
    office.write("matters/sorted.yaml", text + more)
    return tuple(
        one for one in office.load().findings if one.rule in ("AG-D059", "AG-D080", "AG-D081")
    )


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("fields.large", 'fields.kind == "a"', "fields.large är sant"),
        ("fields.large", "fields.large || matter.open_points > 3", "fields.large är sant"),
        ("", "fields.large", "när fields.large är sant"),
        ("", "", "göra både ”one” och ”other”;"),
    ],
)
def test_two_events_that_the_engine_may_fire_at_once_are_found(
    office: Office, one: str, other: str, words: str
) -> None:
    """With a case in which both hold, and the way there."""
    (finding,) = found(office, line("one", "here", one), line("other", "there", other))
    assert (finding.rule, finding.severity) == ("AG-D080", "warning")
    assert words in finding.sentence
    assert finding.way == ("begun", "sorts")


@pytest.mark.parametrize(
    "lines",
    [
        (line("one", "here", "fields.large"), line("other", "there", "!fields.large")),
        (line("one", "here", 'fields.kind == "a"'), line("other", "there", 'fields.kind == "b"')),
        # tried in the order that they are written in
        (line("one", "here", "fields.large"), line("one", "there")),
        # wherever it goes, it goes to the same state
        (line("one", "here", "fields.large"), line("other", "here")),
        # that can't be looked into, so it isn't known whether both can hold
        (
            line("one", "here", 'fields.notes.exists(x, x == "a")'),
            line("other", "there", "fields.large"),
        ),
        # a condition that is wrong is found by another check
        (line("one", "here", "fields.larg"), line("other", "there", "fields.large")),
    ],
)
def test_one_way_at_a_time_is_left_alone(office: Office, lines: tuple[str, ...]) -> None:
    """Conditions that never hold together, one event's own lines, one target, what can't be told."""
    assert found(office, *lines) == ()


def test_a_matter_that_ends_as_it_begins_is_found(office: Office) -> None:
    """Nobody would ever see it."""
    straight = "  - {event: ends, from: begun, to: closed, automatic: true}"
    (finding,) = found(office, straight)
    assert (finding.rule, finding.way) == ("AG-D081", ("begun", "closed"))


@pytest.mark.parametrize(
    "straight",
    [
        "  - {event: ends, from: begun, to: closed, automatic: true, guard: fields.large}",
        "  - {event: ends, from: begun, to: closed}",
        "  - {event: one, from: begun, to: here, automatic: true}",
    ],
)
def test_a_matter_that_somebody_may_see_is_left_alone(office: Office, straight: str) -> None:
    """A condition, a person or another state stands between."""
    assert found(office, straight) == ()


WAITS = """\
deadlines:
  wait: {label: Väntan, after: P1D, counts_from: entered, during: begun, on_expiry: {event: begins%s}}
"""


@pytest.mark.parametrize(
    ("guard", "told", "severity", "words"),
    [
        ("", "", "error", "runt utan slut, och ingen får veta det"),
        ("fields.large", "", "warning", "så länge villkoren på vägen gäller, och ingen"),
        ("fields.large", ", escalate_to: ['role:secretary']", "warning", "så länge ingen ingriper"),
    ],
)
def test_a_circle_of_a_deadline_and_automatic_lines_is_found(
    office: Office, guard: str, told: str, severity: str, words: str
) -> None:
    """A wait without an upper limit; a warning where a condition may end it."""
    back = line("one", "begun", guard)
    (finding,) = found(office, back, more=WAITS % told)
    assert (finding.rule, finding.severity) == ("AG-D059", severity)
    assert words in finding.sentence
