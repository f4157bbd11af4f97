"""A small matter type, an office, and a desk that carries commands out and checks what always holds."""

from collections.abc import Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any, TypeVar

from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType
from workflow.machine.build import Machine, build
from workflow.machine.decide import decide
from workflow.machine.evolve import evolve, fold
from workflow.model.commands import Command, Envelope, RegisterMatter
from workflow.model.effects import Effect
from workflow.model.events import DecisionUndone, Event
from workflow.model.ids import matter_id
from workflow.model.matter import SETTLED, Actor, Matter
from workflow.model.step import Step

SECRETARY = Actor("Sara", ("secretary", "officer"))
CLERK = Actor("Kim", ("clerk",))
E = TypeVar("E")

ROUTE: dict[str, Any] = {
    "name": "motion",
    "label": "Motion",
    "decided_by": ["AU", "KS", "KF"],
    "fields": {
        "reason": {"type": "text", "label": "Skäl"},
        "report": {"type": "text", "label": "Tjänsteskrivelse"},
        "movers": {"type": "recipients", "label": "Motionärer"},
        "moved_on": {"type": "date", "label": "Väckt"},
        "cost": {"type": "money", "label": "Kostnad"},
        "kind": {"type": "choice", "label": "Slag", "choices": ["small", "large"]},
        "month": {"type": "month", "label": "Månad"},
        "urgent": {"type": "boolean", "label": "Brådskande", "default": False},
        "count": {"type": "integer", "label": "Antal"},
        "notes": {"type": "list", "label": "Noteringar"},
        "successor": {"type": "text", "label": "Nytt nummer"},
    },
    "initial": "preparation",
    "states": {
        "preparation": {"label": "Beredning", "owner": "officer"},
        "at_AU": {"label": "Hos AU", "phase": "AU", "body": "AU", "entry": True},
        "at_KS": {"label": "Hos KS", "phase": "KS", "body": "KS", "entry": True},
        "at_KF": {"label": "Hos KF", "phase": "KF", "body": "KF"},
        "decided": {"label": "Beslutat", "phase": "dispatch"},
        "dispatching": {"label": "Expediering", "phase": "dispatch"},
        "closed": {"label": "Avslutat", "phase": "end", "final": True},
        "withdrawn": {"label": "Återtaget", "phase": "end", "final": True},
    },
    "events": {
        "prepared": {"label": "Färdigberett"},
        "grants": {"label": "Bifalls", "form": "decides"},
        "rejects": {"label": "Avslås", "form": "decides"},
        "notes_it": {"label": "Noteras", "form": "notes"},
        "proposes": {"label": "Förslag", "form": "proposes"},
        "hands_over": {"label": "Överlämnas", "form": "hands_over"},
        "tables": {"label": "Bordläggs", "form": "tables"},
        "tables_by_minority": {"label": "Bordläggs av minoritet", "form": "tables"},
        "refers_back": {"label": "Återremitteras", "form": "refers_back"},
        "withdraws": {"label": "Utgår", "form": "withdraws"},
        "repeals": {"label": "Upphävs", "form": "decides"},
        "minutes_adjusted": {"label": "Justerat"},
        "completed": {"label": "Klart"},
        "withdrawn_by_mover": {"label": "Återtas"},
        "renumbered": {"label": "Nytt nummer"},
        "certified": {"label": "Bestyrks"},
        "year_passed": {"label": "Ett år har gått"},
    },
    "transitions": [
        {"event": "prepared", "from": "preparation", "to": "at_AU", "requires": ["report"],
         "guard": '"AU" in organisation.bodies'},
        {"event": "prepared", "from": "preparation", "to": "at_KS", "requires": ["report"]},
        {"event": ["proposes", "hands_over"], "from": "at_AU", "to": "at_KS"},
        {"event": ["proposes", "hands_over"], "from": "at_KS", "to": "at_KF"},
        {"event": ["grants", "rejects", "notes_it"], "from": ["at_AU", "at_KS", "at_KF"],
         "to": "decided"},
        {"event": "tables", "from": ["at_AU", "at_KS", "at_KF"], "to": "same",
         "guard": "point.tabled < 3"},
        {"event": "tables_by_minority", "from": "at_KF", "to": "same",
         "effects": ["use_minority_right"]},
        {"event": "refers_back", "from": ["at_AU", "at_KS", "at_KF"], "to": "preparation",
         "requires": ["reason"]},
        {"event": "withdraws", "from": ["at_AU", "at_KS", "at_KF"], "to": "preparation"},
        {"event": "repeals", "from": ["decided", "dispatching"], "to": "decided"},
        {"event": "minutes_adjusted", "from": "decided", "to": "dispatching"},
        {"event": "completed", "from": "dispatching", "to": "closed", "automatic": True,
         "guard": "dispatch.all_terminal && assignments.all_owned"},
        {"event": ["withdrawn_by_mover", "renumbered"],
         "from": ["preparation", "at_AU", "at_KS", "at_KF"], "to": "withdrawn"},
        {"event": "certified", "from": "preparation", "to": "same", "roles": ["secretary", "nurse"]},
        {"event": "year_passed", "from": ["preparation", "at_AU"], "to": "same", "roles": ["engine"]},
    ],
}  # fmt: skip

