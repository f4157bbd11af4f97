"""The published versions of an organisation's schedules, each read once in the process."""

from threading import Lock

import structlog

from workflow.command.definitions import ORGANISATION, genuine
from workflow.command.feeds.meetings import Published
from workflow.command.feeds.sittings import Schedule, schedules
from workflow.command.ports import Definitions, UnitOfWorkFactory
from workflow.definition.catalogue import parse_organisation
from workflow.errors import InvalidInputError

_log = structlog.get_logger(__name__)


class PublishedSchedules:
    """Every version of every schedule, by the digest of its organisation's version."""

    def __init__(self, units: UnitOfWorkFactory) -> None:
        self._units = units
        self._read: dict[str, dict[str, Schedule] | None] = {}
        self._lock = Lock()

    def history(self, organisation: str, body: str) -> tuple[Published, ...]:
        """The versions of a body's schedule, oldest first; empty when no version has the body.

        A version that this engine can't read is passed over, and that is logged: those around it tell what
        changed. Its number is kept, so that no other version gets it.

        Raises:
            ChangedDefinitionError: a version isn't what was published.
        """
        versions = self._versions(organisation)
        if not any(body in read for _, read in versions):
            return ()
        return tuple(
            Published(version.number, version.at, read.get(body)) for version, read in versions
        )

    def _versions(self, organisation: str) -> list[tuple[Published, dict[str, Schedule]]]:
        with self._units() as uow:
            rows = [
                row
                for row in uow.definitions.publications()
                if (row.kind, row.name) == (ORGANISATION, organisation)
            ]
            found = [
                (
                    Published(number, row.published_at, None),
                    self._version(row.digest, uow.definitions),
                )
                for number, row in enumerate(rows)
            ]
        return [(version, read) for version, read in found if read is not None]

    def _version(self, digest: str, definitions: Definitions) -> dict[str, Schedule] | None:
        with self._lock:
            if digest not in self._read:
                self._read[digest] = _parsed(digest, definitions)
            return self._read[digest]


def _parsed(digest: str, definitions: Definitions) -> dict[str, Schedule] | None:
    try:
        return dict(schedules(parse_organisation(genuine(definitions, digest) or "")))
    except (ValueError, InvalidInputError) as error:
        _log.error("schedule_unreadable", digest=digest, error=str(error))
        return None
