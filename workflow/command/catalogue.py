"""The definitions in the store, kept ready in the process."""

from collections.abc import Callable, Collection, Iterable, Mapping
from threading import RLock
from time import monotonic

import structlog

from workflow.command.definitions import MATTER, ORGANISATION, PROCEDURE, genuine
from workflow.command.ports import Definitions, UnitOfWorkFactory
from workflow.command.publications import Retirement
from workflow.definition.catalogue import parse_matter_type, parse_organisation
from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType
from workflow.errors import ChangedDefinitionError, UnknownDefinitionError
from workflow.machine.build import Machine, build

_KEEP_SECONDS = 2.0

_log = structlog.get_logger(__name__)


class StoredCatalogue:
    """The definitions in the store, compiled once per version.

    What is current is read anew for every decision, so that none is taken on a schedule that was
    replaced before it; readers that decide nothing get what was read within the last two seconds.
    Inside a transaction, ``refresh`` and ``learn`` read through it (an embedded store has one writer);
    the methods of the port open a unit of work of their own where something is missing.
    """

    def __init__(
        self,
        units: UnitOfWorkFactory,
        *,
        seconds: Callable[[], float] = monotonic,
        keep: float = _KEEP_SECONDS,
    ) -> None:
        self._units = units
        self._seconds = seconds
        self._keep = keep
        self._read_at: float | None = None
        self._lock = RLock()
        self._current: dict[tuple[str, str], str] = {}
        self._types: dict[str, MatterType] = {}
        self._machines: dict[str, Machine] = {}
        self._organisations: dict[str, Organisation] = {}
        self._retired: Mapping[tuple[str, str], Retirement] = {}
        self._changed: dict[str, ChangedDefinitionError] = {}
        self._parsed: dict[str, str] = {}  # organisation code to the digest that it was read from

    def forget(self) -> None:
        """Read what is current again at the next chance: something was published."""
        self._read_at = None

    def refresh(self, definitions: Definitions, *, anew: bool = False) -> None:
        """Learn what is current now, if it is some time since it was read or ``anew``."""
        with self._lock:
            now = self._seconds()
            if not anew and self._read_at is not None and now - self._read_at < self._keep:
                return
            self._current = definitions.current()
            self._read_at = now
            for (kind, name), digest in self._current.items():
                if kind == ORGANISATION and self._parsed.get(name) != digest:
                    self._read_organisation(name, digest, definitions)

    def learn(self, digests: Collection[str], definitions: Definitions) -> None:
        """Read and compile the versions that are not known yet.

        A missing or changed one is left unknown: it stops nothing but its own matters.
        """
        with self._lock:
            for digest in digests:
                if digest in self._types:
                    continue
                self._changed.pop(digest, None)
                try:
                    content = genuine(definitions, digest)
                except ChangedDefinitionError as error:
                    self._changed[digest] = error
                    continue
                if content is not None:
                    self._types[digest] = parse_matter_type(content)

    def learn_retired(self, definitions: Definitions) -> None:
        """Read which types were taken out of use."""
        self._retired = definitions.retired()

    def retirement(self, name: str) -> Retirement | None:
        """Why and since when no matter of a type may be registered, as last learnt."""
        return self._retired.get((MATTER, name))

    def machine(self, digest: str) -> Machine:
        """The compiled definition of a version that was learnt.

        Raises:
            UnknownDefinitionError: nobody learnt it, or it is not in the store.
            ChangedDefinitionError: it isn't what was published.
        """
        with self._lock:
            if digest not in self._machines:
                if digest in self._changed:
                    raise self._changed[digest]
                definition = self._types.get(digest)
                if definition is None:
                    raise UnknownDefinitionError(
                        f"Definitionen {digest[:12]} finns inte i databasen.",
                        hint="Återställ den från en säkerhetskopia; ärendet väntar till dess.",
                    )
                self._machines[digest] = build(digest, definition)
            return self._machines[digest]

    def digest(self, name: str) -> str:
        """The current version of a matter type, or of a procedure of that name, as last refreshed.

        Raises:
            UnknownDefinitionError: none is published.
        """
        found = self._digest(name)
        if found is None:
            raise self._unknown(name)
        return found

    def digests(self, names: Iterable[str]) -> frozenset[str]:
        """The current versions of those of the names that are published."""
        return frozenset(digest for name in names if (digest := self._digest(name)))

    def matter_type(self, digest: str) -> MatterType:
        """The definition that a matter runs on.

        Raises:
            UnknownDefinitionError: it is not in the store.
            ChangedDefinitionError: it isn't what was published.
        """
        self._read(lambda definitions: self.learn((digest,), definitions))
        return self.machine(digest).definition

    def current_type(self, name: str, kind: str = "matter") -> tuple[str, MatterType]:
        """(digest, definition) that new matters start on.

        Raises:
            UnknownDefinitionError: none of that name and kind is published.
        """
        self._read(self.refresh)
        digest = self._current.get((kind, name))
        if digest is None:
            raise self._unknown(name)
        return digest, self.matter_type(digest)

    def organisation(self, code: str) -> Organisation:
        """The current version.

        Raises:
            UnknownDefinitionError: no such organisation is published.
        """
        found = self.organisations().get(code)
        if found is None:
            raise UnknownDefinitionError(
                f"Organisationen ”{code}” finns inte.",
                hint=f"Publicerade organisationer: {', '.join(sorted(self._organisations))}.",
            )
        return found

    def organisations(self) -> Mapping[str, Organisation]:
        """All current ones by code."""
        self._read(self.refresh)
        return dict(self._organisations)

    def known_organisations(self) -> Mapping[str, Organisation]:
        """All by code as last refreshed, for use inside a transaction."""
        return self._organisations

    def _read(self, reading: Callable[[Definitions], None]) -> None:
        with self._units() as uow:
            reading(uow.definitions)

    def _read_organisation(self, code: str, digest: str, definitions: Definitions) -> None:
        try:
            organisation = parse_organisation(genuine(definitions, digest) or "")
        except (ChangedDefinitionError, ValueError) as error:
            # Changed, or written by another version of the engine: the last good one stays.
            _log.error(
                "organisation_unreadable", organisation=code, digest=digest, error=str(error)
            )
            return
        self._organisations = {**self._organisations, code: organisation}
        self._parsed[code] = digest

    def _digest(self, name: str) -> str | None:
        return self._current.get((MATTER, name)) or self._current.get((PROCEDURE, name))

    def _unknown(self, name: str) -> UnknownDefinitionError:
        known = sorted({known for kind, known in self._current if kind != ORGANISATION})
        return UnknownDefinitionError(
            f"Ärendetypen ”{name}” finns inte.", hint=f"Publicerade typer: {', '.join(known)}."
        )
