"""Registering a matter: which definition it starts on, and the number that the register gives it."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from workflow.command.catalogue import StoredCatalogue
from workflow.command.ports import Matters
from workflow.errors import CommandRefusedError, UnknownDefinitionError
from workflow.model.commands import Command, RegisterMatter
from workflow.model.matter import ENGINE, Actor

_LOCAL = ZoneInfo("Europe/Stockholm")


def is_unnumbered(command: Command) -> bool:
    """Whether the register is to give the matter its number."""
    return isinstance(command, RegisterMatter) and command.number is None


def refuse_retired(command: RegisterMatter, catalogue: StoredCatalogue, actor: Actor) -> None:
    """Let nobody begin a matter of a type that was taken out of use.

    The engine still does: what a running matter starts belongs to it.

    Raises:
        CommandRefusedError: the type is out of use; says which to take instead.
    """
    gone = catalogue.retirement(command.matter_type)
    if gone is None or actor == ENGINE:
        return
    label = catalogue.machine(catalogue.digest(command.matter_type)).definition.label
    hint = f"Registrera ärendet som ”{gone.use_instead}” i stället." if gone.use_instead else ""
    raise CommandRefusedError(
        f"Ärendetypen {label} ({command.matter_type}) är tagen ur bruk sedan"
        f" {gone.at.astimezone(_LOCAL).date()}: {gone.reason.rstrip('.')}.",
        hint=hint or "Välj en annan ärendetyp (arendegang definitions list).",
    )


def provisional(
    command: RegisterMatter, catalogue: StoredCatalogue, now: datetime
) -> RegisterMatter:
    """The command with a number that is never stored, to see whether it would be refused.

    A number is drawn only for a matter that is registered, so that the register has no holes.

    Raises:
        UnknownDefinitionError: no such matter type or organisation is published.
    """
    register, year = _series(command, catalogue, now)
    return replace(command, number=f"{register} {year}/0", register=register)


def numbered(
    command: RegisterMatter, catalogue: StoredCatalogue, matters: Matters, now: datetime
) -> RegisterMatter:
    """The command with the register's next number.

    Raises:
        UnknownDefinitionError: no such matter type or organisation is published.
    """
    register, year = _series(command, catalogue, now)
    serial = matters.next_serial(command.organisation, register, year)
    return replace(command, number=f"{register} {year}/{serial}", register=register)


def _series(command: RegisterMatter, catalogue: StoredCatalogue, now: datetime) -> tuple[str, int]:
    definition = catalogue.machine(catalogue.digest(command.matter_type)).definition
    organisation = catalogue.known_organisations().get(command.organisation)
    if organisation is None:
        raise UnknownDefinitionError(f"Organisationen ”{command.organisation}” finns inte.")
    register = command.register or definition.register_code or organisation.register_code
    return register, (command.registered_on or now.astimezone(_LOCAL).date()).year
