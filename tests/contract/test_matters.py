"""Matters and their logs behave the same on every store."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256

import pytest

from tests.contract.samples import (
    NOW,
    SARA,
    at_once,
    change,
    closed,
    decided,
    moved,
    registered,
    reopened,
    with_deadline,
    writing,
)
from workflow.command.ports import Change, MatterSummary, UnitOfWorkFactory
from workflow.errors import (
    ArendegangError,
    CorruptHistoryError,
    DuplicateMatterError,
    InvalidInputError,
    StaleVersionError,
)
from workflow.model.events import MatterRegistered, PointsMoved
from workflow.model.ids import HIGHEST_CONTINUED, HIGHEST_SERIAL, MatterId, matter_id
from workflow.model.matter import Matter


def save(store: UnitOfWorkFactory, *changes: Change) -> Matter:
    with writing(store) as unit:
        unit.matters.save(changes)
    return changes[-1].after


def test_a_matter_comes_back_as_it_was(store: UnitOfWorkFactory) -> None:
    """Every part of a matter survives, also one with texts that need care."""
    new = registered(movers=["Åsa", 'B "C"'], cost=12, urgent=False, reason="a\\b\n\u2028 \\u0000")
    matter = save(store, new)
    other = save(store, registered(2))
    with store() as unit:
        assert unit.matters.load([matter.id]) == {matter.id: matter}
        assert unit.matters.load([]) == {}
        assert unit.matters.load([other.id, MatterId("none"), matter.id], lock=True) == {
            matter.id: matter,
            other.id: other,
        }


def test_a_change_counts_the_version_up(store: UnitOfWorkFactory) -> None:
    """The row follows its events; a change without events writes nothing."""
    first = save(store, registered())
    second = moved(first)
    after = save(store, second, Change(second.after, second.after, (), SARA, "noop", NOW))
    with store() as unit:
        assert unit.matters.load([first.id])[first.id] == after
        assert [stored.sequence for stored in unit.matters.history(first.id)] == [1, 2]


def test_the_log_is_a_chain(store: UnitOfWorkFactory) -> None:
    """Each event carries the hash of the one before, over the canonical JSON of all the rest."""
    first = registered()
    second = moved(first.after, command="c2")
    third = with_deadline(second.after, command="c3")
    at = datetime(2025, 3, 11, 10, 0, tzinfo=timezone(timedelta(hours=2)))
    save(store, first)
    save(store, second, replace(third, at=at))
    with store() as unit:
        log = unit.matters.history(first.after.id)
        assert unit.matters.history(MatterId("none")) == ()
    assert [stored.event for stored in log] == [*first.events, *second.events, *third.events]
    assert [stored.command for stored in log] == ["register:norsjo:1", "c2", "c3"]
    assert [stored.at for stored in log] == [NOW, NOW, at]
    assert {stored.actor for stored in log} == {SARA}
    assert [stored.previous for stored in log] == ["0" * 64, log[0].hash, log[1].hash]
    text = json.dumps(
        {
            "matter": first.after.id,
            "sequence": 2,
            "at": "2025-03-11T08:30:00.123456+00:00",
            "actor": {"name": "Sara Åkesson", "roles": ["secretary"]},
            "command": "c2",
            "event": {
                "type": "PointsMoved",
                "event": "prepared",
                "came_from": {"p1": "preparation"},
                "points": [
                    {
                        "key": "p1",
                        "text": "Fler cykelvägar",
                        "state": "at_KS",
                        "since": "2025-03-11",
                        "outcome": None,
                        "proposed": None,
                        "decision": None,
                        "tabled": 0,
                        "minority_used": False,
                    }
                ],
                "state": "at_KS",
                "data": {},
            },
            "previous": log[0].hash,
        },
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    assert log[1].hash == sha256(text.encode()).hexdigest()


def test_changes_of_one_matter_may_follow_each_other(store: UnitOfWorkFactory) -> None:
    """A batch writes what several commands made of a matter, from registering on."""
    first = registered()
    second = moved(first.after, command="c2")
    third = decided(second.after, "KS", date(2025, 3, 11), command="c3")
    other = registered(2)
    save(store, first, other, second, third)
    with store() as unit:
        assert unit.matters.load([first.after.id])[first.after.id] == third.after
        assert [stored.command for stored in unit.matters.history(first.after.id)][1:] == [
            "c2",
            "c3",
        ]
    save(store, moved(third.after, "at_KF"), moved(other.after))
    with store() as unit:
        assert len(unit.matters.history(first.after.id)) == 4


def test_a_stale_version_is_refused_whole(store: UnitOfWorkFactory) -> None:
    """Who read an old version changes nothing, nor does anything beside it in the same call."""
    first, other = registered(), registered(2)
    save(store, first, other)
    save(store, moved(first.after))
    for stale in (
        [moved(other.after), moved(first.after, "at_KF")],
        [moved(other.after), moved(other.after, "at_KF")],
        [moved(registered(9).after)],
    ):
        with pytest.raises(StaleVersionError, match="KS 2025/"), writing(store) as unit:
            unit.matters.save(stale)
    with store() as unit:
        assert unit.matters.load([other.after.id])[other.after.id] == other.after
        assert len(unit.matters.history(first.after.id)) == 2


def test_a_read_version_is_checked_again_when_written(store: UnitOfWorkFactory) -> None:
    """Also a matter read in the same transaction is only changed from the version it has."""
    first = save(store, registered())
    second = save(store, moved(first))
    with store() as unit:
        unit.matters.load([first.id])
        with pytest.raises(StaleVersionError):
            unit.matters.save([moved(first, "at_KF")])
    with writing(store) as unit:
        unit.matters.load([first.id], lock=True)
        third = moved(second, "at_KF")
        unit.matters.save([third])
        unit.matters.save([moved(third.after, "closed")])
    with store() as unit:
        assert unit.matters.load([first.id])[first.id].version == 4


def test_a_number_is_taken_once_in_an_organisation(store: UnitOfWorkFactory) -> None:
    """The same number is refused, by name, with all that was saved beside it; elsewhere it is free."""
    save(store, registered())
    with pytest.raises(DuplicateMatterError, match="KS 2025/1 "), writing(store) as unit:
        unit.matters.save([registered(5), registered(1)])
    other_id = registered()
    event = replace(other_id.events[0], id=MatterId("another"))
    with pytest.raises(DuplicateMatterError), writing(store) as unit:
        unit.matters.save([change(None, event)])
    save(store, registered(1, "solleftea"))
    with store() as unit:
        assert [row.organisation for row in unit.matters.find("KS 2025/1")] == [
            "norsjo",
            "solleftea",
        ]
        assert unit.matters.find("KS 2025/5") == ()


def test_a_version_is_the_count_of_its_events(store: UnitOfWorkFactory) -> None:
    """A matter that doesn't follow from its events is not written."""
    first = registered()
    with pytest.raises(CorruptHistoryError, match="KS 2025/1"), store() as unit:
        unit.matters.save([replace(first, after=replace(first.after, version=3))])


