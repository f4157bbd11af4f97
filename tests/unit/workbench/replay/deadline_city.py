"""A matter type that is raised in the council, and histories of it: for what deadlines add up to."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflow.definition.schema import MatterType
from workflow.definition.vocabulary import Vocabulary
from workflow.workbench.replay.history import History
from workflow.workbench.replay.meaning import Meaning
from workflow.workbench.replay.verdicts import Played, Verdict

RAISED: dict[str, Any] = {
    "name": "raised",
    "label": "Väckt ärende",
    "decided_by": ["KF"],
    "fields": {
        "moved_on": {"type": "date", "required": True, "label": "Väckt"},
        "answer_by": {"type": "date", "label": "Svar senast"},
        "ends_on": {"type": "date", "required": True, "label": "Räkenskapsåret slutar"},
    },
    "initial": "preparation",
    "states": {
        "preparation": {"label": "Beredning", "owner": "officer"},
        "at_KS": {"label": "Hos KS", "phase": "KS", "body": "KS"},
        "at_KF": {"label": "Hos KF", "phase": "KF", "body": "KF"},
        "decided": {"label": "Beslutat", "phase": "dispatch"},
        "sending": {"label": "Skickas", "phase": "dispatch"},
        "closed": {"label": "Avslutat", "phase": "end", "final": True},
    },
    "events": {
        "prepared": {"label": "Färdigberett"},
        "reports": {"label": "Redovisas"},
        "withdrawn_by_mover": {"label": "Återtas"},
        "completed": {"label": "Klart"},
        "minutes_adjusted": {"label": "Justerat"},
        "resumes": {"label": "Tas upp på nytt"},
        "proposes": {"label": "Föreslås", "form": "proposes"},
        "rejects": {"label": "Avslås", "form": "decides"},
        "assigns": {"label": "Uppdrag ges", "form": "decides"},
        "closes_assignment": {"label": "Fullgjort", "form": "decides"},
        "extends": {"label": "Förlängs", "form": "decides"},
        "adopts": {"label": "Antas", "form": "decides"},
        "tables": {"label": "Bordläggs", "form": "tables"},
        "refers_back": {"label": "Återremitteras", "form": "refers_back"},
    },
    "transitions": [
        {"event": "prepared", "from": "preparation", "to": "at_KS"},
        {"event": "withdrawn_by_mover", "from": "preparation", "to": "closed"},
        {"event": "proposes", "from": "at_KS", "to": "at_KF"},
        {"event": ["rejects", "assigns"], "from": "at_KF", "to": "decided"},
        {"event": ["tables", "reports"], "from": ["at_KS", "at_KF"], "to": "same"},
        {"event": "refers_back", "from": "at_KF", "to": "preparation"},
        {"event": "completed", "from": ["decided", "sending"], "to": "closed"},
        {"event": "minutes_adjusted", "from": "decided", "to": "sending"},
        {"event": "resumes", "from": "new", "to": "preparation"},
    ],
    "deadlines": {
        "one_year": {
            "label": "Inom ett år",
            "rule": "KL-5:35",
            "counts_from": "fields.moved_on",
            "until": ["decided"],
        },
        "sent": {"label": "Avsänt", "day": "answer_by", "until": ["sending"]},
        "answer": {"label": "Svar", "day": "answer_by", "during": ["preparation"]},
        "accounts": {
            "label": "Årsredovisning",
            "rule": "KL-11:20",
            "counts_from": "fields.ends_on",
            "until": ["at_KF", "decided"],
        },
        "standstill": {
            "label": "Spärr",
            "rule": "LOU-20:1",
            "counts_from": "fields.moved_on",
            "on_expiry": {"event": "completed"},
        },
        "pause": {"label": "Paus", "after": "P1M", "counts_from": "entered"},
    },
}

DEFINITION = MatterType.model_validate(RAISED)
WORDS = Vocabulary(
    outcomes={"nej": "rejects"},
    untold=frozenset({"other"}),
    known_types=frozenset({"raised"}),
    known_events=frozenset({*DEFINITION.events, "censures"}),
)
MEANING = Meaning(DEFINITION, WORDS)


def step(body: str, day: str, *outcomes: str, **more: Any) -> dict[str, Any]:
    """What a body did on a day."""
    return {"body": body, "date": day, "outcomes": list(outcomes), **more}


def history(*steps: Mapping[str, Any], **more: Any) -> History:
    """A history of the type; by its number the matter began in 2024."""
    plain = {"dnr": "KS 2024/7", "title": "Fler bänkar", "matter_type": "raised"}
    return History.model_validate({**plain, "steps": list(steps), **more})


def played(told: History, **more: Any) -> Played:
    """As if every step had been accepted."""
    plain: dict[str, Any] = {
        "history": told,
        "matter_type": "raised",
        "matter": None,
        "verdicts": tuple(
            Verdict(number, one, accepted=True) for number, one in enumerate(told.steps, start=1)
        ),
        "entered": (),
        "commands": (),
    }
    return Played(**{**plain, **more})


UNTIL = date(2026, 3, 31)
"""The last day of the source, unless a test says otherwise."""
