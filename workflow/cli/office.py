"""What every command works with: the engine, opened when it is first needed, and who is acting."""

import getpass
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from workflow.cli.parse import text
from workflow.config import Settings, load
from workflow.errors import InvalidInputError, UnknownMatterError
from workflow.model.commands import Command, Envelope, RegisterMatter
from workflow.model.events import Event
from workflow.model.ids import MatterId, RegistrationNumber, matter_id
from workflow.model.matter import Actor, Matter

if TYPE_CHECKING:
    from workflow.bootstrap import Engine
    from workflow.command.bus import Answer
    from workflow.command.catalogue import StoredCatalogue
    from workflow.command.ports import UnitOfWork
    from workflow.machine.possible import Possible

LOCAL = ZoneInfo("Europe/Stockholm")
_PAGE = 500


def local_time(at: datetime) -> str:
    """An instant as the office reads it: local time, to the minute."""
    return at.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")


def local_day(at: datetime) -> date:
    """The local calendar day of an instant."""
    return at.astimezone(LOCAL).date()


@dataclass(frozen=True, slots=True)
class Given:
    """The answer to a command, as people and programs see it."""

    matter: MatterId
    number: str
    organisation: str
    definition: str
    state: str
    state_label: str
    version: int
    repeated: bool
    events: tuple[Event, ...]


