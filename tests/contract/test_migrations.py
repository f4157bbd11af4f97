"""Plans of migrations, and matters that are moved by them, are the same on every store."""

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from tests.contract.samples import NOW, SARA, at_once, envelope, writing
from tests.engineroom import ERRAND, identity, of_office, of_type
from tests.relocation import YEAR, Removal, new, old
from workflow.command import migrating, planning
from workflow.command.apply import apply_batch
from workflow.command.migrating import apply_plan
from workflow.command.migrations import Mark, PlanRow
from workflow.command.planning import target_of, versions_behind
from workflow.command.ports import UnitOfWorkFactory
from workflow.errors import (
    CommandRefusedError,
    CorruptHistoryError,
    InvalidInputError,
    StoreUnavailableError,
    UnknownDefinitionError,
)
from workflow.model.commands import FireEvent
from workflow.model.events import MatterMigrated
from workflow.model.matter import Actor, Parent
from workflow.store.audit import verify
from workflow.store.engine import connect
from workflow.store.migrate import migrate
from workflow.store.unit_of_work import sql_unit_of_work

PLANNED = Mark("planned", NOW, SARA)
ROW = PlanRow("ab" * 32, "motion", "d1", 2, 1, (PLANNED,))


def keep(store: UnitOfWorkFactory) -> None:
    with writing(store) as unit:
        unit.definitions.publish("d1", "motion", "matter", "{}", at=NOW)


def test_a_plan_is_kept_once(store: UnitOfWorkFactory) -> None:
    """By its hash; found by the beginning of it; its marks are in order, none twice in a row."""
    keep(store)
    other = replace(ROW, hash="ac" * 32, matter_type="errand")
    with writing(store) as unit:
        assert unit.migrations.add(ROW, "{}")
        assert not unit.migrations.add(
            replace(ROW, marks=(Mark("planned", NOW, Actor("X")),)), "{}"
        )
        assert unit.migrations.add(other, '{"å":1}')
        begun = Mark("begun", NOW + timedelta(hours=1), SARA, "Ny rutin")
        assert unit.migrations.mark(ROW.hash, begun)
        assert not unit.migrations.mark(ROW.hash, replace(begun, reason="Annat"))
    with store() as unit:
        marked = replace(ROW, marks=(PLANNED, begun))
        assert unit.migrations.list() == (other, marked)
        assert unit.migrations.list(limit=1) == (other,)
        assert unit.migrations.list(matter_type="motion") == (marked,)
        assert marked.status == "begun"
        assert unit.migrations.find("abab") == (marked,)
        assert set(unit.migrations.find("a")) == {marked, other}
        assert unit.migrations.find("b") == ()
        assert unit.migrations.content(other.hash) == '{"å":1}'
        assert unit.migrations.content("no") is None


def test_outcomes_by_the_beginning_of_their_keys(store: UnitOfWorkFactory) -> None:
    """Every command of a plan at once."""
    with writing(store) as unit:
        for key in ("migrate:a:1", "migrate:a:2", "migrate:b:1", "migrate:a"):
            unit.commands.take(envelope(key, key), "t", at=NOW)
        found = unit.commands.outcomes("migrate:a:")
        assert set(found) == {"migrate:a:1", "migrate:a:2"}
        assert {each.status for each in found.values()} == {"claimed"}
        assert unit.commands.outcomes("x") == {}


