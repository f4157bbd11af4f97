"""Publishing looks at the running matters first, on every way that a new version can leave them behind."""

from typing import Any

import pytest

from tests.engineroom import ERRAND, OFFICE, EngineRoom, of_office, of_type
from workflow.command.definitions import Version
from workflow.command.publishing import Maps, Outlook, foresee, publish_checked
from workflow.definition.migration_map import MigrationMap
from workflow.errors import DefinitionError, InvalidInputError
from workflow.model.commands import FireEvent

BASE: dict[str, Any] = {**ERRAND, "assignments_as": None}
FIELDS = ERRAND["fields"]
WAY = ERRAND["transitions"]
STATES = ERRAND["states"]
SOON = {"soon": {"label": "Snart", "day": "due", "until": ["decided"]}}


def kind(**changes: Any) -> Version:
    """The errand without assignments, with these changes."""
    return of_type(BASE, **changes)


def renamed(state: str = "waits") -> dict[str, Any]:
    """The errand whose first state is called something else."""
    lines = [
        {**line, "from": state} if line["from"] == "waiting" else line
        for line in ERRAND["transitions"]
    ]
    states = {state: STATES["waiting"], **{key: STATES[key] for key in ("decided", "closed")}}
    return {"initial": state, "states": states, "transitions": lines}


def look(room: EngineRoom, *versions: Version, maps: Maps | None = None) -> Outlook:
    with room.store() as uow:
        return foresee(uow, versions, maps or {})


def said(room: EngineRoom, *versions: Version, maps: Maps | None = None) -> list[str]:
    return [one.sentence for one in look(room, *versions, maps=maps).findings]


def go(room: EngineRoom, *versions: Version, **more: Any) -> tuple[Version, ...]:
    with room.store() as uow:
        new = publish_checked(uow, versions, at=room.clock.now(), by="Åsa", **more)
        uow.commit()
    room.catalogue.forget()
    return new


def mapped(**parts: Any) -> Maps:
    return {"errand": MigrationMap.model_validate({"matter_type": "errand", **parts})}


@pytest.fixture
def room() -> EngineRoom:
    """One errand waits, with everything that it can hold."""
    made = EngineRoom()
    made.publish(kind(deadlines=SOON))
    fields = {"owner": "Åsa", "due": "2024-09-03"}
    made.bus.execute(made.registering("KS 2024/1", fields=fields))
    return made


def test_what_breaks_nothing_is_published(room: EngineRoom) -> None:
    """A new name, a new field: the differences are told, and nobody is stranded."""
    new = kind(deadlines=SOON, label="Annat ärende")
    outlook = look(room, new, of_office())
    (renewal,) = outlook.renewals
    assert renewal.version == new
    assert [one.breaking for one in renewal.differences] == [False]
    assert outlook.findings == ()
    assert go(room, new, of_office()) == (new,)
    assert go(room, new, of_office()) == ()


def test_a_state_that_is_gone(room: EngineRoom) -> None:
    """Told with the numbers of the matters, the label of the state, and what can be done."""
    (finding,) = look(room, kind(deadlines=SOON, **renamed())).findings
    assert finding.rule == "AG-D075"
    assert finding.severity == "error"
    assert finding.sentence == (
        "1 pågående ärende (KS 2024/1) är i läget Väntar (waiting), som den nya versionen inte har."
    )
    assert "--map" in finding.fix
    assert "--stay" in finding.fix


