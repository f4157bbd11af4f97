"""What is live: the current versions, what is out of use, and the matters that run on each version."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from workflow.command.definitions import MATTER, ORGANISATION, Version, genuine
from workflow.command.ports import UnitOfWork
from workflow.definition.catalogue import parse_matter_type, parse_organisation
from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType
from workflow.model.ids import MatterId
from workflow.model.matter import Matter

_PAGE = 500


class Live:
    """One look at it, inside a transaction; every version is read once.

    Its methods raise ChangedDefinitionError where a version isn't what was published.
    """

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self.current = uow.definitions.current()
        self.retired = uow.definitions.retired()
        self._types: dict[str, MatterType | None] = {}

    def is_news(self, version: Version) -> bool:
        """Whether publishing it changes anything."""
        return self.current.get(version.key) != version.digest or version.key in self.retired

    def type_of(self, digest: str) -> MatterType | None:
        """A version of a type; None where it is gone from the database."""
        if digest not in self._types:
            content = genuine(self._uow.definitions, digest)
            self._types[digest] = None if content is None else parse_matter_type(content)
        return self._types[digest]

    def organisation(self, digest: str) -> Organisation | None:
        """A version of an organisation; None where it is gone from the database."""
        content = genuine(self._uow.definitions, digest)
        return None if content is None else parse_organisation(content)

    @cached_property
    def usable(self) -> Mapping[str, MatterType]:
        """The types that new matters can be started on."""
        return {
            name: found
            for (kind, name), digest in self.current.items()
            if kind == MATTER and (kind, name) not in self.retired
            if (found := self.type_of(digest)) is not None
        }

    @cached_property
    def running(self) -> Mapping[str, int]:
        """How many matters run on each version."""
        return {one.definition: one.running for one in self._uow.matters.standing() if one.running}

    def running_types(self, kind: str, name: str) -> dict[str, MatterType]:
        """Every version of a type that matters run on."""
        return {
            digest: found
            for digest in self.running
            if (found := self.type_of(digest)) is not None
            and (found.kind, found.name) == (kind, name)
        }

    def open_matters(
        self, *, matter_type: str | None = None, organisation: str | None = None
    ) -> Iterator[Matter]:
        """Every open matter of a type or an organisation, a page at a time."""
        after: MatterId | None = None
        while True:
            page = self._uow.matters.list(
                matter_type=matter_type,
                organisation=organisation,
                open_only=True,
                limit=_PAGE,
                after=after,
            )
            loaded = self._uow.matters.load(row.id for row in page)
            yield from (loaded[row.id] for row in page)
            if len(page) < _PAGE:
                return
            after = page[-1].id


def type_in(version: Version) -> MatterType | None:
    """The type that a version to be published holds; None for an organisation."""
    return None if version.kind == ORGANISATION else parse_matter_type(version.content)
