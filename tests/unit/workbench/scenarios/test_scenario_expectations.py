"""Each expectation of a scenario, once where it is as expected and once where it isn't."""

from pathlib import Path

import pytest

from tests.unit.workbench.scenarios.small_town import HEAD, one, write
from workflow.workbench.scenarios.expected import Expected
from workflow.workbench.scenarios.selection import Selection
from workflow.workbench.scenarios.testing import play_all
from workflow.workbench.scenarios.wording import in_words

_HEAD_LINES = HEAD.count("\n") + 2  # and "scenarios:" and the name

_DECIDED = """\
    given: {at: at_KS}
    steps:
      - decision: {outcome: approves, recipients: [Övriga berörda]}
        on: 2025-02-04
      - adjusted: KS
        on: 2025-02-10
"""
_ASSIGNED = """\
    given: {at: at_KS}
    steps:
      - decision:
          outcome: approves
          assignments: [{what: Följ upp, due: 2025-06-01}, {what: Redovisa, owner: Elin, due: 2025-09}]
        on: 2025-02-04
"""
_ASKED = """\
    given: {fields: {parties: [village, Bolaget]}}
    steps:
      - event: asks
"""
_WAITED = """\
    given: {fields: {wanted: 2025-02-03}}
    steps:
      - until: 2025-02-04
"""

CASES = (
    # (what is done, what is seen, what isn't, expected, got)
    (_DECIDED, "state: dispatching", "state: closed", "closed", "dispatching"),
    (
        _DECIDED,
        "state: [dispatching]",
        "state: [decided, closed]",
        "decided, closed",
        "dispatching",
    ),
    (_DECIDED, "closed: false", "closed: true", "avslutat", "pågår"),
    (_DECIDED, "tasks: [recipient]", "tasks: []", "inget", "recipient"),
    (_DECIDED, "dispatched: [Föreningen]", "dispatched: [Bolaget]", "Bolaget", "Föreningen"),
    (_DECIDED, "dispatched: [foreningen@town.example]", "dispatched: []", "inget", "Föreningen"),
    (
        _DECIDED,
        "recipients: {Övriga berörda: unresolved, Föreningen: delivered}",
        "recipients: {Övriga berörda: unresolved}",
        "Övriga berörda: unresolved",
        "Övriga berörda: unresolved, Föreningen: delivered",
    ),
    (
        _DECIDED,
        "recipients: {Föreningen: delivered}\n          at_least: true",
        "recipients: {Föreningen: failed}\n          at_least: true",
        "Föreningen: failed",
        "Övriga berörda: unresolved, Föreningen: delivered",
    ),
    (_DECIDED, "deadlines: {slow: none}", "deadlines: {slow: met}", "met", "none"),
    (_DECIDED, "possible: [returns]", "possible: [prepared]", "prepared", "returns"),
    (_DECIDED, "notices: []", "notices: [Tavlan]", "Tavlan", "inget"),
    (
        _DECIDED,
        "taken_down: false",
        "taken_down: true",
        "anslaget nedtaget",
        "anslaget inte nedtaget",
    ),
    (_DECIDED, "fields: {mover: [Föreningen]}", "fields: {mover: [Ada]}", "Ada", "Föreningen"),
    (_DECIDED, "fields: {cost: null}", "fields: {cost: 5}", "5", "inte ifyllt"),
    (
        _ASSIGNED,
        "assignments: [{what: Följ upp, due: 2025-06-01}, {owner: Elin, matter: false}]",
        "assignments: [{what: Följ upp, due: 2025-06-02}, {owner: Elin}]",
        "2025-06-02",
        "2025-06-01",
    ),
    (_ASSIGNED, "assignments: [{}, {}]", "assignments: [{}]", "1 uppdrag", "2 uppdrag"),
    (
        _ASSIGNED,
        "assignments: [{}, {matter: false}]",
        "assignments: [{}, {matter: true}]",
        "ja",
        "nej",
    ),
    (
        _ASKED,
        "children: {village: null, Bolaget: null}",
        "children: {village: approves, Bolaget: null}",
        "village: approves, Bolaget: inget svar än",
        "village: inget svar än, Bolaget: inget svar än",
    ),
    (
        _ASKED,
        "children: {village: null}\n          at_least: true",
        "children: {village: null}",
        "village: inget svar än",
        "village: inget svar än, Bolaget: inget svar än",
    ),
    (_WAITED, "reminders: [wanted]", "reminders: []", "inget", "wanted"),
    (_WAITED, "told: [secretary, officer]", "told: [officer]", "officer", "secretary, officer"),
    (
        _WAITED,
        "told: [officer]\n          at_least: true",
        "told: [Föreningen]\n          at_least: true",
        "Föreningen",
        "secretary, officer",
    ),
    (_WAITED, "incidents: [deadline]", "incidents: []", "inget", "deadline"),
    (
        _WAITED,
        "deadlines: {wanted: expired, slow: 2025-07-07}",
        "deadlines: {wanted: 2025-02-03}",
        "running 2025-02-03",
        "expired 2025-02-03",
    ),
    (
        _WAITED,
        "deadlines: {slow: {final: 2025-07-07, at_risk: false}}",
        "deadlines: {slow: {final: 2025-07-08, at_risk: true}}",
        "2025-07-08 i fara",
        "2025-07-07 inte i fara",
    ),
    (
        _DECIDED,
        "deadlines: {wanted: none}",
        "deadlines: {wanted: 2025-02-03}",
        "running 2025-02-03",
        "none ingen dag",
    ),
    (_WAITED, "holds: [someone_told]", "state: closed", "closed", "preparation"),
)


