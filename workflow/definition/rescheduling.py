"""What two versions of a meeting schedule say differently, meeting by meeting. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from workflow.definition.organisation import Organisation
from workflow.definition.sessions import Session, sessions, summons_by

Change = Literal["moved", "cancelled", "removed", "added", "altered"]


@dataclass(frozen=True, slots=True)
class MeetingChange:
    """One meeting that the newer schedule says something else about.

    Attributes:
        body: code of the body.
        name: what the body is called.
        what: moved to ``to``; cancelled; removed (it isn't in the schedule any more); added; or altered: held
            on the same day, at another hour or place, with another cut-off or another day for the summons.
        on: the day that it had, or has when it is added.
        to: the day that it was moved to.
        reason: as the schedule gives it; what is altered, for one that is.
    """

    body: str
    name: str
    what: Change
    on: date
    to: date | None = None
    reason: str | None = None

    @property
    def sentence(self) -> str:
        """The change as the office reads it."""
        why = f" ({self.reason})" if self.reason else ""
        match self.what:
            case "moved":
                return f"{self.name} {self.on} flyttas till {self.to}{why}."
            case "cancelled":
                return f"{self.name} {self.on} ställs in{why}."
            case "removed":
                return f"{self.name} {self.on} står inte längre i planen."
            case "added":
                return f"{self.name} sammanträder också {self.on}{why}."
        return f"{self.name} {self.on}: {self.reason}."


def meeting_changes(old: Organisation, new: Organisation) -> tuple[MeetingChange, ...]:
    """Every meeting that is held on another day, or no more, or differently; in order of body and day."""
    codes = dict.fromkeys([*old.bodies, *new.bodies])
    return tuple(
        change
        for code in codes
        for change in sorted(_of_body(old, new, code), key=lambda one: (one.on, one.to or one.on))
    )


def _of_body(old: Organisation, new: Organisation, code: str) -> Iterator[MeetingChange]:
    name = (new.bodies.get(code) or old.bodies[code]).name
    before, after = _held(old, code), _held(new, code)
    known = {one.on: one for one in sessions(new, code)}
    moved = set()
    for day in sorted(before.keys() - after.keys()):
        now = known.get(day)
        if now is None:
            yield MeetingChange(code, name, "removed", day)
        elif now.moved_to is None:
            yield MeetingChange(code, name, "cancelled", day, reason=now.reason)
        else:
            moved.add(now.moved_to)
            yield MeetingChange(code, name, "moved", day, to=now.moved_to, reason=now.reason)
    for day in sorted(after.keys() - before.keys() - moved):
        yield MeetingChange(code, name, "added", day, reason=after[day].reason)
    for day in sorted(after.keys() & before.keys()):
        words = ", ".join((*_altered(before[day], after[day]), *_summoned(old, new, code, day)))
        if words:
            yield MeetingChange(code, name, "altered", day, reason=words)


def _held(organisation: Organisation, code: str) -> dict[date, Session]:
    return {one.on: one for one in sessions(organisation, code) if not one.cancelled}


def _altered(old: Session, new: Session) -> Iterator[str]:
    for word, before, after in (
        ("börjar", old.starts, new.starts),
        ("slutar", old.ends, new.ends),
    ):
        if before != after:
            yield f"{word} {after.isoformat('minutes') if after else 'utan angiven tid'}"
    if old.place != new.place:
        yield f"plats {new.place or 'inte angiven'}"
    if old.cut_off != new.cut_off:
        yield f"stoppdag {new.cut_off or 'inte angiven'}"


def _summoned(old: Organisation, new: Organisation, code: str, day: date) -> Iterator[str]:
    """Another time for the summons in the body's rules of procedure."""
    last = summons_by(new, code, day)
    if last != summons_by(old, code, day):
        yield f"kallelse senast {last or 'inte angiven'}"
