"""A type with its routes merged in: from the trees as written to one validated ``MatterType``."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from workflow.definition.document import DefinitionDocument, ProcedureDocument
from workflow.definition.findings import Findings, Rule, suggest
from workflow.definition.limits import composed_within_limits
from workflow.definition.lines import Line, Pair, Values
from workflow.definition.pruning import Pruned, prune
from workflow.definition.routes import MERGED, Laid, Routes
from workflow.definition.schema import (
    ChildrenSpec,
    DeadlineSpec,
    EventSpec,
    FieldSpec,
    InvariantSpec,
    MatterType,
    Part,
    State,
    Transition,
)
from workflow.definition.tree import Node

RENAMED: Mapping[str, str] = {"register": "register_code"}
"""Keys that are called something else in the composed definition."""

_PARTS: Mapping[str, type[Part]] = {
    "fields": FieldSpec,
    "states": State,
    "events": EventSpec,
    "deadlines": DeadlineSpec,
    "children": ChildrenSpec,
    "never": InvariantSpec,
    "always": InvariantSpec,
}
"""What the parts of each section are."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A composed definition, and the tree that says where each part is written.

    ``pruned`` are the states of its routes that can't be reached in it and were left out.
    """

    definition: MatterType
    node: Node
    pruned: frozenset[str]


def compose(
    document: type[DefinitionDocument], root: Node, routes: Routes, findings: Findings
) -> Composed | None:
    """The type that a valid file declares, merged with the routes that it uses.

    None if a route that it uses can't be used. There may be errors also when it could be composed,
    so that the checks can go on: then the result must not be used.
    """
    laid = routes.lay(root, findings)
    if not laid.whole:
        return None
    own, below = _transitions(root, laid, findings)
    initial = _initial(laid, root, findings)
    sections = {key: dict(laid.sections[key]) for key in MERGED}
    written = {key: root.part(key) for key in MERGED}
    entries = (name for name, node in sections["states"].items() if node.is_true("entry"))
    starts = (str(initial.value), *written["states"], *entries)
    pruned = prune(sections, written, starts, own, below)
    if not composed_within_limits(pruned.sections["states"], pruned.lines, root, findings):
        return None
    node = _assembled(document, root, {**laid.values, "initial": initial}, pruned)
    return Composed(_definition(node), node, pruned.gone)


def _definition(node: Node) -> MatterType:
    """The composed tree as a definition. Each part is validated once, whoever shares it.

    What valid files are composed of is valid.
    """
    values: dict[str, object] = {}
    for key, part in node.mapping().items():
        if key in _PARTS:
            values[key] = {name: each.as_part(_PARTS[key]) for name, each in part.mapping().items()}
        elif key == "transitions":
            values[key] = tuple([line.as_part(Transition) for line in part.items()])
        else:
            values[key] = part.plain()
    return MatterType.model_validate(values, strict=True)


def _assembled(
    document: type[DefinitionDocument], root: Node, given: Mapping[str, Node], pruned: Pruned
) -> Node:
    """The tree in the shape of ``MatterType``."""
    name = root.mapping()[document.NAME_KEY]
    kind = "procedure" if document is ProcedureDocument else "matter"
    values = {RENAMED.get(key, key): node for key, node in given.items()}
    fields = {key: _plain_default(field) for key, field in pruned.sections["fields"].items()}
    parts = {
        key: replace(root.mapping().get(key, Node(None, root.place)), value=dict(section))
        for key, section in pruned.sections.items()
    }
    return Node(
        values
        | parts
        | {
            "kind": Node(kind, name.place),
            "name": name,
            "label": root.mapping()["label"],
            "fields": replace(parts["fields"], value=dict(fields)),
            "transitions": Node([line.node for line in pruned.lines], root.place),
        },
        root.place,
    )


def _plain_default(field: Node) -> Node:
    """A field's default as it is kept: days as ISO 8601 text."""
    default = field.get("default")
    if default is None or not isinstance(default.value, date):
        return field
    text = replace(default, value=default.value.isoformat())
    return replace(field, value={**field.mapping(), "default": text})


def _initial(laid: Laid, root: Node, findings: Findings) -> Node:
    """The initial state; where none is given the first one, so that the checks can go on."""
    if "initial" in laid.values:
        return laid.values["initial"]
    findings.add(
        Rule.INITIAL,
        root.start,
        "Det står inte i vilket läge ärendet börjar.",
        "Lägg till initial: med namnet på ett läge.",
    )
    return Node(next(iter(laid.sections["states"]), "none"), root.place)


def _transitions(root: Node, laid: Laid, findings: Findings) -> tuple[list[Line], list[Line]]:
    """The type's own and its routes', those that belong to the type, parameters filled.

    A transition without a guard replaces those of the layers under it for the same event and state.
    """
    values = _values(root, laid, findings)
    decided_by = laid.values.get("decided_by")
    bodies = [None, *(node.value for node in decided_by.items())] if decided_by else [None]
    taken: set[Pair] = set()
    layers: list[list[Line]] = []
    for written in laid.layers.values():
        layer: list[Line] = []
        for each in written:
            line = each.fill(values) if each.open else each
            if line.body in bodies and _is_complete(line, values, findings):
                layer.extend(line.without(taken))
        taken.update(pair for line in layer if not line.guarded for pair in line.pairs())
        layers.append(layer)
    return layers[0], [line for layer in layers[1:] for line in layer]


def _values(root: Node, laid: Laid, findings: Findings) -> Values:
    """What the parameters stand for: the type's words, else the route's default."""
    given = {key: node.items() for key, node in root.part("with").items()}
    values = {}
    for name, parameter in laid.parameters.items():
        if parameter.default is None:
            findings.add(
                Rule.PARAMETER,
                root.mapping()["uses"].start,
                f"Vägens parameter ”{name}” har inget värde.",
                f"Lägg till with: {{{name}: [...]}}.",
            )
        values[name] = list(parameter.default or ())
    return values | given


def _is_complete(line: Line, values: Values, findings: Findings) -> bool:
    """Whether it has an event and a state: an empty parameter may leave it without."""
    for name, item in line.parameters() if line.open else ():
        findings.add(
            Rule.PARAMETER,
            item.place,
            f"Parametern ”${name}” finns inte.",
            suggest(name, values, otherwise="Skriv den under parameters i vägen."),
        )
    if line.emptied:
        findings.add(
            Rule.PARAMETER,
            line.node.mapping()["roles"].start,
            "Ingen roll blir kvar när parametern är tom, och då får alla göra detta.",
            "Ge parametern minst en roll.",
        )
    return bool(line.events and line.states and not line.open)
