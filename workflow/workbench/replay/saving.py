"""Keeps what was played: one history a transaction, through the ports, with nothing left to be done.

What was carried out on the simulated clock is written as it was: commands that are done, events, matters.
No message is queued, no timer is armed and no notice is put up; running deadlines were suspended by the
player, so that a person decides which of them are to run.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from workflow.bootstrap import Engine
from workflow.command.definitions import versions
from workflow.command.ports import Change, Matters, UnitOfWork
from workflow.definition.catalogue import Loaded
from workflow.errors import CommandRefusedError, DuplicateMatterError
from workflow.model.commands import Envelope, RegisterMatter
from workflow.model.events import Event, MatterRegistered
from workflow.model.ids import MatterId, RegistrationNumber
from workflow.model.matter import Matter, RecordedDecision
from workflow.workbench.replay.verdicts import Played, Saved

REGISTER = "HISTORIK"
"""The register of the matters that a history started and that have no number of their own."""

_NAMED = 5  # of the definitions that aren't published, in the sentence

Fate = Literal[
    "saved",  # it wasn't there
    "known",  # the same decisions are there
    "changed",  # it was saved from a history that said something else
    "taken",  # another matter has the number
    "nothing",  # it couldn't be registered
]


class Keeper:
    """Writes histories to the database of an engine.

    Attributes:
        fates: how many histories each thing became of.
        matters: that were written, those that the histories' own started among them.
    """

    def __init__(self, engine: Engine, loaded: Loaded) -> None:
        """Ready to write.

        Raises:
            CommandRefusedError: what is published isn't what the files say.
        """
        with engine.units() as uow:
            current = uow.definitions.current()
        other = [
            version.name
            for version in versions(loaded)
            if current.get((version.kind, version.name)) != version.digest
        ]
        if other:
            named = ", ".join(other[:_NAMED]) + (" med flera" if len(other) > _NAMED else "")
            raise CommandRefusedError(
                f"Definitionerna i filerna är inte de som är publicerade ({named}); inget är sparat.",
                hint="Publicera dem först: arendegang definitions publish.",
            )
        self._engine = engine
        self.fates = Counter[Fate]()
        self.matters = 0

    @property
    def left_out(self) -> int:
        """Histories that had to be left out because something else is there."""
        return self.fates["taken"] + self.fates["changed"]

    def keep(self, played: Played) -> Fate:
        """Write the matter and those that it started, or leave what is there alone.

        Raises:
            StoreUnavailableError: nothing of this history was written; save again.
        """
        matter = played.matter
        fate: Fate = "nothing" if matter is None else self._keep(matter, played.commands)
        self.fates[fate] += 1
        if fate == "saved":
            self.matters += len({saved.envelope.matter for saved in played.commands})
        return fate

    def _keep(self, matter: Matter, commands: Sequence[Saved]) -> Fate:
        there = self._there(matter, commands)
        if there is not None:
            return there
        context = self._engine.context
        try:
            with context.units() as uow:
                _write(uow, commands, context.clock.now())
                context.reached("save:before")
                uow.commit()
                context.reached("save:after")
        except DuplicateMatterError:  # perhaps somebody saves the same file
            return self._there(matter, commands) or "taken"
        return "saved"

    def _there(self, matter: Matter, commands: Sequence[Saved]) -> Fate | None:
        """What is there of an earlier saving; None: nothing."""
        with self._engine.units() as uow:
            if uow.commands.outcome(commands[0].envelope.dedupe_key) is None:
                return None
            stored = uow.matters.load([matter.id])[matter.id]
        told = _decided(matter)
        return "known" if _decided(stored)[: len(told)] == told else "changed"


def _decided(matter: Matter) -> list[RecordedDecision]:
    """What the bodies decided, whenever their minutes were adjusted."""
    return [replace(decision, adjusted_on=None) for decision in matter.decisions]


def _write(uow: UnitOfWork, commands: Sequence[Saved], at: datetime) -> None:
    numbers = _numbers(uow.matters, commands)
    written = [_numbered(saved, numbers) for saved in commands]
    done = [(saved.envelope, saved.change.after.version) for saved in written]
    if uow.commands.record(done, at=at) < len(done):
        raise DuplicateMatterError("Ett av kommandona är redan utfört på ett annat ärende.")
    uow.matters.save([saved.change for saved in written], read_in=True)


def _numbers(matters: Matters, commands: Iterable[Saved]) -> Mapping[MatterId, RegistrationNumber]:
    """A number for every matter that the register would have numbered.

    They get a register of their own: the real one must not give out numbers that a history to come has.
    """
    numbers = {}
    for saved in list(commands)[1:]:
        if isinstance(saved.envelope.command, RegisterMatter):
            matter = saved.change.after
            year = matter.opened_on.year
            serial = matters.next_serial(matter.organisation, REGISTER, year)
            numbers[matter.id] = RegistrationNumber(
                f"{REGISTER} {year}/{serial}", REGISTER, year, serial
            )
    return numbers


def _numbered(saved: Saved, numbers: Mapping[MatterId, RegistrationNumber]) -> Saved:
    """The same with the number that the matter has got."""
    number = numbers.get(saved.envelope.matter)
    if number is None:
        return saved
    change = saved.change
    return Saved(
        _unnumbered(saved.envelope),
        Change(
            before=change.before and _matter(change.before, number),
            after=_matter(change.after, number),
            events=tuple(_event(event, number) for event in change.events),
            actor=change.actor,
            command=change.command,
            at=change.at,
        ),
    )


def _unnumbered(envelope: Envelope) -> Envelope:
    """A registration as it was sent: the number was for the register to give."""
    if isinstance(envelope.command, RegisterMatter):
        return replace(envelope, command=replace(envelope.command, number=None))
    return envelope


def _matter(matter: Matter, number: RegistrationNumber) -> Matter:
    return replace(matter, number=number)


def _event(event: Event, number: RegistrationNumber) -> Event:
    return replace(event, number=number) if isinstance(event, MatterRegistered) else event
