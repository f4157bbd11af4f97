"""Reads the calendars that somebody may subscribe to."""

from collections.abc import Callable, Iterator
from datetime import date

import structlog

from workflow.command.catalogue import StoredCatalogue
from workflow.command.feeds.address import Address, Whose
from workflow.command.feeds.duties import Holder, duties, person
from workflow.command.feeds.entry import Entry, Feed, in_order
from workflow.command.feeds.meetings import Published, body_feed, entries_of
from workflow.command.feeds.published import PublishedSchedules
from workflow.command.ports import UnitOfWork, UnitOfWorkFactory
from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType
from workflow.errors import ChangedDefinitionError, InvalidInputError, UnknownDefinitionError
from workflow.machine.schedule import find_body
from workflow.model.ids import MatterId
from workflow.model.matter import Matter

_PAGE = 500
_log = structlog.get_logger(__name__)


class Calendars:
    """Every calendar over one store. ``write`` makes iCalendar text of a feed.

    ``secret`` is what the keys of the addresses are derived from; without one there are no addresses to
    what isn't public.
    """

    def __init__(
        self,
        units: UnitOfWorkFactory,
        catalogue: StoredCatalogue,
        write: Callable[[Feed], bytes],
        secret: str | None = None,
    ) -> None:
        self._units = units
        self._catalogue = catalogue
        self._published = PublishedSchedules(units)
        self._followed: dict[tuple[str, str], tuple[tuple[Published, ...], tuple[Entry, ...]]] = {}
        self.write = write
        self.secret = secret

    def address(self, organisation: str, whose: Whose, name: str) -> Address:
        """Whose calendar is meant, by its codes.

        Raises:
            UnknownDefinitionError: the organisation isn't published.
            InvalidInputError: it has no such body or role.
        """
        place = self._catalogue.organisation(organisation)
        match whose:
            case "body":
                name = self._body(place, name)
            case "role" if name not in place.roles:
                raise InvalidInputError(
                    f"{place.name} har ingen roll ”{name[:60]}”.",
                    hint=f"Rollerna är {', '.join(sorted(place.roles)) or 'inte angivna'}.",
                )
            case "owner":
                name = " ".join(name.split())
        if not name:
            raise InvalidInputError("Namnet är tomt.", hint="Ange vems kalender som avses.")
        return Address(place.organisation, whose, name)

    def opens(self, address: Address, key: str) -> bool:
        """Whether somebody with this key may read it on the web."""
        return address.public or (self.secret is not None and address.opens(self.secret, key))

    def feed(self, address: Address, today: date) -> Feed:
        """The calendar as it is now.

        Args:
            address: from ``address``.
            today: the local day: what was cancelled long before it is left out.

        Raises:
            UnknownDefinitionError: the organisation isn't published.
            ChangedDefinitionError: a published version isn't what was published.
        """
        place = self._catalogue.organisation(address.organisation)
        if address.whose == "body":
            return self._of_body(place, address.name, today)
        if address.whose == "role":
            holder = Holder(frozenset({address.name}))
            called = place.roles.get(address.name, address.name)
            return _private(place, called, self._duties(place, holder))
        holder = person(place, address.name)
        return _private(place, address.name, self._duties(place, holder))

    def _body(self, place: Organisation, name: str) -> str:
        code = find_body(place, name)
        if code is None and self._published.history(place.organisation, name):
            code = name  # it was there once: its meetings are told to be cancelled
        if code is None:
            raise InvalidInputError(
                f"{place.name} har inget organ ”{name[:60]}”.",
                hint=f"Organen är {', '.join(sorted(place.bodies))}.",
            )
        return code

    def _of_body(self, place: Organisation, code: str, today: date) -> Feed:
        history = self._published.history(place.organisation, code)
        names = [version.schedule.name for version in history if version.schedule]
        entries = self._entries(place.organisation, code, history)
        return body_feed(place.name, names[-1] if names else code, entries, today)

    def _entries(
        self, organisation: str, body: str, history: tuple[Published, ...]
    ) -> tuple[Entry, ...]:
        """Worked out once for as long as nothing is published."""
        known, entries = self._followed.get((organisation, body), ((), ()))
        if known != history:
            entries = entries_of(organisation, body, history)
            self._followed[organisation, body] = (history, entries)
        return entries

    def _duties(self, place: Organisation, holder: Holder) -> list[Entry]:
        found: list[Entry] = []
        with self._units() as uow:
            for page in _pages(uow, place.organisation):
                matters = uow.matters.load(page).values()
                changed_at = uow.matters.changed_at(page)
                self._catalogue.learn({matter.definition for matter in matters}, uow.definitions)
                for matter in matters:
                    definition = self._definition(matter)
                    if definition is not None:
                        found += duties(holder, matter, definition, changed_at[matter.id])
        return found

    def _definition(self, matter: Matter) -> MatterType | None:
        """The version that the matter runs on; a missing one stops no other matter's days."""
        try:
            return self._catalogue.machine(matter.definition).definition
        except (UnknownDefinitionError, ChangedDefinitionError) as error:
            _log.error("matter_left_out_of_calendar", matter=matter.id, error=str(error))
            return None


def _pages(uow: UnitOfWork, organisation: str) -> Iterator[list[MatterId]]:
    """The open matters, also those whose last deadline has passed."""
    after: MatterId | None = None
    while page := uow.matters.list(
        organisation=organisation, open_only=True, limit=_PAGE, after=after
    ):
        after = page[-1].id
        yield [row.id for row in page]


def _private(place: Organisation, whose: str, entries: list[Entry]) -> Feed:
    return Feed(
        name=f"Frister: {whose}, {place.name}",
        description=f"Frister och uppdrag i öppna ärenden: {whose}, {place.name}.",
        public=False,
        entries=in_order(entries),
    )