@pytest.mark.parametrize("text", ["nul \0", "half \ud800"])
def test_a_text_that_no_database_keeps_is_refused(store: UnitOfWorkFactory, text: str) -> None:
    """Nuls and broken characters get a sentence, not a driver's error."""
    with pytest.raises(InvalidInputError), store() as unit:
        unit.matters.save([registered(reason=text)])


def test_ten_million_characters(store: UnitOfWorkFactory) -> None:
    """A field of 10 MB is kept whole."""
    matter = save(store, registered(reason="å" * 10_000_000))
    with store() as unit:
        assert unit.matters.load([matter.id])[matter.id] == matter


def test_an_instant_needs_a_time_zone(store: UnitOfWorkFactory) -> None:
    """A naive time is refused, since nobody knows which hour it is."""
    naive = replace(registered(), at=datetime(2025, 3, 11))  # noqa: DTZ001 - what is refused
    with pytest.raises(InvalidInputError, match="tidszon"), store() as unit:
        unit.matters.save([naive])


def test_find_and_list(store: UnitOfWorkFactory) -> None:
    """Summaries come in id order, a page at a time, narrowed down by what is given."""
    one, two = save(store, registered(1)), save(store, registered(2))
    three = save(store, registered(3, "solleftea"))
    two = save(store, moved(two))
    three = save(store, closed(three))
    expected = sorted([one, two, three], key=lambda matter: matter.id)
    with store() as unit:
        assert [row.id for row in unit.matters.list()] == [matter.id for matter in expected]
        page = unit.matters.list(limit=2)
        assert [row.id for row in unit.matters.list(after=page[-1].id)] == [expected[2].id]
        assert {row.id for row in unit.matters.list(organisation="norsjo")} == {one.id, two.id}
        assert {row.id for row in unit.matters.list(open_only=True)} == {one.id, two.id}
        assert [row.id for row in unit.matters.list(state="at_KS")] == [two.id]
        assert unit.matters.list(matter_type="tariff") == ()
        assert len(unit.matters.list(matter_type="motion")) == 3
        assert unit.matters.find("KS 2025/3", "norsjo") == ()
        assert unit.matters.find("KS 2025/3", "solleftea") == (
            MatterSummary(
                id=three.id,
                number="KS 2025/3",
                organisation="solleftea",
                matter_type="motion",
                title=three.title,
                state=three.state,
                version=2,
                opened_on=date(2025, 3, 11),
                closed_on=date(2025, 6, 1),
            ),
        )


