"""What a replay adds up to."""

import json
import tracemalloc
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import small_city
from deadline_city import DEFINITION, UNTIL, WORDS, history, played, step

from workflow.cli.output import as_json, plain
from workflow.command.ports import Change
from workflow.definition.schema import MatterType
from workflow.definition.vocabulary import Vocabulary
from workflow.model.commands import Envelope, FireEvent
from workflow.model.events import PointsMoved, PointsOpened
from workflow.model.ids import MatterId, RegistrationNumber
from workflow.model.matter import Actor, Deadline, Matter, Point
from workflow.workbench.replay.deadline_table import DeadlineTable
from workflow.workbench.replay.ledger import Ledger
from workflow.workbench.replay.read import Read
from workflow.workbench.replay.totals import Counts, Edge, Share, SuppliedCount
from workflow.workbench.replay.verdicts import Cause, Entered, Played, Saved, Verdict

TOLD = history(
    step("KS", "2024-05-08", "proposes"),
    step("KF", "2024-06-06", "tables"),
    step("KF", "2024-09-05", "rejects", "other"),
)
READ = Read(12, TOLD, numbers=(1, 3, 4), lines=(12, 14, 15))
SARA = Actor("Sara", ("secretary",))
AT = datetime(2024, 5, 8, tzinfo=UTC)


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    """An empty one, for one type and one that it starts."""
    started = DEFINITION.model_copy(update={"name": "started", "label": "Startat"})
    definitions = {"raised": DEFINITION, "started": started}
    with _empty(definitions, WORDS) as empty:
        yield empty


def _empty(definitions: Mapping[str, MatterType], words: Vocabulary) -> Ledger:
    return Ledger(definitions, DeadlineTable(definitions, words, until=UNTIL, meetings=()))


def _refused(*causes: Cause | None) -> Played:
    """The history with one refusal for each cause, the rest accepted."""
    verdicts = [
        Verdict(number, one, accepted=True) for number, one in enumerate(TOLD.steps, start=1)
    ]
    for place, cause in enumerate(causes):
        verdicts[place] = replace(
            verdicts[place], accepted=False, reason="Nej.", cause=cause, possible=("tables",)
        )
    return played(TOLD, verdicts=tuple(verdicts))


def _matter(identity: str, matter_type: str, *deadlines: str) -> Matter:
    point = Point("1", "Bygg", "at_KS", date(2024, 5, 1))
    return Matter(
        id=MatterId(identity),
        number=RegistrationNumber("KS 2024/7", "KS", 2024, 7),
        organisation="city",
        matter_type=matter_type,
        definition="",
        title="Bygg",
        state="at_KS",
        version=1,
        opened_on=date(2024, 5, 1),
        points=(point,),
        deadlines=tuple(
            Deadline(key, key, "KL-5:35", hard=False, nominal=UNTIL, final=UNTIL)
            for key in deadlines
        ),
    )


def _saved(after: Matter, *events: PointsMoved | PointsOpened) -> Saved:
    envelope = Envelope("key", after.id, FireEvent("prepared"), SARA, AT)
    return Saved(envelope, Change(None, after, events, SARA, "key", AT))


def _moved(event: str, came_from: str) -> PointsMoved:
    return PointsMoved(event, {"1": came_from}, (), "at_KS")


def test_nothing_yet(ledger: Ledger) -> None:
    """An empty ledger has zeros and empty lists."""
    found = ledger.result()
    nothing: dict[Cause, int] = {"source": 0, "law": 0, "definition": 0}
    assert found.counts == Counts(0, 0, 0, 0, 0, nothing)
    assert (found.types, found.supplied, found.deadlines) == ((), (), ())
    assert list(ledger.refusals()) == []


