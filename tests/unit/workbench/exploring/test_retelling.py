"""Every move that an exploration makes can be told as a step of a scenario."""

from datetime import date
from pathlib import Path

from tests.unit.workbench.exploring.broken_types import written
from workflow.machine.build import build
from workflow.model.commands import (
    AdjustMinutes,
    FireEvent,
    RecordDecision,
    RegisterMatter,
    SettleAssignment,
    SettleRecipient,
    SettleTask,
)
from workflow.model.matter import Actor
from workflow.model.outcome import AssignmentGiven, PointOutcome
from workflow.workbench.exploring.people import EVERYONE
from workflow.workbench.exploring.retelling import scenario
from workflow.workbench.exploring.search import Trail
from workflow.workbench.exploring.situation import Move, Office
from workflow.workbench.exploring.values import Known
from workflow.workbench.scenarios.selection import selections
from workflow.workbench.scenarios.testing import play_all

ERRAND = """
matter_type: errand
label: Ärende
fields:
  due: {type: date, label: Klart}
initial: at_KS
states:
  at_KS: {label: Hos KS, phase: KS, body: KS, owner: secretary, entry: true}
  decided: {label: Beslutat, phase: dispatch, owner: registrar}
  closed: {label: Avslutat, phase: end, final: true}
events:
  grants: {label: Bifalls, form: decides}
  tables: {label: Bordläggs, form: tables}
  carries: {label: Tas upp senare}
  ends: {label: Avslutas}
transitions:
  - {event: grants, from: at_KS, to: decided}
  - {event: [tables, carries], from: at_KS, to: same}
  - {event: ends, from: decided, to: closed}
deadlines:
  due: {label: Klart, day: due, until: [decided], on_expiry: {escalate_to: ["role:secretary"]}}
"""
DAY = date(2025, 3, 3)


def _of(*commands: object, **more: object) -> Move:
    return Move(commands, EVERYONE, **more)  # type: ignore[arg-type]


def test_a_way_with_every_kind_of_move_is_retold_and_can_be_played(tmp_path: Path) -> None:
    """Played as a scenario it comes to the same: the property that it ends in holds."""
    loaded = written(tmp_path, ERRAND)
    entry = loaded.types["errand"]
    organisations = {code: one.organisation for code, one in loaded.organisations.items()}
    known = Known.of(organisations["hemby"])
    office = Office(build(entry.digest, entry.definition), organisations, "hemby", known.fate)
    first, second = PointOutcome("grants", ("1",)), PointOutcome("tables", ("2",))
    decision = RecordDecision(
        (first,), "KS", recipients=("Gatukontoret", "Bolaget", "Okänd mottagare"),
        assignments=(AssignmentGiven("Redovisa"),),
    )  # fmt: skip
    trail = Trail(
        "hemby",
        DAY,
        RegisterMatter("", "errand", "Exempel", fields={"due": "2025-02-03"}, points=("A", "B")),
        (
            _of(SettleTask("t1", "Klart")),
            _of(RecordDecision((second,), "KS"), AdjustMinutes("KS", DAY, DAY)),
            Move((FireEvent("carries", ("2",)),), Actor("Kansliet", ("secretary",))),
            Move(until=date(2025, 3, 10)),
            _of(decision),
            _of(AdjustMinutes("KS", date(2025, 3, 10), date(2025, 3, 10))),
            _of(
                SettleRecipient("d2-2", because="Lämnat över disk"),
                SettleRecipient("d2-3", because="Lämnat över disk"),
            ),
            _of(SettleAssignment("d2-a1", "Kansliet", date(2025, 5, 1))),
        ),
    )
    text = scenario(office, trail, name="Allt", holds="can_end")
    for part in (
        "mail: {Bolaget: failed}",
        "- {task: {kind: deadline, answer: Klart}}",
        "- {adjusted: KS}",
        "- {event: carries, points: ['2'], by: [secretary]}",
        "- {until: 2025-03-10}",
        "- {adjusted: all}",
        "- {recipient: {name: Bolaget, because: Lämnat över disk}}",
        "- {assignment: {place: 1, owner: Kansliet, due: 2025-05-01}}",
    ):
        assert part in text, text
    file = tmp_path / "matters" / "errand.scenarios.yaml"
    file.write_text(f"scenarios_for: errand\nscenarios:\n{text}", encoding="utf-8")
    (selection,) = selections([file], otherwise=tmp_path, only="", coverage=False)
    played = play_all(selection, lambda _done, _of: None)
    assert [str(result.fault) for result in played.results if result.fault] == []