@pytest.mark.parametrize(
    ("done", "seen", "unseen", "told"), [(*case[:3], case[3:]) for case in CASES]
)
def test_an_expectation_is_met_or_says_what_there_was(
    town: Path, done: str, seen: str, unseen: str, told: tuple[str, str]
) -> None:
    """The right one passes; the wrong one names both, at the line and column where it stands."""
    assert one(town, f"{done}        then:\n          {seen}\n").fault is None
    fault = one(town, f"{done}        then:\n          {unseen}\n").fault
    assert fault is not None
    assert (fault.expected, fault.got) == told
    assert fault.place.path.endswith("matters/idea.scenarios.yaml")
    assert fault.place.line == _HEAD_LINES + done.count("\n") + 2
    assert fault.place.column >= 11


@pytest.mark.parametrize(
    ("then", "expected", "got"),
    [
        ("{refused: Skäl}", None, None),
        ("{refused: true}", None, None),
        ("{refused: Rollen}", "nekas, med orden ”Rollen”", "nekas: ”Återremitteras”"),
        ("{state: at_KS}", "att det går", "nekas: ”Återremitteras”"),
        ("{refused: false, state: at_KS}", "att det går", "nekas: ”Återremitteras”"),
    ],
)
def test_a_refusal_is_expected_with_its_words_or_not_at_all(
    town: Path, then: str, expected: str | None, got: str | None
) -> None:
    """A step that is refused unexpectedly fails, as does one refused for another reason."""
    given = "    given: {at: at_KS}\n    steps:\n"
    fault = one(town, f"{given}      - {{decision: refers_back, then: {then}}}\n").fault
    if expected is None or got is None:
        assert fault is None
    else:
        assert fault is not None
        assert fault.expected == expected
        assert fault.got.startswith(got)


def test_what_was_to_be_refused_and_is_not(town: Path) -> None:
    """That nothing stopped the step is a fault too, of any wording."""
    for piece, expected in (("true", "nekas"), ("Skäl", "nekas, med orden ”Skäl”")):
        step = f"    steps:\n      - {{event: prepared, then: {{refused: {piece}}}}}\n"
        fault = one(town, step).fault
        assert fault is not None
        assert (fault.expected, fault.got) == (expected, "det går")


