"""What two versions of a schedule say differently, meeting by meeting, in words."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.definition.organisation import Organisation
from workflow.definition.rescheduling import meeting_changes
from workflow.definition.sessions import meetings


def town(*meets: Any, **body: Any) -> Organisation:
    """A town whose board meets so."""
    board = {"name": "Styrelsen", "kind": "executive_board", "meets": [*meets], **body}
    return Organisation.model_validate(
        {"organisation": "town", "name": "Staden", "kind": "municipality", "register_code": "KS", "bodies": {"KS": board}}
    )  # fmt: skip


DAY = "2025-03-11"
CASES: list[tuple[list[Any], list[str]]] = [
    ([DAY], []),
    ([{"on": DAY}], []),
    ([{"on": DAY, "moved_to": "2025-03-18"}], ["moved: Styrelsen 2025-03-11 flyttas till 2025-03-18."]),
    ([{"on": "2025-03-18", "moved_from": DAY, "reason": "lov"}],
     ["moved: Styrelsen 2025-03-11 flyttas till 2025-03-18 (lov)."]),
    ([{"on": DAY, "cancelled": True, "reason": "få ärenden"}],
     ["cancelled: Styrelsen 2025-03-11 ställs in (få ärenden)."]),
    ([], ["removed: Styrelsen 2025-03-11 står inte längre i planen."]),
    ([DAY, {"on": "2025-03-14", "reason": "extra"}],
     ["added: Styrelsen sammanträder också 2025-03-14 (extra)."]),
    (["2025-03-18"], ["removed: Styrelsen 2025-03-11 står inte längre i planen.",
                      "added: Styrelsen sammanträder också 2025-03-18."]),
    ([{"on": DAY, "at": "18:30", "until": "21:00", "place": "Aulan", "cut_off": "2025-03-03"}],
     ["altered: Styrelsen 2025-03-11: börjar 18:30, slutar 21:00, plats Aulan, stoppdag 2025-03-03."]),
]  # fmt: skip


@pytest.mark.parametrize(("meets", "told"), CASES)
def test_each_change_is_told_once_in_words(meets: list[Any], told: list[str]) -> None:
    """A move as a move where the schedule says that it is one; otherwise as what can be seen."""
    found = meeting_changes(town(DAY), town(*meets))
    assert [f"{one.what}: {one.sentence}" for one in found] == told


def test_what_is_no_longer_said_is_told_too() -> None:
    """An hour that is taken away; and a body that is gone or new."""
    (change,) = meeting_changes(town({"on": DAY, "at": "18:30"}), town(DAY))
    assert change.sentence == "Styrelsen 2025-03-11: börjar utan angiven tid."
    none = town(DAY).model_copy(update={"bodies": {}})
    assert [one.what for one in meeting_changes(town(DAY), none)] == ["removed"]
    assert [one.what for one in meeting_changes(none, town(DAY))] == ["added"]


def test_another_time_for_the_summons_alters_every_meeting() -> None:
    """Papers have to be there by then where no cut-off day says more, so that plans move with it."""
    found = meeting_changes(town(DAY, lead_time="P7D"), town(DAY, lead_time="P5D"))
    assert [one.reason for one in found] == ["kallelse senast 2025-03-06"]
    (gone,) = meeting_changes(town(DAY, lead_time="P7D"), town(DAY))
    assert gone.reason == "kallelse senast inte angiven"


def test_a_new_period_alters_every_cut_off() -> None:
    """A body's own period counts for each of its meetings."""
    found = meeting_changes(town(DAY, "2025-04-15"), town(DAY, "2025-04-15", cut_off="P7D"))
    assert [one.reason for one in found] == ["stoppdag 2025-03-04", "stoppdag 2025-04-08"]


SCHEDULES = st.lists(
    st.dates(date(2025, 1, 1), date(2025, 12, 31)).map(date.isoformat), unique=True, max_size=8
).map(sorted)


@given(SCHEDULES, SCHEDULES)
def test_days_that_are_added_and_gone_account_for_the_whole_difference(
    old: list[str], new: list[str]
) -> None:
    """Nothing is told of the same schedule, and taking the changes over the old one gives the new one."""
    before, after = town(*old), town(*new)
    assert meeting_changes(before, before) == ()
    days = set(meetings(before, "KS"))
    for one in meeting_changes(before, after):
        if one.what == "added":
            days.add(one.on)
        else:
            days.remove(one.on)
    assert days == set(meetings(after, "KS"))
