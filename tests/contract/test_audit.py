"""Whoever changes the database behind the engine's back is found out, on both databases."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from tests.contract.samples import (
    CONTENT,
    DEFINITION,
    NOW,
    change,
    closed,
    decided,
    document,
    envelope,
    mail,
    moved,
    notice,
    registered,
    reopened,
    with_deadline,
    writing,
)
from workflow.command.ports import Change, UnitOfWorkFactory
from workflow.errors import InvalidInputError
from workflow.machine.timers import timers
from workflow.model.effects import (
    NoteDownEarly,
    NoticeEffect,
    PublishMinutes,
    RemoveNotices,
    WithdrawMinutes,
)
from workflow.model.events import (
    DeadlineChanged,
    DispatchOrdered,
    Event,
    ItemChanged,
    MinutesPublished,
    MinutesWithdrawn,
    NoticeDownEarly,
    NoticePosted,
    NoticeRemoved,
)
from workflow.model.ids import MatterId
from workflow.model.matter import DispatchItem
from workflow.store.audit import verify
from workflow.store.findings import AuditFinding


def give(store: UnitOfWorkFactory, made: Change) -> None:
    """Save a change as the engine does: with its command, done."""
    with writing(store) as unit:
        taken = unit.commands.take(envelope(made.command, made.after.id), "t", at=NOW)
        assert taken is not None
        unit.matters.save([made])
        unit.commands.finish({taken.id: made.after.version}, "t", at=NOW)
        for event in made.events:
            if isinstance(event, DeadlineChanged):
                unit.timers.apply(timers(made.after.id, event.deadline, NOW.date()))
            if isinstance(event, DispatchOrdered):
                items = (f"{made.after.id}/{item.key}" for item in event.items)
                unit.outbox.add([mail(key, made.after.id) for key in items], available_at=NOW)


def publish(store: UnitOfWorkFactory) -> None:
    with writing(store) as unit:
        unit.definitions.publish(DEFINITION, "motion", "matter", CONTENT, at=NOW)


@pytest.fixture
def matter(real: UnitOfWorkFactory) -> MatterId:
    """Three matters of four events each; the id of the one in the middle."""
    ids = []
    for serial in (1, 2, 3):
        first = registered(serial, movers=["Åsa"])
        second = moved(first.after, command=f"move-{serial}")
        third = decided(second.after, "KS", date(2025, 3, 11), command=f"decide-{serial}")
        fourth = with_deadline(third.after, command=f"arm-{serial}")
        for made in (first, second, third, fourth):
            give(real, made)
        ids.append(first.after.id)
    publish(real)
    return sorted(ids)[1]


def tamper(engine: Engine, *statements: str, **values: Any) -> None:
    """Change what the guards would refuse."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            for table in ("events", "definitions", "publications"):
                for action in ("update", "delete"):
                    connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{action}"))
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        for statement in statements:
            connection.execute(text(statement), values)


def found(engine: Engine) -> list[tuple[str, str | None, int | None]]:
    return [(each.kind, each.matter, each.sequence) for each in verify(engine).findings]


def test_a_sound_store(engine: Engine, matter: MatterId) -> None:
    """Nothing is found where nothing was done; everything is counted, and progress is told."""
    told: list[tuple[int, int]] = []
    report = verify(engine, lambda done, total: told.append((done, total)))
    assert report.sound
    assert report.findings == ()
    assert (report.matters, report.events, report.commands, report.definitions) == (3, 12, 12, 1)
    assert told[0] == (0, 12)
    assert told[-1] == (12, 12)
    assert report.fingerprint == verify(engine).fingerprint


def test_a_matter_that_is_taken_up_again_is_sound(engine: Engine, real: UnitOfWorkFactory) -> None:
    """Closed, open again and closed once more: the row is the fold of its events all the way."""
    first = registered()
    ended = closed(first.after)
    again = reopened(ended.after)
    publish(real)
    for made in (first, ended, again):
        give(real, made)
        assert verify(engine).findings == ()
    give(real, closed(again.after, command="close-again"))
    assert verify(engine).sound
    tamper(engine, "UPDATE matters SET closed_on = NULL")
    assert {kind for kind, _, _ in found(engine)} == {"row"}


