"""The calendar of a body through every version of its schedule: identity, sequence, cancellation."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ical import Client, begins
from workflow.command.feeds.entry import Entry, local_day
from workflow.command.feeds.meetings import KEPT, Published, body_feed, entries_of
from workflow.command.feeds.sittings import Sitting, chains, schedules
from workflow.definition.organisation import Organisation
from workflow.machine.schedule import Session, sessions
from workflow.notify.calendar import write

START = datetime(2025, 1, 7, 12, tzinfo=UTC)
BEGINNING = date(2025, 1, 1)

Meets = list[dict[str, Any] | str]


def office(meets: Iterable[Any], **body: Any) -> Organisation:
    """A municipality whose board meets so."""
    return Organisation.model_validate(
        {
            "organisation": "norsjo",
            "name": "Norsjö kommun",
            "kind": "municipality",
            "register_code": "KS",
            "bodies": {
                "KS": {
                    "name": "Kommunstyrelsen",
                    "kind": "executive_board",
                    "meets": list(meets),
                    **body,
                }
            },
        }
    )


def published(*versions: Organisation | None, days: int = 1) -> list[Published]:
    """Versions of the office, so many days apart."""
    return [
        Published(
            number,
            START + timedelta(days=number * days),
            schedules(version).get("KS") if version else None,
        )
        for number, version in enumerate(versions)
    ]


def entries(*versions: Organisation | None, days: int = 1) -> tuple[Entry, ...]:
    return entries_of("norsjo", "KS", published(*versions, days=days))


def meetings(*versions: Organisation | None, days: int = 1) -> list[Entry]:
    return [one for one in entries(*versions, days=days) if one.kind == "meeting"]


def test_meeting_tells_time_place_and_its_days() -> None:
    """The meeting, the last day to hand matters in, and the last day of the summons, each an event."""
    meets = {"on": "2025-03-11", "at": "08:30", "until": "16:00", "place": "Sessionssalen"}
    found = entries(office([meets], cut_off="P14D", lead_time="P7D"))
    by_kind = {one.kind: one for one in found}
    assert by_kind["cut_off"].on == date(2025, 2, 25)
    assert by_kind["summons"].on == date(2025, 3, 4)
    assert by_kind["meeting"].on == date(2025, 3, 11)
    assert (by_kind["meeting"].starts, by_kind["meeting"].ends) == (time(8, 30), time(16))
    assert by_kind["meeting"].place == "Sessionssalen"
    assert by_kind["cut_off"].summary == "Kommunstyrelsen, stoppdag"
    assert by_kind["cut_off"].description.endswith("Sammanträdet är 2025-03-11.")
    assert {one.sequence for one in by_kind.values()} == {0}
    assert {one.changed_at for one in by_kind.values()} == {START}


def test_day_that_the_papers_are_sent_goes_before_the_last_day_of_the_summons() -> None:
    """One event for the summons, on the day that the schedule states; and what the meeting is about."""
    stated = {"on": "2025-03-11", "papers_sent": "2025-02-28", "note": "Bokslut"}
    moved = {**stated, "moved_from": "2025-03-10"}
    summons, meeting = entries(office([stated], lead_time="P7D"))
    assert (summons.kind, summons.on) == ("summons", date(2025, 2, 28))
    assert summons.description == "Kallelsen skickas. Sammanträdet är 2025-03-11."
    assert meeting.description == "Bokslut"
    assert meetings(office([moved]))[-1].description == "Bokslut\nFlyttat från 2025-03-10."


def test_moved_meeting_is_the_same_event_on_another_day() -> None:
    """Its UID stays, its sequence grows, and its cut-off day goes with it."""
    before = entries(office(["2025-03-11"], cut_off="P14D"))
    moved = [{"on": "2025-03-11", "moved_to": "2025-03-18", "reason": "Ordföranden är sjuk"}]
    after = entries(office(["2025-03-11"], cut_off="P14D"), office(moved, cut_off="P14D"))
    assert [one.uid for one in after] == [one.uid for one in before]
    assert [one.on for one in after] == [date(2025, 3, 4), date(2025, 3, 18)]
    assert {(one.sequence, one.status) for one in after} == {(1, "confirmed")}
    assert {one.changed_at for one in after} == {START + timedelta(days=1)}
    assert after[-1].description == "Flyttat från 2025-03-11."
    assert "sjuk" not in str(after)  # a reason may tell of somebody's health


def test_moved_again_and_forgotten_it_is_still_the_same() -> None:
    """By the day that it has, or had; also when the schedule no longer tells that it was moved."""
    (first,) = meetings(office(["2025-03-11"]))
    (last,) = meetings(
        office(["2025-03-11"]),
        office([{"on": "2025-03-11", "moved_to": "2025-03-18"}]),
        office(["2025-03-18"]),
        office([{"on": "2025-03-18", "moved_to": "2025-03-25"}]),
        office([{"on": "2025-04-01", "moved_from": "2025-03-25"}]),
    )
    assert (last.uid, last.on, last.sequence) == (first.uid, date(2025, 4, 1), 4)


@pytest.mark.parametrize(
    "told",
    [
        [{"on": "2025-03-11", "moved_to": "2025-03-25"}],
        [
            {"on": "2025-03-14", "moved_to": "2025-03-18"},
            {"on": "2025-03-18", "moved_to": "2025-03-25"},
        ],
    ],
)
def test_history_may_be_told_in_another_way_later(told: Meets) -> None:
    """From the first day past the one between, or from a day that it never had: any day of its own will do."""
    known = (
        office(["2025-03-11"]),
        office([{"on": "2025-03-11", "moved_to": "2025-03-18"}]),
        office(["2025-03-18"]),
    )
    (before,), (after,) = meetings(*known), meetings(*known, office(told))
    assert (after.uid, after.on) == (before.uid, date(2025, 3, 25))


def test_cancelled_by_word_or_by_leaving_out_is_the_same_thing() -> None:
    """Both tell subscribers; a meeting that had been is left as it was."""
    both = office(["2025-03-11", "2025-04-15"])
    for without in (
        office(["2025-03-11", {"on": "2025-04-15", "cancelled": True}]),
        office(["2025-03-11"]),
    ):
        kept, gone = meetings(both, without)
        assert (kept.status, kept.sequence) == ("confirmed", 0)
        assert (gone.status, gone.sequence, gone.on) == ("cancelled", 1, date(2025, 4, 15))
    held, gone = meetings(both, office([]), days=70)  # published on 18 March
    assert (held.status, held.sequence) == ("confirmed", 0)
    assert gone.status == "cancelled"
    today, _ = meetings(both, office([]), days=63)  # on the 11th itself
    assert today.status == "cancelled"


def test_body_that_is_gone_has_its_meetings_cancelled() -> None:
    """As any other schedule without them."""
    (gone,) = meetings(office(["2025-03-11"]), None)
    assert (gone.status, gone.summary) == ("cancelled", "Kommunstyrelsen, sammanträde")


def test_cancelled_meeting_may_come_back() -> None:
    """As the same event, later in the sequence; and it may be taken away again."""
    there, away = office(["2025-03-11"]), office([])
    (back,) = meetings(there, away, there)
    assert (back.status, back.sequence) == ("confirmed", 2)
    (again,) = meetings(there, away, there, away)
    assert (again.uid, again.status, again.sequence) == (back.uid, "cancelled", 3)


def test_new_meeting_on_a_day_that_another_was_moved_from_is_another() -> None:
    """The one that was moved keeps its identity; the new one gets its own."""
    first = {"on": "2025-03-11", "moved_to": "2025-03-18"}
    (old,) = meetings(office(["2025-03-11"]))
    found = meetings(
        office(["2025-03-11"]),
        office([first]),
        office(["2025-03-18"]),
        office(["2025-03-11", "2025-03-18"]),
    )
    assert [one.on for one in found] == [date(2025, 3, 11), date(2025, 3, 18)]
    assert found[1].uid == old.uid
    assert found[0].uid != old.uid


def test_new_meeting_beside_one_that_was_moved_away_stays_itself() -> None:
    """Both are told of the same day by every later version, and neither is taken for the other."""
    both = office([{"on": "2025-03-11", "moved_to": "2025-03-18"}, "2025-03-11"])
    assert meetings(office(["2025-03-11"]), both, both) == meetings(office(["2025-03-11"]), both)


@pytest.mark.parametrize("at", [None, "18:30"])
def test_meeting_moved_to_the_day_of_one_that_is_left_out_takes_its_place_only(
    at: str | None,
) -> None:
    """It isn't taken for the other: one is moved, perhaps to another hour too, the other cancelled."""
    both = office(["2025-03-11", "2025-03-18"])
    eleventh, eighteenth = meetings(both)
    found = meetings(both, office([{"on": "2025-03-18", "at": at, "moved_from": "2025-03-11"}]))
    by_uid = {one.uid: one for one in found}
    assert (by_uid[eleventh.uid].on, by_uid[eleventh.uid].status) == (
        date(2025, 3, 18),
        "confirmed",
    )
    assert by_uid[eighteenth.uid].status == "cancelled"


