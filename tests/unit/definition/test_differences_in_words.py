"""The difference of two versions in words: what each change is called, and whether it breaks anything."""

from typing import Any

import pytest
from changed_version import REWRITTEN, Json, Path_, as_type, of, put

from workflow.definition.differences import Difference, differences, office_differences
from workflow.definition.differences.aspects import ASPECTS, told
from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType, Part


def small(**changes: Any) -> MatterType:
    """A type with one of everything."""
    document: Json = {
        "name": "small",
        "label": "Liten",
        "decided_by": ["KS"],
        "fields": {
            "why": {"type": "text", "label": "Skäl"},
            "kind": {"type": "choice", "label": "Slag", "choices": ["a", "b"]},
        },
        "initial": "begun",
        "states": {
            "begun": {"label": "Påbörjat", "body": "KS", "entry": True},
            "waiting": {"label": "Väntar"},
            "done": {"label": "Klart", "final": True},
        },
        "events": {
            "ends": {"label": "Avslutas", "form": "decides"},
            "waits": {"label": "Väntar"},
        },
        "transitions": [
            {"event": "waits", "from": "begun", "to": "waiting", "roles": ["officer"]},
            {"event": "ends", "from": ["begun", "waiting"], "to": "done", "requires": ["why"]},
        ],
        "deadlines": {
            "soon": {"label": "Snart", "after": "P1M", "counts_from": "registered", "remind": ["P1W"]}
        },
        "children": {
            "asked": {
                "label": "Frågade",
                "on": "waiting",
                "each": "fields.why",
                "matter_type": "answer",
                "accepts": ["yes"],
                "then": "ends",
                "otherwise": "ends",
            }
        },
    }  # fmt: skip
    return as_type({**document, **changes})


def changed(**changes: dict[str, Any]) -> tuple[Difference, ...]:
    """What is told when parts of the small type say something else: ``states={"done.label": ...}``."""
    document = small().model_dump(mode="json", by_alias=True)
    for section, parts in changes.items():
        for at, value in parts.items():
            place: Path_ = (section, *(int(key) if key.isdigit() else key for key in at.split(".")))
            document = put(document, place, lambda _, new=value: new)
    return differences(small(), as_type(document))


BREAKING = [
    ({"states": {"waiting.final": True}}, "är nu ett slut"),
    ({"states": {"done.final": False}}, "inte längre ett slut"),
    ({"states": {"begun.entry": False}}, "får börja"),
    ({"states": {"begun.body": "AU"}}, "organet ändras från ”KS” till ”AU”"),
    ({"fields": {"why.type": "list"}}, "typen ändras"),
    ({"fields": {"why.required": True}}, "måste nu anges"),
    ({"fields": {"kind.choices": ["a"]}}, "”b” försvinner"),
    ({"events": {"ends.form": "notes"}}, "beslutsformen ändras"),
    ({"transitions": {"0.to": "done"}}, "leder till Klart (done) i stället för Väntar (waiting)"),
    ({"transitions": {"1.guard": "true"}}, "villkoret blir ”true”"),
    ({"transitions": {"1.requires": ["why", "kind"]}}, "”kind” tillkommer"),
    ({"transitions": {"1.roles": ["officer"]}}, "rollerna som får: ”officer” tillkommer"),
    ({"transitions": {"0.roles": ["secretary"]}}, "”secretary” tillkommer och ”officer” försvinner"),
    ({"transitions": {"1.automatic": True}}, "görs nu av motorn"),
    ({"transitions": {"1.from": ["begun"]}}, "vägen till Klart (done) försvinner"),
    ({"deadlines": {"soon.after": "P2M"}}, "tiden ändras från ”P1M” till ”P2M”"),
    ({"deadlines": {"soon.until": ["done"]}}, "lägena som uppfyller den"),
    ({"deadlines": {"soon.during": ["begun"]}}, "lägena som den gäller i"),
    ({"deadlines": {"soon.remind": []}}, "påminnelserna: ”P1W” försvinner"),
    ({"children": {"asked.accepts": []}}, "svaren som räknas som ja: ”yes” försvinner"),
    ({"children": {"asked.join": "any"}}, "hur många som måste säga ja"),
    ({"children": {"asked.matter_type": "other"}}, "ärendetypen ändras"),
    ({"dispatch": {"before_adjustment": True}}, "sker nu genast"),
    ({"dispatch": {"decisions": ["decides"]}}, "”tables”"),
]  # fmt: skip
HARMLESS = [
    ({"states": {"waiting.label": "Dröjer"}}, "benämningen ändras"),
    ({"states": {"waiting.phase": "KS"}}, "delen av vägen"),
    ({"states": {"waiting.entry": True}}, "är nu ett läge där ett ärende får börja"),
    ({"fields": {"kind.choices": ["b", "a"]}}, "ordningen ändras"),
    ({"fields": {"kind.choices": ["a", "b", "c"]}}, "”c” tillkommer"),
    ({"fields": {"why.default": "Därför"}}, "värdet när inget anges blir ”Därför”"),
    ({"fields": {"why.default": ["a", "b"]}}, "värdet när inget anges blir ”a”, ”b”"),
    ({"fields": {"why.default": True}}, "värdet när inget anges blir ja"),
    ({"transitions": {"0.roles": []}}, "”officer” försvinner"),
    ({"transitions": {"1.requires": []}}, "”why” försvinner"),
    ({"deadlines": {"soon.hard": True}}, "öppnar nu en avvikelse"),
    ({"deadlines": {"soon.remind": ["P1W", "P1D"]}}, "”P1D” tillkommer"),
    (
        {"deadlines": {"soon.on_expiry": {"event": "waits"}}},
        "händelsen när den gått ut blir ”waits”",
    ),
    ({"dispatch": {"template": "other"}}, "mallen ändras"),
]


