"""Names for the codes that notices carry, as the organisations are published now."""

from collections.abc import Mapping

from workflow.command.catalogue import StoredCatalogue
from workflow.command.ports import UnitOfWorkFactory
from workflow.definition.organisation import Organisation


class Names:
    """The names at one moment. A code that nobody has any more is shown as it stands."""

    def __init__(self, organisations: Mapping[str, Organisation]) -> None:
        self._organisations = organisations

    def organisation(self, code: str) -> str:
        """The organisation's name."""
        known = self._organisations.get(code)
        return known.name if known else code

    def body(self, organisation: str, code: str) -> str:
        """The body's name."""
        known = self._organisations.get(organisation)
        body = known.bodies.get(code) if known else None
        return body.name if body else code

    def boards(self, organisation: str) -> tuple[str, ...]:
        """The boards that are the organisation's own; a joint committee has those of others (KL 9:32)."""
        known = self._organisations.get(organisation)
        if known is None or known.kind == "joint_committee":
            return ()
        return tuple(board.name for board in known.boards)

    def with_boards(self) -> tuple[tuple[str, str], ...]:
        """Code and name of every organisation that has a board, by name."""
        having = ((code, known.name) for code, known in self._organisations.items() if known.boards)
        return tuple(sorted(having, key=lambda one: one[1].casefold()))

    def bodies(self, organisation: str) -> tuple[tuple[str, str], ...]:
        """Code and name of every body of an organisation, in the order in which it lists them."""
        known = self._organisations.get(organisation)
        return tuple((code, body.name) for code, body in known.bodies.items()) if known else ()

    def bodies_named(self, text: str) -> tuple[tuple[str, str], ...]:
        """(organisation, code) of every body whose name or organisation has the text in it."""
        wanted = text.casefold()
        return tuple(
            (code, body)
            for code, known in self._organisations.items()
            for body, its in known.bodies.items()
            if wanted in f"{its.name} {known.name}".casefold()
        )


class NameBook:
    """Where the names come from: what is published, read again when it is two seconds old."""

    def __init__(self, uow_factory: UnitOfWorkFactory) -> None:
        self._catalogue = StoredCatalogue(uow_factory)

    def now(self) -> Names:
        """The names as they are; opens a transaction of its own where they must be read again."""
        return Names(self._catalogue.organisations())