def test_serials_go_on_after_the_highest(store: UnitOfWorkFactory) -> None:
    """A register counts by itself a year, past numbers that were given by hand."""
    with writing(store) as unit:
        draw = unit.matters.next_serial
        assert [draw("norsjo", "KS", 2025) for _ in range(3)] == [1, 2, 3]
        assert draw("norsjo", "KS", 2026) == 1
        assert draw("norsjo", "BUN", 2025) == 1
        assert draw("solleftea", "KS", 2025) == 1
        unit.matters.save([registered(2), registered(40)])
        assert draw("norsjo", "KS", 2025) == 41
        assert draw("norsjo", "KS", 2025) == 42
    with store() as unit:
        assert unit.matters.next_serial("norsjo", "KS", 2025) == 43
    with store() as unit:  # what is not registered after all is given out again
        assert unit.matters.next_serial("norsjo", "KS", 2025) == 43


def test_who_was_at_a_meeting(store: UnitOfWorkFactory) -> None:
    """A matter is found by every meeting that took it up."""
    tenth, eleventh = date(2025, 3, 10), date(2025, 3, 11)
    one = save(store, registered(1))
    first = decided(one, "AU", tenth)
    second = decided(first.after, "KS", eleventh)
    third = decided(second.after, "KS", eleventh)
    save(store, first)
    save(store, second, third)
    two = registered(2)
    save(store, two, decided(two.after, "KS", eleventh))
    with store() as unit:
        meeting = unit.matters.with_decision_at
        assert meeting("norsjo", "AU", tenth) == (one.id,)
        assert meeting("norsjo", "KS", eleventh) == tuple(sorted((one.id, two.after.id)))
        assert meeting("norsjo", "KS", tenth) == ()
        assert meeting("solleftea", "KS", eleventh) == ()


def test_open_deadlines(store: UnitOfWorkFactory) -> None:
    """Open matters with a deadline that runs are found by organisation, until they end."""
    one, two = registered(1), registered(2)
    armed = with_deadline(one.after)
    save(store, one, two, armed)
    with store() as unit:
        assert unit.matters.with_open_deadlines("norsjo") == (one.after.id,)
        assert unit.matters.with_open_deadlines("solleftea") == ()
    save(store, closed(armed.after))
    with store() as unit:
        assert unit.matters.with_open_deadlines("norsjo") == ()


def test_a_matter_that_is_taken_up_again(store: UnitOfWorkFactory) -> None:
    """It is among the open ones again, with its new point and the deadline that runs in it."""
    armed = with_deadline(registered().after)
    ended = closed(armed.after)
    save(store, registered(), armed, ended)
    with store() as unit:
        assert unit.matters.list(open_only=True) == ()
    again = save(store, reopened(ended.after))
    with store() as unit:
        (row,) = unit.matters.list(open_only=True)
        assert (row.id, row.closed_on, row.state) == (again.id, None, "preparation")
        assert unit.matters.load([again.id])[again.id] == again
        assert unit.matters.history(again.id)[-1].event == reopened(ended.after).events[0]
        assert unit.matters.with_open_deadlines("norsjo") == (again.id,)


def test_places_under_a_number_use_no_numbers_up(store: UnitOfWorkFactory) -> None:
    """However many matters are filed under number 3, the next number is 4; and each is found by its own."""
    filed = []
    for item in (None, "12", "999999"):
        one = registered(3)
        event = one.events[0]
        assert isinstance(event, MatterRegistered)
        number = replace(event.number, item=item)
        filed.append(
            change(
                None,
                replace(event, id=matter_id("norsjo", number.normalised), number=number),
                command=f"register:{item}",
            )
        )
    save(store, *filed)
    with writing(store) as unit:
        assert unit.matters.next_serial("norsjo", "KS", 2025) == 4
        (row,) = unit.matters.find("KS 2025/3:12")
        assert row.id == filed[1].after.id
        assert unit.matters.load([row.id])[row.id].number.item == "12"