def test_a_row_older_than_a_part_of_the_matter_is_sound(engine: Engine, matter: MatterId) -> None:
    """A document without a key says the same as one with null; another value is still found."""
    with engine.connect() as connection:
        query = text("SELECT document FROM matters WHERE id = :id")
        document = connection.execute(query, {"id": matter}).scalar_one()
    older = json.loads(document)
    del older["taken_over_from"], older["number"]["item"]
    change_it = "UPDATE matters SET document = :document WHERE id = :id"
    tamper(engine, change_it, id=matter, document=json.dumps(older))
    assert verify(engine).sound
    older["number"]["item"] = "1"
    tamper(engine, change_it, id=matter, document=json.dumps(older))
    assert found(engine) == [("row", matter, None)]


def test_an_empty_store(engine: Engine, real: UnitOfWorkFactory) -> None:
    """Nothing is sound too."""
    assert verify(engine).sound


def test_the_log_refuses_changes(engine: Engine, matter: MatterId) -> None:
    """Without disabling the guard nobody can update or delete an event."""
    for statement in ("UPDATE events SET command = 'x'", "DELETE FROM events"):
        with engine.connect() as connection, pytest.raises((DBAPIError, InvalidInputError)):
            connection.execute(text(statement))
    assert verify(engine).sound


@pytest.mark.parametrize(
    "assignment",
    [
        "event = :event",
        "at = :at",
        'actor = \'{"name": "Någon annan", "roles": []}\'',
        "hash = 'f'",
    ],
)
def test_a_changed_event(engine: Engine, matter: MatterId, assignment: str) -> None:
    """Each part of an event counts: what, when, by whom, and the hash itself."""
    event = json.dumps({"type": "MatterClosed", "closed_on": "2025-01-01"})
    values = {
        name: value
        for name, value in {"event": event, "at": "2020-01-01T00:00:00.000000+00:00"}.items()
        if f":{name}" in assignment
    }
    tamper(
        engine,
        f"UPDATE events SET {assignment} WHERE matter = :matter AND sequence = 2",  # noqa: S608 - words of this test
        matter=matter,
        **values,
    )
    assert ("changed", matter, 2) in found(engine)


def test_a_changed_command_of_an_event(engine: Engine, matter: MatterId) -> None:
    """An event that names another command is changed, and has no command of its own."""
    tamper(
        engine,
        "UPDATE events SET command = 'x' WHERE matter = :matter AND sequence = 2",
        matter=matter,
    )
    assert found(engine) == [("changed", matter, 2), ("command", matter, 2)]


def test_a_changed_event_with_a_new_hash(engine: Engine, matter: MatterId) -> None:
    """Who also works the hash out anew breaks the chain at the next event."""
    tamper(
        engine,
        "UPDATE events SET hash = 'forged' WHERE matter = :matter AND sequence = 2",
        matter=matter,
    )
    assert ("broken", matter, 3) in found(engine)


def test_an_event_removed_from_the_middle(engine: Engine, matter: MatterId) -> None:
    """The gap is named."""
    tamper(engine, "DELETE FROM events WHERE matter = :matter AND sequence = 3", matter=matter)
    findings = verify(engine).findings
    assert findings[0] == AuditFinding("missing", matter, 3, "Händelse 3 saknas.")
    assert {finding.sequence for finding in findings} == {3}


def test_events_removed_from_the_middle_and_closed_up(engine: Engine, matter: MatterId) -> None:
    """Renumbering what is left doesn't hide it."""
    tamper(
        engine,
        "DELETE FROM events WHERE matter = :matter AND sequence = 2",
        "UPDATE events SET sequence = 2 WHERE matter = :matter AND sequence = 3",
        "UPDATE events SET sequence = 3 WHERE matter = :matter AND sequence = 4",
        matter=matter,
    )
    findings = found(engine)
    assert ("broken", matter, 2) in findings
    assert ("changed", matter, 2) in findings
    assert ("missing", matter, 4) in findings


def test_the_tail_removed(engine: Engine, matter: MatterId) -> None:
    """The matter's row still knows how many events there were, and so do the commands."""
    tamper(engine, "DELETE FROM events WHERE matter = :matter AND sequence >= 3", matter=matter)
    report = verify(engine)
    assert report.findings[0] == AuditFinding("missing", matter, 3, "Händelse 3–4 saknas.")
    assert {("missing", matter, 3), ("missing", matter, 4)} == set(found(engine))


