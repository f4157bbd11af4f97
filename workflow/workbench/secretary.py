"""The secretary of the simulated office: plans a meeting, holds it and has its minutes signed, step by step."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from workflow.command.bus import Bus
from workflow.command.context import Context
from workflow.command.convening import plan_meeting
from workflow.command.presenting import present
from workflow.command.signing import sign
from workflow.errors import CommandRefusedError
from workflow.meeting.facts import meeting_id, notice_id
from workflow.model.commands import Command, Envelope, FireEvent, SignMinutes
from workflow.model.ids import MatterId
from workflow.model.matter import Actor, Matter
from workflow.model.proceedings import Presentation, Proceedings
from workflow.workbench.completing import completed
from workflow.workbench.meeting.form import MeetingFile
from workflow.workbench.meeting.recorder import Recorder
from workflow.workbench.minutes import Reference, Sitting

_SECRETARY = Actor("Sekreterare", ("secretary",))
_REGISTRAR = Actor("Registrator", ("registrar",))


@dataclass(frozen=True, slots=True)
class Secretary:
    """Works with the engine. ``find``: the matter that a file of an organisation refers to."""

    context: Context
    find: Callable[[str, Reference], Matter]

    def summon(self, organisation: str, sitting: Sitting) -> None:
        """Plan the meeting, put on its agenda what waits for the body and the rest of the file, and summon.

        Raises:
            CommandRefusedError, InvalidInputError, UnknownMatterError: it can't be so.
        """
        fields = {
            name: value
            for name in ("starts_at", "ends_at", "place", "secretary")
            if (value := getattr(sitting, name)) is not None
        }
        plan_meeting(
            self.context,
            organisation=sitting.organisation,
            body=sitting.body,
            meeting_on=sitting.meeting_on,
            fields=fields,
            actor=_SECRETARY,
        )
        self._recorder(sitting, summoned(self._file(organisation, sitting))).place()
        self._give(_meeting(sitting), FireEvent("summons"), "summons")

    def hold(self, organisation: str, sitting: Sitting) -> None:
        """Call the roll, open, record the whole agenda in one go, close, and present the minutes.

        What is adjusted at once is signed before the meeting ends.

        Raises:
            CommandRefusedError, InvalidInputError, UnknownMatterError: it can't be so.
        """
        meeting = _meeting(sitting)
        file = self._file(organisation, sitting)
        self._recorder(sitting, file).call_roll()
        self._give(meeting, FireEvent("opens"), "opens")
        self._recorder(sitting, file).record()
        at_once = self._keys_at_once(sitting)
        if at_once:
            present(self.context, meeting, items=at_once, actor=_SECRETARY)
            self.sign(sitting, None)
        self._give(meeting, FireEvent("closes"), "closes")
        if any(item.adjusted_on is None for item in self._held(meeting).paragraphs):
            present(self.context, meeting, actor=_SECRETARY)

    def sign(self, sitting: Sitting, name: str | None) -> None:
        """Somebody, or everybody who is to, signs what was presented last.

        Raises:
            CommandRefusedError: nothing waits to be signed, or not by that name.
        """
        meeting = _meeting(sitting)
        presented = self._presented(meeting)
        for signer in [each for each, _ in presented.signers] if name is None else [name]:
            command = SignMinutes(presented.key, signer, presented.sha256)
            envelope = self._envelope(meeting, command, f"{presented.key}:{signer}")
            sign(self.context, envelope)

    def confirm(self, sitting: Sitting, on: date) -> None:
        """Every board that others run carries the notice of the minutes from that day.

        Raises:
            CommandRefusedError, UnknownMatterError: there is no such notice, or it is complete.
        """
        notice = notice_id(sitting.organisation, sitting.body, sitting.meeting_on)
        for board in self.context.catalogue.organisation(sitting.organisation).boards:
            if board.run_by == "others":
                data = {"board": board.name, "board_posted_on": on.isoformat()}
                command = FireEvent("confirms_board", data=data)
                envelope = self._envelope(notice, command, f"confirm:{board.name}")
                Bus(self.context).execute(replace(envelope, actor=_REGISTRAR))

    def _file(self, organisation: str, sitting: Sitting) -> MeetingFile:
        catalogue = self.context.catalogue
        return completed(
            sitting,
            catalogue.organisation(sitting.organisation),
            lambda reference: self.find(organisation, reference),
            lambda matter: catalogue.matter_type(matter.definition),
        )

    def _recorder(self, sitting: Sitting, file: MeetingFile) -> Recorder:
        return Recorder(self.context, _meeting(sitting), file, _SECRETARY)

    def _keys_at_once(self, sitting: Sitting) -> tuple[str, ...]:
        numbers = {item.paragraph for item in sitting.items if item.at_once}
        paragraphs = self._held(_meeting(sitting)).paragraphs
        return tuple(item.key for item in paragraphs if item.paragraph in numbers)

    def _presented(self, meeting: MatterId) -> Presentation:
        waiting = [one for one in self._held(meeting).presentations if one.open]
        if not waiting:
            raise CommandRefusedError("Inget protokoll väntar på att signeras.")
        return waiting[-1]

    def _held(self, meeting: MatterId) -> Proceedings:
        with self.context.units() as uow:
            return uow.matters.load((meeting,))[meeting].proceedings or Proceedings()

    def _give(self, matter: MatterId, command: Command, key: str) -> None:
        Bus(self.context).execute(self._envelope(matter, command, key))

    def _envelope(self, matter: MatterId, command: Command, key: str) -> Envelope:
        now = self.context.clock.now()
        return Envelope(f"demo:{matter}:{key}", matter, command, _SECRETARY, now)


def summoned(file: MeetingFile) -> MeetingFile:
    """The file before the meeting: what was withdrawn there is still on, and nobody knows when there is a pause."""
    items = (item for item in file.items if item.adjournment is None)
    on = tuple(item.model_copy(update={"withdrawn": False}) for item in items)
    return file.model_copy(update={"items": on})


def _meeting(sitting: Sitting) -> MatterId:
    return meeting_id(sitting.organisation, sitting.body, sitting.meeting_on)