@pytest.mark.parametrize("mistyped", [HIGHEST_CONTINUED + 1, HIGHEST_SERIAL, 2**63 - 1])
def test_a_mistyped_serial_does_not_use_the_register_up(
    store: UnitOfWorkFactory, mistyped: int
) -> None:
    """The register goes on after the numbers that it can have come to, whatever else is stored."""
    save(store, registered(7), registered(mistyped))
    with writing(store) as unit:
        draw = unit.matters.next_serial
        assert [draw("norsjo", "KS", 2025) for _ in range(2)] == [8, 9]


def test_a_serial_far_ahead_is_gone_on_after(store: UnitOfWorkFactory) -> None:
    """After the highest number that counts there are nine hundred million left."""
    save(store, registered(HIGHEST_CONTINUED))
    with writing(store) as unit:
        draw = unit.matters.next_serial
        drawn = [draw("norsjo", "KS", 2025) for _ in range(2)]
    assert drawn == [HIGHEST_CONTINUED + 1, HIGHEST_CONTINUED + 2]
    assert drawn[-1] < HIGHEST_SERIAL


def test_one_of_two_changes_wins(real: UnitOfWorkFactory) -> None:
    """Of those who read the same version one writes; the others are told to read again."""
    first = save(real, registered())

    def write(n: int) -> str:
        try:
            save(real, moved(first, f"at_{n}", command=f"c{n}"))
        except StaleVersionError as error:
            return error.code
        return "won"

    assert sorted(at_once(4, write)) == ["AG-302", "AG-302", "AG-302", "won"]
    with real() as unit:
        assert len(unit.matters.history(first.id)) == 2


def test_one_of_two_registrations_wins(real: UnitOfWorkFactory) -> None:
    """The same number at the same moment is given to one."""

    def register(_: int) -> str:
        try:
            save(real, registered())
        except ArendegangError as error:
            return error.code
        return "won"

    assert sorted(at_once(4, register)) == ["AG-303", "AG-303", "AG-303", "won"]


def test_serials_drawn_at_once_differ(real: UnitOfWorkFactory) -> None:
    """No number is given out twice."""

    def register(_: int) -> int:
        with writing(real) as unit:
            serial = unit.matters.next_serial("norsjo", "KS", 2025)
            unit.matters.save([registered(serial)])
            return serial

    assert sorted(at_once(4, register)) == [1, 2, 3, 4]


def test_locked_matters_are_changed_in_turn(real: UnitOfWorkFactory) -> None:
    """Who locks before deciding never finds a stale version, in whatever order matters are named."""
    ids = [save(real, registered(n)).id for n in (1, 2, 3)]

    def count(n: int) -> None:
        for turn in range(5):
            with writing(real) as unit:
                matters = unit.matters.load(ids if n % 2 else ids[::-1], lock=True)
                unit.matters.save(
                    [moved(matter, command=f"{n}-{turn}") for matter in matters.values()]
                )

    at_once(4, count)
    with real() as unit:
        assert [matter.version for matter in unit.matters.load(ids).values()] == [21, 21, 21]


def test_history_reads_back_what_was_asked(store: UnitOfWorkFactory) -> None:
    """Instants come back in UTC, and a moved point with its new fields."""
    first = registered()
    event = PointsMoved("prepared", {"p1": "preparation"}, first.after.points, "at_KS", {"a": [1]})
    save(store, first, change(first.after, event))
    with store() as unit:
        stored = unit.matters.history(first.after.id)[1]
    assert stored.event == event
    assert stored.at.tzinfo is not None
    assert stored.at.utcoffset() == NOW.astimezone(UTC).utcoffset()


def test_when_a_matter_was_last_changed_is_when_its_latest_event_happened(
    store: UnitOfWorkFactory,
) -> None:
    """For those asked for that exist, however many; in UTC."""
    first = registered()
    later = datetime(2025, 3, 11, 10, 0, tzinfo=timezone(timedelta(hours=2)))
    matter = save(store, first, replace(moved(first.after), at=later))
    others = [save(store, registered(serial)) for serial in range(2, 5)]
    wanted = [matter.id, *(other.id for other in others), *map(MatterId, map(str, range(1200)))]
    with store() as unit:
        found = unit.matters.changed_at([*wanted, matter.id])
        assert unit.matters.changed_at([]) == {}
    assert found == {matter.id: later, **{other.id: NOW for other in others}}
