"""Published definitions: written once by content, read by digest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType

from workflow.command.ports import Definitions, UnitOfWork
from workflow.command.schedules import reproject
from workflow.definition.catalogue import Loaded, canonical, parse_organisation
from workflow.errors import ChangedDefinitionError

MATTER = "matter"
PROCEDURE = "procedure"
ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Version:
    """One definition or organisation as it is published. ``content`` is canonical JSON.

    ``kind``: matter, procedure or organisation. ``digest``: SHA-256 of the content. ``source``: the
    file that it was read from, if any.
    """

    kind: str
    name: str
    digest: str
    content: str
    source: str = field(default="", compare=False)

    @property
    def key(self) -> tuple[str, str]:
        """(kind, name)."""
        return self.kind, self.name


def versions(loaded: Loaded) -> tuple[Version, ...]:
    """What of a directory of definitions can be used, ready to be published."""
    types = (*loaded.types.values(), *loaded.procedures.values())
    return (
        *(
            Version(
                entry.definition.kind,
                entry.definition.name,
                entry.digest,
                canonical(entry.definition),
                entry.source,
            )
            for entry in types
        ),
        *(
            Version(
                ORGANISATION,
                entry.organisation.organisation,
                entry.digest,
                canonical(entry.organisation),
                entry.source,
            )
            for entry in loaded.organisations.values()
        ),
    )


def genuine(definitions: Definitions, digest: str) -> str | None:
    """The content of a version, if it is stored.

    Raises:
        ChangedDefinitionError: it isn't what the digest was taken over.
    """
    content = definitions.content(digest)
    if content is not None and sha256(content.encode()).hexdigest() != digest:
        raise ChangedDefinitionError(
            f"Definitionen {digest[:12]} är ändrad i databasen sedan den publicerades.",
            hint="Återställ den från en säkerhetskopia; ärendet väntar till dess.",
        )
    return content


def publish(
    uow: UnitOfWork,
    these: Iterable[Version],
    *,
    at: datetime,
    by: str | None = None,
    reasons: Mapping[tuple[str, str], str] = MappingProxyType({}),
) -> tuple[Version, ...]:
    """Make these the current versions; those that were not. What is not named stays as it is.

    ``by``: who publishes. ``reasons``: by kind and name, why running matters are left on theirs.
    An organisation whose calendar changed has its open deadlines worked out again.

    Raises:
        StaleVersionError: somebody else publishes at the same moment.
    """
    before = uow.definitions.current()
    new = []
    for version in these:
        published = uow.definitions.publish(
            version.digest,
            version.name,
            version.kind,
            version.content,
            at=at,
            by=by,
            reason=reasons.get(version.key),
        )
        if not published:
            continue
        new.append(version)
        old = before.get(version.key)
        if version.kind == ORGANISATION and old is not None:
            reproject(
                uow,
                parse_organisation(uow.definitions.content(old) or version.content),
                parse_organisation(version.content),
                version.digest,
                at=at,
            )
    return tuple(new)
