"""Taking a type out of use: no new matters, while those that run go on."""

from dataclasses import dataclass
from datetime import datetime

from workflow.command.definitions import MATTER, ORGANISATION, PROCEDURE
from workflow.command.live import Live
from workflow.command.ports import UnitOfWork
from workflow.command.publications import Retirement
from workflow.command.publishing import reason
from workflow.definition.reliance import started
from workflow.errors import CommandRefusedError, UnknownDefinitionError


@dataclass(frozen=True, slots=True)
class Retired:
    """What came of it.

    Attributes:
        retirement: as it is written down now.
        repeated: it was out of use already, and nothing was changed.
        running: matters of the type that go on.
        starting: matters of other types, on older versions, that may still start one.
    """

    retirement: Retirement
    repeated: bool
    running: int
    starting: int


def retire(
    uow: UnitOfWork, name: str, *, at: datetime, by: str, why: str, use_instead: str | None = None
) -> Retired:
    """Let no new matter of this type be registered by anybody but the engine.

    Raises:
        UnknownDefinitionError: no such type, or none such to use instead, is published.
        CommandRefusedError: it is no matter type, or another type in use starts matters of it, or the
            type to use instead is out of use or the same.
        InvalidInputError: the reason says nothing.
        ChangedDefinitionError: what is live isn't what was published.
    """
    live = Live(uow)
    _known(live, name)
    done = live.retired.get((MATTER, name))
    if done is None:
        _nobody_starts(live, name)
        if use_instead is not None:
            _can_be_used(live, name, use_instead)
        why = reason(why)
        repeated = not uow.definitions.retire(
            name, MATTER, at=at, by=by, reason=why, use_instead=use_instead
        )
        done = Retirement(at, by, why, use_instead)
    else:
        repeated = True
    return Retired(done, repeated, *_going_on(live, name))


def _known(live: Live, name: str) -> None:
    if (MATTER, name) in live.current:
        return
    if (PROCEDURE, name) in live.current or (ORGANISATION, name) in live.current:
        raise CommandRefusedError(
            f"”{name}” är ingen ärendetyp; bara ärendetyper tas ur bruk.",
            hint="Ändra filen och publicera den i stället.",
        )
    raise _unknown(live, name)


def _unknown(live: Live, name: str) -> UnknownDefinitionError:
    return UnknownDefinitionError(
        f"Ärendetypen ”{name[:60]}” är inte publicerad.",
        hint=f"Ärendetyper i bruk: {', '.join(sorted(live.usable))}.",
    )


def _nobody_starts(live: Live, name: str) -> None:
    starters = [
        f"{one.label} ({other})"
        for other, one in live.usable.items()
        if other != name and name in started(one)
    ]
    if starters:
        raise CommandRefusedError(
            f"”{name}” startas av {', '.join(sorted(starters))}, som är i bruk.",
            hint="Publicera först en version av dem som inte gör det, eller ta dem ur bruk.",
        )


def _can_be_used(live: Live, name: str, instead: str) -> None:
    if (MATTER, instead) not in live.current:
        raise _unknown(live, instead)
    if instead == name or instead not in live.usable:
        raise CommandRefusedError(
            f"”{instead}” kan inte användas i stället: den är själv tagen ur bruk.",
            hint=f"Ärendetyper i bruk: {', '.join(sorted({*live.usable} - {name}))}.",
        )


def _going_on(live: Live, name: str) -> tuple[int, int]:
    running = starting = 0
    for digest, number in live.running.items():
        definition = live.type_of(digest)
        if definition is None:
            continue
        if (definition.kind, definition.name) == (MATTER, name):
            running += number
        elif name in started(definition):
            starting += number
    return running, starting