def test_there_and_back(store: UnitOfWorkFactory) -> None:
    """Planned, moved, moved by nobody a second time, and taken back: rows, timers and log."""
    office = Removal(store).begin(3)
    before = office.matter()
    told: list[tuple[int, int]] = []
    kept = office.plan()
    assert kept.new
    assert (len(kept.plan.matters), kept.plan.blocked) == (3, ())
    office.ping(2)
    outcome = office.apply(kept.hash[:12], lambda done, of: told.append((done, of)))
    assert (outcome.moved, outcome.before) == (2, 0)
    assert [(left.number, left.why) for left in outcome.left_out] == [
        ("KS 2024/2", "Ärendet har ändrats sedan planen; planera om.")
    ]
    assert told == [(0, 3), (3, 3)]
    moved = office.matter()
    assert (moved.definition, moved.state) == (new().digest, "preparation")
    assert office.matter(2).definition == before.definition
    assert office.armed() == {("year", 2, "2024-10-16")}
    stored = [each for each in office.log() if isinstance(each.event, MatterMigrated)]
    assert [(each.actor.name, each.event.reason) for each in stored] == [("Sara", "Ny rutin")]
    again = office.apply(kept.hash)
    assert (again.moved, again.before, again.left_out) == (0, 2, outcome.left_out)
    assert len(office.log()) == moved.version
    office.ping(3)
    back = office.revert(kept.hash[:8])
    assert (back.moved, back.before) == (1, 0)
    assert [left.number for left in back.left_out] == ["KS 2024/3"]
    assert office.matter().fields == before.fields
    assert office.matter().points == before.points
    assert office.matter().definition == before.definition
    assert office.armed() == {("year", 3, "2025-04-16")}
    repeated = office.revert(kept.hash)
    assert (repeated.moved, repeated.before, len(repeated.left_out)) == (0, 1, 1)
    with store() as unit:
        (row,) = unit.migrations.list()
        assert [mark.what for mark in row.marks] == [
            "planned",
            "begun",
            "applied",
            "revert_begun",
            "reverted",
        ]
    with pytest.raises(CommandRefusedError, match="återtagen"):
        office.apply(kept.hash)
    assert office.plan().hash != kept.hash


def test_the_same_plan_again(store: UnitOfWorkFactory) -> None:
    """Nothing has changed: the same hash and no new row; another map or matter: another plan."""
    office = Removal(store).begin(2)
    first = office.plan()
    office.clock.advance(timedelta(hours=5))
    again = office.plan()
    assert (again.hash, again.new) == (first.hash, False)
    assert office.plan(deadlines={"year": "keep"}).hash != first.hash
    office.ping(1)
    assert office.plan().hash != first.hash
    with store() as unit:
        assert len(unit.migrations.list()) == 3


def test_what_is_blocked_stays(store: UnitOfWorkFactory) -> None:
    """Told in the plan, and not touched; ended matters and those on the version aren't in it."""
    office = Removal(store).begin(1)
    office.register(2)
    kept = office.plan(states={})
    assert kept.plan.matters == ()
    (blocked,) = kept.plan.blocked
    assert (blocked.number, blocked.state) == ("KS 2024/1", "waiting")
    assert "(waiting) finns inte i den nya versionen" in blocked.why[0]
    outcome = office.apply(kept.hash)
    assert (outcome.moved, outcome.before, outcome.left_out) == (0, 0, ())


def test_definitions_that_changed_since(store: UnitOfWorkFactory) -> None:
    """Another version, one out of use, or another calendar: the plan is of yesterday."""
    office = Removal(store).begin(1)
    kept = office.plan()
    office.publish(new(label="Nyare"))
    with pytest.raises(CommandRefusedError, match="gäller inte längre"):
        office.apply(kept.hash)
    office.publish(new())
    office.publish(of_office(name="Norsjö nya kommun"))
    with pytest.raises(CommandRefusedError, match="Organisationen norsjo har ändrats"):
        office.apply(kept.hash)
    office.publish(of_office())
    with writing(store) as unit:
        unit.definitions.retire("errand", "matter", at=NOW, by="S", reason="Slut", use_instead=None)
    with pytest.raises(CommandRefusedError, match="gäller inte längre"):
        office.apply(kept.hash)
    with pytest.raises(CommandRefusedError, match="tagen ur bruk"):
        office.plan()
    assert len(office.log()) == office.matter().version


@pytest.mark.parametrize(
    ("name", "version", "error", "words"),
    [
        ("errant", "a", UnknownDefinitionError, "finns inte"),
        ("errand", "zz", CommandRefusedError, "är en annan"),
        ("errand", "", CommandRefusedError, "ingen version"),
    ],
)
def test_only_to_the_version_in_use(
    store: UnitOfWorkFactory, name: str, version: str, error: type[Exception], words: str
) -> None:
    """Anything else is refused before anything is read."""
    office = Removal(store).begin(0)
    with pytest.raises(error, match=words):
        target_of(office.context, name, version)


