"""Types that were taken out of use, and types that count on each other."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.engineroom import ERRAND, NOTICE, SARA, EngineRoom, of_office, of_type
from workflow.command.apply import apply_batch
from workflow.command.definitions import Version, versions
from workflow.command.minutes import announce
from workflow.command.publishing import foresee, offered, publish_checked
from workflow.command.retiring import Retired, retire
from workflow.definition.catalogue import Loaded, load
from workflow.errors import (
    CommandRefusedError,
    DefinitionError,
    Finding,
    InvalidInputError,
    UnknownDefinitionError,
)
from workflow.model.commands import RegisterMatter
from workflow.model.matter import ENGINE

PLAIN: dict[str, Any] = {**ERRAND, "assignments_as": None}
ANSWER = of_type({**PLAIN, "name": "answer", "label": "Svar"})
ASKED = {
    "asked": {
        "label": "Frågade",
        "on": "decided",
        "each": "fields.parties",
        "matter_type": "answer",
        "copy": ["owner"],
        "accepts": ["approves"],
        "then": "pings",
        "otherwise": "pings",
    }
}
ASKING = {
    **PLAIN,
    "name": "asking",
    "label": "Fråga",
    "fields": {**ERRAND["fields"], "parties": {"type": "list", "label": "Parter"}},
    "children": ASKED,
}


def out(room: EngineRoom, name: str = "errand", **more: Any) -> Retired:
    with room.store() as uow:
        done = retire(
            uow, name, at=room.clock.now(), by="Åsa", **{"why": "Ersatt av e-tjänst.", **more}
        )
        uow.commit()
    room.catalogue.forget()
    return done


def go(room: EngineRoom, *these: Version, **more: Any) -> tuple[Version, ...]:
    with room.store() as uow:
        new = publish_checked(uow, these, at=room.clock.now(), by="Åsa", **more)
        uow.commit()
    room.catalogue.forget()
    return new


def sentences(room: EngineRoom, *these: Version) -> list[str]:
    with room.store() as uow:
        return [one.sentence for one in foresee(uow, these).findings]


@pytest.fixture
def room() -> EngineRoom:
    """Errands, one of which runs, and a type beside it."""
    made = EngineRoom()
    made.publish(of_type(PLAIN), ANSWER)
    made.register("KS 2024/1")
    return made


def test_no_new_matters(room: EngineRoom) -> None:
    """Refused with the reason, the day and what to use; those that run go on."""
    done = out(room, use_instead="answer")
    assert (done.repeated, done.running, done.starting) == (False, 1, 0)
    with pytest.raises(CommandRefusedError) as refused:
        room.register("KS 2024/2")
    assert refused.value.message == (
        "Ärendetypen Ärende (errand) är tagen ur bruk sedan 2024-04-16: Ersatt av e-tjänst."
    )
    assert "”answer”" in refused.value.hint
    assert room.bus.execute(room.ping("KS 2024/1", "p")).matter.state == "waiting"
    room.bus.execute(room.registering("KS 2024/3", matter_type="answer"))


def test_what_was_registered_before_is_answered_again(room: EngineRoom) -> None:
    """The same command a second time is no new matter."""
    out(room)
    assert room.register("KS 2024/1").repeated


def test_a_queued_registration_is_refused(room: EngineRoom) -> None:
    """With an incident, since nobody waits to be told; without another type the list is named."""
    room.submit(room.registering("KS 2024/2", number=None))
    out(room)
    assert apply_batch(room.context, "me").refused == 1
    (incident,) = room.incidents()
    assert "tagen ur bruk" in incident.detail


def test_what_a_running_matter_starts_belongs_to_it(room: EngineRoom) -> None:
    """The engine registers children and assignments of a type that is out of use."""
    out(room)
    command = RegisterMatter(organisation="norsjo", matter_type="errand", title="Följ upp")
    room.accept(room.envelope("child", "KS 2024/7", command, actor=ENGINE))
    assert apply_batch(room.context, "me").applied == 1


def test_taking_out_of_use_twice(room: EngineRoom) -> None:
    """Nothing is changed, and the first reason stands."""
    first = out(room)
    again = out(room, why="Något annat", use_instead="answer")
    assert again.repeated
    assert again.retirement == first.retirement


def test_in_use_again(room: EngineRoom) -> None:
    """By its name; publishing everything leaves it alone."""
    out(room)
    loaded = Loaded({}, {}, {}, ())
    with room.store() as uow:
        assert offered(uow, loaded) == ()
    (new,) = go(room, of_type(PLAIN))
    assert new.name == "errand"
    assert room.register("KS 2024/2").matter.state == "waiting"


@pytest.mark.parametrize(
    ("name", "more", "error", "words"),
    [
        ("dance", {}, UnknownDefinitionError, "Ärendetypen ”dance” är inte publicerad"),
        ("notice", {}, CommandRefusedError, "”notice” är ingen ärendetyp"),
        ("norsjo", {}, CommandRefusedError, "”norsjo” är ingen ärendetyp"),
        ("errand", {"why": " "}, InvalidInputError, "Skälet"),
        ("errand", {"use_instead": "dance"}, UnknownDefinitionError, "”dance”"),
        ("errand", {"use_instead": "errand"}, CommandRefusedError, "”errand” kan inte"),
    ],
)
def test_what_cannot_be_taken_out_of_use(
    room: EngineRoom, name: str, more: dict[str, Any], error: type[Exception], words: str
) -> None:
    """Each refusal says why, and nothing is changed."""
    with pytest.raises(error, match=re.escape(words)):
        out(room, name, **more)
    assert room.register("KS 2024/2")


def test_a_type_that_is_out_of_use_replaces_none(room: EngineRoom) -> None:
    """The office would be sent from one closed door to the next."""
    out(room, "answer")
    with pytest.raises(CommandRefusedError, match="”answer” kan inte"):
        out(room, use_instead="answer")


def test_a_type_that_another_starts(room: EngineRoom) -> None:
    """It stays until those that start it don't; older versions of them may, and are counted."""
    room.publish(of_type(ASKING))
    room.bus.execute(room.registering("KS 2024/4", matter_type="asking"))
    with pytest.raises(CommandRefusedError, match=re.escape("startas av Fråga (asking)")):
        out(room, "answer")
    room.publish(of_type(ASKING, children={}))
    assert out(room, "answer").starting == 1
    assert room.bus.execute(room.ping("KS 2024/1", "p"))