@pytest.mark.parametrize(("change", "words"), BREAKING)
def test_what_breaks_says_so_and_why(change: dict[str, Any], words: str) -> None:
    """What a running matter stands on, holds or waits for is gone, or means something else."""
    (found,) = changed(**change)
    assert words in found.sentence
    assert found.breaking
    assert found.why


@pytest.mark.parametrize(("change", "words"), HARMLESS)
def test_what_breaks_nothing(change: dict[str, Any], words: str) -> None:
    """Names, additions and widenings."""
    (found,) = changed(**change)
    assert words in found.sentence
    assert not found.breaking
    assert found.why == ""


def test_a_field_that_must_be_given_breaks_when_it_comes() -> None:
    """Nobody has given it yet, unless it has a value of its own."""
    field = {"type": "text", "label": "Nytt", "required": True}
    fields = small().model_dump(mode="json")["fields"]
    (found,) = differences(small(), small(fields={**fields, "new": field}))
    assert (found.key, found.change, found.breaking) == ("new", "added", True)
    (found,) = differences(small(), small(fields={**fields, "new": {**field, "default": "-"}}))
    assert not found.breaking


def test_matters_that_are_started_from_now_on() -> None:
    """Those that are past the beginning have started none, and would wait for them."""
    (found,) = of("children", differences(small(children={}), small()))
    assert found.breaking
    assert found.why == "ärenden som redan är i läget har inte startat dem"


def test_an_event_that_others_count_on() -> None:
    """Its loss names them, once each; that of another event doesn't."""
    asking = small(name="asking", label="Frågande")
    answer = small(name="answer", label="Svar", events={**_events(), "yes": {"label": "Ja"}})
    (found,) = of("event", differences(answer, small(name="answer", label="Svar"), others=[asking]))
    assert found.why == "den som anger den nekas, och Frågande räknar den som ett ja"
    without = small(name="answer", label="Svar", events={**_events(), "no": {"label": "Nej"}})
    left = small(name="answer", label="Svar")
    (found,) = of("event", differences(without, left, others=[asking]))
    assert found.why == "den som anger den nekas"


def _events() -> Json:
    events: Json = small().model_dump(mode="json")["events"]
    return events


def test_the_same_from_several_states_is_one_sentence() -> None:
    """And for several events: a person reads what happened, not each pair of it."""
    old = small(transitions=[])
    new = small(
        transitions=[{"event": ["ends", "waits"], "from": ["begun", "waiting"], "to": "done"}]
    )
    (found,) = differences(old, new)
    assert found.key == "ends, waits: begun, waiting"
    assert found.sentence == (
        "Avslutas (ends), Väntar (waits) från Påbörjat (begun), Väntar (waiting):"
        " en väg till Klart (done) tillkommer."
    )
    assert not found.breaking
    (gone,) = differences(new, old)
    assert (gone.change, gone.breaking) == ("removed", True)


def test_lines_that_only_stand_otherwise() -> None:
    """Two lines made of one: another digest, and nothing that matters."""
    lines = [
        {"event": "waits", "from": "begun", "to": "waiting", "roles": ["officer"]},
        {"event": "ends", "from": "begun", "to": "done", "requires": ["why"]},
        {"event": "ends", "from": "waiting", "to": "done", "requires": ["why"]},
    ]
    (found,) = differences(small(), small(transitions=lines))
    assert REWRITTEN in found.sentence
    assert not found.breaking