def test_the_tail_removed_and_the_row_wound_back(engine: Engine, matter: MatterId) -> None:
    """Who also winds the row back is found by the commands that were done."""
    with engine.connect() as connection:
        head = connection.execute(
            text("SELECT hash FROM events WHERE matter = :matter AND sequence = 3"),
            {"matter": matter},
        ).scalar_one()
    before = verify(engine).fingerprint
    document = "jsonb_set(jsonb_set(document, '{version}', '3'), '{deadlines}', '[]')"
    if engine.dialect.name == "sqlite":
        document = "json_set(document, '$.version', 3, '$.deadlines', json('[]'))"
    tamper(
        engine,
        "DELETE FROM events WHERE matter = :matter AND sequence = 4",
        "UPDATE matters SET version = 3, head = :head, open_deadlines = false,"  # noqa: S608 - words of this test
        f" document = {document} WHERE id = :matter",
        matter=matter,
        head=head,
    )
    assert found(engine) == [("missing", matter, 4)]
    assert verify(engine).fingerprint != before


def test_a_whole_matter_removed(engine: Engine, matter: MatterId) -> None:
    """Its commands were done, so that it must have been there."""
    tamper(
        engine,
        "DELETE FROM matter_meetings WHERE matter = :matter",
        "DELETE FROM events WHERE matter = :matter",
        "DELETE FROM matters WHERE id = :matter",
        matter=matter,
    )
    assert found(engine) == [
        ("row", matter, None),  # its timer is left
        *(("missing", matter, version) for version in (1, 2, 3, 4)),
    ]


def test_a_whole_log_removed(engine: Engine, matter: MatterId) -> None:
    """A matter without events."""
    tamper(engine, "DELETE FROM events WHERE matter = :matter", matter=matter)
    assert verify(engine).findings[0] == AuditFinding("missing", matter, 1, "Händelse 1–4 saknas.")