def test_steps_are_accepted_or_refused(ledger: Ledger) -> None:
    """Every step counts once; refusals by cause, one without a cause as the definition's."""
    ledger.add(_refused(), READ, "a.jsonl")
    ledger.add(_refused("source", "law", None), READ, "a.jsonl")
    ledger.add(_refused("definition"), READ, "a.jsonl")
    counts = ledger.result().counts
    assert (counts.matters, counts.whole, counts.unregistered) == (3, 1, 3)
    assert (counts.steps, counts.accepted) == (9, 5)
    assert counts.refused == {"source": 1, "law": 1, "definition": 2}


def test_by_type(ledger: Ledger) -> None:
    """Each type has its own counts; one that was only started has none, but shows what was used."""
    child = _matter("child", "started", "answer")
    events = (_moved("prepared", "preparation"), PointsOpened("resumes", (), "preparation"))
    ledger.add(
        replace(
            _refused("law"),
            matter=_matter("own", "raised", "one_year"),
            commands=(
                _saved(_matter("own", "raised"), _moved("proposes", "at_KS")),
                _saved(child, *events),
            ),
        ),
        READ,
        "a.jsonl",
    )
    raised, started = ledger.result().types
    assert (raised.matter_type, raised.label) == ("raised", "Väckt ärende")
    assert (raised.counts.matters, raised.counts.steps, raised.counts.unregistered) == (1, 3, 0)
    assert (started.matter_type, started.label) == ("started", "Startat")
    assert (started.counts.matters, started.counts.steps) == (0, 0)
    assert started.use.states_used == ("at_KS", "preparation")
    assert started.use.transitions_used == (
        Edge("prepared", "preparation"),
        Edge("resumes", "new"),
    )
    assert started.use.deadlines_used == ("answer",)
    assert raised.use.transitions_used == (Edge("proposes", "at_KS"),)


def test_what_nothing_used(ledger: Ledger) -> None:
    """Used and unused together are the whole definition, with what opens a point."""
    own = _matter("own", "raised", "one_year")
    opened = PointsOpened("resumes", (), "preparation")
    used = _saved(own, _moved("rejects", "at_KF"), opened)
    ledger.add(replace(_refused(), matter=own, commands=(used,)), READ, "a.jsonl")
    ledger.add(replace(_refused(), matter=own, commands=()), READ, "a.jsonl")
    (found,) = ledger.result().types
    assert found.use == Share(
        states_used=("at_KF", "at_KS"),
        states_unused=("closed", "decided", "preparation", "sending"),
        transitions_used=(Edge("rejects", "at_KF"), Edge("resumes", "new")),
        transitions_unused=(
            Edge("assigns", "at_KF"),
            Edge("completed", "decided"),
            Edge("completed", "sending"),
            Edge("minutes_adjusted", "decided"),
            Edge("prepared", "preparation"),
            Edge("proposes", "at_KS"),
            Edge("refers_back", "at_KF"),
            Edge("reports", "at_KF"),
            Edge("reports", "at_KS"),
            Edge("tables", "at_KF"),
            Edge("tables", "at_KS"),
            Edge("withdrawn_by_mover", "preparation"),
        ),
        deadlines_used=("one_year",),
        deadlines_unused=("accounts", "answer", "pause", "sent", "standstill"),
    )


def test_refusals_say_where(ledger: Ledger) -> None:
    """Step and line as the file counts them, also where the reader left a step out."""
    ledger.add(_refused(None, "law", "source"), READ, "a.jsonl")
    first, second, third = ledger.refusals()
    assert [(one.step, one.line, one.file) for one in (first, second, third)] == [
        (1, 12, "a.jsonl"),
        (3, 14, "a.jsonl"),
        (4, 15, "a.jsonl"),
    ]
    assert (third.dnr, third.matter_type, third.body) == ("KS 2024/7", "raised", "KF")
    assert (third.on, third.outcomes) == (date(2024, 9, 5), ("rejects", "other"))
    assert (third.reason, third.cause, third.possible) == ("Nej.", "source", ("tables",))


