"""A calendar written into an organisation's file: what is there stays, with its comments and its order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from workflow.definition.meets import Meeting
from workflow.definition.organisation import CalendarDay, Organisation
from workflow.workbench.calendars.timetable import Timetable

_WIDTH: Final = 1000
_CLOCKS: Final = frozenset({"at", "until"})


@dataclass(frozen=True, slots=True)
class Merged:
    """The new text of a file, and what of it is new.

    Attributes:
        text: YAML.
        bodies: names of bodies that the organisation had not, with the code that they got.
        news: meetings and days that were added or say more now; nothing: the file had it all.
    """

    text: str
    bodies: Mapping[str, str]
    news: tuple[str, ...]


def fragment(found: Timetable) -> str:
    """The timetable alone, as it stands under the keys of an organisation."""
    bodies = CommentedMap(
        {
            body: CommentedMap(meets=CommentedSeq(_flow(_keys(one)) for one in meetings))
            for body, meetings in found.meetings.items()
        }
    )
    whole = CommentedMap(bodies=bodies) if bodies else CommentedMap()
    if found.calendar:
        whole["calendar"] = CommentedSeq(_flow(_keys(one)) for one in found.calendar)
    return _dumped(whole)


def merged(path: Path, organisation: Organisation, found: Timetable) -> Merged:
    """The organisation's file with the timetable in it. A day that it has already gets what it lacks.

    Args:
        path: the file; read, not written.
        organisation: as the file declares it.
        found: what goes into it.
    """
    whole = _yaml().load(path.read_text("utf-8"))
    bodies = whole["bodies"]
    new: dict[str, str] = {}
    news: list[str] = []
    for body, meetings in found.meetings.items():
        code = body
        if body not in organisation.bodies:
            code = new[body] = _code(body, bodies)
            bodies[code] = _new_body(body, bodies)
        news += _into(bodies[code], "meets", meetings, code)
    news += _into(whole, "calendar", found.calendar, "")
    return Merged(_dumped(whole), new, tuple(news))


def _into(where: Any, key: str, these: Sequence[Meeting | CalendarDay], called: str) -> list[str]:
    """Add what isn't there in order of the day; what was added or changed."""
    if not these:
        return []
    if where.get(key) is None:
        where.fa.set_block_style()  # a line of its own for each
        where[key] = CommentedSeq()
    there = where[key]
    news = []
    for one in these:
        place = next((n for n, old in enumerate(there) if _same(old, one)), None)
        if place is None:
            there.fa.set_block_style()
            later = (n for n, old in enumerate(there) if _day(old) > one.on)
            there.insert(next(later, len(there)), _flow(_keys(one)))
        else:
            old = there[place]
            plain = {"on": old} if not isinstance(old, dict) else dict(old)
            whole = {**plain, **_keys(one)}
            if whole == plain:
                continue
            if isinstance(old, dict):
                old.update(whole)
            else:
                there[place] = _flow(whole)
        news.append(f"{called} {one}".strip())
    return news


def _same(old: Any, one: Meeting | CalendarDay) -> bool:
    """Whether what stands there is the same: the day, and for other days than meetings what it is."""
    if _day(old) != one.on:
        return False
    if isinstance(one, CalendarDay):
        return bool(old.get("label") == one.label)
    at = old.get("at") if isinstance(old, dict) else None
    return at is None or one.at is None or str(at) == one.at


def _day(old: Any) -> date:
    day = old["on"] if isinstance(old, dict) else old
    return day if isinstance(day, date) else date.fromisoformat(str(day))


def _keys(one: BaseModel) -> dict[str, Any]:
    """What it says, without what nobody said."""
    said = {
        name: value
        for name, info in type(one).model_fields.items()
        if (value := getattr(one, name)) != info.default
    }
    return {
        name: DoubleQuotedScalarString(value) if name in _CLOCKS else value
        for name, value in said.items()
    }


def _flow(keys: dict[str, Any]) -> Any:
    """A day alone as a day; otherwise one line of keys."""
    if set(keys) == {"on"}:
        return keys["on"]
    line = CommentedMap(keys)
    line.fa.set_flow_style()
    return line


def _new_body(name: str, bodies: Any) -> CommentedMap:
    kind = "subcommittee"
    if name in ("KF", "Kommunfullmäktige"):
        return CommentedMap(name="Kommunfullmäktige", kind="council")
    if name in ("KS", "Kommunstyrelsen"):
        name, kind = "Kommunstyrelsen", "executive_board"
    elif name.endswith("nämnden"):
        kind = "committee"
    body = CommentedMap(name=name, kind=kind)
    parent = "KS" if kind == "subcommittee" else "KF"
    if parent in bodies:
        body["parent"] = parent
    body.yaml_add_eol_comment("slaget är antaget", "kind")
    return body


def _code(name: str, taken: Any) -> str:
    """A code from the first letters of its words, or of its parts; one that isn't taken."""
    plain = name.upper().translate(str.maketrans("ÅÄÖ", "AAO"))
    if plain in ("KF", "KS"):
        return plain
    letters = "".join(word[0] for word in plain.split() if word[0].isalpha())
    short = letters if len(letters) > 1 else plain[:2]
    return next(
        code
        for code in (short, *(f"{short}{number}" for number in range(2, 1000)))
        if code not in taken
    )


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _dumped(whole: Any) -> str:
    into = StringIO()
    _yaml().dump(whole, into)
    return into.getvalue()
