"""The named effects that a definition may ask for; there are no others."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from workflow.errors import CommandRefusedError
from workflow.machine import convening, meeting_notices, notices, publication
from workflow.machine.work import Work
from workflow.model.matter import Point


def use_minority_right(point: Point) -> Point:
    """A minority of the council had the point tabled or referred back: once (KL 5:50).

    Raises:
        CommandRefusedError: it has done so before.
    """
    if point.minority_used:
        raise CommandRefusedError(
            f"En minoritet har redan en gång fått punkt {point.key} bordlagd eller "
            "återremitterad (KL 5:50)."
        )
    return replace(point, minority_used=True)


ON_POINT: Mapping[str, Callable[[Point], Point]] = {"use_minority_right": use_minority_right}
"""Effects on each point that is moved."""

ON_MATTER: Mapping[str, Callable[[Work], None]] = {
    "post_notice": notices.post,
    "confirm_board": notices.confirm,
    "note_down_early": notices.down_early,
    "post_notice_again": notices.post_again,
    "remove_notices": notices.remove,
    "post_announcement": meeting_notices.post,
    "post_announcement_again": meeting_notices.post_again,
    "remove_announcement": meeting_notices.remove,
    "summon": convening.summon,
    "supplement": convening.supplement,
    "open_meeting": convening.open_meeting,
    "close_meeting": convening.close_meeting,
    "call_off": convening.call_off,
    "publish_minutes": publication.publish,
    "withdraw_minutes": publication.withdraw,
}
"""Effects that happen once, after the points have moved."""
