"""Routes laid over each other: what a type or route and the routes that it uses say together.

The rules are those of ``docs/decisions/0002-routes.md``. Nothing is validated here; the parts are the
trees as written, so that each keeps its place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflow.definition.findings import Findings, Rule, suggest
from workflow.definition.lines import Line, Values
from workflow.definition.tree import Node

MERGED = ("fields", "states", "events", "deadlines", "children", "never", "always")
"""Sections merged by key; what is nearer to the type replaces, whole."""

INHERITED = (
    "register",
    "decided_by",
    "requires_preparation",
    "initial",
    "dispatch",
    "assignments_as",
)
"""Values that a type takes from its routes where it has none of its own."""

MAX_TRAIL = 20
"""How many routes may use each other in a row."""


@dataclass(frozen=True, slots=True)
class Open:
    """A parameter that isn't filled in yet; ``default`` is None where it must be."""

    default: tuple[Node, ...] | None


@dataclass(slots=True)
class Laid:
    """A file and the routes under it.

    ``layers`` are the transitions by the file that they are written in, the nearest first. ``whole``
    is False if a route that is used can't be.
    """

    sections: dict[str, dict[str, Node]] = field(default_factory=dict)
    values: dict[str, Node] = field(default_factory=dict)
    layers: dict[str, list[Line]] = field(default_factory=dict)
    parameters: dict[str, Open] = field(default_factory=dict)
    whole: bool = True


@dataclass(slots=True)
class Routes:
    """Every route by name; None for one that can't be read. Each is worked out once."""

    roots: Mapping[str, Node | None]
    _laid: dict[str, Laid] = field(default_factory=dict)

    def lay(
        self, root: Node, findings: Findings, name: str = "", trail: tuple[str, ...] = ()
    ) -> Laid:
        """The file over the routes that it uses. ``name`` is its own name if it is a route."""
        laid = Laid(
            sections={key: dict(root.part(key)) for key in MERGED},
            values={key: node for key in INHERITED if (node := root.get(key)) is not None},
            layers={name: [Line.of(node) for node in root.listed("transitions")]},
            parameters=_declared(root),
        )
        filled = {key: node.items() for key, node in root.part("with").items()}
        used: dict[str, Open] = {}
        states: dict[str, Node] = {}
        for part in root.listed("uses"):
            below = self._route(part, findings, (*trail, name))
            if below is None:
                laid.whole = False
            else:
                used |= below.parameters
                states = _insert(states, below.sections["states"])
                _put_under(laid, below, filled)
        own = laid.sections["states"]
        laid.sections["states"] = _insert({**states, **_shared(own, states)}, own)
        _check_filled(root, used, findings)
        return laid

    def _route(self, part: Node, findings: Findings, trail: tuple[str, ...]) -> Laid | None:
        """The route that a word under ``uses`` names."""
        name = str(part.value)
        if name in trail:
            findings.add(
                Rule.ROUTE,
                part.place,
                f"Vägen ”{name}” använder sig själv.",
                "Ta bort en av raderna under uses.",
                way=(*trail[trail.index(name) :], name),
            )
            return None
        if len(trail) > MAX_TRAIL:
            findings.add(
                Rule.ROUTE,
                part.place,
                f"Vägar använder varandra i fler än {MAX_TRAIL} led.",
                "Lägg ihop några av dem.",
            )
            return None
        if name not in self.roots:
            findings.add(
                Rule.ROUTE,
                part.place,
                f"Vägen ”{name}” finns inte.",
                suggest(name, self.roots, otherwise="Lägg den i definitions/routes."),
            )
            return None
        root = self.roots[name]
        if root is None:
            findings.add(
                Rule.ROUTE,
                part.place,
                f"Vägen ”{name}” går inte att använda.",
                "Rätta dess fil först.",
            )
            return None
        if name not in self._laid:
            self._laid[name] = self.lay(root, findings, name, trail)
        return self._laid[name]


def _check_filled(root: Node, used: Mapping[str, Open], findings: Findings) -> None:
    for key, node in root.part("with").items():
        if key not in used:
            findings.add(
                Rule.PARAMETER,
                node.start,
                f"Ingen väg som används har parametern ”{key}”.",
                suggest(key, used, otherwise="Ta bort den."),
            )


def _insert(states: dict[str, Node], more: Mapping[str, Node]) -> dict[str, Node]:
    """States with those that are new put last, but before the first final one."""
    new = {name: node for name, node in more.items() if name not in states}
    result: dict[str, Node] = {}
    for name, node in states.items():
        if new and node.is_true("final"):
            result |= new
            new = {}
        result[name] = node
    return result | new


def _shared(own: Mapping[str, Node], states: Mapping[str, Node]) -> dict[str, Node]:
    return {name: node for name, node in own.items() if name in states}


def _declared(root: Node) -> dict[str, Open]:
    declared = {}
    for name, node in root.part("parameters").items():
        default = node.mapping().get("default")
        declared[name] = Open(None if default is None else tuple(default.items()))
    return declared


def _put_under(laid: Laid, below: Laid, filled: Values) -> None:
    """Add what a route says to what is nearer; the nearer wins."""
    given = {name: words for name, words in filled.items() if name in below.parameters}
    for key in MERGED:
        if key != "states":
            laid.sections[key] = below.sections[key] | laid.sections[key]
    laid.values = below.values | laid.values
    for name, lines in below.layers.items():
        laid.layers.setdefault(name, [line.fill(given) if line.open else line for line in lines])
    for name, parameter in below.parameters.items():
        if name not in given:
            laid.parameters.setdefault(name, parameter)