def test_a_type_whose_version_is_gone_stops_nothing(room: EngineRoom) -> None:
    """What a matter runs on can't be read; that is another trouble."""
    with room.store() as uow:
        stored = uow.definitions
        del stored._state.contents[stored.current()["matter", "errand"]]  # type: ignore[attr-defined]
        uow.commit()
    assert out(room).running == 0


def test_adjusted_minutes_of_a_procedure_go_on(room: EngineRoom) -> None:
    """A type of the same name out of use is not the procedure."""
    room.publish(of_type(PLAIN, name="notice"))
    with room.store() as uow:
        stored = uow.definitions.current()
    assert {("matter", "notice"), ("procedure", "notice")} <= set(stored)
    out(room, "errand")
    announced = announce(
        room.context,
        organisation="norsjo",
        body="AU",
        meeting_on=room.clock.now().date(),
        adjusted_on=room.clock.now().date(),
        actor=SARA,
    )
    assert announced.notice is None


def test_an_announcement_of_a_type_out_of_use() -> None:
    """Refused before anything is queued."""
    room = EngineRoom()
    room.publish(of_type({**NOTICE, "kind": "matter"}))
    out(room, "notice")
    day = room.clock.now().date()
    with pytest.raises(CommandRefusedError, match="tagen ur bruk"):
        announce(
            room.context,
            organisation="norsjo",
            body="KS",
            meeting_on=day,
            adjusted_on=day,
            actor=SARA,
        )


def test_a_type_that_counts_on_what_is_not_there(room: EngineRoom) -> None:
    """Published alone, on one that is out of use, and without what it counts on."""
    out(room, "answer")
    (sentence,) = sentences(room, of_type(ASKING))
    assert sentence == (
        "Fråga (asking) räknar med en annan ärendetyp: Ärendetypen ”answer” är inte i bruk."
    )
    with pytest.raises(DefinitionError):
        go(room, of_type(ASKING), stay="Ändå")
    assert len(go(room, of_type(ASKING), ANSWER)) == 2


def test_a_type_that_takes_away_what_another_counts_on(room: EngineRoom) -> None:
    """Told of the one that is in use, and of matters on its older versions; once each."""
    room.publish(of_type(ASKING))
    room.bus.execute(room.registering("KS 2024/4", matter_type="asking"))
    fields = {**ERRAND["fields"], "more": {"type": "text", "label": "Mer", "required": True}}
    narrow = of_type({**PLAIN, "name": "answer", "label": "Svar"}, fields=fields)
    demand = "Svar (answer) kräver fältet ”more”, som inte följer med."
    assert sentences(room, narrow) == [f"Fråga (asking) räknar med en annan ärendetyp: {demand}"]
    room.publish(of_type(ASKING, children={}))
    assert sentences(room, narrow) == [
        f"1 pågående ärende av Fråga (asking) på en äldre version räknar med den: {demand}"
    ]
    assert go(room, narrow, stay="De frågar ingen")
    assert sentences(room, of_type({**PLAIN, "name": "answer"}, fields=fields)) == []


def test_what_was_unmet_before_is_not_told_again(room: EngineRoom) -> None:
    """A publication answers for what it changes."""
    room.publish(of_type(ERRAND))  # its assignments lack fields that the engine fills
    assert sentences(room, of_type(ERRAND, label="Annat")) == []


def test_what_is_offered() -> None:
    """What is named, or everything; an unknown name gets a suggestion, a broken one its findings."""
    room = EngineRoom()
    broken = Finding("AG-D002", "error", "matters/dance.yaml", 1, 1, "Fel.", "Rätta.")
    loaded = load(Path(__file__).parents[3] / "definitions")
    with room.store() as uow:
        assert len(offered(uow, loaded)) == len(versions(loaded))
        (motion,) = offered(uow, loaded, ["motion"])
        assert motion.source.endswith("matters/motion.yaml")
        with pytest.raises(UnknownDefinitionError, match="Menade du ”motion”"):
            offered(uow, loaded, ["motionn", "motion"])
        with pytest.raises(UnknownDefinitionError, match="Katalogen är tom"):
            offered(uow, Loaded({}, {}, {}, ()), ["motion"])
        with pytest.raises(DefinitionError, match=re.escape("dance.yaml")):
            offered(uow, Loaded({}, {}, {}, (broken,)), ["dance"])
    assert of_office().source == ""
