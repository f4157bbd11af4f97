"""What keeps a matter on its version: each reason in words, all of them at once."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.casework import Desk
from tests.moving import YEAR, back, like, move, planned, renamed, version, watched
from workflow.errors import StoreUnavailableError
from workflow.machine import planning
from workflow.model.commands import (
    Command,
    ExtendDeadline,
    FireEvent,
    RecordDecision,
    SuspendDeadline,
)
from workflow.model.events import MatterMigrated
from workflow.model.matter import DispatchItem
from workflow.model.outcome import PointOutcome

CHILDREN = {
    "parts": {
        "label": "Svar",
        "on": "preparation",
        "each": "fields.notes",
        "matter_type": "answer",
        "accepts": ["grants"],
        "then": "prepared",
        "otherwise": "prepared",
    }
}


def required(**spec: Any) -> Any:
    return version(
        "new", fields={"why": {"type": "text", "label": "Varför", "required": True, **spec}}
    )


def desk(**changes: Any) -> Desk:
    return Desk(machine=version("old")).register(**changes)


def without(part: str, name: str) -> Any:
    """The version that lacks a field, or an event with what hangs on it."""
    plain = version("old").definition.model_dump(by_alias=True)
    del plain[part][name]
    plain["transitions"] = [
        {**rule, "event": tuple(each for each in rule["event"] if each != name)}
        for rule in plain["transitions"]
        if rule["event"] != (name,)
    ]
    return planning.Machine("new", type(version("old").definition).model_validate(plain))


@pytest.mark.parametrize(
    ("target", "words", "why"),
    [
        (
            renamed(version("old"), "new", preparation="drafting"),
            {},
            "Punkt 1: läget ”Beredning” (preparation) finns inte i den nya versionen",
        ),
        (
            version("new", states={"preparation": {"label": "Klart", "final": True}}),
            {},
            "Punkt 1: läget ”Klart” (preparation) är ett slut i den nya versionen.",
        ),
        (required(), {}, "Varför (why) måste anges i den nya versionen."),
        (
            version("new", fields={"report": {"type": "date", "label": "Rapport"}}),
            {},
            "Rapport (report): ska vara en dag",
        ),
        (
            without("fields", "report"),
            {},
            "Fältet ”Tjänsteskrivelse” (report) har ett värde men finns inte",
        ),
        (
            version(
                "new",
                children=CHILDREN,
                transitions=[{"event": "prepared", "from": "at_KS", "to": "at_KS"}],
            ),
            {},
            "Läget ”Beredning” (preparation) startar ärenden hos andra (”Svar”)",
        ),
        (
            version(
                "new",
                transitions=[
                    {"event": "certified", "from": "preparation", "to": "same", "automatic": True}
                ],
            ),
            {},
            "går runt utan slut",
        ),
    ],
)
def test_what_keeps_a_matter(target: Any, words: dict[str, Any], why: str) -> None:
    """Nothing is planned for it, and the reason is told."""
    found = planned(desk(fields={"report": "Klar"}), target, **words)
    assert found.transfer is None
    assert len(found.blocked) == 1
    assert why in found.blocked[0]


def test_every_reason_is_told_at_once() -> None:
    """So that the map can be put right in one go."""
    found = planned(
        desk(points=("A", "B"), fields={"report": "Klar"}),
        renamed(required(type="integer", required=True), "new", preparation="drafting"),
    )
    assert len(found.blocked) == 3


@pytest.mark.parametrize(
    ("target", "words", "fields"),
    [
        (required(default="Ny"), {}, {"why": "Ny"}),
        (required(), {"fields": {"why": {"value": "Okänt"}}}, {"why": "Okänt"}),
        (required(), {"fields": {"why": "report"}}, {"why": "Klar"}),
        (
            version("new", fields={"urgent": {"type": "text", "label": "Brådskande"}}),
            {"fields": {"urgent": {"values": {"false": "nej", "true": "ja"}}}},
            {"urgent": "nej"},
        ),
        (version("new", fields={"report": {"type": "text", "label": "Annat namn"}}), {}, {}),
        (
            version("new", fields={"report": {"type": "date", "label": "Rapport"}}),
            {"fields": {"report": {"value": "2024-05-01"}}, "dropped": "report"},
            {"report": "2024-05-01"},
        ),
        (
            version("new", fields={"reason": {"type": "text", "label": "Skäl", "required": True}}),
            {"fields": {"reason": {"values": {"None": "x"}, "value": "Okänt"}}},
            {"reason": "Okänt"},
        ),
        (
            version(
                "new",
                fields={
                    "reason": {"type": "text", "label": "S", "required": True, "default": "Inget"},
                    "count": {"type": "integer", "label": "Antal", "default": 3},
                },
            ),
            {},
            {"reason": "Inget"},
        ),
    ],
)
def test_values_are_found(target: Any, words: dict[str, Any], fields: dict[str, Any]) -> None:
    """By default, from the map, from another field, or by what old values become; nothing is no value."""
    found = planned(desk(fields={"report": "Klar"}), target, **words)
    assert found.transfer is not None, found.blocked
    assert found.transfer.fields_set == fields
    assert found.transfer.fields_dropped == ()


def test_what_is_renamed_or_empty_goes_without_an_order() -> None:
    """A field that another takes over, and one with nothing in it; one of no version stays."""
    target = version("new", fields={"statement": {"type": "text", "label": "Yttrande"}})
    plain = target.definition.model_dump(by_alias=True)
    for name in ("report", "reason"):
        del plain["fields"][name]
        for rule in plain["transitions"]:
            rule["requires"] = tuple(each for each in rule["requires"] if each != name)
    target = planning.Machine("new", type(target.definition).model_validate(plain))
    mine = desk(fields={"report": "Klar", "reason": "x"})
    blank = {**mine.it.fields, "reason": " ", "posted_on": "2024-04-16"}
    mine.matter = replace(mine.it, fields=blank)
    found = planned(mine, target, fields={"statement": "report"})
    assert found.transfer is not None, found.blocked
    assert set(found.transfer.fields_dropped) == {"report", "reason"}


def test_an_old_want_is_no_new_hindrance() -> None:
    """What the older version required, and the matter lacks all the same, keeps it from nothing."""
    mine = Desk(machine=required(default="x")).register()
    mine.matter = replace(mine.it, definition="old", fields={})
    mine.machine = version("old", fields=required().definition.model_dump()["fields"])
    found = planned(mine, required())
    assert found.transfer is not None, found.blocked


def test_a_decision_that_the_new_version_does_not_know() -> None:
    """It is read again by its form, so that it must be there; told by its label."""
    mine = desk(enter_at="at_AU")
    mine.give(RecordDecision((PointOutcome("proposes", proposed="rejects"),)))
    found = planned(mine, without("events", "proposes"))
    assert found.blocked == ("Beslutet ”Förslag” (proposes) finns inte i den nya versionen.",)
    assert "Beslutet ”Avslås” (rejects)" in planned(mine, without("events", "rejects")).blocked[0]
    mine.matter = replace(mine.it, points=(replace(mine.it.points[0], proposed="gone"),))
    assert "”gone” (gone)" in planned(mine, version("new")).blocked[0]


def test_ended_points_end_in_the_new_version_too() -> None:
    """Whoever ended isn't opened by a move; renamed ends are mapped like other states."""
    mine = desk(points=("A", "B"))
    mine.give(FireEvent("withdrawn_by_mover", ("1",)))
    target = renamed(version("old"), "new", withdrawn="taken_back")
    assert planned(mine, target).transfer is None
    found = planned(mine, target, states={"withdrawn": "taken_back"})
    assert found.transfer is not None, found.blocked
    opened = planned(mine, version("new", states={"withdrawn": {"label": "Åter"}}))
    assert "är inget slut i den nya versionen" in opened.blocked[0]


