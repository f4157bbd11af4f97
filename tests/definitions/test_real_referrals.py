"""Every real referral of the government as a matter: the day that it prints is the day that is watched."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from office import Office

from workflow.definition.organisation import Organisation
from workflow.machine.build import Machine
from workflow.model.commands import RegisterMatter
from workflow.model.ids import MatterId
from workflow.statutory import calendar

pytestmark = pytest.mark.shared


def arrived(office: Office, serial: int, referral: Mapping[str, Any]) -> MatterId:
    """The referral registered on the first day of the month that it was published in."""
    day = date.fromisoformat(f"{referral['published_month']}-01")
    fields = {
        "sender": [referral["department"] or "Regeringskansliet"],
        "sender_number": ", ".join(referral["dnr"] or ()),
        "answer_due": referral["answer_due"],
        "other_due": [other["date"] for other in referral.get("other_due", ())],
        "due_history": [earlier["due"] for earlier in referral.get("due_history", ())],
    }
    office.go_to(day)
    return office.register(
        RegisterMatter(
            "norsjo",
            "referral_response",
            referral["title"],
            number=f"KS {day.year}/{serial}",
            fields={name: value for name, value in fields.items() if value},
        )
    )


def test_no_day_is_moved_and_the_odd_ones_are_flagged(
    shared: Path, machines: Mapping[str, Machine], organisations: Mapping[str, Organisation]
) -> None:
    """1,744 of them; a person looks at those past, on a closed day, changed later or with two days."""
    lines = (shared / "data/referrals.jsonl").read_text("utf-8").splitlines()
    referrals = sorted(map(json.loads, lines), key=lambda one: str(one["published_month"]))
    assert len(referrals) == 1744
    flagged = 0
    for serial, referral in enumerate(referrals, start=1):
        # An office of its own: what comes due in the others is not the matter here.
        office = Office(machines, organisations, date(2013, 12, 1))
        matter = office.matter(arrived(office, serial, referral))
        due = date.fromisoformat(referral["answer_due"])
        (deadline,) = matter.deadlines
        assert (deadline.nominal, deadline.final, deadline.moved_by) == (due, due, None)
        past = due < matter.opened_on
        odd = (
            past or calendar.closed(due) or referral.get("other_due") or referral.get("due_history")
        )
        assert bool(matter.tasks) == bool(odd), referral["id"]
        assert all(task.kind == "deadline" and task.open for task in matter.tasks)
        assert (deadline.status == "expired") == past
        flagged += bool(odd)
    assert flagged > 20
