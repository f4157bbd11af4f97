"""Publishing with open eyes: what differs from what is live, and which running matters it would strand."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from types import MappingProxyType

from workflow.command.consequences import bodies_gone, counted_on, not_there, stranded
from workflow.command.definitions import MATTER, Version, publish, versions
from workflow.command.live import Live, type_in
from workflow.command.ports import UnitOfWork
from workflow.definition.catalogue import Loaded, parse_organisation
from workflow.definition.differences import Difference, differences, office_differences
from workflow.definition.findings import suggest
from workflow.definition.migration_map import MigrationMap
from workflow.definition.rescheduling import MeetingChange, meeting_changes
from workflow.definition.schema import MatterType
from workflow.errors import (
    DefinitionError,
    Finding,
    InvalidInputError,
    UnknownDefinitionError,
)
from workflow.machine.values import words

Maps = Mapping[str, MigrationMap]
"""By the name of the type."""

_NONE: Maps = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Renewal:
    """A version that would become the current one.

    Attributes:
        before: digest of the one whose place it takes; None where there is none.
        revived: its type was taken out of use, and comes into use again.
        differences: from the one before.
        meetings: of an organisation, those that its schedule says something else about.
    """

    version: Version
    before: str | None
    revived: bool
    differences: tuple[Difference, ...]
    meetings: tuple[MeetingChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a publication would do.

    Attributes:
        renewals: in the order given; what is current already is not among them.
        stranded: by kind and name, findings on running matters, which may be left on their version.
        unmet: findings that can't be left as they are.
    """

    renewals: tuple[Renewal, ...]
    stranded: Mapping[tuple[str, str], tuple[Finding, ...]]
    unmet: tuple[Finding, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of them."""
        return (*self.unmet, *chain.from_iterable(self.stranded.values()))


def offered(uow: UnitOfWork, loaded: Loaded, only: Collection[str] = ()) -> tuple[Version, ...]:
    """What of the files is to be published: what is named, or else everything that is in use.

    A type that was taken out of use comes back only when somebody names it.

    Raises:
        DefinitionError: what is named has an error; with every finding.
        UnknownDefinitionError: the files have nothing of that name.
    """
    usable = versions(loaded)
    if not only:
        retired = uow.definitions.retired()
        return tuple(one for one in usable if one.key not in retired)
    names = {one.name for one in usable}
    missing = [name for name in dict.fromkeys(only) if name not in names]
    if missing and loaded.errors:
        raise DefinitionError(loaded.errors)
    if missing:
        raise UnknownDefinitionError(
            f"”{missing[0][:60]}” finns inte i filerna.",
            hint=suggest(missing[0], sorted(names), otherwise="Katalogen är tom."),
        )
    return tuple(one for one in usable if one.name in only)


def foresee(uow: UnitOfWork, these: Iterable[Version], maps: Maps = _NONE) -> Outlook:
    """Compare with what is live, and look at every running matter that a difference may concern.

    ``maps`` say what becomes of what is gone; nothing is moved by them here.

    Raises:
        ChangedDefinitionError: what is live isn't what was published.
    """
    live = Live(uow)
    renewals = tuple(_renewal(live, version) for version in these if live.is_news(version))
    after = {
        **live.usable,
        **{
            one.version.name: definition
            for one in renewals
            if one.version.kind == MATTER and (definition := type_in(one.version)) is not None
        },
    }
    found = {one.version.key: tuple(_stranded(live, one, after, maps)) for one in renewals}
    return Outlook(
        renewals,
        {key: findings for key, findings in found.items() if findings},
        tuple(not_there((one.version for one in renewals), live, after)),
    )


def publish_checked(
    uow: UnitOfWork,
    these: Sequence[Version],
    *,
    at: datetime,
    by: str,
    maps: Maps = _NONE,
    stay: str | None = None,
) -> tuple[Version, ...]:
    """Make these the current versions, or none of them; which were not.

    ``stay``: why running matters that would be stranded end on the version that they have; it is kept
    with the publications that strand some.

    Raises:
        DefinitionError: running matters would be stranded, and neither a map nor a reason covers them;
            or a type counts on one that isn't there.
        InvalidInputError: the reason says nothing.
        ChangedDefinitionError: what is live isn't what was published.
        StaleVersionError: somebody else publishes at the same moment.
    """
    why = None if stay is None else reason(stay)
    outlook = foresee(uow, these, maps)
    refused = outlook.findings if why is None else outlook.unmet
    if refused:
        raise DefinitionError(refused)
    reasons = {} if why is None else dict.fromkeys(outlook.stranded, why)
    return publish(uow, these, at=at, by=by, reasons=reasons)


def reason(given: str) -> str:
    """A reason that says something.

    Raises:
        InvalidInputError: blank, too long, or with control characters.
    """
    try:
        return words(given)
    except InvalidInputError as error:
        raise InvalidInputError(f"Skälet {error}") from error


def _renewal(live: Live, version: Version) -> Renewal:
    before = live.current.get(version.key)
    found: tuple[Difference, ...] = ()
    meetings: tuple[MeetingChange, ...] = ()
    if before is not None:
        new = type_in(version)
        if new is None:
            office = live.organisation(before)
            if office is not None:
                after = parse_organisation(version.content)
                found = office_differences(office, after)
                meetings = meeting_changes(office, after)
        else:
            old = live.type_of(before)
            if old is not None:
                found = differences(old, new, others=live.usable.values())
    return Renewal(version, before, version.key in live.retired, found, meetings)


def _stranded(
    live: Live, renewal: Renewal, after: Mapping[str, MatterType], maps: Maps
) -> Iterator[Finding]:
    version = renewal.version
    if renewal.before is None:
        return
    new = type_in(version)
    if new is None:
        office = live.organisation(renewal.before)
        if office is not None:
            yield from bodies_gone(live, version, office, parse_organisation(version.content))
        return
    old = live.type_of(renewal.before)
    if old is not None:
        yield from stranded(live, version, old, new, maps.get(version.name))
    replaced = {*live.current.values(), version.digest}
    yield from counted_on(live, version, after, replaced)