def test_children_and_parents() -> None:
    """Answers that are waited for, and that the matter owes, must be known to the new version."""
    parties = {"with_parties": {"label": "Hos parterna", "entry": True}}
    rules = [{"event": "prepared", "from": "with_parties", "to": "at_KS"}]
    blocks = {"parts": {**CHILDREN["parts"], "on": "with_parties"}}
    old = version("old", states=parties, transitions=rules, children=blocks)
    mine = Desk(machine=old).register(enter_at="with_parties", fields={"notes": ["Okänd"]})
    assert mine.it.children
    other = version("new", states=parties, transitions=rules)
    assert "(”Svar”, parts) finns inte" in planned(mine, other).blocked[0]
    again = planned(mine, version("new", states=parties, transitions=rules, children=blocks))
    assert again.transfer is not None, again.blocked
    mine.machine = other
    assert "(”parts”, parts) finns inte" in planned(mine, other).blocked[0]
    child = desk()
    assert planned(child, version("new"), ("grants",)).transfer is not None
    assert planned(child, version("new"), ()).transfer is not None
    assert planned(child, version("new"), ("withdrawn",)).transfer is not None
    blocked = planned(child, version("new"), ("says_yes", "agrees")).blocked
    assert "väntar på says_yes eller agrees" in blocked[0]


