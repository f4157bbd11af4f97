"""Each kind of step does what it says, on its day."""

from pathlib import Path
from typing import Any

import pytest

from tests.unit.workbench.scenarios.small_town import one, played
from workflow.errors import CommandRefusedError
from workflow.machine.build import Machine
from workflow.machine.decide import decide
from workflow.model.step import Step
from workflow.testing import world

EVERY_STEP = """\
scenarios:
  - name: Time passes by itself
    steps:
      - {wait: P6M, then: {deadlines: {slow: running}, told: []}}
      - {until: 2025-07-08, then: {deadlines: {slow: expired}, told: [officer]}}
  - name: Time passes before something is done
    steps:
      - {event: prepared, after: P6M1D, then: {told: [officer], state: at_KS}}
  - name: Something is done on its day
    steps:
      - {event: prepared, on: 2025-03-01, then: {deadlines: {slow: dropped}}}
  - name: A decision in a word, and every minutes adjusted
    given: {at: at_KS}
    steps:
      - {decision: rejects, then: {state: decided}}
      - {adjusted: all, then: {closed: true, dispatched: [Föreningen]}}
  - name: A decision point by point, and an event for one of them
    given: {at: at_KS, points: [Första, Andra]}
    steps:
      - decision:
          outcomes:
            - {event: approves, points: [1], text: Ny lydelse}
            - {event: refers_back, points: ["2"]}
        data: {reason: Mer underlag}
        then: {state: [decided, preparation], fields: {reason: Mer underlag}}
      - {event: prepared, points: [2], then: {state: [decided, at_KS]}}
  - name: Roles
    given: {at: at_KS}
    steps:
      - decision: approves
      - {adjusted: KS, then: {closed: true}}
      - {event: returns, by: [officer], data: {reason: Nytt}, then: {refused: görs av}}
      - {event: returns, by: [secretary], data: {reason: Nytt}, then: {state: [closed, preparation]}}
  - name: A deadline is extended, stopped and started
    steps:
      - {deadline: {extend: slow, until: 2025-09-01}, then: {deadlines: {slow: 2025-09-01}}}
      - {deadline: {suspend: slow}, then: {deadlines: {slow: suspended}}}
      - {deadline: {resume: slow}, after: P10D, then: {deadlines: {slow: 2025-09-11}}}
  - name: A task is answered once
    given: {flags: [Se på jävet]}
    steps:
      - {then: {tasks: [flag]}}
      - {task: {kind: flag}, then: {tasks: []}}
      - {task: {kind: flag}, then: {refused: ingen öppen uppgift}}
  - name: Recipients that the register doesn't know
    given: {at: at_KS}
    steps:
      - decision: {outcome: approves, recipients: [Ada, Beda, Ceda]}
      - {adjusted: KS, then: {tasks: [recipient, recipient, recipient]}}
      - recipient: {name: Ada, addresses: [ada@town.example]}
        then: {dispatched: [ada@town.example], recipients: {Ada: delivered}, at_least: true}
      - {recipient: {name: Beda, because: Finns inte mer}, then: {tasks: [recipient]}}
      - {recipient: {name: Ceda, receipt: failed}, then: {refused: har inte skickats}}
      - {recipient: {name: Deda, retry: true}, then: {refused: ingen mottagare}}
  - name: A mail that doesn't arrive is sent again
    given: {at: at_KS, mail: {Föreningen: failed}}
    steps:
      - decision: approves
      - {adjusted: KS, then: {recipients: {Föreningen: failed}, state: dispatching}}
      - recipient: {name: Föreningen, retry: true}
        then: {dispatched: [Föreningen], recipients: {Föreningen: failed}}
      - {recipient: {name: Föreningen, receipt: delivered}, then: {closed: true}}
  - name: Nobody knows whether a mail arrived
    given: {at: at_KS, mail: {foreningen@town.example: in_doubt}}
    steps:
      - decision: approves
      - {adjusted: KS, then: {recipients: {Föreningen: in_doubt}}}
  - name: An assignment gets owner and day
    given: {at: at_KS}
    steps:
      - decision: {outcome: approves, assignments: [{what: Följ upp}]}
        then: {tasks: [assignment], assignments: [{what: Följ upp}]}
      - assignment: {owner: Ada, due: 2025-06-01}
        then: {tasks: [], assignments: [{owner: Ada, due: 2025-06-01, matter: false}]}
      - {assignment: {place: 2, owner: Ada}, then: {refused: inget uppdrag nummer 2}}
  - name: What was started elsewhere answers
    given: {fields: {parties: [village, Bolaget]}}
    steps:
      - {event: asks, then: {state: asking, tasks: [party]}}
      - {child: {at: village, outcome: approves}, then: {state: asking}}
      - {child: {at: Bolaget, outcome: approves}, then: {state: preparation, tasks: []}}
      - {child: {at: Bolaget, outcome: approves}, then: {refused: väntar på svar}}
  - name: The meeting schedule changes
    given: {fields: {wanted: 2025-03-03}}
    steps:
      - {then: {deadlines: {wanted: {status: running, at_risk: false}}}}
      - {meetings: {KS: [2025-04-01]}, then: {deadlines: {wanted: {at_risk: true}}, told: [secretary]}}
  - name: The meeting schedule was another one from the beginning
    given: {fields: {wanted: 2025-03-03}, meetings: {KS: [2025-04-01]}}
    then: {deadlines: {wanted: {at_risk: true}}, told: [secretary]}
  - name: Taken over on another day
    given: {on: 2025-03-01, title: Bänkar, taken_over_from: Byn, at: at_KS}
    then: {state: at_KS}
  - name: In another organisation, to whoever has a role there
    organisation: village
    given: {fields: {mover: ["role:officer"]}, at: at_KS}
    steps:
      - decision: approves
      - {adjusted: KS, then: {closed: true, dispatched: [fogden@village.example]}}
  - name: Nothing to adjust
    steps:
      - {adjusted: KS, then: {refused: ojusterat}}
"""