def test_a_row_removed(engine: Engine, matter: MatterId) -> None:
    """Events without a matter."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")
        else:
            connection.execute(text("SET session_replication_role = replica"))
        connection.execute(text("DELETE FROM matters WHERE id = :matter"), {"matter": matter})
        connection.commit()
        connection.invalidate()
    assert found(engine) == [("row", matter, None)]


def test_reordered_events(engine: Engine, matter: MatterId) -> None:
    """Two events that changed places."""
    swap = "UPDATE events SET sequence = {} WHERE matter = :matter AND sequence = {}"
    tamper(engine, swap.format(99, 2), swap.format(2, 3), swap.format(3, 99), matter=matter)
    findings = found(engine)
    assert ("changed", matter, 2) in findings
    assert ("changed", matter, 3) in findings
    assert ("broken", matter, 2) in findings


@pytest.mark.parametrize("part", ["actor", "matter"])
def test_a_changed_command(engine: Engine, matter: MatterId, part: str) -> None:
    """Who acted, and on which matter, is in the command as in the event; both must agree."""
    envelope = "envelope"
    if engine.dialect.name == "postgresql":
        envelope = "CAST(envelope AS text)"
    changed = f"replace({envelope}, :was, '\"Någon annan\"')"
    if engine.dialect.name == "postgresql":
        changed = f"CAST({changed} AS jsonb)"
    tamper(
        engine,
        f"UPDATE commands SET envelope = {changed} WHERE matter = :matter",  # noqa: S608 - words of this test
        matter=matter,
        was='"Sara Åkesson"' if part == "actor" else f'"{matter}"',
    )
    assert found(engine) == [("command", matter, sequence) for sequence in (1, 2, 3, 4)]


def test_a_command_that_cannot_be_read(engine: Engine, matter: MatterId) -> None:
    """Not even a command."""
    tamper(
        engine,
        "UPDATE commands SET envelope = '{}' WHERE matter = :matter AND version = 2",
        matter=matter,
    )
    (finding,) = verify(engine).findings
    assert (finding.kind, finding.matter, finding.sequence) == ("command", matter, 2)
    assert "stämmer inte med kommandot move-" in finding.what


def test_a_removed_definition(engine: Engine, matter: MatterId) -> None:
    """A matter without what it goes by."""
    tamper(engine, "DELETE FROM publications", "DELETE FROM definitions")
    assert ("definition", matter, None) in found(engine)
    assert len(found(engine)) == 3


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM timers WHERE matter = :matter",
        "UPDATE timers SET status = 'cancelled' WHERE matter = :matter",
        "UPDATE timers SET status = 'fired' WHERE matter = :matter",
        "UPDATE timers SET id = 'another' WHERE matter = :matter",
    ],
)
def test_a_deadline_that_nobody_watches(engine: Engine, matter: MatterId, statement: str) -> None:
    """A running deadline has a timer for its end, armed or on its way."""
    tamper(engine, statement, matter=matter)
    assert found(engine) == [("timer", matter, None)]


def test_a_meeting_that_nobody_looks_at(
    engine: Engine, real: UnitOfWorkFactory, matter: MatterId
) -> None:
    """A deadline that is to be looked at after a meeting has a timer for that too."""
    with real() as unit:
        before = unit.matters.load([matter])[matter]
    row = replace(before.deadlines[0], risk_on=NOW.date() + timedelta(days=9))
    give(real, change(before, DeadlineChanged("watched", row), command="watch"))
    assert verify(engine).sound
    tamper(engine, "DELETE FROM timers WHERE kind = 'risk' AND matter = :matter", matter=matter)
    assert found(engine) == [("timer", matter, None)]


def test_a_timer_on_its_way(engine: Engine, real: UnitOfWorkFactory, matter: MatterId) -> None:
    """A timer that has fired watches until its command is carried out, and no longer."""
    with writing(real) as unit:
        fired = unit.timers.fire_due(now=NOW + timedelta(days=800), limit=10)
        unit.commands.accept([envelope(f"timer:{one.id}", one.matter) for one in fired], at=NOW)
    assert len(fired) == 3
    assert verify(engine).sound
    with writing(real) as unit:
        claimed = unit.commands.claim("w", limit=10, lease=timedelta(hours=1))
        unit.commands.finish({queued.id: 4 for queued in claimed}, "w", at=NOW)
    assert [kind for kind, _, _ in found(engine)] == ["timer"] * 3


def test_a_message_removed(engine: Engine, real: UnitOfWorkFactory, matter: MatterId) -> None:
    """Who was put in the queue for a decision has a message there, also when it has been sent."""
    with real() as unit:
        before = unit.matters.load([matter])[matter]
    items = tuple(
        DispatchItem(f"d1-{n}", "d1", "AU", "body", "AU", "au@norsjo.example", "queued")
        for n in (1, 2)
    )
    give(real, change(before, DispatchOrdered("d1", items), command="dispatch"))
    assert verify(engine).sound
    tamper(engine, "DELETE FROM outbox WHERE id = :id", id=f"{matter}/d1-2")
    (finding,) = verify(engine).findings
    assert (finding.kind, finding.matter) == ("mail", matter)
    assert "d1-2" in finding.what
    with real() as unit:
        before = unit.matters.load([matter])[matter]
    sent = replace(items[1], status="delivered")
    give(real, change(before, ItemChanged("delivered", sent), command="sent"))
    assert found(engine) == [("mail", matter, None)]


def test_a_meeting_removed_or_moved(engine: Engine, matter: MatterId) -> None:
    """A decision is listed under its meeting, and nothing is that wasn't decided there."""
    tamper(engine, "UPDATE matter_meetings SET body = 'KF' WHERE matter = :matter", matter=matter)
    assert found(engine) == [("meeting", matter, None), ("meeting", matter, None)]
    tamper(engine, "DELETE FROM matter_meetings WHERE matter = :matter", matter=matter)
    (finding,) = verify(engine).findings
    assert "KS 2025-03-11" in finding.what


