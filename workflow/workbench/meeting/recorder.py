"""Carries a file about a meeting out: the agenda, the roll, what was decided; repeating it changes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from workflow.command import recording
from workflow.command.context import Context
from workflow.errors import CommandRefusedError, UnknownMatterError
from workflow.meeting.facts import body_of, day_of
from workflow.model.commands import (
    CallRoll,
    Command,
    ElectAdjusters,
    Envelope,
    PlaceItems,
)
from workflow.model.ids import MatterId
from workflow.model.matter import Actor, Matter
from workflow.model.proceedings import AgendaItem, Proceedings
from workflow.workbench.meeting import commands
from workflow.workbench.meeting.bases import bases_of
from workflow.workbench.meeting.form import MeetingFile


@dataclass(frozen=True, slots=True)
class Done:
    """What was done by a file; ``meeting`` is as it is afterwards.

    Attributes:
        placed: items that were put up, or put up again.
        withdrawn: items that were taken off.
        recorded: items that were recorded now.
        differs: items that are recorded otherwise than the file has them.
        corrected: items that were put right now.
        waiting: items of which the file tells nothing yet.
        roll: whether the roll was called now.
        adjusters: whether adjusters were elected now.
    """

    meeting: Matter
    placed: tuple[AgendaItem, ...] = ()
    withdrawn: tuple[AgendaItem, ...] = ()
    recorded: tuple[AgendaItem, ...] = ()
    differs: tuple[AgendaItem, ...] = ()
    corrected: tuple[AgendaItem, ...] = ()
    waiting: tuple[AgendaItem, ...] = ()
    roll: bool = False
    adjusters: bool = False


class Recorder:
    """One file on its way into one meeting.

    Every command is refused if somebody else changed the meeting meanwhile (StaleVersionError); what was
    done before that stays, and the file can be given again.
    """

    def __init__(
        self, context: Context, meeting: MatterId, given: MeetingFile, actor: Actor
    ) -> None:
        self._context = context
        self._id = meeting
        self._given = given
        self._actor = actor
        self._meeting = self._read()
        _refuse_another(self._meeting, given)
        self._bases = bases_of(context, self._meeting, given)

    @property
    def _held(self) -> Proceedings:
        return self._meeting.proceedings or Proceedings()

    def place(self) -> Done:
        """Put the items of the file on the agenda, and take off those that were withdrawn.

        Raises:
            CommandRefusedError, InvalidInputError, UnknownMatterError, StaleVersionError.
        """
        items = commands.to_place(self._given, self._held, self._bases)
        if items:
            self._carry_out(PlaceItems(items))
        withdrawn = self._withdraw()
        return Done(self._meeting, placed=self._of(item.key for item in items), withdrawn=withdrawn)

    def call_roll(self) -> Done:
        """Note who is there, as the file has it.

        Raises:
            CommandRefusedError, InvalidInputError, UnknownMatterError, StaleVersionError.
        """
        return Done(self._meeting, roll=self._call_roll())

    def record(self) -> Done:
        """Record the roll, every item that isn't recorded yet, and the adjusters, in this order.

        Formalities and adjournments that nobody put up are put up; a matter has to be on the agenda.

        Raises:
            CommandRefusedError, InvalidInputError, UnknownMatterError, StaleVersionError.
        """
        self._refuse_unlisted()
        roll = self._call_roll()
        placed = commands.to_place(self._given, self._held, self._bases)
        if placed:
            self._carry_out(PlaceItems(placed))
        withdrawn = self._withdraw()
        taken = commands.to_record(self._given, self._held, self._bases)
        if taken.items:
            self._carry_out(taken)
        elected = self._elect()
        differs = commands.to_correct(self._given, self._held, self._bases, "")
        return Done(
            self._meeting,
            placed=self._of(item.key for item in placed),
            withdrawn=withdrawn,
            recorded=self._of(one.item for one in taken.items),
            differs=self._of(one.item for one in differs),
            waiting=self._waiting(),
            roll=roll,
            adjusters=elected,
        )

    def correct(self, reason: str) -> Done:
        """Put right what is recorded otherwise than the file has it.

        Raises:
            CommandRefusedError, InvalidInputError, UnknownMatterError, StaleVersionError.
        """
        roll = self._call_roll()
        wrong = commands.to_correct(self._given, self._held, self._bases, reason)
        for one in wrong:
            self._carry_out(one)
        elected = self._elect()
        return Done(
            self._meeting,
            corrected=self._of(one.item for one in wrong),
            roll=roll,
            adjusters=elected,
        )

    def _call_roll(self) -> bool:
        roll = commands.roll(self._given, self._held.roll.seats)
        if roll is None or roll == self._held.roll:
            return False
        self._carry_out(CallRoll(roll))
        return True

    def _elect(self) -> bool:
        adjusters = commands.adjusters(self._given)
        if adjusters is None or adjusters == self._held.adjusters:
            return False
        self._carry_out(ElectAdjusters(adjusters))
        return True

    def _withdraw(self) -> tuple[AgendaItem, ...]:
        off = commands.to_withdraw(self._given, self._held, self._bases)
        for one in off:
            self._carry_out(one)
        return self._of(one.item for one in off)

    def _refuse_unlisted(self) -> None:
        """Only what is on the agenda is decided."""
        known = commands.known(self._given, self._held, self._bases)
        missing = [
            one.said.matter for one in known if one.held is None and one.said.matter is not None
        ]
        if missing:
            raise CommandRefusedError(
                f"Står inte på dagordningen: {', '.join(missing)}. Bara det som står där avgörs (KL 5:52).",
                hint="Sätt upp det först: arendegang meeting agenda ... --add NUMMER, eller --file FIL.",
            )

    def _waiting(self) -> tuple[AgendaItem, ...]:
        known = commands.known(self._given, self._held, self._bases)
        return tuple(one.held for one in known if one.held and one.held.status == "waiting")

    def _of(self, keys: Iterable[str]) -> tuple[AgendaItem, ...]:
        found = (self._held.item(key) for key in keys)
        return tuple(item for item in found if item is not None)

    def _carry_out(self, command: Command) -> None:
        version = self._meeting.version
        envelope = Envelope(
            dedupe_key=f"file:{self._id}:{version}:{type(command).__name__}",
            matter=self._id,
            command=command,
            actor=self._actor,
            given_at=self._context.clock.now(),
            expected_version=version,
        )
        recording.record(self._context, envelope)
        self._meeting = self._read()

    def _read(self) -> Matter:
        with self._context.units() as uow:
            meeting = uow.matters.load((self._id,)).get(self._id)
        if meeting is None or meeting.proceedings is None:
            raise UnknownMatterError("Sammanträdet finns inte.", hint="Planera det först.")
        return meeting


def _refuse_another(meeting: Matter, given: MeetingFile) -> None:
    own = (meeting.organisation, body_of(meeting), day_of(meeting))
    if own != (given.organisation, given.body, given.meeting_on):
        raise CommandRefusedError(
            f"Filen gäller {given.body} {given.meeting_on} ({given.organisation}), inte {own[1]} {own[2]}"
            f" ({own[0]}).",
            hint="Ange sammanträdet som filen gäller, eller rätta filen.",
        )