def test_two_on_a_day_are_told_apart_by_their_time() -> None:
    """The one that stays is the one that stays, whichever came first."""
    morning, evening = ({"on": "2025-03-11", "at": at} for at in ("09:00", "18:00"))
    both = office([morning, evening])
    first, second = meetings(both)
    assert first.uid != second.uid
    gone, kept = meetings(both, office([evening]))
    assert (gone.uid, gone.status) == (first.uid, "cancelled")
    assert (kept.uid, kept.status, kept.sequence) == (second.uid, "confirmed", 0)


def test_one_of_two_on_a_day_is_moved() -> None:
    """The one at that time; the other is left out, and cancelled."""
    morning, evening = ({"on": "2025-03-11", "at": at} for at in ("09:00", "18:00"))
    both = office([morning, evening])
    first, second = meetings(both)
    gone, moved = meetings(both, office([{**evening, "moved_to": "2025-03-18"}]))
    assert (gone.uid, gone.status) == (first.uid, "cancelled")
    assert (moved.uid, moved.on, moved.starts) == (second.uid, date(2025, 3, 18), time(18))


def test_what_did_not_change_keeps_its_sequence_and_its_time() -> None:
    """A version about something else changes nothing, so that nobody is told anything."""
    schedule = office(["2025-03-11", {"on": "2025-04-15", "at": "18:30"}], cut_off="P10D")
    assert entries(schedule) == entries(schedule, schedule, schedule)