def test_a_notice_that_the_log_doesnt_know(
    engine: Engine, real: UnitOfWorkFactory, matter: MatterId
) -> None:
    """Posted, lost, posted anew, shown with full minutes and removed: the boards say what the log says."""
    days = (date(2025, 3, 20), date(2025, 3, 21))
    posted = notice("a", matter=matter)
    anew = replace(posted, id="b")
    minutes = document(kind="published_minutes")
    with writing(real) as unit:
        unit.documents.add([minutes])
    lost, down = date(2025, 3, 1), date(2025, 3, 21)
    board = posted.board
    steps: list[tuple[Event, list[NoticeEffect]]] = [
        (NoticePosted((board,), posted.posted_on, *days), [posted]),
        (NoticeDownEarly(board, lost, "Fel"), [NoteDownEarly(matter, board, lost)]),
        (NoticePosted((board,), posted.posted_on, *days), [anew]),
        (
            MinutesPublished(minutes.sha256, "Eva", "Kan visas"),
            [PublishMinutes(matter, minutes.sha256, "Eva", "Kan visas")],
        ),
        (MinutesWithdrawn(down), [WithdrawMinutes(matter)]),
        (NoticeRemoved(down), [RemoveNotices(matter, down)]),
    ]
    for number, (event, effects) in enumerate(steps):
        with real() as unit:
            before = unit.matters.load([matter])[matter]
        give(real, change(before, event, command=f"step-{number}"))
        assert [kind for kind, _, _ in found(engine)] == ["notice"]
        with writing(real) as unit:
            unit.notices.apply(effects)
        assert verify(engine).sound
    tamper(engine, "UPDATE notices SET posted_on = '2025-02-26' WHERE id = 'b'")
    (finding,) = verify(engine).findings
    assert (finding.kind, finding.matter) == ("notice", matter)
    assert board in finding.what


def test_a_notice_of_nobody(engine: Engine, real: UnitOfWorkFactory, matter: MatterId) -> None:
    """A notice whose procedure isn't there, or never posted it."""
    with writing(real) as unit:
        unit.notices.apply([notice("a", matter=matter), notice("b", matter="gone")])
    assert sorted(found(engine)) == sorted([("notice", matter, None), ("row", "gone", None)])


def test_what_the_fingerprint_shows(engine: Engine, matter: MatterId) -> None:
    """A matter removed from every table contradicts nothing; the fingerprint and the number tell."""
    before = verify(engine)
    tamper(
        engine,
        *(
            f"DELETE FROM {table} WHERE matter = :matter"  # noqa: S608 - words of this test
            for table in ("events", "matter_meetings", "commands", "timers")
        ),
        "DELETE FROM matters WHERE id = :matter",
        matter=matter,
    )
    after = verify(engine)
    assert after.sound
    assert after.matters == before.matters - 1
    assert after.fingerprint != before.fingerprint


def test_an_inserted_event(engine: Engine, matter: MatterId) -> None:
    """An event at the end that the row doesn't know of, copied from another one."""
    tamper(
        engine,
        "INSERT INTO events (matter, sequence, at, actor, command, event, previous, hash)"
        " SELECT matter, 5, at, actor, command, event, hash, 'x' FROM events"
        " WHERE matter = :matter AND sequence = 4",
        matter=matter,
    )
    findings = found(engine)
    assert ("changed", matter, 5) in findings
    assert ("inserted", matter, 5) in findings


@pytest.mark.parametrize(
    "assignment",
    [
        "title = 'En annan titel'",
        "number = 'KS 2025/99'",
        "closed_on = '2025-01-01'",
        "open_deadlines = false",
        "head = 'x'",
        "organisation = 'solleftea'",
    ],
)
def test_a_changed_row(engine: Engine, matter: MatterId, assignment: str) -> None:
    """Each column that lists search by agrees with the events."""
    tamper(engine, f"UPDATE matters SET {assignment} WHERE id = :matter", matter=matter)  # noqa: S608 - words of this test
    assert found(engine) == [("row", matter, None)]


@pytest.mark.parametrize(
    ("path", "value"), [("title", '"Annat"'), ("points", "[]"), ("smuggled", "true")]
)
def test_a_changed_document(engine: Engine, matter: MatterId, path: str, value: str) -> None:
    """The document is the fold of the events; the finding names what differs."""
    document = f"jsonb_set(document, '{{{path}}}', '{value}')"
    if engine.dialect.name == "sqlite":
        document = f"json_set(document, '$.{path}', json('{value}'))"
    with engine.begin() as connection:
        connection.exec_driver_sql(
            f"UPDATE matters SET document = {document} WHERE id = '{matter}'"  # noqa: S608 - words of this test
        )
    (finding,) = verify(engine).findings
    assert (finding.kind, finding.matter) == ("row", matter)
    assert finding.what.endswith(f": {path}.")


