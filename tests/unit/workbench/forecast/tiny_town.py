"""A town with one board and one council, and matter types small enough to be followed by hand."""

from dataclasses import dataclass
from pathlib import Path

from workflow.definition.catalogue import load_strict
from workflow.workbench.forecast.answer import Report
from workflow.workbench.forecast.office import simulate
from workflow.workbench.forecast.plan import Options, Plan, planned
from workflow.workbench.forecast.read import Source, read
from workflow.workbench.forecast.report import report
from workflow.workbench.forecast.tally import Record

ORGANISATION = """\
organisation: town
name: Staden
kind: municipality
register_code: KS
bodies:
  KF: {name: Fullmäktige, kind: council, meets: [2026-02-16, 2026-05-18]}
  KS: {name: Styrelsen, kind: executive_board, parent: KF, meets: [2026-02-03, 2026-03-03, 2026-04-07]}
roles: {secretary: Sekreteraren, officer: Handläggaren}
entries:
  - {name: Sekreteraren, kind: role, email: sekreterare@staden.example}
  - {name: Handläggaren, kind: role, email: handlaggare@staden.example}
"""

PLEA = """\
matter_type: plea
label: Begäran
requires_preparation: false
fields:
  urgent: {type: boolean, label: Brådskande}
  wanted: {type: date, label: Önskas senast}
initial: at_KS
states:
  preparation: {label: Beredning, owner: officer, entry: true}
  at_KS:       {label: Hos styrelsen, phase: KS, body: KS, owner: secretary}
  decided:     {label: Beslutat, phase: dispatch, owner: secretary}
  dispatching: {label: Expediering, phase: dispatch, owner: secretary}
  closed:      {label: Avslutat, phase: end, final: true}
events:
  prepared:         {label: Färdigberett}
  grants:           {label: Bifalls, form: decides}
  tables:           {label: Bordläggs, form: tables}
  refers_back:      {label: Återremitteras, form: refers_back}
  minutes_adjusted: {label: Justerat}
  completed:        {label: Klart}
transitions:
  - {event: prepared, from: preparation, to: at_KS}
  - {event: grants, from: at_KS, to: decided}
  - {event: tables, from: at_KS, to: same}
  - {event: refers_back, from: at_KS, to: preparation}
  - {event: minutes_adjusted, from: decided, to: dispatching}
  - {event: completed, from: dispatching, to: closed, automatic: true, guard: dispatch.all_terminal}
deadlines:
  answer:
    label: Svaret
    after: P40D
    counts_from: registered
    until: [decided, dispatching]
    remind: [P10D]
    on_expiry: {escalate_to: ["role:secretary"]}
  wanted:
    label: Önskad dag
    day: wanted
    until: [decided, dispatching]
"""

PREPARED = PLEA.replace("plea", "request").replace("initial: at_KS", "initial: preparation")
"""The same with a preparation first."""


@dataclass(frozen=True)
class Town:
    """A folder of definitions, in which a test writes what it needs."""

    folder: Path

    def add(self, kind: str, name: str, text: str) -> None:
        """Write one more file of definitions."""
        path = self.folder / kind / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def source(self, text: str) -> Source:
        """A simulation file of this text, read."""
        path = self.folder / "simulation.yaml"
        path.write_text(text, "utf-8")
        return read(path)

    def plan(self, text: str, options: Options | None = None) -> Plan:
        """The plan of a simulation file of this text."""
        return planned(load_strict(self.folder), self.source(text), options or Options())

    def run(self, text: str) -> tuple[Record, Report]:
        """Simulate a file of this text."""
        return run(self.plan(text))


def town(folder: Path, **types: str) -> Town:
    """A town with these matter types; pleas and requests where none are given."""
    found = Town(folder)
    found.add("organisations", "town", ORGANISATION)
    for name, text in (types or {"plea": PLEA, "request": PREPARED}).items():
        found.add("matters", name, text)
    return found


def run(plan: Plan) -> tuple[Record, Report]:
    """Simulate a plan; what happened and its figures."""
    record = simulate(plan, lambda *_: None)
    return record, report(plan, record)


def stays(record: Record, state: str) -> list[int | None]:
    """Days that each matter was in a state for the first time, in the order that they came; None: still."""
    found = []
    for trail in record.trails:
        visit = next(one for one in trail.visits if one.state == state)
        found.append((visit.until - visit.since).days if visit.until else None)
    return found
