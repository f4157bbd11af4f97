"""Which routes a type goes by, what it filled their parameters with, and where its parts are written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from workflow.definition.compose import compose
from workflow.definition.document import (
    DefinitionDocument,
    MatterDocument,
    ProcedureDocument,
    RouteDocument,
)
from workflow.definition.findings import Findings
from workflow.definition.reader import read
from workflow.definition.routes import Routes
from workflow.definition.tree import Node
from workflow.definition.validation import accepted
from workflow.workbench.scenarios.library import ENDING


@dataclass(frozen=True, slots=True)
class Kin:
    """A type among its routes.

    Attributes:
        node: the composed tree, for the place of every part.
        routes: every route that it uses, also through others.
        words: what the parameters of these routes stand for in it.
    """

    node: Node
    routes: frozenset[str]
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Family:
    """The types and procedures that could be composed, by name; and the names of all routes."""

    kin: Mapping[str, Kin]
    routes: frozenset[str]


def family(directory: Path) -> Family:
    """Read the definitions of a directory; what is wrong with them is for the checks to say."""
    roots = {
        str(root.mapping()[RouteDocument.NAME_KEY].value): root
        for root in _roots(directory / "routes", RouteDocument)
    }
    routes = Routes(roots)
    kin: dict[str, Kin] = {}
    documents: tuple[tuple[str, type[DefinitionDocument]], ...] = (
        ("matters", MatterDocument),
        ("procedures", ProcedureDocument),
    )
    for folder, document in documents:
        for root in _roots(directory / folder, document):
            composed = compose(document, root, routes, Findings())
            if composed is not None:
                name = str(root.mapping()[document.NAME_KEY].value)
                kin.setdefault(name, _kin(root, composed.node, roots, routes))
    return Family(kin, frozenset(roots))


def _roots(folder: Path, model: type[BaseModel]) -> Iterator[Node]:
    for path in sorted(folder.glob("*.yaml")):
        if not path.name.endswith(ENDING):
            findings = Findings()
            root = read(path, path.as_posix(), findings).root
            root = accepted(model, root, findings) if root is not None else None
            if root is not None:
                yield root


def _kin(root: Node, node: Node, roots: Mapping[str, Node], routes: Routes) -> Kin:
    used = frozenset(routes.lay(root, Findings()).layers) - {""}
    words: dict[str, tuple[str, ...]] = {}
    for name in sorted(used):
        for parameter, part in roots[name].part("parameters").items():
            words.setdefault(parameter, tuple(part.words("default")))
    for filling in (*(roots[name] for name in sorted(used)), root):
        for parameter, part in filling.part("with").items():
            words[parameter] = tuple(str(item.value) for item in part.items())
    return Kin(node, used, words)