def test_plans_are_named_clearly(store: UnitOfWorkFactory) -> None:
    """By eight characters at least, and by one plan only; who acts and why must be said."""
    office = Removal(store).begin(1)
    keep(store)
    with writing(store) as unit:
        for last in ("a", "b"):
            unit.migrations.add(replace(ROW, hash="c" * 63 + last), "{}")
    for name, error, words in (
        ("abc", InvalidInputError, "är ingen plan"),
        ("../../etc/x", InvalidInputError, "är ingen plan"),
        ("åååååååå", InvalidInputError, "är ingen plan"),
        ("abcdefabcdef", CommandRefusedError, "Det finns ingen plan"),
        ("cccccccccc", InvalidInputError, "Flera planer"),
    ):
        with pytest.raises(error, match=words):
            office.apply(name)
    kept = office.plan()
    with pytest.raises(CommandRefusedError, match="inte genomförd"):
        office.revert(kept.hash)
    with pytest.raises(InvalidInputError, match="Skälet"):
        apply_plan(office.context, kept.hash, SARA, " ")
    with pytest.raises(CommandRefusedError, match="engine"):
        apply_plan(office.context, kept.hash, Actor("engine"), "Ny rutin")


def test_one_that_cannot_be_written_stops_no_other(
    store: UnitOfWorkFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The batch is taken apart; who is left out is told, and tried again by the next run."""
    office = Removal(store).begin(3)
    kept = office.plan()
    bad = office.matter(2).id
    write = migrating.write

    def broken(uow: Any, decided: Any, *rest: Any) -> Any:
        if any(each.queued.envelope.matter == bad for each in decided):
            raise RuntimeError("trasig rad")
        return write(uow, decided, *rest)

    monkeypatch.setattr(migrating, "write", broken)
    outcome = office.apply(kept.hash)
    assert outcome.moved == 2
    assert [(left.number, left.why) for left in outcome.left_out] == [
        ("KS 2024/2", "RuntimeError: trasig rad")
    ]
    monkeypatch.undo()
    assert office.apply(kept.hash).moved == 1


def test_a_fault_is_not_remembered(store: UnitOfWorkFactory) -> None:
    """What can be mended outside of the matter keeps it out of this run only: the plan is as good as before."""
    office = Removal(store).begin(2)
    kept = office.plan()
    office.context.catalogue.machine = _away  # type: ignore[method-assign]
    outcome = office.apply(kept.hash)
    assert [left.why for left in outcome.left_out] == ["Definitionen är borta."] * 2
    mended = Removal(store, clock=office.clock)
    assert mended.apply(kept.hash).moved == 2


def _away(_digest: str) -> Any:
    raise UnknownDefinitionError("Definitionen är borta.")


def test_a_store_that_goes_away(store: UnitOfWorkFactory) -> None:
    """The run ends, and the next one goes on."""
    office = Removal(store).begin(1)
    kept = office.plan()

    def away(place: str) -> None:
        if place == "migrate:before":
            raise StoreUnavailableError("borta")

    gone = Removal(store, reached=away, clock=office.clock)
    with pytest.raises(StoreUnavailableError):
        gone.apply(kept.hash)
    assert office.apply(kept.hash).moved == 1


def test_page_by_page(store: UnitOfWorkFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are: read a page at a time, moved a batch at a time, each once."""
    monkeypatch.setattr(planning, "_PAGE", 2)
    monkeypatch.setattr(migrating, "_BATCH", 2)
    office = Removal(store).begin(5)
    assert set(versions_behind(office.context, "errand", new().digest)) == {old().digest}
    kept = office.plan()
    assert len({each.id for each in kept.plan.matters}) == 5
    told: list[tuple[int, int]] = []
    assert office.apply(kept.hash, lambda done, of: told.append((done, of))).moved == 5
    assert told == [(0, 5), (2, 5), (4, 5), (5, 5)]
    assert versions_behind(office.context, "errand", new().digest) == {}


def test_mails_that_follow_are_sent(store: UnitOfWorkFactory) -> None:
    """A day that has passed in the new version is told at once, and whoever sends is hinted."""
    passed = {**YEAR, "after": "P1M", "on_expiry": {"escalate_to": ["role:secretary"]}}
    office = Removal(store).begin(1, new(deadlines={"month": passed}))
    office.clock.advance(timedelta(days=60))
    kept = office.plan()
    fates = {fate.key: fate.what for fate in kept.plan.matters[0].transfer.deadlines}
    assert fates == {"year": "dropped", "month": "expired"}
    assert office.apply(kept.hash).moved == 1
    assert "deliver" in office.hints
    with store() as unit:
        assert [row.mail.template for row in unit.outbox.list()] == ["escalation"]


def test_what_followed_is_not_taken_back(store: UnitOfWorkFactory) -> None:
    """An automatic event of the new version moved the matter on: it stays, and is told."""
    states = {**new_states(), "decided": {"label": "Beslutat", "phase": "dispatch"}}
    rules = [
        {"event": "pings", "from": "preparation", "to": "decided", "automatic": True},
        {"event": "ends", "from": "decided", "to": "closed"},
    ]
    office = Removal(store).begin(1, new(states=states, transitions=rules))
    kept = office.plan()
    assert kept.plan.matters[0].transfer.follows == ("Påminns (punkt 1) → Beslutat.",)
    assert office.apply(kept.hash).moved == 1
    assert office.matter().state == "decided"
    (left,) = office.revert(kept.hash).left_out
    assert "följder som inte kan tas tillbaka" in left.why


def new_states() -> dict[str, Any]:
    return {
        "preparation": {"label": "Beredning", "owner": "officer"},
        "closed": {"label": "Avslutat", "phase": "end", "final": True},
    }


def test_a_child_whose_parent_waits_for_what_is_gone(store: UnitOfWorkFactory) -> None:
    """The parent's version says which answers count; a closed or unknown parent waits for none."""
    asking = of_type(
        ERRAND,
        name="asking",
        states={**ERRAND["states"], "asked": {"label": "Frågat"}},
        fields={**ERRAND["fields"], "to": {"type": "recipients", "label": "Till"}},
        events={**ERRAND["events"], "asks": {"label": "Frågar"}, "yes": {"label": "Ja"}},
        transitions=[
            {"event": "asks", "from": "waiting", "to": "asked"},
            {"event": ["yes", "ends"], "from": "asked", "to": "closed"},
        ],
        children={
            "answers": {
                "label": "Svar",
                "on": "asked",
                "each": "fields.to",
                "matter_type": "errand",
                "accepts": ["accepts_it"],
                "then": "yes",
                "otherwise": "ends",
            }
        },
    )
    office = Removal(store).begin(0, asking)
    office.register(9, matter_type="asking", fields={"to": ["Okänd"]})
    office.give("ask", 9, FireEvent("asks"))
    office.register(1, parent=Parent(identity("KS 2024/9"), "answers-1-1"))
    office.register(2, parent=Parent(identity("KS 2024/9"), "other"))
    office.register(3, parent=Parent(identity("KS 2024/8"), "answers-1-1"))
    office.publish(new())
    kept = office.plan()
    assert sorted(each.number for each in kept.plan.matters) == ["KS 2024/2", "KS 2024/3"]
    (blocked,) = kept.plan.blocked
    assert "väntar på accepts_it" in blocked.why[0]


def test_two_runs_at_once(real: UnitOfWorkFactory) -> None:
    """Each matter is moved once, whoever was first, and taken back once."""
    office = Removal(real).begin(20)
    kept = office.plan()
    runs = [Removal(real, clock=office.clock) for _ in range(3)]
    outcomes = at_once(3, lambda number: runs[number].apply(kept.hash))
    assert sum(each.moved for each in outcomes) == 20
    assert all(each.moved + each.before == 20 and not each.left_out for each in outcomes)
    assert all(office.matter(number).migrated == 1 for number in range(1, 21))
    outcomes = at_once(3, lambda number: runs[number].revert(kept.hash))
    assert sum(each.moved for each in outcomes) == 20
    assert all(not each.left_out for each in outcomes)
    assert all(office.matter(number).migrated == 2 for number in range(1, 21))


def test_a_worker_at_the_same_time(real: UnitOfWorkFactory, engine: Engine) -> None:
    """Each matter is moved as planned or left as it is; none is moved on a version that it hasn't."""
    office = Removal(real).begin(30)
    kept = office.plan()
    office.bus.submit(
        [
            replace(
                envelope(f"ping:{number}", office.matter(number).id), command=FireEvent("pings")
            )
            for number in range(1, 31)
        ]
    )
    worker = Removal(real, clock=office.clock)
    begin = threading.Barrier(2)

    def work(number: int) -> Any:
        begin.wait(timeout=30)
        if number == 0:
            return office.apply(kept.hash)
        done = 0
        while batch := apply_batch(worker.context, "w", 3).claimed:
            done += batch
        return done

    outcome, done = at_once(2, work)
    while batch := apply_batch(worker.context, "w", 50).claimed:
        done += batch
    assert done == 30
    left = {each.number for each in outcome.left_out}
    assert outcome.moved + len(left) == 30
    for number in range(1, 31):
        moved = office.matter(number).definition == new().digest
        assert moved == (f"KS 2024/{number}" not in left)
        assert [each.command for each in office.log(number)].count(f"ping:{number}") == 1
    report = verify(engine)
    assert report.findings == ()


def test_the_audit_proves_what_was_moved(real: UnitOfWorkFactory, engine: Engine) -> None:
    """Sound there and back; a plan that was changed or is gone, or a version that is, is found."""
    office = Removal(real).begin(2)
    kept = office.plan()
    office.apply(kept.hash)
    assert verify(engine).findings == ()
    office.revert(kept.hash)
    assert verify(engine).findings == ()
    with pytest.raises((DBAPIError, InvalidInputError)), engine.begin() as connection:
        connection.execute(text("UPDATE plans SET content = '{}'"))
    with pytest.raises((DBAPIError, InvalidInputError)), engine.begin() as connection:
        connection.execute(text("DELETE FROM plan_marks"))
    _tamper(engine, "UPDATE plans SET content = '{}'")
    assert [each.kind for each in verify(engine).findings] == ["plan"]
    with pytest.raises(CorruptHistoryError, match="ändrad i databasen"):
        office.revert(kept.hash)
    _tamper(engine, "DELETE FROM plan_marks", "DELETE FROM plans")
    assert {each.kind for each in verify(engine).findings} == {"plan"}
    _tamper(engine, "DELETE FROM publications", "DELETE FROM definitions")
    assert "definition" in {each.kind for each in verify(engine).findings}


def test_what_is_kept_cannot_be_replaced(tmp_path: Path) -> None:
    """SQLite removes what a REPLACE comes upon unseen by other guards: the plans and the log stay."""
    url = f"sqlite:///{tmp_path / 'plans.db'}"
    migrate(url)
    engine = connect(url)
    office = Removal(sql_unit_of_work(engine)).begin(1)
    office.apply(office.plan().hash)
    for statement in (
        """REPLACE INTO plans (hash, matter_type, definition, moved, blocked, content)
        SELECT hash, matter_type, definition, 0, 0, '{}' FROM plans""",
        "REPLACE INTO plan_marks SELECT id, plan, what, at, actor, 'x' FROM plan_marks",
    ):
        with engine.begin() as connection:
            assert connection.execute(text(statement)).rowcount == 0
    with engine.connect() as connection, pytest.raises((DBAPIError, InvalidInputError)):
        connection.execute(text("REPLACE INTO events SELECT * FROM events"))
    assert verify(engine).findings == ()
    with office.store() as unit:
        (row,) = unit.migrations.list()
    assert (row.moved, [mark.reason for mark in row.marks]) == (1, ["", "Ny rutin", "Ny rutin"])
    engine.dispose()


def _tamper(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            for table in ("plans", "plan_marks", "definitions", "publications"):
                for action in ("update", "delete"):
                    connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{action}"))
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        for statement in statements:
            connection.execute(text(statement))
