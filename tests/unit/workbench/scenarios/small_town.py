"""A small town to play scenarios in: one type on a route, the type it asks others by, and a notice."""

from pathlib import Path

from workflow.workbench.scenarios.selection import Selection
from workflow.workbench.scenarios.testing import Answer, Result, play_all

_ROUTE = """\
route: board
label: Styrelsen
parameters:
  outcomes: {label: Beslut, default: [approves]}
  also:     {label: Andra beslut, default: []}
fields:
  reason:    {type: text, label: Skäl}
  successor: {type: text, label: Nytt nummer}
initial: preparation
states:
  preparation: {label: Beredning, owner: officer, entry: true}
  at_KS:       {label: Hos KS, phase: KS, body: KS, owner: secretary}
  decided:     {label: Beslutat, phase: dispatch, owner: secretary}
  dispatching: {label: Expediering, phase: dispatch, owner: secretary}
  closed:      {label: Avslutat, phase: end, final: true}
events:
  prepared:         {label: Färdigberett}
  minutes_adjusted: {label: Justerat}
  completed:        {label: Klart}
  approves:         {label: Godkänns, form: decides}
  rejects:          {label: Avslås, form: decides}
  refers_back:      {label: Återremitteras, form: refers_back}
transitions:
  - {event: prepared, from: preparation, to: at_KS}
  - {event: [$outcomes, $also], from: at_KS, to: decided}
  - {event: refers_back, from: at_KS, to: preparation, requires: [reason]}
  - {event: minutes_adjusted, from: decided, to: dispatching}
  - event: completed
    from: dispatching
    to: closed
    automatic: true
    guard: dispatch.all_terminal && assignments.all_owned && tasks.all_settled
"""

_IDEA = """\
matter_type: idea
label: Idé
uses: board
with: {outcomes: [approves, rejects]}
fields:
  mover:   {type: recipients, required: true, label: Förslagsställare}
  wanted:  {type: date, label: Önskas senast}
  parties: {type: list, label: Parter}
  cost:    {type: money, label: Kostnad}
states:
  asking: {label: Hos parterna, phase: dispatch, owner: officer}
events:
  asks:     {label: Parterna frågas}
  accepted: {label: Alla ja}
  declined: {label: Någon nej}
  returns:  {label: Tas upp på nytt}
transitions:
  - {event: asks, from: preparation, to: asking, guard: known.parties}
  - {event: accepted, from: asking, to: preparation}
  - {event: declined, from: asking, to: preparation}
  - {event: returns, from: new, to: preparation, requires: [reason], roles: [secretary]}
children:
  parties:
    label: Parternas svar
    on: asking
    each: fields.parties
    matter_type: answer
    accepts: [approves]
    then: accepted
    otherwise: declined
deadlines:
  wanted:
    label: Beslut i tid
    day: wanted
    until: [decided, dispatching]
    hard: true
    remind: [P7D]
    must_meet: KS
    on_expiry: {escalate_to: ["role:secretary"], incident: true}
  slow:
    label: Beredningen
    after: P6M
    counts_from: entered
    during: [preparation]
    on_expiry: {escalate_to: ["role:officer"]}
never:
  dear: {label: En idé kostar aldrig mer än tusen, condition: "known.cost && fields.cost > 1000"}
dispatch:
  also_to: [fields.mover]
"""

_ANSWER = """\
matter_type: answer
label: Svar
uses: board
"""

_DAILY = """\
matter_type: daily
label: Varje dag
uses: board
deadlines:
  every_day:
    label: Varje dag
    recurs: FREQ=DAILY
    counts_from: registered
    during: [preparation]
    remind_to: ["role:secretary"]
"""

_NOTICE = """\
procedure: notice
label: Anslag
register: ANSLAG
fields:
  body:        {type: text, required: true, label: Organ}
  meeting_on:  {type: date, required: true, label: Sammanträdesdag}
  adjusted_on: {type: date, required: true, label: Justerat}
  posted_on:   {type: date, required: true, label: Uppsatt}
initial: to_be_posted
states:
  to_be_posted: {label: Ska anslås, owner: registrar}
  posted:       {label: Uppe, phase: dispatch}
  removed:      {label: Nere, phase: end, final: true}
events:
  posts:      {label: Anslås}
  takes_down: {label: Tas ned}
transitions:
  - {event: posts, from: to_be_posted, to: posted, automatic: true, effects: [post_notice]}
  - {event: takes_down, from: posted, to: removed, roles: [engine], effects: [remove_notices]}
deadlines:
  removal:
    label: Sista dag för överklagande
    rule: KL-13:5
    counts_from: fields.posted_on
    during: [posted]
    on_expiry: {event: takes_down}
"""

_TOWN = """\
organisation: town
name: Staden
kind: municipality
register_code: KS
bodies:
  KS: {name: Kommunstyrelsen, kind: executive_board, meets: [2025-02-04, 2025-03-04]}
roles: {secretary: Sekreteraren, officer: Handläggaren, registrar: Sekreteraren}
entries:
  - {name: Sekreteraren, kind: role, email: sekreteraren@town.example}
  - {name: Handläggaren, kind: role, email: handlaggaren@town.example}
  - {name: Föreningen, kind: external_organisation, email: foreningen@town.example}
boards:
  - {name: Tavlan, where_kept: Stadshuset}
"""

_VILLAGE = """\
organisation: village
name: Byn
kind: municipality
register_code: BY
bodies:
  KS: {name: Byrådet, kind: executive_board}
roles: {secretary: Byfogden, officer: Byfogden, registrar: Byfogden}
entries:
  - {name: Byfogden, kind: role, email: fogden@village.example}
"""

HEAD = """\
scenarios_for: idea
organisation: town
on: 2025-01-07
fields: {mover: [Föreningen]}
"""


def build(folder: Path) -> Path:
    """The definitions, written into the folder."""
    for name, text in {
        "routes/board.yaml": _ROUTE,
        "matters/idea.yaml": _IDEA,
        "matters/answer.yaml": _ANSWER,
        "matters/daily.yaml": _DAILY,
        "procedures/notice.yaml": _NOTICE,
        "organisations/town.yaml": _TOWN,
        "organisations/village.yaml": _VILLAGE,
    }.items():
        write(folder, name, text)
    (folder / "templates").mkdir(exist_ok=True)
    for name in ("decision", "reminder", "escalation", "at_risk", "failed_delivery"):
        for form in ("txt", "html"):
            (folder / "templates" / f"{name}.{form}.j2").touch()
    return folder


def write(folder: Path, name: str, text: str) -> Path:
    """One file of the definitions."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def played(folder: Path, scenarios: str, *, coverage: bool = False) -> Answer:
    """The scenarios of ideas, given as they stand in the file below its head."""
    write(folder, "matters/idea.scenarios.yaml", f"{HEAD}{scenarios}")
    chosen = Selection(folder, coverage=coverage)
    return play_all(chosen, lambda _done, _of: None)


def one(folder: Path, scenario: str) -> Result:
    """One scenario: what stands under its name, indented by four."""
    answer = played(folder, f"scenarios:\n  - name: Exempel\n{scenario}")
    assert not answer.findings, "\n".join(map(str, answer.findings))
    (result,) = answer.results
    return result