def test_cancelled_is_told_for_180_days() -> None:
    """From when it was cancelled or its day, whichever is later; what was held stays for good."""
    found = entries(office(["2025-03-11", "2025-04-15"]), office(["2025-03-11"]))
    last = date(2025, 4, 15) + KEPT
    assert len(body_feed("Norsjö kommun", "KS", found, last).entries) == 2
    (kept,) = body_feed("Norsjö kommun", "KS", found, last + timedelta(days=1)).entries
    assert kept.on == date(2025, 3, 11)


def test_every_session_is_in_one_chain_also_in_a_circle() -> None:
    """Moves that lead round are followed once."""
    one, two = date(2025, 3, 11), date(2025, 3, 18)
    circle = (
        Session(one, cancelled=True, moved_to=two),
        Session(two, cancelled=True, moved_to=one),
    )
    assert [len(chain) for chain in chains(circle)] == [2]
    assert [len(chain) for chain in chains((*circle, Session(two)))] == [3]  # there and back


DAYS = st.integers(0, 40).map(lambda number: BEGINNING + timedelta(days=9 * number))
CLOCKS = st.none() | st.sampled_from(["08:30", "13:00", "18:30"])


@st.composite
def any_schedule(draw: st.DrawFn) -> Organisation:
    """Meetings by any means: plain, with a time, cancelled, moved here or away."""
    meets = []
    for day in sorted(draw(st.sets(DAYS, max_size=8))):
        one: dict[str, Any] = {"on": day, "at": draw(CLOCKS)}
        match draw(st.integers(0, 5)):
            case 0:
                one["cancelled"] = True
            case 1:
                one["moved_to"] = draw(DAYS.filter(lambda other, day=day: other != day))
            case 2:
                one["moved_from"] = draw(DAYS.filter(lambda other, day=day: other != day))
        meets.append(one)
    return office(meets, **({"cut_off": "P10D"} if draw(st.booleans()) else {}))


