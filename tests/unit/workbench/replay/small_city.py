"""A small city for replays: one matter type with every kind of line, and a body that lacks nothing."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from workflow.definition.catalogue import Loaded, load
from workflow.definition.vocabulary import Vocabulary
from workflow.machine.build import Machine, build
from workflow.workbench.replay.history import History
from workflow.workbench.replay.player import Player
from workflow.workbench.replay.staging import staged
from workflow.workbench.replay.verdicts import Played

FIRST = date(2025, 1, 15)

_TYPE = """\
matter_type: proposal
label: Förslag
decided_by: [KS, KF]
fields:
  movers:      {type: recipients, required: true, label: Förslagsställare}
  moved_on:    {type: date, required: true, label: Väckt}
  reason:      {type: text, label: Skäl}
  referred_to: {type: text, label: Återremitterat till}
  ballots:     {type: integer, label: Röster}
  month:       {type: month, label: Månad}
  urgent:      {type: boolean, label: Brådskande}
  way:         {type: choice, choices: [fast, slow], label: Takt}
initial: moved
states:
  moved:       {label: Väckt, owner: secretary}
  preparation: {label: Beredning, owner: officer, entry: true}
  at_KS:       {label: Hos KS, phase: KS, body: KS, owner: secretary}
  at_KF:       {label: Hos KF, phase: KF, body: KF, owner: secretary}
  allowed:     {label: Tillåtet, phase: KF, body: KF, owner: secretary}
  decided:     {label: Beslutat, phase: dispatch, owner: secretary}
  dispatching: {label: Expediering, phase: dispatch, owner: secretary}
  closed:      {label: Avslutat, phase: end, final: true}
events:
  remitted:    {label: Remitteras}
  prepared:    {label: Färdigberett}
  swift:       {label: Genast till KS}
  reports:     {label: Redovisas}
  minutes_adjusted: {label: Justerat}
  completed:   {label: Klart}
  resumes:     {label: Tas upp på nytt}
  proposes:    {label: Föreslås, form: proposes}
  allows:      {label: Tillåts, form: decides}
  grants:      {label: Bifalls, form: decides}
  rejects:     {label: Avslås, form: decides}
  assigns:     {label: Uppdrag ges, form: decides}
  elects:      {label: Utses, form: decides}
  tables:      {label: Bordläggs, form: tables}
  tables_by_minority: {label: Bordläggs av minoritet, form: tables}
  refers_back: {label: Återremitteras, form: refers_back}
transitions:
  - {event: remitted, from: moved, to: preparation}
  - {event: swift, from: preparation, to: at_KS, guard: fields.urgent}
  - {event: prepared, from: preparation, to: at_KS}
  - {event: reports, from: [preparation, at_KS, at_KF], to: same}
  - {event: proposes, from: at_KS, to: at_KF}
  - {event: allows, from: at_KF, to: allowed}
  - {event: [grants, rejects, assigns], from: [at_KS, at_KF, allowed], to: decided}
  - {event: elects, from: at_KF, to: decided, requires: [ballots]}
  - {event: tables, from: [at_KS, at_KF, allowed], to: same}
  - {event: tables_by_minority, from: at_KF, to: same, guard: "!point.minority_used", effects: [use_minority_right]}
  - {event: refers_back, from: at_KF, to: at_KS, guard: 'given.referred_to && fields.referred_to == "KS"', requires: [reason]}
  - {event: refers_back, from: [at_KS, at_KF], to: preparation, requires: [reason]}
  - {event: minutes_adjusted, from: decided, to: dispatching}
  - {event: completed, from: dispatching, to: closed, automatic: true, guard: dispatch.all_terminal}
  - {event: resumes, from: new, to: preparation, guard: matter.decided_points > 0, requires: [reason]}
deadlines:
  one_year: {label: Ett år, rule: KL-5:35, counts_from: fields.moved_on, until: [decided]}
dispatch:
  also_to: [fields.movers]
"""

_CITY = """\
organisation: city
name: Staden
kind: municipality
register_code: KS
email: staden@city.example
bodies:
  KS: {name: Kommunstyrelsen, kind: executive_board, email: ks@city.example, meets: [2024-01-03]}
  KF: {name: Kommunfullmäktige, kind: council, aliases: [Fullmäktige], meets: [2024-01-04]}
roles: {secretary: Sekreteraren, officer: Handläggaren}
entries:
  - {name: Sekreteraren, kind: role, email: sekreteraren@city.example}
  - {name: Handläggaren, kind: role, email: handlaggaren@city.example}
"""

_WORDS = """\
vocabulary: standard
label: Ord
organisation: city
matter_types: {idea: proposal}
outcomes: {yes: grants}
untold: [other, none]
"""


def small_city(folder: Path) -> Loaded:
    """The definitions, written into the folder and read from there."""
    for name, text in {
        "matters/proposal.yaml": _TYPE,
        "organisations/city.yaml": _CITY,
        "histories/standard.yaml": _WORDS,
    }.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "templates").mkdir(exist_ok=True)
    for name in ("decision", "reminder", "escalation", "at_risk", "failed_delivery"):
        for form in ("txt", "html"):
            (folder / "templates" / f"{name}.{form}.j2").touch()
    loaded = load(folder)
    assert not loaded.errors, loaded.errors
    return loaded


def machines_of(loaded: Loaded) -> dict[str, Machine]:
    """Every type ready to run."""
    return {name: build(entry.digest, entry.definition) for name, entry in loaded.types.items()}


def vocabulary_of(loaded: Loaded) -> Vocabulary:
    """The words of the small city."""
    return loaded.vocabulary


def step(body: str, *outcomes: str, week: int = 0, **more: Any) -> dict[str, Any]:
    """A step so many weeks after the first day."""
    day = FIRST + timedelta(weeks=week)
    return {"body": body, "date": day.isoformat(), "outcomes": list(outcomes), **more}


def history(*steps: Mapping[str, Any], **more: Any) -> History:
    """A history of the small city's type."""
    plain = {"dnr": "KS 2025/7", "title": "Fler cykelställ", "matter_type": "proposal"}
    return History.model_validate({**plain, "steps": list(steps), **more})


def play(loaded: Loaded, told: History, *, keeping: bool = False) -> Played:
    """The history in the small city."""
    organisations = {code: entry.organisation for code, entry in loaded.organisations.items()}
    meetings = {(one.body, one.date) for one in told.steps}
    player = Player(
        machines_of(loaded),
        staged(organisations, "city", meetings),
        vocabulary_of(loaded),
        until=max(day for _, day in meetings),
        keeping=keeping,
    )
    return player.play(told, "city")