def test_a_doubt_is_settled_first() -> None:
    """Nobody knows whether the mail came: a person must say, by the version that it was sent by."""
    mine = desk()
    item = DispatchItem("d1-1", "d1", "X", "unit", "Enheten", "x@norsjo.example", "in_doubt")
    mine.matter = replace(mine.it, items=(item,))
    assert (
        "Ingen vet om utskicket till Enheten (d1-1) kom fram"
        in planned(mine, version("n")).blocked[0]
    )


def test_a_fault_of_the_store_is_no_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """It isn't the matter's."""

    def gone(*_given: object, **_more: object) -> None:
        raise StoreUnavailableError("borta")

    monkeypatch.setattr(planning, "decide", gone)
    with pytest.raises(StoreUnavailableError):
        planned(desk(), version("new"))


DEADLINES = st.fixed_dictionaries(
    {},
    optional={
        "year": st.sampled_from(["P1Y", "P6M", "P2Y", "P1M"]),
        "quarter": st.sampled_from(["P3M", "P1M"]),
        "board": st.sampled_from(["P1M", "P2M"]),
    },
)
ORDERS = st.dictionaries(
    st.sampled_from(["year", "quarter", "board"]), st.sampled_from(["keep", "recompute", "drop"])
)
ACTS: list[Command] = [
    FireEvent("certified"),
    FireEvent("prepared", data={"report": "Klar"}),
    RecordDecision((PointOutcome("proposes"),)),
    RecordDecision((PointOutcome("refers_back"),), data={"reason": "Mer"}),
    RecordDecision((PointOutcome("grants"),), recipients=("Ekonomi",)),
    SuspendDeadline("year", "Väntar"),
    ExtendDeadline("quarter", date(2026, 1, 1), "Mer tid"),
]


def with_deadlines(digest: str, periods: dict[str, str], state: str) -> Any:
    specs = {
        name: {
            **YEAR,
            "label": name,
            "after": period,
            **({"during": ["at_KS"], "counts_from": "entered"} if name == "board" else {}),
        }
        for name, period in periods.items()
    }
    return renamed(version(digest, deadlines=specs), digest, preparation=state)


@given(
    old=DEADLINES,
    new=DEADLINES,
    orders=ORDERS,
    acts=st.lists(st.sampled_from(ACTS), max_size=5),
    days=st.integers(0, 400),
)
def test_there_and_back_again(
    old: dict[str, str],
    new: dict[str, str],
    orders: dict[str, str],
    acts: list[Command],
    days: int,
) -> None:
    """Whatever has happened, moved and taken back on the same day the matter is what it was.

    Nobody is forgotten either way: what runs has one timer for its end, and it is of its generation.
    """
    first = with_deadlines("old", old, "preparation")
    mine = Desk(machine=first).register()
    for act in acts:
        try:
            mine.give(act)
        except planning.ArendegangError:
            continue
    target = with_deadlines("new", new, "drafting")
    mine.now += timedelta(days=days)
    before = mine.it
    found = planned(mine, target, states={"preparation": "drafting"}, deadlines=orders)
    if found.transfer is None or found.transfer.follows:
        return
    move(mine, target, states={"preparation": "drafting"}, deadlines=orders)
    moved = mine.happened(MatterMigrated)[-1]
    after = {row.key: row for row in mine.it.deadlines}
    for fate in moved.fates:
        if fate.what == "kept" and fate.status_before == "running":
            assert after[fate.key].final == fate.before
    assert watched(mine)
    back(mine, first, before)
    assert like(mine.it) == like(before)
    assert watched(mine)
