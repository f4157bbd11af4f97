"""What the organisations' registers hold between them, as definitions may speak of it."""

from collections.abc import Iterable

from workflow.definition.cases import OfficeKind
from workflow.definition.organisation import Organisation


def folded(name: str) -> str:
    """The form that names are compared in: no case, single spaces."""
    return " ".join(name.split()).casefold()


def offices_in(organisations: Iterable[Organisation]) -> frozenset[OfficeKind]:
    """What guards may ask of each."""
    return frozenset(
        OfficeKind(organisation.kind, frozenset(organisation.bodies))
        for organisation in organisations
    )


def names_in(organisations: Iterable[Organisation]) -> frozenset[str]:
    """Every name that a decision may be sent to, as names are compared."""
    names: set[str] = set()
    for each in organisations:
        names.update((each.organisation, each.name, *each.unresolvable, *each.roles.values()))
        for entry in each.entries:
            names.update((entry.name, *entry.aliases))
        for group in each.groups:
            names.update((group.name, *group.aliases))
        for code, body in each.bodies.items():
            names.update((code, body.name, *body.aliases))
    return frozenset(map(folded, names))
