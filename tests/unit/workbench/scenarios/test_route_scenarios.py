"""Scenarios beside a route are played for every type that goes by it, each with its own words."""

from pathlib import Path

from tests.unit.workbench.scenarios.small_town import HEAD, write
from workflow.workbench.scenarios.selection import Selection
from workflow.workbench.scenarios.testing import Answer, play_all

_ROUTE = """\
scenarios_for_route: board
ways:
  decided: {at: at_KS, steps: [{decision: $outcomes}]}
  closed:  {at: decided, steps: [{adjusted: all}]}
scenarios:
  - name: KS avgör ($outcome)
    each: {outcome: [$outcomes, $also]}
    given: {at: at_KS}
    steps: [{decision: $outcome, then: {state: decided}}]
  - name: Bara de som frågar andra
    where: {states: asking}
    then: {state: preparation}
  - name: Det avslutade är avslutat
    each: [{how: [approves, rejects]}]
    where: {lines: {$how: at_KS}}
    given: {at: closed}
    then: {closed: true}
  - name: Med ett ord som bara somliga har
    given: {at: at_KS}
    steps: [{decision: $also, then: {state: decided}}]
"""
_ANSWER = "scenarios_for: answer\norganisation: village\non: 2025-02-03\n"


def _run(town: Path, route: str = _ROUTE, idea: str = HEAD, answer: str = _ANSWER) -> Answer:
    write(town, "routes/board.scenarios.yaml", route)
    write(town, "matters/idea.scenarios.yaml", idea)
    write(town, "matters/answer.scenarios.yaml", answer)
    return play_all(Selection(town, coverage=False), lambda _done, _of: None)


def _names(answer: Answer) -> list[tuple[str, str]]:
    return [(one.matter_type, one.name) for one in answer.results]


def test_every_type_of_the_route_has_them_with_its_own_words(town: Path) -> None:
    """One for every word; without words, and without what ``where`` asks for, none at all."""
    answer = _run(town, _ROUTE.rpartition("  - name")[0])
    assert not answer.findings
    assert not answer.failed
    assert _names(answer) == [
        ("answer", "KS avgör (approves)"),
        ("answer", "Det avslutade är avslutat (approves)"),
        ("idea", "KS avgör (approves)"),
        ("idea", "KS avgör (rejects)"),
        ("idea", "Bara de som frågar andra"),
        ("idea", "Det avslutade är avslutat (approves)"),
        ("idea", "Det avslutade är avslutat (rejects)"),
    ]


def test_what_no_type_has_a_word_for_runs_nowhere(town: Path) -> None:
    """A scenario that is for nobody is a mistake."""
    (finding,) = _run(town).findings
    assert finding.rule == "AG-S014"
    assert finding.path.endswith("routes/board.scenarios.yaml")


def test_a_type_leaves_out_by_either_name(town: Path) -> None:
    """All instances by the name as it is written, one by its own."""
    left = 'leaves_out: {KS avgör ($outcome): Prövas för sig, "Det avslutade är avslutat (rejects)": Likadant}\n'
    answer = _run(town, _ROUTE.rpartition("  - name")[0], HEAD + left)
    assert not answer.findings
    assert [name for kind, name in _names(answer) if kind == "idea"] == [
        "Bara de som frågar andra",
        "Det avslutade är avslutat (approves)",
    ]


def test_a_type_s_own_way_goes_before_its_route_s(town: Path) -> None:
    """And one that leads elsewhere is told where it stands."""
    route = _ROUTE.rpartition("  - name")[0]
    own = "ways: {decided: {at: at_KS, steps: [{decision: refers_back, data: {reason: Nytt}}]}}\n"
    failed = _run(town, route, HEAD + own).failed
    assert {one.matter_type for one in failed} == {"idea"}
    fault = failed[0].fault
    assert fault is not None
    assert (fault.expected, fault.got) == ("att vägen leder till decided", "preparation")
    assert fault.place.path.endswith("matters/idea.scenarios.yaml")


def test_states_without_a_way_and_ways_in_a_circle_are_told(town: Path) -> None:
    """At the scenario that wants to begin there."""
    begins = "scenarios: [{name: A, given: {at: dispatching}, then: {closed: false}}]\n"
    (without,) = _run(town, _ROUTE.rpartition("  - name")[0], HEAD + begins).failed
    assert without.fault is not None
    assert without.fault.rule == "AG-S013"
    assert "ways" in without.fault.got
    circle = "ways: {dispatching: {at: decided}, decided: {at: dispatching}}\n"
    (round_,) = [
        one for one in _run(town, _ROUTE, HEAD + circle + begins).failed if one.name == "A"
    ]
    assert round_.fault is not None
    assert "går runt: dispatching → decided → dispatching" in round_.fault.got


def test_names_in_ways_are_checked(town: Path) -> None:
    """A type whose ways name what isn't there is not played."""
    wrong = "ways: {decided: {at: at_KSS, steps: [{decision: approvse}]}}\n"
    answer = _run(town, _ROUTE.rpartition("  - name")[0], HEAD + wrong)
    assert {one.rule for one in answer.findings} == {"AG-S003", "AG-S004"}
    assert {kind for kind, _ in _names(answer)} == {"answer"}