def test_lines_that_are_tried_in_another_order() -> None:
    """The first one whose condition holds is taken."""
    lines = [
        {"event": "ends", "from": "begun", "to": "done", "guard": "known.why"},
        {"event": "ends", "from": "begun", "to": "waiting"},
    ]
    (found,) = differences(small(transitions=lines), small(transitions=lines[::-1]))
    assert "prövas i en annan ordning" in found.sentence
    assert found.breaking


def test_what_the_engine_tries_first() -> None:
    """Two automatic events in a state: the order of the lines decides."""
    lines = [
        {"event": "waits", "from": "begun", "to": "waiting", "automatic": True},
        {"event": "ends", "from": "begun", "to": "done", "automatic": True},
    ]
    (found,) = differences(small(transitions=lines), small(transitions=lines[::-1]))
    assert "prövar motorn händelserna i en annan ordning" in found.sentence
    assert found.breaking


def test_a_way_for_new_points() -> None:
    """It comes from no state."""
    line = {"event": "waits", "from": "new", "to": "begun"}
    transitions = small().model_dump(mode="json", by_alias=True)["transitions"]
    (found,) = differences(small(), small(transitions=[*transitions, line]))
    assert "från en ny punkt (new)" in found.sentence


def test_what_stays_in_the_same_state() -> None:
    """It leads nowhere else; its condition is told with it."""
    line = {"event": "waits", "from": "waiting", "to": "same", "guard": "known.why"}
    transitions = small().model_dump(mode="json", by_alias=True)["transitions"]
    (found,) = differences(small(), small(transitions=[*transitions, line]))
    assert "en väg till samma läge om known.why tillkommer" in found.sentence


def test_a_word_that_nobody_has_decided_on() -> None:
    """It is told by its description, and taken for breaking."""

    class Longer(Part):
        label: str = ""

    assert Longer not in ASPECTS
    (found,) = told(Longer(label="a"), Longer(label="b"))
    assert found.breaking
    assert "label" in found.clause


def office(**changes: Any) -> Organisation:
    document: Json = {
        "organisation": "town",
        "name": "Staden",
        "kind": "municipality",
        "register_code": "KS",
        "bodies": {"KS": {"name": "Styrelsen", "kind": "executive_board", "meets": ["2025-03-11"]}},
        "roles": {"secretary": "Kansliet"},
        "entries": [{"name": "Kansliet", "kind": "unit", "email": "kansli@town.example"}],
    }
    return Organisation.model_validate({**document, **changes})


OFFICE_CHANGES: list[tuple[Json, str, bool]] = [
    ({"name": "Stan"}, "Stan (town): namnet ändras", False),
    ({"bodies": {}}, "Organet Styrelsen (KS) försvinner", True),
    ({"roles": {}}, "Rollen secretary (”Kansliet”) försvinner", True),
    ({"roles": {"secretary": "Bo"}}, "går från ”Kansliet” till ”Bo”", False),
    ({"roles": {"secretary": "Kansliet", "officer": "Bo"}}, "Rollen officer (”Bo”) tillkommer", False),
    ({"entries": []}, "Mottagaren Kansliet försvinner", True),
    ({"entries": [{"name": "Kansliet", "kind": "unit"}]}, "e-postadressen", True),
    (
        {"bodies": {"KS": {"name": "Styrelsen", "kind": "executive_board", "meets": ["2025-04-11"]}}},
        "sammanträdesdagarna: ”2025-04-11” tillkommer och ”2025-03-11” försvinner",
        False,
    ),
    (
        {"bodies": {"KS": {"name": "Styrelsen", "kind": "executive_board", "meets": ["2025-03-11"],
                           "recurs": {"rule": "FREQ=MONTHLY;BYDAY=1TU", "from": "2025-01-01", "until": "2025-06-30"}}}},
        "sammanträdena som återkommer blir ”FREQ=MONTHLY;BYDAY=1TU, 2025-01-01 till 2025-06-30”",
        False,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("change", "words", "breaking"), OFFICE_CHANGES)
def test_an_office_in_words(change: Json, words: str, *, breaking: bool) -> None:
    """What becomes of bodies, their meetings, roles and recipients."""
    (found,) = office_differences(office(), office(**change))
    assert words in found.sentence
    assert found.breaking is breaking
