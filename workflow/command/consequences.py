"""What a new version does to running matters, and to types that count on it, as findings."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from workflow.command.definitions import Version
from workflow.command.live import Live
from workflow.definition.differences import differences
from workflow.definition.findings import Rule
from workflow.definition.migration_map import MigrationMap
from workflow.definition.organisation import Organisation
from workflow.definition.reliance import started, unmet
from workflow.definition.schema import MatterType
from workflow.errors import Finding
from workflow.machine.crossing import Obstacle, What, cross
from workflow.model.matter import Matter

RULE = Rule.STRANDED.value
"""A breaking change against what is live, and nothing said about the running matters."""

_NAMED = 5
_LEAVE = "låt dem avslutas på sin version med --stay SKÄL"
_MOVE = f"Säg med --map FIL hur de ska flyttas, eller {_LEAVE}."
_KEEP = f"Behåll det i den nya versionen, eller {_LEAVE}."
_NOT_SO = f"Låt den nya versionen starta dem i ett annat läge, eller {_LEAVE}."
_HAS_NOT = "som den nya versionen inte har"
_SENTENCES: Mapping[What, str] = {
    "state": f"är i läget {{}}, {_HAS_NOT}",
    "end": "är i läget {}, som är ett slut i bara den ena versionen",
    "field": f"har ett värde i fältet {{}}, {_HAS_NOT}",
    "value": "har ett värde i fältet {}, som den nya versionen inte tar emot",
    "missing": "saknar {}, som den nya versionen kräver",
    "deadline": f"har den löpande fristen {{}}, {_HAS_NOT}",
    "event": f"har beslutet {{}}, {_HAS_NOT}",
    "children": f"har startat ärenden hos andra i {{}}, {_HAS_NOT}",
    "starts": "har inte startat {}, som den nya versionen startar i läget där de är",
}
_SECTIONS: Mapping[What, str] = {
    "state": "states",
    "end": "states",
    "event": "events",
    "deadline": "deadlines",
    "children": "children",
    "starts": "children",
}
_FIXES: Mapping[What, str] = {"event": _KEEP, "children": _KEEP, "starts": _NOT_SO}
"""For what no migration map has a word for."""


def finding(version: Version, sentence: str, fix: str) -> Finding:
    """A finding on the file that a version was read from, or on its name."""
    return Finding(RULE, "error", version.source or version.name, 0, 0, sentence, fix)


def stranded(
    live: Live, version: Version, current: MatterType, new: MatterType, mapped: MigrationMap | None
) -> Iterator[Finding]:
    """Running matters that could go over to the current version, and can't to the new one.

    Those that were left behind by an earlier version, on purpose, are not told again.
    """
    if not any(one.breaking for one in differences(current, new)):
        return
    types = live.running_types(version.kind, version.name)
    found: dict[Obstacle, list[str]] = {}
    for matter in live.open_matters(matter_type=version.name) if types else ():
        old = types.get(matter.definition)
        if old is None or matter.definition == version.digest:
            continue
        obstacles = _obstacles(matter, old, new, mapped)
        before = _obstacles(matter, old, current, None) if obstacles else ()
        for one in obstacles:
            if one not in before:
                found.setdefault(one, []).append(matter.number.printed)
    known = [*types.values(), new]
    for one, numbers in found.items():
        sentence = _SENTENCES[one.what].format(_called(one, known))
        fix = _FIXES.get(one.what, _MOVE)
        yield finding(version, f"{_running(numbers)} {sentence}.", fix)


def _obstacles(
    matter: Matter, old: MatterType, new: MatterType, mapped: MigrationMap | None
) -> tuple[Obstacle, ...]:
    """What keeps it from going over as it stands, or would end unseen on the way; each once."""
    crossing = cross(matter, old, new, mapped or MigrationMap(matter_type=new.name))
    return tuple(dict.fromkeys((*crossing.obstacles, *crossing.ending)))


def bodies_gone(
    live: Live, version: Version, current: Organisation, new: Organisation
) -> Iterator[Finding]:
    """Running matters that wait for a body that the organisation won't have."""
    gone = {code: body for code, body in current.bodies.items() if code not in new.bodies}
    found: dict[str, list[str]] = {}
    for matter in live.open_matters(organisation=version.name) if gone else ():
        old = live.type_of(matter.definition)
        states = {point.state for point in matter.points}
        bodies = {old.states[state].body for state in states} if old is not None else set()
        for code in gone.keys() & bodies:
            found.setdefault(code, []).append(matter.number.printed)
    for code, numbers in sorted(found.items()):
        sentence = f"väntar på organet {gone[code].name} ({code}), {_HAS_NOT}"
        yield finding(version, f"{_running(numbers)} {sentence}.", _KEEP)


def counted_on(
    live: Live,
    version: Version,
    after: Mapping[str, MatterType],
    replaced: Collection[str],
) -> Iterator[Finding]:
    """Matters of others, on versions that aren't current, that start matters of this type.

    ``after``: the types in use afterwards. ``replaced``: versions that are current now or then, and
    whose own findings tell.
    """
    for digest, number in live.running.items():
        starter = live.type_of(digest)
        if digest in replaced or starter is None or version.name not in started(starter):
            continue
        before = unmet(starter, live.usable)
        for one in unmet(starter, after):
            if one not in before and one.name == version.name:
                yield finding(
                    version,
                    f"{_counted(number)} av {starter.label} ({starter.name}) på en äldre version"
                    f" räknar med den: {one.sentence}",
                    _KEEP,
                )


def not_there(
    versions: Iterable[Version], live: Live, after: Mapping[str, MatterType]
) -> Iterator[Finding]:
    """Types in use afterwards that count on something that isn't there then, and was, or that are new."""
    given = {version.name: version for version in versions}
    for name, starter in after.items():
        earlier = live.usable.get(name)
        before = () if earlier is None else unmet(earlier, live.usable)
        relevant = [given[one] for one in (name, *sorted(started(starter))) if one in given]
        for one in unmet(starter, after) if relevant else ():
            if one not in before:
                yield finding(
                    relevant[0],
                    f"{starter.label} ({name}) räknar med en annan ärendetyp: {one.sentence}",
                    "Publicera dem tillsammans, eller rätta en av dem.",
                )


def _called(one: Obstacle, types: Sequence[MatterType]) -> str:
    parts = (getattr(known, _SECTIONS.get(one.what, "fields")).get(one.name) for known in types)
    return f"{next(part.label for part in parts if part is not None)} ({one.name})"


def _running(numbers: Sequence[str]) -> str:
    named = ", ".join(numbers[:_NAMED]) + (" med flera" if len(numbers) > _NAMED else "")
    return f"{_counted(len(numbers))} ({named})"


def _counted(number: int) -> str:
    return "1 pågående ärende" if number == 1 else f"{number} pågående ärenden"