def test_supplied_steps(ledger: Ledger) -> None:
    """What the histories don't hold is counted by type and kind, and listed."""
    day = date(2024, 5, 1)
    missing = Entered(body="KF", on=day, what="tabled", declared=True, done=False, reason="Okänt.")
    assumed = Entered(body="KS", on=day, what="proposes", declared=False, done=True)
    told = replace(_refused(), entered=(missing, assumed))
    ledger.add(told, READ, "a.jsonl")
    ledger.add(replace(told, entered=(missing,)), READ, "a.jsonl")
    assert ledger.result().supplied == (
        SuppliedCount("raised", "proposes", declared=False, done=True, number=1),
        SuppliedCount("raised", "tabled", declared=True, done=False, number=2),
    )
    first, second, _ = ledger.supplied()
    assert (first.dnr, first.body, first.on, first.reason) == ("KS 2024/7", "KF", day, "Okänt.")
    assert (second.what, second.declared, second.done) == ("proposes", False, True)


def test_deadlines_and_who_missed_them(ledger: Ledger) -> None:
    """The ledger passes on the table of deadlines and the list of what was missed."""
    late = history(step("KF", "2024-05-02", "tables"), step("KF", "2025-06-05", "rejects"))
    ledger.add(played(late), Read(1, late, numbers=(1, 2), lines=(1, 1)), "a.jsonl")
    rows = {row.deadline.key: row for row in ledger.result().deadlines}
    assert rows["one_year"].counts["late"] == 1
    assert [one.deadline for one in ledger.missed()] == ["one_year"]


def test_shown_as_json(ledger: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    """The whole result and every list is JSON, without anything to convert it by."""
    told = replace(_refused("law"), matter=_matter("own", "raised", "one_year"))
    ledger.add(told, READ, "a.jsonl")
    as_json({"result": ledger.result(), "refused": [plain(one) for one in ledger.refusals()]})
    shown = json.loads(capsys.readouterr().out)
    assert shown["result"]["counts"]["refused"] == {"source": 0, "law": 1, "definition": 0}
    assert shown["result"]["types"][0]["use"]["deadlines_used"] == ["one_year"]
    assert shown["refused"][0]["outcomes"] == ["proposes"]


def test_a_replay_of_the_small_city(tmp_path: Path) -> None:
    """What the player really gives adds up: its states, its transitions, its refusals."""
    loaded = small_city.small_city(tmp_path)
    told = small_city.history(
        small_city.step("KS", "proposes", proposed=["grants"]),
        small_city.step("KF", "allows", "nonsense", week=1),
        small_city.step("KF", "grants", week=2),
    )
    read = Read(1, told, numbers=(1, 2, 3), lines=(1, 1, 1))
    definitions = {name: entry.definition for name, entry in loaded.types.items()}
    with _empty(definitions, loaded.vocabulary) as ledger:
        ledger.add(small_city.play(loaded, told), read, "a.jsonl")
        (found,) = ledger.result().types
        assert [one.step for one in ledger.refusals()] == [2]
    assert (found.counts.accepted, found.counts.refused["definition"]) == (2, 1)
    assert {"at_KS", "at_KF", "decided"} <= set(found.use.states_used)
    assert Edge("grants", "at_KF") in found.use.transitions_used
    assert Edge("resumes", "new") in found.use.transitions_unused
    assert found.use.deadlines_used == ("one_year",)


def test_memory_is_flat(ledger: Ledger) -> None:
    """Twice as many refusals take no more memory: they are on disk."""
    told = _refused("law", "law", "law")
    ahead, more = 2_000, 4_000
    tracemalloc.start()
    try:
        for _ in range(ahead):
            ledger.add(told, READ, "a.jsonl")
        before, _ = tracemalloc.get_traced_memory()
        for _ in range(more):
            ledger.add(told, READ, "a.jsonl")
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 100_000  # bytes; the refusals alone are over two million
    assert sum(1 for _ in ledger.refusals()) == 3 * (ahead + more)