def test_every_kind_of_step_does_what_it_says(town: Path) -> None:
    """What is seen afterwards is what the office would see."""
    answer = played(town, EVERY_STEP)
    assert not answer.findings
    faults = {one.name: (one.fault.expected, one.fault.got) for one in answer.results if one.fault}
    assert faults == {}
    assert len(answer.results) == EVERY_STEP.count("\n  - name: ")


def test_time_never_goes_back(town: Path) -> None:
    """A step before the one before it is told with both days."""
    fault = one(
        town, "    steps:\n      - {event: prepared, on: 2025-01-01, then: {state: at_KS}}\n"
    ).fault
    assert fault is not None
    assert "2025-01-07" in fault.expected
    assert (fault.got, fault.rule) == ("2025-01-01", "AG-S012")


def test_what_follows_by_itself_and_is_refused_is_a_fault_unless_it_is_expected(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A matter that can't be registered at a party: nobody would hear of it but as an incident."""

    def refusing(machine: Machine, *rest: Any, **more: Any) -> Step:
        if machine.definition.name == "answer":
            raise CommandRefusedError("Byn tar inte emot.")
        return decide(machine, *rest, **more)

    monkeypatch.setattr(world, "decide", refusing)
    asks = "    given: {fields: {parties: [village]}}\n    steps:\n      - {event: asks, then: {state: asking"
    fault = one(town, f"{asks}}}}}\n").fault
    assert fault is not None
    assert (fault.expected, fault.got) == ("att det som följer går", "nekas: Byn tar inte emot.")
    assert one(town, f"{asks}, incidents: [command]}}}}\n").fault is None


@pytest.mark.parametrize(
    ("wait", "told"),
    [
        ("wait: P31Y", "mer än 30 år"),
        ("wait: P900Y", "utanför kalendern"),
        ("until: 2199-12-31", "mer än 30 år"),
    ],
)
def test_a_scenario_that_waits_for_ever_is_told_and_ended(town: Path, wait: str, told: str) -> None:
    """After thirty years, or at the end of the calendar."""
    fault = one(town, f"    steps:\n      - {{{wait}, then: {{state: closed}}}}\n").fault
    assert fault is not None
    assert told in fault.got
    assert fault.rule == "AG-S016"