@given(st.lists(any_schedule(), min_size=1, max_size=6), st.integers(0, 40))
def test_a_client_ends_with_exactly_what_is_planned(
    versions: list[Organisation], apart: int
) -> None:
    """Any schedules after one another: no UID is twice or lost, no sequence falls, and what is shown is the plan.

    What had been before the last version came is shown as it was last known.
    """
    client, before = Client(), dict[str, Entry]()
    for last in range(1, len(versions) + 1):
        history = published(*versions[:last], days=apart)
        known = entries_of("norsjo", "KS", history)
        now = {one.uid: one for one in known}
        assert len(now) == len(known)
        assert set(before) <= set(now)
        assert all(now[uid].sequence >= one.sequence for uid, one in before.items())
        assert all(
            now[uid].sequence > one.sequence
            for uid, one in before.items()
            if not now[uid].says_the_same(one)
        )
        before = now
        today = local_day(history[-1].at)
        client.receive(write(body_feed("Norsjö kommun", "Kommunstyrelsen", known, today)))
        held = [one for one in sessions(versions[last - 1], "KS") if not one.cancelled]
        planned = Counter(one.on for one in held if one.on >= today)
        assert planned == _to_come(client, "Sammanträde", today)
        stops = Counter(one.cut_off for one in held if one.cut_off and one.cut_off >= today)
        assert stops == _to_come(client, "Stoppdag", today)


@given(st.lists(any_schedule(), min_size=1, max_size=4))
def test_the_same_version_again_changes_nothing(versions: list[Organisation]) -> None:
    """Whatever came before it: published once more, or with something else changed, it tells the same."""
    assert entries(*versions, versions[-1]) == entries(*versions)


def _to_come(client: Client, category: str, today: date) -> Counter[date]:
    shown = (one for one in client.shown().values() if one.value("CATEGORIES") == category)
    return Counter(day for day in map(_day, map(begins, shown)) if day >= today)


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


@dataclass
class Secretary:
    """Keeps a schedule by hand, one change a version; each meeting has a name of its own."""

    days: dict[str, list[date]] = field(default_factory=dict)  # as it was moved
    clocks: dict[str, str | None] = field(default_factory=dict)
    cancelled: set[str] = field(default_factory=set)
    used: int = 0

    def new_day(self) -> date:
        """One that no meeting has had."""
        self.used += 1
        return date(2026, 1, 1) + timedelta(days=(self.used * 37) % 331)

    def plan(self) -> str:
        """A new meeting."""
        name = f"meeting {self.used}"
        self.days[name], self.clocks[name] = [self.new_day()], None
        return name

    def office(self) -> Organisation:
        """The schedule as it stands."""
        meets = []
        for name, days in self.days.items():
            meets += [{"on": day, "moved_to": after} for day, after in pairwise(days)]
            meets.append(
                {
                    "on": days[-1],
                    "at": self.clocks[name],
                    "cancelled": name in self.cancelled,
                    **({"moved_from": days[-2]} if len(days) > 1 else {}),
                }
            )
        return office(sorted(meets, key=lambda one: one["on"]))

    def change(self, what: str, name: str) -> None:
        """One of the things that happen to a meeting."""
        match what:
            case "move":
                self.days[name].append(self.new_day())
            case "forget":  # that it was moved
                self.days[name] = self.days[name][-1:]
            case "cancel":
                self.cancelled.add(name)
            case "restore":
                self.cancelled.discard(name)
            case "delay":
                self.clocks[name] = "18:30"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["plan", "move", "forget", "cancel", "restore", "delay"]),
            st.integers(0, 100),
        ),
        max_size=15,
    )
)
def test_whatever_happens_to_a_meeting_it_is_the_same_event(
    changes: Sequence[tuple[str, int]],
) -> None:
    """Planned, moved and moved again, cancelled, restored: one UID from beginning to end, and no other's."""
    secretary = Secretary()
    secretary.plan()
    versions = [secretary.office()]
    uids: dict[str, str] = {}
    for what, which in changes:
        if what == "plan":
            secretary.plan()
        else:
            secretary.change(what, sorted(secretary.days)[which % len(secretary.days)])
        versions.append(secretary.office())
        on_day = {one.on: one for one in meetings(*versions)}
        assert len(on_day) == len(secretary.days)
        for name, days in secretary.days.items():
            found = on_day[days[-1]]
            assert uids.setdefault(name, found.uid) == found.uid
            assert (found.status == "cancelled") == (name in secretary.cancelled)
        assert len(set(uids.values())) == len(uids)


def test_sitting_on_its_last_day() -> None:
    """The day that holds is the last that it was moved to."""
    assert Sitting((date(2025, 3, 11), date(2025, 3, 18))).on == date(2025, 3, 18)


@pytest.mark.parametrize("count", [1, 200])
def test_history_of_many_versions_is_followed(count: int) -> None:
    """However many there are, the first is still known."""
    versions = [
        office([{"on": "2025-12-02", "at": f"{number % 24:02}:00"}]) for number in range(count)
    ]
    (one,) = meetings(*versions)
    assert one.sequence == count - 1
