"""The calendar of a body, worked out from every published version of its organisation. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from workflow.command.feeds.entry import Entry, Feed, Kind, in_order, local_day, uid_of
from workflow.command.feeds.sittings import Schedule
from workflow.command.feeds.tracks import Identity, Track, followed

KEPT: Final = timedelta(days=180)
"""How long it is told that something was cancelled, from when it was or from its day, whichever is later."""


@dataclass(frozen=True, slots=True)
class Published:
    """A version of a body's schedule. ``number`` counts the organisation's versions, from 0."""

    number: int
    at: datetime
    schedule: Schedule | None


def entries_of(organisation: str, body: str, history: Iterable[Published]) -> tuple[Entry, ...]:
    """Every event that the body's calendar ever had, as the last version leaves it.

    What a version leaves out although it was still to come is cancelled by it; what had been stays as it
    was. ``sequence`` is the number of the version that last changed the event.

    Args:
        organisation: its code.
        body: its code.
        history: the versions, oldest first.
    """
    tracks: dict[Identity, Track] = {}
    known: dict[str, Entry] = {}
    for version in history:
        sittings = version.schedule.sittings if version.schedule else ()
        current = followed([tracks[key] for key in sorted(tracks)], sittings)
        tracks |= {track.identity: track for track in current}
        name = version.schedule.name if version.schedule else ""
        told = {
            entry.uid: entry
            for track in current
            for entry in _told(f"{organisation}/{body}", name, track, version)
        }
        for uid, entry in told.items():
            before = known.get(uid)
            known[uid] = before if before and before.says_the_same(entry) else entry
        _cancel_what_is_gone(known, set(known) - set(told), version)
    return in_order(list(known.values()))


def body_feed(organisation: str, name: str, entries: Iterable[Entry], today: date) -> Feed:
    """What the body's calendar has today: everything but what was cancelled long ago.

    Args:
        organisation: its name.
        name: the body's.
        entries: all that the calendar ever had.
        today: the local day.
    """
    return Feed(
        name=f"{name}, {organisation}",
        description=f"Sammanträden, stoppdagar och dagar för kallelse: {name}, {organisation}.",
        public=True,
        entries=tuple(
            entry
            for entry in entries
            if entry.status != "cancelled"
            or max(entry.on, local_day(entry.changed_at)) + KEPT >= today
        ),
    )


def _cancel_what_is_gone(known: dict[str, Entry], gone: set[str], version: Published) -> None:
    day = local_day(version.at)
    for uid in gone:
        entry = known[uid]
        if entry.status != "cancelled" and entry.on >= day:
            known[uid] = replace(
                entry, status="cancelled", sequence=version.number, changed_at=version.at
            )


def _told(place: str, name: str, track: Track, version: Published) -> Iterator[Entry]:
    sitting = track.sitting
    moved = f"Flyttat från {sitting.days[-2]}." if len(sitting.days) > 1 else ""
    about = "\n".join(filter(None, (sitting.note, moved)))

    def entry(kind: Kind, summary: str, on: date, description: str) -> Entry:
        return Entry(
            uid=uid_of(place, *track.identity, kind),
            kind=kind,
            summary=summary,
            on=on,
            sequence=version.number,
            changed_at=version.at,
            description=description,
        )

    yield replace(
        entry("meeting", f"{name}, sammanträde", sitting.on, about),
        starts=sitting.starts,
        ends=sitting.ends,
        place=sitting.place,
        status="cancelled" if sitting.cancelled else "confirmed",
    )
    meeting = f"Sammanträdet är {sitting.on}."
    if sitting.cut_off:
        what = f"{name}, stoppdag"
        yield entry("cut_off", what, sitting.cut_off, f"Sista dag att lämna ärenden. {meeting}")
    what = f"{name}, kallelse"
    if sitting.papers_sent:
        yield entry("summons", what, sitting.papers_sent, f"Kallelsen skickas. {meeting}")
    elif sitting.summons_by:
        yield entry("summons", what, sitting.summons_by, f"Sista dag för kallelsen. {meeting}")