def test_the_end_of_a_scenario_tells_everything_since_its_beginning(town: Path) -> None:
    """Mails of every step count there; in a step only its own."""
    steps = "      - {adjusted: KS, then: {dispatched: []}}\n    then: {dispatched: [Föreningen]}\n"
    decided = "    given: {at: at_KS}\n    steps:\n      - decision: approves\n"
    fault = one(town, decided + steps).fault
    assert fault is not None
    assert fault.expected == "inget"
    right = steps.replace("[]", "[Föreningen]") + "    \n"
    assert one(town, decided + right).fault is None


def test_a_registration_may_be_refused(town: Path) -> None:
    """Without steps the expected refusal is that of the registration."""
    given = "    given: {fields: {mover: null}}\n"
    assert one(town, f"{given}    then: {{refused: Förslagsställare}}\n").fault is None
    fault = one(town, f"{given}    then: {{state: preparation}}\n").fault
    assert fault is not None
    assert "Förslagsställare" in fault.got


def test_the_last_step_may_be_refused_by_the_end(town: Path) -> None:
    """``then`` of the scenario speaks of its last step."""
    steps = (
        "    steps:\n      - event: asks\n    then: {refused: known.parties, state: preparation}\n"
    )
    assert one(town, steps).fault is None


def test_the_type_s_own_lines_hold_after_every_step(town: Path) -> None:
    """A ``never`` line that comes true fails the scenario though nothing asks for it."""
    steps = "    given: {fields: {cost: 1001}}\n    then: {state: preparation}\n"
    fault = one(town, steps).fault
    assert fault is not None
    assert fault.got == "dear: En idé kostar aldrig mer än tusen"


def test_a_property_that_does_not_hold_is_named(town: Path) -> None:
    """With what is wrong, at its own place in the list."""
    steps = "    given: {fields: {cost: 1001}}\n    then: {holds: [can_end, dear]}\n"
    fault = one(town, steps.replace("1001", "999")).fault
    assert fault is None
    told = "    given: {at: asking}\n    then: {holds: [can_end]}\n"
    fault = one(town, told).fault
    assert fault is not None
    assert "läget asking" in fault.got


_MUTE = """\
matter_type: mute
label: Tyst
uses: board
deadlines:
  year: {label: Ett år, rule: KL-5:35, counts_from: registered, until: [decided, closed]}
  told: {label: Snart, after: P6M, counts_from: registered, until: [decided, closed], remind: [P1M]}
never:
  late: {label: Ingen frist går ut, condition: "deadlines.expired.size() > 2"}
"""
_MUTED = """\
scenarios_for: mute
organisation: town
on: 2025-01-07
scenarios:
  - name: I tid
    steps: [{wait: P1Y, then: {holds: [someone_told, late, can_end]}}]
  - name: Ingen fick veta det
    steps: [{wait: P1Y1D, by: [secretary], then: {state: preparation}}]
    then: {holds: [no_endless_automatic, someone_told]}
  - name: Avslutat
    given: {at: at_KS}
    steps: [{decision: approves}, {adjusted: all, then: {holds: can_end}}]
"""


def test_a_property_is_asked_of_everything_that_happened(town: Path) -> None:
    """What a timer did counts too; what was before the step doesn't."""
    write(town, "matters/mute.yaml", _MUTE)
    write(town, "matters/mute.scenarios.yaml", _MUTED)
    answer = play_all(Selection(town, coverage=False), lambda _done, _of: None)
    assert not answer.findings
    assert [one.name for one in answer.failed] == ["Ingen fick veta det"]
    fault = answer.failed[0].fault
    assert fault is not None
    assert fault.expected == "att someone_told håller"
    assert "year" in fault.got
    assert fault.place.column > len("    then: {holds: [no_endless_automatic")


def test_every_expectation_is_called_something() -> None:
    """The word stands before what was expected, with the key; a deadline and a field by name."""
    others = {"refused", "holds", "at_least"}  # told of in sentences of their own
    said = {key: in_words((key, "slow")) for key in Expected.model_fields.keys() - others}
    assert all(words.endswith(f" ({key})") for key, words in said.items())
    assert said["deadlines"] == "fristen slow (deadlines)"
    assert said["told"] == "vilka som har fått besked om en frist (told)"
