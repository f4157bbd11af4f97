"""What every part asks of a meeting: which body, which day, and what it is known by."""

from datetime import date
from typing import cast

from workflow.model.ids import MatterId, matter_id
from workflow.model.matter import Matter

PROCEDURE = "meeting"
"""The procedure that meetings run by."""


def body_of(meeting: Matter) -> str:
    """The code of the body that meets."""
    return cast("str", meeting.fields["body"])


def day_of(meeting: Matter) -> date:
    """The day of the meeting."""
    return date.fromisoformat(cast("str", meeting.fields["meeting_on"]))


def meeting_id(organisation: str, body: str, meeting_on: date) -> MatterId:
    """The id of the body's meeting on that day: one a day, so that no two can be held at one time."""
    return matter_id(organisation, f"sammanträde {body} {meeting_on.isoformat()}")


def announcement_id(organisation: str, body: str, meeting_on: date) -> MatterId:
    """The id of the announcement of that meeting (KL 5:13)."""
    return matter_id(organisation, f"kungörelse {body} {meeting_on.isoformat()}")


def notice_id(organisation: str, body: str, meeting_on: date, paragraphs: str = "") -> MatterId:
    """The id of the notice of the meeting's minutes; of single paragraphs where any are named (KL 8:12)."""
    of = f" § {paragraphs}" if paragraphs else ""
    return matter_id(organisation, f"anslag {body} {meeting_on.isoformat()}{of}")


def reference(meeting: Matter, item: str) -> str:
    """What a decision is known by under which item it was made."""
    return f"{meeting.id}/{item}"