def test_a_document_that_is_none(engine: Engine, matter: MatterId) -> None:
    """Not even a matter."""
    tamper(engine, "UPDATE matters SET document = '[]' WHERE id = :matter", matter=matter)
    assert verify(engine).findings[0].what.endswith(": document.")


def test_an_event_that_cannot_have_followed(
    engine: Engine, real: UnitOfWorkFactory, matter: MatterId
) -> None:
    """A log whose hashes are right but which tells what can't have happened."""
    with real() as unit:
        before = unit.matters.load([matter])[matter]
    with writing(real) as unit:
        again = unit.matters.history(matter)[0].event
        taken = unit.commands.take(envelope("again", matter), "t", at=NOW)
        assert taken is not None
        forged = moved(before, command="again")
        unit.matters.save([Change(before, forged.after, (again,), forged.actor, "again", NOW)])
        unit.commands.finish({taken.id: 5}, "t", at=NOW)
    assert ("broken", matter, 5) in found(engine)


def test_a_removed_command(engine: Engine, matter: MatterId) -> None:
    """An event must have been ordered by somebody."""
    tamper(engine, "DELETE FROM commands WHERE matter = :matter AND version = 2", matter=matter)
    assert found(engine) == [("command", matter, 2)]


def test_a_command_of_another_matter(engine: Engine, matter: MatterId) -> None:
    """The command that is named must have been given to this matter, and be done."""
    tamper(
        engine,
        "UPDATE commands SET matter = 'another', version = 0"
        " WHERE matter = :matter AND version = 2",
        "UPDATE commands SET status = 'refused', version = NULL"
        " WHERE matter = :matter AND version = 3",
        matter=matter,
    )
    assert found(engine) == [("command", matter, 2), ("command", matter, 3)]


def test_a_command_that_did_nothing(
    engine: Engine, real: UnitOfWorkFactory, matter: MatterId
) -> None:
    """A void timer is done without events; that is sound."""
    with writing(real) as unit:
        for key, target, version in (("void", matter, 4), ("gone", MatterId("none"), 0)):
            taken = unit.commands.take(envelope(key, target), "t", at=NOW)
            assert taken is not None
            unit.commands.finish({taken.id: version}, "t", at=NOW)
    assert verify(engine).sound


def test_a_changed_definition(engine: Engine, matter: MatterId) -> None:
    """A definition is immutable once published."""
    for content in ('{"label":"Annan"}', "\\u0000"):
        tamper(engine, "UPDATE definitions SET content = :content", content=content)
        assert found(engine) == [("definition", None, None)]


def test_a_publication_of_something_else(engine: Engine, matter: MatterId) -> None:
    """Another definition's version doesn't become the current one by a stroke of the pen."""
    tamper(engine, "UPDATE publications SET name = 'tariff'")
    (finding,) = verify(engine).findings
    assert (finding.kind, finding.matter) == ("definition", None)
    assert "tariff är publicerad som" in finding.what


def test_every_matter_is_audited(engine: Engine, real: UnitOfWorkFactory) -> None:
    """More matters and events than fit in one page of the cursors, each tampered with in turn."""
    publish(real)
    with writing(real) as unit:
        for serial in range(1, 261):
            first = registered(serial)
            second = moved(first.after, command=f"m{serial}")
            third = change(second.after, *moved(second.after).events, command=f"n{serial}")
            changes = [first, second, third]
            taken = [
                unit.commands.take(envelope(made.command, made.after.id), "t", at=NOW)
                for made in changes
            ]
            unit.matters.save(changes)
            unit.commands.finish(
                {
                    queued.id: made.after.version
                    for queued, made in zip(taken, changes, strict=True)
                    if queued
                },
                "t",
                at=NOW,
            )
    assert verify(engine).sound
    tamper(engine, "UPDATE events SET hash = 'x' WHERE sequence = 3")
    assert [kind for kind, _, _ in found(engine)].count("changed") == 260
