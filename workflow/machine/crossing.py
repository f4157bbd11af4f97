"""Whether a matter can go over to another version of its type: what it takes along, and what keeps it. Pure.

The plan of a migration asks this of every matter, and so does whoever publishes a version, to see which
running matters it would leave behind.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from workflow.definition.migration_map import FieldSource, MigrationMap
from workflow.definition.schema import FieldSpec, MatterType
from workflow.machine.values import Problems, read_fields, says_something
from workflow.model.matter import Matter
from workflow.model.migration import PointMove, Transfer

What = Literal[
    "state",  # a point is in a state that is gone
    "end",  # a point's state is an end in only one of the versions
    "event",  # what was decided, or is proposed, is gone
    "children",  # matters were started by a block that is gone
    "starts",  # a point is in a state that starts matters, which were never started
    "field",  # a value whose field is gone
    "value",  # a value that the field doesn't take any more
    "missing",  # nothing where something is required, and was not
    "deadline",  # one that runs is gone: it ends, and that is all that it hinders
]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that a matter stands on, holds or waits for, and the other version hasn't.

    ``name``: of the state, event, block, field or deadline: as the old version calls it, or the new one
    where it is that which asks for more. ``sentence`` says it of this matter.
    """

    what: What
    name: str
    sentence: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Crossing:
    """What a matter takes along, and all that keeps it where it is.

    ``transfer`` holds moves and fields, which are whole only where there are no ``obstacles``. ``ending``
    are the running deadlines that the map says nothing of and that only the old version has.
    """

    transfer: Transfer
    obstacles: tuple[Obstacle, ...]
    ending: tuple[Obstacle, ...]


def cross(matter: Matter, old: MatterType, new: MatterType, mapped: MigrationMap) -> Crossing:
    """Look at one matter on its version; ``mapped`` says what is called otherwise in the new one."""
    attempt = _Attempt(matter, old, new, mapped)
    moves = tuple(attempt.moves())
    attempt.known_events()
    attempt.children(moves)
    given, dropped = attempt.fields()
    return Crossing(
        Transfer(moves, given, dropped), tuple(attempt.obstacles), tuple(attempt.ending())
    )


@dataclass(slots=True)
class _Attempt:
    matter: Matter
    old: MatterType
    new: MatterType
    map: MigrationMap
    obstacles: list[Obstacle] = field(default_factory=list)

    def _kept_by(self, what: What, name: str, sentence: str) -> None:
        self.obstacles.append(Obstacle(what, name, sentence))

    def moves(self) -> Iterator[PointMove]:
        for point in self.matter.points:
            to = self.map.states.get(point.state, point.state)
            state = self.new.states.get(to)
            before = self.old.states[point.state]
            if state is None:
                self._kept_by(
                    "state",
                    point.state,
                    f"Punkt {point.key}: läget ”{before.label}” ({point.state}) finns inte i den nya"
                    " versionen och är inte mappat.",
                )
            elif state.final != before.final:
                how = "är ett slut" if state.final else "är inget slut"
                self._kept_by(
                    "end",
                    point.state,
                    f"Punkt {point.key}: läget ”{state.label}” ({to}) {how} i den nya versionen.",
                )
            elif to != point.state:
                yield PointMove(point.key, point.state, to)

    def known_events(self) -> None:
        """What was decided is read again, by the forms of the outcomes."""
        said = [point.outcome for point in self.matter.points]
        said += [point.proposed for point in self.matter.points]
        said += [part.event for made in self.matter.decisions for part in made.outcomes]
        for name in dict.fromkeys(name for name in said if name and name not in self.new.events):
            spec = self.old.events.get(name)
            label = spec.label if spec else name
            self._kept_by(
                "event", name, f"Beslutet ”{label}” ({name}) finns inte i den nya versionen."
            )

    def children(self, moves: tuple[PointMove, ...]) -> None:
        groups = dict.fromkeys(child.group for child in self.matter.children)
        for group in groups:
            if group not in self.new.children:
                spec = self.old.children.get(group)
                label = spec.label if spec else group
                self._kept_by(
                    "children",
                    group,
                    f"Ärenden startade hos andra (”{label}”, {group}) finns inte i den nya versionen.",
                )
        to = {move.point: move.to for move in moves}
        stands_in = {to.get(point.key, point.state) for point in self.matter.points}
        for group, spec in self.new.children.items():
            if spec.on in stands_in and group not in groups:
                self._kept_by(
                    "starts",
                    group,
                    f"Läget ”{self.new.states[spec.on].label}” ({spec.on}) startar ärenden hos andra"
                    f" (”{spec.label}”), och det görs inte vid en flytt.",
                )

    def fields(self) -> tuple[dict[str, object], tuple[str, ...]]:
        """What is set, and the names of what is gone."""
        values = self._values()
        read: dict[str, object] = {}
        for name, value in values.items():
            problems = Problems()
            read |= read_fields(self.new.fields, {name: value}, problems)
            for sentence in problems.found:
                self._kept_by("value", name, sentence)
        for name, spec in self.new.fields.items():
            if spec.required and not says_something(values.get(name)) and self._is_new(name):
                self._kept_by(
                    "missing", name, f"{spec.label} ({name}) måste anges i den nya versionen."
                )
        fields = self.matter.fields
        given = {
            name: value
            for name, value in read.items()
            if name not in fields or fields[name] != value
        }
        return given, tuple(self._dropped(values))

    def _is_new(self, name: str) -> bool:
        """Whether the older version could do without it."""
        before = self.old.fields.get(name)
        return before is None or not before.required

    def _values(self) -> dict[str, object]:
        found: dict[str, object] = {}
        for name, spec in self.new.fields.items():
            source = self.map.fields.get(name, FieldSource())
            value = self._taken(source.from_ or name, source, name)
            if not says_something(value):
                value = self._filled(name, spec, source, value)
            if value is not None:
                found[name] = value
        return found

    def _taken(self, old: str, source: FieldSource, name: str) -> object:
        """The matter's value; one that is to be dropped isn't taken over by the same name."""
        value = self.matter.fields.get(old)
        if value is None or (old == name and name in self.map.dropped):
            return None
        word = str(value).lower() if isinstance(value, bool) else str(value)
        return source.values.get(word, value)

    def _filled(self, name: str, spec: FieldSpec, source: FieldSource, blank: object) -> object:
        """What the map says where there is nothing, or the new version where it needs something."""
        if source.value is not None:
            return source.value
        asked = name not in self.old.fields or spec.required
        return spec.default if asked and spec.default is not None else blank

    def _dropped(self, values: Mapping[str, object]) -> Iterator[str]:
        taken = {source.from_ for source in self.map.fields.values()}
        for name, value in self.matter.fields.items():
            if name in self.map.dropped:
                if name not in values:
                    yield name
            elif name in self.old.fields and name not in self.new.fields:
                if name in taken or not says_something(value):
                    yield name
                else:
                    self._kept_by(
                        "field",
                        name,
                        f"Fältet ”{self.old.fields[name].label}” ({name}) har ett värde men finns inte i"
                        " den nya versionen och är inte mappat.",
                    )

    def ending(self) -> Iterator[Obstacle]:
        for deadline in self.matter.deadlines:
            known = deadline.key in self.new.deadlines or deadline.key in self.map.deadlines
            if not known and deadline.status in ("running", "suspended"):
                yield Obstacle("deadline", deadline.key)