def test_many_matters_are_counted_and_some_named(
    room: EngineRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five numbers are enough to go and look; they are read a page at a time."""
    monkeypatch.setattr("workflow.command.live._PAGE", 4)
    for serial in range(2, 9):
        room.bus.execute(room.registering(f"KS 2024/{serial}"))
    (sentence,) = said(room, kind(deadlines=SOON, **renamed()))
    assert sentence.startswith("8 pågående ärenden (KS 2024/")
    assert sentence.count("KS 2024/") == 5
    assert "med flera" in sentence


def test_an_ended_matter_is_not_stranded(room: EngineRoom) -> None:
    """Nothing more happens to it."""
    ending = {"event": "ends", "from": "waiting", "to": "closed"}
    room.publish(kind(transitions=[*WAY, ending]))
    room.bus.execute(room.registering("KS 2024/2"))
    room.bus.execute(room.envelope("end", "KS 2024/2", FireEvent("ends")))
    (sentence,) = said(room, kind(deadlines=SOON, **renamed()))
    assert "KS 2024/1)" in sentence


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"states": {**STATES, "waiting": {**STATES["waiting"], "final": True}}},
            "är i läget Väntar (waiting), som är ett slut i bara den ena versionen",
        ),
        (
            {"fields": {key: FIELDS[key] for key in ("due", "given_in")}},
            "har ett värde i fältet Vem (owner), som den nya versionen inte har",
        ),
        (
            {"fields": {**FIELDS, "owner": {"type": "integer", "label": "Vem"}}},
            "har ett värde i fältet Vem (owner), som den nya versionen inte tar emot",
        ),
        (
            {"fields": {**FIELDS, "given_in": {**FIELDS["given_in"], "required": True}}},
            "saknar Givet i (given_in), som den nya versionen kräver",
        ),
        ({"deadlines": {}}, "har den löpande fristen Snart (soon), som den nya versionen inte har"),
    ],
)
def test_what_a_matter_stands_on_and_holds(
    room: EngineRoom, changes: dict[str, Any], words: str
) -> None:
    """Each is a finding of its own, and nothing is published."""
    new = kind(**{"deadlines": SOON, **changes})
    (sentence,) = said(room, new)
    assert words in sentence
    before = room.catalogue.current_type("errand")[0]
    with pytest.raises(DefinitionError, match="AG-D075"):
        go(room, of_office(name="Norsjö"), new)
    assert room.catalogue.current_type("errand")[0] == before
    assert room.catalogue.organisation("norsjo").name == "Norsjö kommun"


@pytest.mark.parametrize(
    "changes",
    [
        {"fields": {key: FIELDS[key] for key in ("owner", "due")}},  # it holds nothing there
        {"fields": {**FIELDS, "new": {"type": "text", "label": "Ny", "required": True, "default": "x"}}},
        {"deadlines": {"soon": {**SOON["soon"], "until": ["closed"]}}},  # it runs on, otherwise
    ],
)  # fmt: skip
def test_what_breaks_but_strands_nobody(room: EngineRoom, changes: dict[str, Any]) -> None:
    """No running matter has what is gone."""
    assert go(room, kind(**{"deadlines": SOON, **changes}))


def test_a_matter_that_waits_for_an_answer() -> None:
    """Nothing would come of it in a version that doesn't ask; and no map can tell what would."""
    room = EngineRoom()
    asking = {
        "asked": {
            "label": "Frågade",
            "on": "waiting",
            "each": "fields.parties",
            "matter_type": "errand",
            "accepts": ["approves"],
            "then": "pings",
            "otherwise": "pings",
        }
    }
    fields = {**FIELDS, "parties": {"type": "list", "label": "Parter"}}
    room.publish(kind(fields=fields, children=asking))
    room.bus.execute(room.registering("KS 2024/1", fields={"parties": ["Skogsrå"]}))
    (finding,) = look(room, kind(fields=fields)).findings
    assert "har startat ärenden hos andra i Frågade (asked)" in finding.sentence
    assert "--map" not in finding.fix
    asked_later = {"asked": {**asking["asked"], "label": "Sedan"}, "more": asking["asked"]}
    (finding,) = look(room, kind(fields=fields, children=asked_later)).findings
    assert finding.sentence.endswith(
        "har inte startat Frågade (more), som den nya versionen startar i läget där de är."
    )
    assert "i ett annat läge" in finding.fix


def test_a_decision_that_is_gone(room: EngineRoom) -> None:
    """What was decided is read again by its form; a matter that wasn't decided lacks nothing."""
    room.bus.execute(room.registering("KS 2024/2"))
    room.bus.execute(room.approval("KS 2024/1"))
    word = {"agrees": ERRAND["events"]["approves"]}
    events = {key: one for key, one in ERRAND["events"].items() if key != "approves"} | word
    rules = [{**WAY[0]}, {**WAY[1], "event": "agrees"}, {**WAY[2]}]
    (finding,) = look(room, kind(deadlines=SOON, events=events, transitions=rules)).findings
    assert finding.sentence == (
        "1 pågående ärende (KS 2024/1) har beslutet Godkänns (approves), som den nya versionen inte har."
    )
    assert finding.fix.startswith("Behåll det")


def test_a_map_covers_what_it_says(room: EngineRoom) -> None:
    """A state by its new name, a field that is dropped or filled, a deadline that ends."""
    gone = kind(
        **renamed(),
        fields={
            "due": FIELDS["due"],
            "given_in": {**FIELDS["given_in"], "required": True},
            "who": {"type": "choice", "label": "Vem", "choices": ["asa", "bo"]},
        },
    )
    assert len(said(room, gone)) == 4
    half = mapped(states={"waiting": "waits"}, dropped=["owner"])
    assert len(said(room, gone, maps=half)) == 2
    wrong = {"who": {"from": "owner"}, "given_in": {"value": "KS 2023/1"}}
    (left,) = said(room, gone, maps=mapped(states={"waiting": "waits"}, fields=wrong, deadlines={"soon": "drop"}))  # fmt: skip
    assert "har ett värde i fältet Vem (who)" in left
    told = {"who": {"from": "owner", "values": {"Åsa": "asa"}}, "given_in": {"value": "KS 2023/1"}}
    whole = mapped(states={"waiting": "waits"}, fields=told, deadlines={"soon": "drop"})
    assert said(room, gone, maps=whole) == []
    assert go(room, gone, maps=whole) == (gone,)
    assert room.matter().state == "waiting"  # publishing moves nothing


def test_matters_may_stay_on_their_version(room: EngineRoom) -> None:
    """With a reason, which is kept with the publication that it concerns, and who published."""
    new = kind(deadlines=SOON, **renamed())
    office = of_office(name="Norsjö")
    with pytest.raises(InvalidInputError, match="Skälet"):
        go(room, new, stay=" ")
    assert go(room, new, office, stay="Klara före jul") == (new, office)
    with room.store() as uow:
        last = {one.name: one for one in uow.definitions.publications()}
    assert (last["errand"].by, last["errand"].reason) == ("Åsa", "Klara före jul")
    assert (last["norsjo"].by, last["norsjo"].reason) == ("Åsa", None)
    assert room.bus.execute(room.ping("KS 2024/1", "p")).matter.state == "waiting"


def test_what_was_left_behind_is_not_told_again(room: EngineRoom) -> None:
    """Only what this publication takes away counts; a matter that was left is left."""
    go(room, kind(deadlines=SOON, **renamed()), stay="Klara före jul")
    fewer = {key: FIELDS[key] for key in ("owner", "due")}
    assert go(room, kind(deadlines=SOON, **renamed(), fields=fewer))
    (sentence,) = said(room, kind(**renamed(), fields=fewer))
    assert "löpande fristen" in sentence


def test_a_version_that_comes_back_strands_nobody_on_it(room: EngineRoom) -> None:
    """What runs on it is where it was."""
    first = kind(deadlines=SOON)
    go(room, kind(deadlines=SOON, **renamed()), stay="Prov")
    assert said(room, first) == []
    assert go(room, first) == (first,)


def test_a_body_that_is_gone(room: EngineRoom) -> None:
    """Whoever waits for it can't be decided on; other bodies come and go."""
    bodies = {key: OFFICE["bodies"][key] for key in ("AU",)}
    bare = {"AU": {**bodies["AU"], "parent": None}}
    (sentence,) = said(room, of_office(bodies=bare))
    assert "KS 2024/1) väntar på organet Kommunstyrelsen (KS)" in sentence
    assert said(room, of_office(bodies={"KS": OFFICE["bodies"]["KS"]})) == []
    assert go(room, of_office(bodies=bare), stay="Slås ihop")


def test_what_is_gone_from_the_database_strands_nobody(room: EngineRoom) -> None:
    """A version that can't be read any more can't be compared; the matter waits as it did."""
    with room.store() as uow:
        stored = uow.definitions
        digest = stored.current()["matter", "errand"]
        offices = stored.current()["organisation", "norsjo"]
        for gone in (digest, offices):
            del stored._state.contents[gone]  # type: ignore[attr-defined]
        uow.commit()
    room.catalogue.forget()
    assert said(room, kind(**renamed()), of_office(bodies={})) == []
    room.publish(of_office(name="Norsjö"))
    assert said(room, of_office(bodies={})) == []
