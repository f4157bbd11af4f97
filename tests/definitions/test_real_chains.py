"""Real matters of a large city, step by step through the shipped types: no point is ever lost.

The source says what each meeting decided, not which point it was about, and some steps aren't in it.
So the matter's first point carries the chain, every other outcome gets a point of its own, and what
must have happened between two known steps is filled in.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from office import Office

from workflow.definition.organisation import Body, Entry, Organisation
from workflow.machine.build import Machine
from workflow.model.commands import AdjustMinutes, FireEvent, RecordDecision, RegisterMatter
from workflow.model.ids import MatterId
from workflow.model.matter import Matter, PointOutcome

pytestmark = pytest.mark.shared

Chain = dict[str, Any]

TYPES = {
    "motion": "motion",
    "follow_up_report": "follow_up_report",
    "policy_document": "policy_document",
    "investment_request": "investment_request",
    "budget": "budget",
    "referral_response": "referral_response",
    "assignment": "assignment",
}
"""Kinds of chains that the project has a type for and that are told from their own side."""

FIELDS: dict[str, dict[str, object]] = {
    "motion": {"movers": ["Motionären"]},
    "investment_request": {"amount": 1_000_000},
    "referral_response": {"sender": ["Avsändaren"]},
    "assignment": {"owner": "Direktören"},
}

WORDS = {
    "decides:opinion": "gives_opinion",
    "decides:hands_over": "submits",
    "decides:elects": "elects",
    "decides:other": "authorises",
    "decides:extends": "authorises",
    "decides:discharges": "authorises",
    "decides:no_action": "struck_off",
}
"""What the source calls by another name, or doesn't tell apart."""

STAYS = ("tables", "tables_by_minority", "refers_back", "refers_back_by_minority", "refers_out")
DATA = {"reason": "Enligt protokollet", "financing": "Enligt protokollet"}
CITY = Organisation(
    organisation="city",
    name="Staden",
    kind="municipality",
    register_code="SLK",
    bodies={
        "KS": Body(name="Kommunstyrelsen", kind="executive_board"),
        "KF": Body(name="Kommunfullmäktige", kind="council"),
    },
    roles={"secretary": "Stadssekreteraren", "officer": "Stadssekreteraren"},
    entries=tuple(
        Entry(name=name, kind="role", email="staden@city.example")
        for name in ("Stadssekreteraren", "Motionären", "Avsändaren")
    ),
)


def event_of(word: str) -> str:
    """The event that an outcome of the source is."""
    return WORDS.get(word, word.removeprefix("decides:"))


def chains(shared: Path) -> Iterator[Chain]:
    """Those of the types above."""
    with (shared / "data/goteborg_chains.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            chain: Chain = json.loads(line)
            if chain["matter_type"] in TYPES:
                yield chain


class Walk:
    """One chain on its way through its type."""

    def __init__(self, machines: Mapping[str, Machine], chain: Chain) -> None:
        self.steps = chain["steps"]
        matter_type = TYPES[chain["matter_type"]]
        first = date.fromisoformat(self.steps[0]["date"])
        fields = FIELDS.get(matter_type, {})
        if matter_type == "motion":  # the source doesn't say when it was moved
            fields = {**fields, "moved_on": first.isoformat()}
        self.office = Office(machines, {"city": CITY}, first)
        self.identity: MatterId = self.office.register(
            RegisterMatter(
                "city",
                matter_type,
                chain["title"][:400],
                number=chain["dnr"].removeprefix("SLK-").replace("-", "/").partition(":")[0],
                fields=fields,
            )
        )
        self.added = 1
        self.tabled: set[int] = set()

    @property
    def matter(self) -> Matter:
        """As it is now."""
        return self.office.matter(self.identity)

    @property
    def place(self) -> str:
        """Where the first point is."""
        return self.matter.points[0].state

    def go(self) -> None:
        """Every step in order; a step that decides carries the first point only if it is the last."""
        for step in self.steps:
            self.office.go_to(date.fromisoformat(step["date"]))
            self._bring_to(step["body"])
            self._decide(step, last=step is self.steps[-1])

    def _bring_to(self, body: str) -> None:
        """What must have happened since the step before, though the source doesn't have it."""
        if self.place == "moved":
            self.office.give(self.identity, FireEvent("remitted"))
        if self.place == "at_KF" and body == "KS":
            self._record("KF", PointOutcome("refers_back", ("1",)))
        if self.place == "preparation":
            self.office.give(self.identity, FireEvent("officer_proposes"))
        if self.place == "at_KS" and body == "KF":
            self._record("KS", PointOutcome("proposes", ("1",)))

    def _decide(self, step: Chain, *, last: bool) -> None:
        words = [word for word in step["outcomes"] if word != "none"]
        carrying = next((w for w in words if w == "proposes" or w in STAYS), None)
        if carrying is None and last and words:
            carrying = words[0]
        outcomes = []
        for word in words:
            key = "1" if word == carrying else self._next_key()
            outcomes.append(PointOutcome(self._event(word), (key,)))
        if outcomes:
            self._record(step["body"], *outcomes)

    def _event(self, word: str) -> str:
        """A minority has its right once (KL 5:50): what came later was carried by a majority."""
        if word.endswith("_by_minority") and self.matter.points[0].minority_used:
            return word.removesuffix("_by_minority")
        return event_of(word)

    def _next_key(self) -> str:
        self.added += 1
        return str(self.added)

    def _record(self, body: str, *outcomes: PointOutcome) -> None:
        data = {k: v for k, v in DATA.items() if k in self._fields()}
        command = RecordDecision(outcomes, body=body, data=data)
        self.office.give(self.identity, command)
        self.tabled.update(point.tabled for point in self.matter.points)

    def _fields(self) -> set[str]:
        return set(self.office.machines[self.matter.matter_type].definition.fields)

    def adjust(self) -> None:
        """The minutes of every meeting are adjusted."""
        for body, day in sorted({(d.body, d.decided_on) for d in self.matter.decisions}):
            self.office.give(self.identity, AdjustMinutes(body, day, self.office.now.date()))


def test_every_chain_goes_through_its_type(shared: Path, machines: Mapping[str, Machine]) -> None:
    """Tabled, referred back, split and repealed as they were; each ends exactly when its points have."""
    walked = []
    for chain in chains(shared):
        walk = Walk(machines, chain)
        walk.go()
        walk.adjust()
        walked.append(walk)
        states = [point.state for point in walk.matter.points]
        assert len(states) == walk.added, chain["dnr"]
        assert (walk.matter.closed_on is not None) == (set(states) == {"closed"}), chain["dnr"]
        if {"proposes", *STAYS}.isdisjoint(chain["steps"][-1]["outcomes"]):
            assert states[0] == "closed", chain["dnr"]
    assert len(walked) == 374
    assert max(max(walk.tabled, default=0) for walk in walked) == 8
