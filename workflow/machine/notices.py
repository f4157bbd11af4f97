"""The notice board: adjusted minutes are announced, and stay up until the appeal period has ended.

A joint committee's notice is up on every member's board; the day of the last one counts for all, and none
comes down before (KL 9:32, 13:5). Boards that others run are confirmed by a person. A board that lost the
notice too early starts a new period when it is posted again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from workflow.definition.organisation import Board
from workflow.errors import CommandRefusedError
from workflow.machine.boards import Place, by_custom, carried, check_settled, lost, places, waiting
from workflow.machine.values import day
from workflow.machine.work import Work
from workflow.model.effects import (
    NoteDownEarly,
    NoticeKind,
    OpenIncident,
    PostNotice,
    RemoveNotices,
    SetAppealDays,
)
from workflow.model.events import NoticeDownEarly, NoticePosted, NoticeRemoved
from workflow.statutory import rules

_APPEAL = "KL-13:5"
_POSTING = "KL-8:12"
_ADJUSTMENT: NoticeKind = "adjustment"


@dataclass(frozen=True, slots=True)
class _Days:
    """What follows from the day that counts. ``up_until``: by custom, where nothing can be appealed."""

    last_appeal_day: date | None
    earliest_removal: date
    up_until: date | None = None


def post(work: Work) -> None:
    """Put the notice on every board that the engine runs, today if no day is given (KL 8:12).

    ``all_boards`` says that the boards of others carried it that day too. One that goes up after the
    law's last day opens an incident.

    Raises:
        CommandRefusedError: no board, an association outside KL, something that it must say is missing,
            or days in the wrong order.
    """
    posted_on = day(work.matter.fields.get("posted_on") or work.today)
    _check(work, posted_on)
    known = places(work)
    if not known:
        raise CommandRefusedError(f"{work.organisation.name} har ingen anslagstavla.")
    everywhere = work.matter.fields.get("all_boards", False)
    ours = [place for place in known if everywhere or place.board.run_by == "engine"]
    _put_up(work, ours, posted_on, [place.name for place in known if place not in ours])
    _tell_if_late(work, posted_on)


def confirm(work: Work) -> None:
    """A board that others run has carried the notice since a day; the last one starts the period.

    Raises:
        CommandRefusedError: nobody waits for that board, or the day is impossible.
    """
    check_settled(work)
    name, posted_on = str(work.data["board"]), day(work.data["board_posted_on"])
    left = waiting(work.matter)
    if name not in left:
        raise CommandRefusedError(
            f"Ingen väntar på anslagstavlan ”{name[:60]}”.",
            hint=f"Väntar på: {', '.join(left) or 'ingen'}.",
        )
    _check(work, posted_on)
    earliest = _adjusted_on(work) or day(work.matter.fields["meeting_on"])
    if posted_on < earliest:
        raise CommandRefusedError(
            f"Tavlan kan inte ha burit anslaget {posted_on}, före {earliest}."
        )
    place = next(place for place in places(work) if place.name == name)
    _put_up(work, [place], posted_on, [each for each in left if each != name])


def down_early(work: Work) -> None:
    """A board lost the notice before its day: the time to appeal doesn't run out (KL 13:5).

    Raises:
        CommandRefusedError: no such board carries it, or on that day it might come down.
    """
    check_settled(work)
    name, down_on = str(work.data["board"]), day(work.data["down_on"])
    up = carried(work)
    if name not in up:
        raise CommandRefusedError(
            f"Anslaget sitter inte på ”{name[:60]}”.", hint=f"Det sitter på: {', '.join(up)}."
        )
    since = up[name]
    if not since <= down_on <= work.today:
        raise CommandRefusedError(
            f"Anslaget sattes upp på {name} {since}; det kan inte ha försvunnit {down_on}."
        )
    earliest = _days(work, _counted(work)).earliest_removal
    if down_on >= earliest:
        raise CommandRefusedError(
            f"Anslaget fick tas ned från och med {earliest} (KL 13:5): {down_on} är inte för tidigt."
        )
    matter = work.matter.id
    work.record(NoticeDownEarly(name, down_on, str(work.data.get("reason", ""))))
    work.ask(NoteDownEarly(matter, name, down_on))
    work.ask(
        OpenIncident(
            f"notice:{matter}:{name}:{down_on}",
            matter,
            "notice",
            f"Anslaget på {name} försvann {down_on} men skulle sitta uppe till {earliest}: tiden för "
            "överklagande har inte löpt ut (KL 13:5). Anslå på nytt.",
        )
    )


def post_again(work: Work) -> None:
    """Put the notice up anew where it was lost; a new period is counted from the last board.

    Raises:
        CommandRefusedError: it is lost nowhere.
    """
    check_settled(work)
    gone = lost(work.matter)
    again = [place for place in places(work) if place.name in gone]
    if not again:
        raise CommandRefusedError("Anslaget har inte försvunnit från någon tavla.")
    ours = [place for place in again if place.board.run_by == "engine"]
    left = [*waiting(work.matter), *(place.name for place in again if place not in ours)]
    _put_up(work, ours, work.today, left)


def remove(work: Work) -> None:
    """Take the notices down; too early, and the appeal period would never end (KL 13:5).

    Raises:
        CommandRefusedError: the appeal period isn't over, or hasn't begun.
    """
    check_settled(work)
    earliest = _days(work, _counted(work)).earliest_removal
    if work.today < earliest:
        raise CommandRefusedError(f"Anslaget får inte tas ned före {earliest} (KL 13:5).")
    missing = (*waiting(work.matter), *lost(work.matter))
    if missing:
        raise CommandRefusedError(
            f"Anslaget får inte tas ned: det saknas på {', '.join(missing)} (KL 9:32, 13:5)."
        )
    work.ask(RemoveNotices(work.matter.id, work.today))
    work.record(NoticeRemoved(work.today))


def _put_up(work: Work, up: Sequence[Place], posted_on: date, left: Sequence[str]) -> None:
    """Post on these boards; what the days are for all of them once nobody is waited for."""
    before = work.matter.boards
    counted = max(posted_on, _counted(work)) if before is not None else posted_on
    days = _days(work, counted)
    last = None if left else days.last_appeal_day
    version = f"/{work.matter.version}" if before is not None else ""
    for place in up:
        earliest = days.earliest_removal
        work.ask(_notice(work, place, posted_on, last, earliest=earliest, version=version))
    if before is not None:
        work.ask(SetAppealDays(work.matter.id, last, days.earliest_removal))
    names = tuple(place.name for place in up)
    until = None if left else days.up_until
    work.record(
        NoticePosted(names, posted_on, last, days.earliest_removal, tuple(left), up_until=until)
    )


def _notice(
    work: Work, place: Place, posted_on: date, last: date | None, *, earliest: date, version: str
) -> PostNotice:
    fields = work.matter.fields
    return PostNotice(
        id=f"{work.matter.id}/{place.number}{version}",
        matter=work.matter.id,
        organisation=work.matter.organisation,
        board=place.name,
        body=cast("str", fields["body"]),
        meeting_on=day(fields["meeting_on"]),
        paragraphs=cast("str", fields.get("paragraphs", "")),
        adjusted_on=_adjusted_on(work),
        posted_on=posted_on,
        last_appeal_day=last,
        earliest_removal=earliest,
        where_kept=_where_kept(place.board),
        kind=_kind(work),
        title=cast("str", fields.get("title", "")),
    )


def _where_kept(board: Board) -> str:
    if not board.where_kept.strip():
        raise CommandRefusedError(
            f"Anslaget på {board.name} måste säga var protokollet förvaras (KL 8:12).",
            hint="Skriv where_kept för tavlan i organisationens fil.",
        )
    return board.where_kept


def _check(work: Work, posted_on: date) -> None:
    """What a notice must say, and days that can be so."""
    if work.organisation.kind == "association":
        raise CommandRefusedError(
            f"{work.organisation.name} är en förening: kommunallagen gäller inte, och inget anslås."
        )
    if _adjusted_on(work) is None and _kind(work) == _ADJUSTMENT:
        raise CommandRefusedError("Anslaget måste säga när protokollet justerades (KL 8:12).")
    if posted_on > work.today:
        raise CommandRefusedError(
            f"Anslaget kan inte vara uppsatt {posted_on}: i dag är det {work.today}."
        )


def _tell_if_late(work: Work, posted_on: date) -> None:
    adjusted_on = _adjusted_on(work)
    if adjusted_on is None:
        return
    final = rules.apply(_POSTING, adjusted_on).final
    if posted_on > final:
        detail = f"Justeringen {adjusted_on} anslogs {posted_on}, efter den sista dagen {final} (KL 8:12)."
        work.ask(OpenIncident(f"notice:{work.matter.id}:late", work.matter.id, "notice", detail))


def _days(work: Work, counted: date) -> _Days:
    """By the law; by custom where nothing can be appealed and the organisation has one."""
    appeal = rules.apply(_APPEAL, counted)
    lawful = cast("date", appeal.earliest_removal)
    if work.matter.fields.get("appealable", True):
        return _Days(appeal.final, lawful)
    if not by_custom(work):
        return _Days(None, lawful)
    until = counted + timedelta(days=cast("int", work.organisation.unappealable_days))
    return _Days(None, until + timedelta(days=1), until)


def _counted(work: Work) -> date:
    """The day of the last board so far."""
    return day(work.matter.fields["posted_on"])


def _adjusted_on(work: Work) -> date | None:
    value = work.matter.fields.get("adjusted_on")
    return None if value is None else day(value)


def _kind(work: Work) -> NoticeKind:
    return cast("NoticeKind", work.matter.fields.get("kind", _ADJUSTMENT))
