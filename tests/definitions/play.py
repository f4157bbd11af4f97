"""Minutes as facts, played from the registration of every matter to its end: every meeting is held."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256

from office import SECRETARY, Office

from workflow.definition.schema import MatterType
from workflow.meeting.facts import meeting_id, notice_id
from workflow.model.commands import (
    CallRoll,
    Command,
    ElectAdjusters,
    FireEvent,
    PlaceItems,
    PresentMinutes,
    RecordItems,
    RegisterMatter,
    SettleAssignment,
    SettleRecipient,
    SettleTask,
    SignMinutes,
)
from workflow.model.ids import MatterId, RegistrationNumber, matter_id
from workflow.model.matter import Matter
from workflow.model.proceedings import AgendaItem, Deliberation, Proceedings
from workflow.workbench.completing import completed
from workflow.workbench.meeting import commands
from workflow.workbench.meeting.form import MeetingFile
from workflow.workbench.minutes import Minutes, Reference, Sitting
from workflow.workbench.script import (
    Confirm,
    Fire,
    Hold,
    Planned,
    Register,
    Settle,
    Sign,
    Summon,
    plan,
)
from workflow.workbench.secretary import summoned

EVERYTHING_OVER = date(2026, 6, 30)
CONTENT = sha256(b"minutes").hexdigest()


class Play:
    """What the files say, carried out in order of time."""

    def __init__(self, office: Office, minutes: Sequence[Minutes]) -> None:
        self.office = office
        self.last: dict[tuple[str, str, int], int] = {}
        for planned in plan(tuple(minutes)):
            office.go_to(planned.at.date())
            self._take(planned)
        office.go_to(EVERYTHING_OVER)

    def find(self, organisation: str, reference: Reference) -> MatterId:
        """The id of the matter that a file refers to."""
        number = reference.number or reference.child_of
        assert number is not None
        register = self.office.world.organisations[organisation].register_code
        parsed = RegistrationNumber.parse(number, default_register=register)
        identity = matter_id(organisation, parsed.normalised)
        if reference.number is not None:
            return identity
        parent = self.office.matter(identity)
        if reference.party is not None:
            child = next(c for c in parent.children if c.organisation == reference.party).matter
        else:
            assert reference.assignment is not None
            child = parent.assignments[reference.assignment - 1].child
        assert child is not None
        return child

    def matter(self, organisation: str, number: str) -> Matter:
        """The matter with this printed number as it is in the end."""
        return self.office.matter(self.find(organisation, Reference(number=number)))

    def meeting(self, sitting: Sitting) -> Matter:
        """The meeting as it is in the end."""
        return self.office.matter(identity_of(sitting))

    def _take(self, planned: Planned) -> None:
        step = planned.step
        match step:
            case Register():
                self.office.register(step.command)
            case Fire():
                matter = self.find(step.organisation, step.matter)
                self.office.give(matter, FireEvent(step.event, data=step.data))
            case Summon():
                self._summon(step)
            case Hold():
                self._hold(step)
            case Sign():
                self._sign(step.sitting, step.name)
            case Confirm():
                self._confirm(step)
            case Settle():
                self._settle(step)

    def _summon(self, step: Summon) -> None:
        sitting = step.sitting
        meeting = identity_of(sitting)
        given = {name: getattr(sitting, name) for name in ("starts_at", "ends_at", "place")}
        self.office.give(
            meeting,
            RegisterMatter(
                organisation=sitting.organisation,
                matter_type="meeting",
                title=f"{sitting.body} {sitting.meeting_on}",
                number=f"SAMMANTRADE {sitting.meeting_on.year}/{len(self.office.world.matters) + 1}",
                fields={
                    "body": sitting.body,
                    "meeting_on": sitting.meeting_on.isoformat(),
                    "secretary": sitting.secretary or "Sekreteraren",
                    **{name: value for name, value in given.items() if value is not None},
                },
            ),
        )
        file = summoned(self._file(step))
        self._give(
            meeting, PlaceItems(commands.to_place(file, self._held(meeting), self._bases(step)))
        )
        self._give(meeting, FireEvent("summons"))

    def _hold(self, step: Hold) -> None:
        sitting, file, bases = step.sitting, self._file(step), self._bases(step)
        meeting = identity_of(sitting)
        roll = commands.roll(file, self._held(meeting).roll.seats)
        adjusters = commands.adjusters(file)
        assert roll is not None
        assert adjusters is not None
        self._give(meeting, CallRoll(roll))
        self._give(meeting, FireEvent("opens", data={"first_paragraph": self._first(sitting)}))
        placed = commands.to_place(file, self._held(meeting), bases)
        if placed:
            self._give(meeting, PlaceItems(placed))
        for off in commands.to_withdraw(file, self._held(meeting), bases):
            self._give(meeting, off)
        recorded = commands.to_record(file, self._held(meeting), bases)
        types = {
            item.key: self.office.machines[self.office.matter(item.matter).matter_type].definition
            for item in self._held(meeting).items
            if item.matter is not None
        }
        dealt = (
            replace(one, deliberation=_formed(one.deliberation, types.get(one.item)))
            for one in recorded.items
        )
        self._give(meeting, RecordItems(tuple(dealt)))
        self._give(meeting, ElectAdjusters(adjusters))
        numbers = {item.paragraph for item in sitting.items if item.at_once}
        keys = tuple(i.key for i in self._held(meeting).paragraphs if i.paragraph in numbers)
        if keys:
            self._give(meeting, PresentMinutes(CONTENT, keys))
            self._sign(sitting, None)
        self._give(meeting, FireEvent("closes"))
        self.last[_series(sitting)] = max(i.paragraph or 0 for i in self._held(meeting).paragraphs)
        if any(item.adjusted_on is None for item in self._held(meeting).paragraphs):
            self._give(meeting, PresentMinutes(CONTENT, ()))

    def _sign(self, sitting: Sitting, name: str | None) -> None:
        meeting = identity_of(sitting)
        presented = self._held(meeting).presentations[-1]
        for signer in [each for each, _ in presented.signers] if name is None else [name]:
            self._give(meeting, SignMinutes(presented.key, signer, presented.sha256))

    def _confirm(self, step: Confirm) -> None:
        sitting = step.sitting
        for board in self.office.world.organisations[sitting.organisation].boards:
            data = {"board": board.name, "board_posted_on": step.on.isoformat()}
            notice = notice_id(sitting.organisation, sitting.body, sitting.meeting_on)
            self._give(notice, FireEvent("confirms_board", data=data))

    def _file(self, step: Summon | Hold) -> MeetingFile:
        return completed(
            step.sitting,
            self.office.world.organisations[step.sitting.organisation],
            lambda reference: self.office.matter(self.find(step.organisation, reference)),
            lambda matter: self.office.machines[matter.matter_type].definition,
        )

    def _bases(self, step: Summon | Hold) -> commands.Bases:
        matters = [
            self.office.matter(self.find(step.organisation, item.reference))
            for item in step.sitting.items
            if item.is_matter
        ]
        return {m.number.printed: _base(m) for m in matters}

    def _first(self, sitting: Sitting) -> int:
        body = self.office.world.organisations[sitting.organisation].bodies[sitting.body]
        return self.last.get(_series(sitting), body.paragraphs.first - 1) + 1

    def _held(self, meeting: MatterId) -> Proceedings:
        held = self.office.matter(meeting).proceedings
        assert held is not None
        return held

    def _give(self, matter: MatterId, command: Command) -> None:
        self.office.give(matter, command)

    def _settle(self, step: Settle) -> None:
        act = step.act
        identity = self.find(step.organisation, act)
        matter = self.office.matter(identity)
        if act.settle_recipient is not None:
            item = next(
                item
                for item in matter.items
                if item.printed == act.settle_recipient and item.status == "unresolved"
            )
            command = SettleRecipient(item.key, act.addresses, act.because)
            self.office.give(identity, command, SECRETARY)
        elif act.settle_assignment is not None:
            given = matter.assignments[act.settle_assignment - 1]
            self.office.give(identity, SettleAssignment(given.key, act.owner, act.due))
        else:
            task = next(t for t in matter.tasks if t.open and t.kind == act.settle_task)
            self.office.give(identity, SettleTask(task.key, act.answer or ""))


def identity_of(sitting: Sitting) -> MatterId:
    """The id of the meeting."""
    return meeting_id(sitting.organisation, sitting.body, sitting.meeting_on)


def _series(sitting: Sitting) -> tuple[str, str, int]:
    return sitting.organisation, sitting.body, sitting.meeting_on.year


def _formed(said: Deliberation, definition: MatterType | None) -> Deliberation:
    """With the forms, as ``command.recording`` gives them."""
    events = definition.events if definition else {}
    forms = tuple(events[one.event].form or "" for one in said.resolution.outcomes)
    return replace(said, resolution=replace(said.resolution, forms=forms))


def _base(matter: Matter) -> AgendaItem:
    return AgendaItem(
        "",
        "decision",
        matter.title,
        matter=matter.id,
        number=matter.number.printed,
        matter_type=matter.matter_type,
    )
