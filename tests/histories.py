"""A made-up year of a made-up city, as its minutes would tell it: one matter of each kind that a replay meets."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ORGANISATION = "storstad"
MATTERS, STEPS, REFUSED = 6, 12, 2

PLAIN: dict[str, Any] = {
    "dnr": "SK-2024-00101",
    "title": "Motion om fler bänkar",
    "matter_type": "motion",
    "organisation": ORGANISATION,
    "fields": {"movers": ["Anna Ek"], "moved_on": "2024-01-18"},
    "steps": [
        {"body": "KS", "date": "2024-03-12", "outcomes": ["tables"], "tabled_to": "2024-03-26"},
        {"body": "KS", "date": "2024-03-26", "outcomes": ["proposes"], "proposed": ["rejects"]},
        {"body": "KF", "date": "2024-04-18", "outcomes": ["rejects"], "recipients": ["Anna Ek"]},
    ],
}
ASSIGNED: dict[str, Any] = {
    "dnr": "SK-2024-00102",
    "title": "Motion om trygga skolvägar",
    "matter_type": "motion",
    "organisation": ORGANISATION,
    "fields": {"movers": ["Bo Lund"], "moved_on": "2024-01-18"},
    "steps": [
        {"body": "KS", "date": "2024-03-26", "outcomes": ["proposes"], "proposed": ["grants"]},
        {
            "body": "KF",
            "date": "2024-04-18",
            "outcomes": ["decides:grants", "assigns"],
            "assignments": [
                {"what": "Ta fram en plan", "owner": "Kommunstyrelsen", "due": "2024-11-30"}
            ],
        },
    ],
}
UNDER_WAY: dict[str, Any] = {
    "dnr": "SK-2024-00103",
    "title": "Motion om ett nytt bad",
    "matter_type": "motion",
    "organisation": ORGANISATION,
    "fields": {"movers": ["Cia Berg"], "moved_on": "2024-05-16"},
    "open_at_end": True,
    "steps": [{"body": "KS", "date": "2024-09-10", "outcomes": ["tables"]}],
}
TRUNCATED: dict[str, Any] = {
    "dnr": "SK-2023-00900",
    "title": "Redovisning av ett uppdrag om parker",
    "matter_type": "follow_up_report",
    "organisation": ORGANISATION,
    "complete": False,
    "start_truncated": True,
    "missing_steps": [
        {"body": "KS", "date": "before 2024-02-22", "what": "proposal_to_council_not_stored"}
    ],
    "steps": [{"body": "KF", "date": "2024-02-22", "outcomes": ["decides:notes"]}],
}
UNPREPARED: dict[str, Any] = {
    "dnr": "SK-2024-00104",
    "title": "Motion som fullmäktige avgjorde genast",
    "matter_type": "motion",
    "organisation": ORGANISATION,
    "fields": {"movers": ["Dan Holm"], "moved_on": "2024-04-18"},
    "steps": [
        {"body": "KF", "date": "2024-04-18", "outcomes": ["grants"]},
        {"body": "KS", "date": "2024-05-14", "outcomes": ["proposes"], "proposed": ["rejects"]},
        {"body": "KF", "date": "2024-06-13", "outcomes": ["rejects"]},
    ],
}
UNTOLD: dict[str, Any] = {
    "dnr": "SK-2024-00105",
    "title": "Ansökan om bidrag till en lekplats",
    "matter_type": "board_matter",
    "organisation": ORGANISATION,
    "steps": [
        {"body": "KS", "date": "2024-03-12", "outcomes": ["decides:other"]},
        {"body": "KS", "date": "2024-03-26", "outcomes": ["approves"]},
    ],
}
YEAR = (PLAIN, ASSIGNED, UNDER_WAY, TRUNCATED, UNPREPARED, UNTOLD)


def written(path: Path, histories: Iterable[object] = YEAR) -> Path:
    """The file, one history a line; a text is a line as it stands."""
    lines = (
        one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in histories
    )
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path
