"""What scenarios go through: every line by its condition, every deadline by its fate."""

from pathlib import Path

from tests.unit.workbench.scenarios.small_town import HEAD, played, write
from workflow.workbench.scenarios.coverage import Coverage
from workflow.workbench.scenarios.selection import Selection
from workflow.workbench.scenarios.testing import play_all

_TWO_WAYS = """\
matter_type: fork
label: Vägskäl
uses: board
fields:
  dear: {type: boolean, label: Dyrt}
events:
  hurries: {label: Skyndas på}
transitions:
  - {event: hurries, from: preparation, to: at_KS, guard: fields.dear}
  - {event: hurries, from: preparation, to: at_KS, guard: "!known.dear"}
  - {event: hurries, from: at_KS, to: same}
deadlines:
  pause:
    label: Paus
    after: P1D
    counts_from: entered
    during: [dispatching]
    on_expiry: {event: completed}
"""
_EVERYTHING = """\
scenarios_for: answer
organisation: town
scenarios:
  - name: Godkänt och avslutat
    steps:
      - event: prepared
      - decision: approves
      - {adjusted: all, then: {closed: true}}
  - name: Återremiss
    given: {at: at_KS}
    steps:
      - {decision: refers_back, data: {reason: Mer}, then: {state: preparation}}
"""


def _coverage(town: Path, name: str, scenarios: str) -> Coverage:
    write(town, f"matters/{name}.scenarios.yaml", scenarios)
    (one,) = play_all(Selection(town, frozenset({name})), lambda _done, _of: None).coverage
    return one


def test_a_type_that_is_gone_through_lacks_nothing(town: Path) -> None:
    """States, transitions and outcomes are counted; there are no deadlines."""
    one = _coverage(town, "answer", _EVERYTHING)
    assert one.whole
    assert one.counts == {
        "states": (5, 5),
        "transitions": (5, 5),
        "outcomes": (2, 2),
        "deadlines": (0, 0),
    }


def test_what_is_missing_is_told_by_name_and_place(town: Path) -> None:
    """A route's line is where the route has it."""
    one = _coverage(town, "answer", _EVERYTHING.rpartition("  - name")[0])
    assert [(each.aspect, each.name, Path(each.place.path).name) for each in one.missing] == [
        ("transitions", "refers_back: at_KS → preparation", "board.yaml"),
        ("outcomes", "refers_back i at_KS", "board.yaml"),
    ]
    assert one.missing[0].place.line > one.missing[1].place.line > 1


def test_lines_of_one_event_count_by_their_conditions(town: Path) -> None:
    """Going by one of them, or looking what is possible, is not going by the other."""
    write(town, "matters/fork.yaml", _TWO_WAYS)
    head = "scenarios_for: fork\norganisation: town\nscenarios:\n"
    looked = (
        "  - {name: A, given: {fields: {dear: true}}, steps: [{event: hurries, "
        "then: {state: at_KS, possible: [hurries], at_least: true}}]}\n"
    )
    missing = {each.name for each in _coverage(town, "fork", head + looked).missing}
    assert "hurries: preparation → at_KS, om !known.dear" in missing
    assert "hurries: preparation → at_KS, om fields.dear" not in missing
    assert "hurries: at_KS → same" in missing
    more = "  - {name: B, steps: [{event: hurries}, {event: hurries, then: {state: at_KS}}]}\n"
    missing = {each.name for each in _coverage(town, "fork", head + looked + more).missing}
    assert not any(name.startswith("hurries") for name in missing)


def test_deadlines_are_kept_pass_and_remind(town: Path) -> None:
    """Each by itself; one that recurs has passed when it comes again."""
    write(town, "matters/answer.scenarios.yaml", _EVERYTHING)
    wanted = (
        "scenarios: [{name: A, given: {fields: {wanted: 2025-02-03}}, then: {closed: false}}]\n"
    )
    kept = (
        "scenarios:\n  - {name: A, given: {at: at_KS, fields: {wanted: 2025-02-03}}, "
        "steps: [{until: 2025-01-31}, {decision: approves, then: {state: decided}}]}\n"
    )

    def missing(text: str) -> set[str]:
        answer = played(town, text, coverage=True)
        (idea,) = [one for one in answer.coverage if one.matter_type == "idea"]
        return {each.name for each in idea.missing if each.aspect == "deadlines"}

    every = {"wanted hålls", "wanted går ut", "wanted påminner", "slow hålls", "slow går ut"}
    assert missing(wanted) == every
    assert missing(kept) == {"wanted går ut", "slow hålls", "slow går ut"}
    daily = HEAD.replace("idea", "daily").replace("fields: {mover: [Föreningen]}\n", "")
    one = _coverage(
        town,
        "daily",
        f"{daily}scenarios: [{{name: A, steps: [{{wait: P2D, then: {{state: preparation}}}}]}}]\n",
    )
    assert {each.name for each in one.missing if each.aspect == "deadlines"} == {"every_day hålls"}


def test_a_time_that_only_its_own_end_ends_need_not_be_kept(town: Path) -> None:
    """Nothing else leads out of the state that it applies in."""
    head = HEAD.replace("idea", "notice").partition("fields:")[0]
    notice = _coverage(
        town,
        "notice",
        f"{head}fields: {{body: KS, meeting_on: 2025-01-07, adjusted_on: 2025-01-07, posted_on: 2025-01-07}}\n"
        "scenarios: [{name: A, steps: [{wait: P1M, then: {closed: true, taken_down: true}}]}]\n",
    )
    assert notice.whole
    assert notice.counts["deadlines"] == (1, 1)


def test_types_without_scenarios_are_found_where_coverage_is_asked_for(town: Path) -> None:
    """One finding each, in the type's own file."""
    found = played(town, "scenarios: []\n", coverage=True).findings
    assert [(one.rule, Path(one.path).name) for one in found] == [
        ("AG-S018", "answer.yaml"),
        ("AG-S018", "daily.yaml"),
        ("AG-S018", "notice.yaml"),
    ]
    assert not played(town, "scenarios: []\n").findings


def test_more_timers_than_anybody_waits_for(town: Path) -> None:
    """A deadline of every day ends the scenario long before thirty years have passed."""
    head = HEAD.replace("idea", "daily").partition("fields:")[0]
    write(
        town,
        "matters/daily.scenarios.yaml",
        f"{head}scenarios: [{{name: A, steps: [{{wait: P20Y, then: {{closed: true}}}}]}}]\n",
    )
    (result,) = play_all(Selection(town, coverage=False), lambda _done, _of: None).results
    assert result.fault is not None
    assert result.fault.rule == "AG-S016"
    assert "2000 påminnelser och frister" in result.fault.got
