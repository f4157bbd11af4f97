"""What the chaos run has the engine do: the same for the same seed."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from workflow.command.definitions import Version
from workflow.definition.catalogue import canonical, digest
from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType
from workflow.model.commands import (
    AdjustMinutes,
    Command,
    Envelope,
    FireEvent,
    RecordDecision,
    RegisterMatter,
)
from workflow.model.ids import MatterId, matter_id
from workflow.model.matter import Actor
from workflow.model.outcome import PointOutcome

STEPS = tuple(f"s{number}" for number in range(1, 9))
DECISIONS = {"s3": "Skolan", "s6": "Ekonomi"}
"""Steps that are a body's decision, and who is told of it by mail."""

MAILS_PER_MATTER = len(DECISIONS) + 1  # and one reminder
TODAY = date(2025, 3, 4)
NOW = datetime(2025, 3, 4, 11, tzinfo=UTC)
_ACTOR = Actor("kaos", ("officer", "secretary"))
_PLACES = tuple(f"at_{step}" for step in STEPS)

# Every step is possible everywhere: one that is done twice or out of order is done, and counted.
TYPE: dict[str, Any] = {
    "name": "errand",
    "label": "Ärende",
    "decided_by": ["KS"],
    "initial": "registered",
    "states": {
        "registered": {"label": "Registrerat", "body": "KS"},
        **{place: {"label": place, "body": "KS"} for place in _PLACES},
        "closed": {"label": "Avslutat", "phase": "end", "final": True},
    },
    "events": {
        **{
            step: {"label": step, "form": "decides" if step in DECISIONS else None}
            for step in STEPS
        },
        "ends": {"label": "Avslutas"},
    },
    "transitions": [
        *(
            {"event": step, "from": ["registered", *_PLACES], "to": f"at_{step}"}
            for step in STEPS
        ),
        {
            "event": "ends", "from": _PLACES[-1], "to": "closed", "automatic": True,
            "guard": "dispatch.all_terminal && decisions.all_adjusted",
        },
    ],
    "deadlines": {
        # The reminder is due today: it fires as soon as somebody looks.
        "soon": {"label": "Snart", "after": "P7D", "counts_from": "registered", "remind": ["P7D"]},
    },
    "dispatch": {"before_adjustment": True, "on_doubt": "resend"},
}  # fmt: skip

OFFICE: dict[str, Any] = {
    "organisation": "kaos",
    "name": "Kaos kommun",
    "kind": "municipality",
    "register_code": "KS",
    "bodies": {"KS": {"name": "Kommunstyrelsen", "kind": "executive_board"}},
    "roles": {"secretary": "Ekonomi", "officer": "Handläggare"},
    "entries": [
        {"name": "Handläggare", "kind": "role", "email": "handlaggare@kaos.example"},
        {"name": "Ekonomi", "kind": "unit", "email": "ekonomi@kaos.example"},
        {"name": "Skolan", "kind": "unit", "email": "skolan@kaos.example"},
    ],
}


@dataclass(frozen=True, slots=True)
class Plan:
    """How much, and in which order. ``everywhere``: somebody must die at every place."""

    seed: int
    matters: int
    kills: int
    everywhere: bool = False

    @property
    def expected(self) -> int:
        """Transitions."""
        return self.matters * len(STEPS)

    def ids(self) -> tuple[MatterId, ...]:
        """Of every matter."""
        return tuple(_id(number) for number in range(1, self.matters + 1))

    def slices(self) -> list[list[Envelope]]:
        """Every command, in a random order across matters, in as many parts as there are kills."""
        dice = random.Random(self.seed)  # noqa: S311 - repeatable
        everyone = range(1, self.matters + 1)
        numbers = [number for number in everyone for _ in range(len(STEPS) + 1)]
        dice.shuffle(numbers)
        streams = {number: iter(_commands(number)) for number in everyone}
        envelopes = [next(streams[number]) for number in numbers]
        size = -(-len(envelopes) // self.kills)
        parts = [envelopes[start : start + size] for start in range(0, len(envelopes), size)]
        return [*parts, [next(streams[number]) for number in everyone]]


def full(seed: int) -> Plan:
    """3,200 transitions under 44 kills and more, at every place that there is."""
    return Plan(seed, matters=400, kills=44, everywhere=True)


def short(seed: int) -> Plan:
    """For every run of the tests."""
    return Plan(seed, matters=40, kills=8)


def versions() -> tuple[Version, ...]:
    """What is published before the run."""
    definition = MatterType.model_validate(TYPE)
    office = Organisation.model_validate(OFFICE)
    return (
        Version("matter", definition.name, digest(definition), canonical(definition)),
        Version("organisation", office.organisation, digest(office), canonical(office)),
    )


def _id(number: int) -> MatterId:
    return matter_id("kaos", f"KS 2025/{number}")


def _commands(number: int) -> list[Envelope]:
    """A matter from its registration over its steps to the adjusted minutes."""
    register = RegisterMatter("kaos", "errand", f"Ärende {number}", number=f"KS 2025/{number}")
    adjust = AdjustMinutes("KS", TODAY, TODAY)
    commands: list[tuple[str, Command]] = [("register", register)]
    commands += [(step, _step(step)) for step in STEPS]
    commands.append(("adjust", adjust))
    return [
        Envelope(f"{number}:{name}", _id(number), command, _ACTOR, NOW)
        for name, command in commands
    ]


def _step(step: str) -> Command:
    if step not in DECISIONS:
        return FireEvent(step)
    outcome = PointOutcome(step)
    return RecordDecision((outcome,), body="KS", decided_on=TODAY, recipients=(DECISIONS[step],))