OFFICE: dict[str, Any] = {
    "organisation": "norsjo",
    "name": "Norsjö kommun",
    "kind": "municipality",
    "register_code": "KS",
    "email": "registrator@norsjo.example",
    "bodies": {
        "KF": {"name": "Kommunfullmäktige", "kind": "council"},
        "KS": {
            "name": "Kommunstyrelsen",
            "kind": "executive_board",
            "email": "ks@norsjo.example",
            "meets": ["2024-09-03", "2024-09-24"],
        },
        "AU": {"name": "Allmänna utskottet", "kind": "subcommittee", "parent": "KS"},
    },
    "roles": {"secretary": "Sekreterare", "officer": "Utredare"},
    "entries": [
        {"name": "Sekreterare", "kind": "role", "holder": "Anna Ek", "email": "sekr@norsjo.example"},
        {"name": "Anna Ek", "kind": "person", "email": "anna.ek@norsjo.example"},
        {"name": "Utredare", "kind": "role", "email": "utredare@norsjo.example"},
        {"name": "Ekonomienheten", "kind": "unit", "email": "ekonomi@norsjo.example",
         "aliases": ["Ekonomi"]},
        {"name": "Postlös", "kind": "person"},
    ],
    "groups": [
        {"name": "Alla enheter", "members": ["Ekonomienheten", "Utredare", "Okänd enhet"]},
        {"name": "Alla kommuner", "aliases": ["Samtliga kommuner"],
         "members": ["norsjo", "malå", "Alla kommuner"]},
    ],
    "boards": [{"name": "Tavlan", "where_kept": "Kansliet"}],
}  # fmt: skip

NEIGHBOUR: dict[str, Any] = {
    "organisation": "mala",
    "name": "Malå",
    "kind": "municipality",
    "register_code": "KS",
    "email": "kommun@mala.example",
    "bodies": {"KS": {"name": "Kommunstyrelsen", "kind": "executive_board"}},
    "boards": [{"name": "Malås tavla", "where_kept": "Malå"}],
}


def changed(base: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """A copy; mappings are merged one level deep and lists get the new entries first."""
    copy = deepcopy(dict(base))
    for name, value in changes.items():
        old = copy.get(name)
        if isinstance(old, dict) and isinstance(value, dict):
            old.update(value)
        elif isinstance(old, list) and isinstance(value, list):
            copy[name] = value + old
        else:
            copy[name] = value
    return copy


@cache
def _standard() -> Machine:
    return build("standard", MatterType.model_validate(ROUTE))


def machine(**changes: Any) -> Machine:
    """The small matter type, with these changes."""
    if not changes:
        return _standard()
    return build("changed", MatterType.model_validate(changed(ROUTE, **changes)))


def organisations(**changes: Any) -> dict[str, Organisation]:
    """The office, with these changes, and its neighbour."""
    return {
        "norsjo": Organisation.model_validate(changed(OFFICE, **changes)),
        "mala": Organisation.model_validate(NEIGHBOUR),
    }


def noon(day: str | date) -> datetime:
    """Noon in UTC of that day."""
    return datetime.combine(date.fromisoformat(str(day)), time(12), UTC)


@dataclass
class Desk:
    """One matter on a desk. Every command is checked for what must hold after any command."""

    machine: Machine = field(default_factory=machine)
    organisations: Mapping[str, Organisation] = field(default_factory=organisations)
    now: datetime = field(default_factory=lambda: noon("2024-04-16"))
    matter: Matter | None = None
    events: list[Event] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)

    def register(self, **changes: Any) -> "Desk":
        """Register the matter KS 2024/1."""
        given = {"organisation": "norsjo", "matter_type": "motion", "title": "Bygg en bro"}
        self.give(RegisterMatter(**{**given, "number": "KS 2024/1", **changes}))
        return self

    def on(self, day: str) -> "Desk":
        """It is that day now."""
        self.now = noon(day)
        return self

    def envelope(
        self, command: Command, actor: Actor = SECRETARY, version: int | None = None
    ) -> Envelope:
        """The command on its way to the matter."""
        identity = matter_id("norsjo", "KS 2024/1")
        return Envelope("key", identity, command, actor, self.now, version)

    def give(self, command: Command, actor: Actor = SECRETARY, version: int | None = None) -> Step:
        """Carry it out, twice to see that the answer is the same, and check what always holds."""
        envelope = self.envelope(command, actor, version)
        step = decide(self.machine, self.organisations, self.matter, envelope, self.now)
        again = decide(self.machine, self.organisations, self.matter, envelope, self.now)
        assert step == again
        before, after = self.matter, self.matter
        for event in step.events:
            after = evolve(after, event)
        self.matter = after
        self.events.extend(step.events)
        self.effects.extend(step.effects)
        assert after is not None
        assert fold(self.events) == after
        assert after.version == len(self.events)
        gone = {
            key
            for event in step.events
            if isinstance(event, DecisionUndone)
            for key in event.points_gone
        }
        _always(self.machine, before, after, gone)
        return step

    @property
    def it(self) -> Matter:
        """The matter, which is registered."""
        assert self.matter is not None
        return self.matter

    def states(self) -> dict[str, str]:
        """The state of each point."""
        return {point.key: point.state for point in self.it.points}

    def asked(self, kind: type[E]) -> list[E]:
        """The effects of one kind so far."""
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def happened(self, kind: type[E]) -> list[E]:
        """The events of one kind so far."""
        return [event for event in self.events if isinstance(event, kind)]


def _always(machine: Machine, before: Matter | None, after: Matter, gone: Collection[str]) -> None:
    keys = [point.key for point in after.points]
    assert len(keys) == len(set(keys))
    assert {point.key for point in before.points} - set(gone) <= set(keys) if before else True
    assert all(point.state in machine.order for point in after.points)
    assert all(point.tabled >= 0 for point in after.points)
    ended = all(point.state in machine.finals for point in after.points)
    assert ended == (after.closed_on is not None)
    if ended:
        assert all(item.status in SETTLED for item in after.items)
        assert all(given.owned for given in after.assignments)
        assert not any(task.open and task.blocks for task in after.tasks)
        assert all(decision.adjusted_on is not None for decision in after.decisions)