class Office:
    """One run of the command line. ``json`` tells that errors are to be JSON as well."""

    def __init__(self, *, database: str | None, actor: str | None) -> None:
        self.json = False
        self._database = database
        self._actor = actor
        self._engine: Engine | None = None

    @cached_property
    def settings(self) -> Settings:
        """The environment, with the options that go before it."""
        return load(database_url=self._database) if self._database else load()

    @property
    def engine(self) -> "Engine":
        """The engine, opened when it is first asked for."""
        if self._engine is None:
            # the database takes long to import, and what only reads files has no use for it
            from workflow.bootstrap import bootstrap  # noqa: PLC0415

            self._engine = bootstrap(self.settings)
        return self._engine

    def close(self) -> None:
        """Give back what was opened."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None

    def uow(self) -> "UnitOfWork":
        """A transaction. Never ask the catalogue inside it: it opens one of its own."""
        return self.engine.context.units()

    @property
    def catalogue(self) -> "StoredCatalogue":
        """The published definitions."""
        return self.engine.context.catalogue

    def place(self, org: str | None) -> str | None:
        """The organisation to filter by, if it is one.

        Raises:
            UnknownDefinitionError: it isn't published.
        """
        return self.catalogue.organisation(text(org, "--org")).organisation if org else None

    def now(self) -> datetime:
        """Aware UTC."""
        return self.engine.context.clock.now()

    def today(self) -> date:
        """The local calendar day."""
        return local_day(self.now())

    def actor(self, roles: tuple[str, ...] = ()) -> Actor:
        """Who acts: as said, else the one who is logged in."""
        return Actor(text(self._actor or getpass.getuser(), "--actor"), roles)

    def find(self, reference: str, org: str | None = None) -> Matter:
        """The matter with this number, in any printed form, or with this id.

        Raises:
            UnknownMatterError: none.
            InvalidInputError: several organisations have one, or it is no number.
        """
        wanted = text(reference, "Ärendet").strip()
        ids = [MatterId(str(UUID(wanted)))] if _is_id(wanted) else self._ids(wanted, org)
        with self.uow() as uow:
            found = uow.matters.load(ids)
        if not found:
            raise UnknownMatterError(
                f"Ärendet {wanted} finns inte.", hint="Se ärendena med arendegang matter list."
            )
        if len(found) > 1:
            codes = ", ".join(sorted(matter.organisation for matter in found.values()))
            raise InvalidInputError(
                f"Ärendet {wanted} finns hos flera: {codes}.", hint="Ange vilken med --org."
            )
        return next(iter(found.values()))

    def _ids(self, printed: str, org: str | None) -> list[MatterId]:
        """Each organisation reads a number without register as one of its own register."""
        organisations = self.catalogue.organisations()
        if org is not None:
            organisations = {org: self.catalogue.organisation(org)}
        registers = {place.register_code for place in organisations.values()} | {"ANSLAG"}
        numbers = {
            RegistrationNumber.parse(printed, default_register=register).normalised
            for register in registers
        }
        with self.uow() as uow:
            return [row.id for number in sorted(numbers) for row in uow.matters.find(number, org)]

    def open_matters(self, org: str | None) -> Iterator[Matter]:
        """Every open matter, a page at a time."""
        after: MatterId | None = None
        while True:
            with self.uow() as uow:
                page = uow.matters.list(organisation=org, open_only=True, limit=_PAGE, after=after)
                loaded = uow.matters.load(row.id for row in page)
            yield from (loaded[row.id] for row in page)
            if len(page) < _PAGE:
                return
            after = page[-1].id

    def numbers(self, ids: set[MatterId]) -> Mapping[MatterId, str]:
        """The printed numbers of these matters."""
        with self.uow() as uow:
            return {key: matter.number.printed for key, matter in uow.matters.load(ids).items()}

    def possible(self, matter: Matter, roles: tuple[str, ...] = ()) -> "tuple[Possible, ...]":
        """The events that are possible now."""
        from workflow.machine.possible import possible  # noqa: PLC0415 - as the engine

        self.catalogue.matter_type(matter.definition)  # reads it, if it is not known yet
        return possible(
            self.catalogue.machine(matter.definition),
            self.catalogue.organisations(),
            matter,
            self.now(),
            self.actor(roles),
        )

    def give(
        self,
        matter: MatterId,
        command: Command,
        *,
        key: str | None = None,
        roles: tuple[str, ...] = (),
        expected_version: int | None = None,
    ) -> Given:
        """Carry a command out and wait for the answer; the same key is carried out once.

        Raises:
            ArendegangError: refused; nothing was done.
        """
        envelope = self.envelope(
            matter, command, key=key, roles=roles, expected_version=expected_version
        )
        return self.given(self.engine.bus.execute(envelope))

    def envelope(
        self,
        matter: MatterId,
        command: Command,
        *,
        key: str | None = None,
        roles: tuple[str, ...] = (),
        expected_version: int | None = None,
    ) -> Envelope:
        """The command as this office gives it; the same key is carried out once."""
        return Envelope(
            dedupe_key=f"cli:{text(key, '--key')}" if key else f"cli:{uuid4()}",
            matter=matter,
            command=command,
            actor=self.actor(roles),
            given_at=self.now(),
            expected_version=expected_version,
        )

    def given(self, answer: "Answer") -> Given:
        """The engine's answer, as people and programs see it."""
        after = answer.matter
        definition = self.catalogue.matter_type(after.definition)
        return Given(
            matter=after.id,
            number=after.number.printed,
            organisation=after.organisation,
            definition=after.definition,
            state=after.state,
            state_label=definition.states[after.state].label,
            version=after.version,
            repeated=answer.repeated,
            events=answer.events,
        )

    def register(
        self, command: RegisterMatter, *, key: str | None = None, roles: tuple[str, ...] = ()
    ) -> Given:
        """Register a matter. Its id comes from its number, or from the key where the register numbers it.

        Raises:
            UnknownMatterError: the matter that it continues isn't there.
            ArendegangError: refused; nothing was done.
        """
        if command.predecessor is not None:
            found = self.find(command.predecessor, command.organisation)
            command = replace(command, predecessor_id=found.id)
        _, definition = self.catalogue.current_type(command.matter_type)
        organisation = self.catalogue.organisation(command.organisation)
        if command.number is None:
            key = key or str(uuid4())
            identity = matter_id(command.organisation, f"key {key}")
        else:
            register = command.register or definition.register_code or organisation.register_code
            number = RegistrationNumber.parse(command.number, default_register=register)
            identity = matter_id(command.organisation, number.normalised)
        return self.give(identity, command, key=key, roles=roles)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return "-" in text
