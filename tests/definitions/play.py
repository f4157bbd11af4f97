"""Minutes as facts, played from the registration of every matter to its end."""

from collections.abc import Sequence
from datetime import date

from office import SECRETARY, Office

from workflow.model.commands import (
    AdjustMinutes,
    FireEvent,
    RecordDecision,
    RegisterMatter,
    SettleAssignment,
    SettleRecipient,
    SettleTask,
)
from workflow.model.ids import MatterId, RegistrationNumber, matter_id
from workflow.model.matter import Matter
from workflow.workbench.minutes import Minutes, Reference
from workflow.workbench.script import (
    Announce,
    Decide,
    Fire,
    Planned,
    Register,
    Settle,
    assignments,
    outcome,
    plan,
)

EVERYTHING_OVER = date(2026, 6, 30)


class Play:
    """What the files say, carried out in order of time."""

    def __init__(self, office: Office, minutes: Sequence[Minutes]) -> None:
        self.office = office
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

    def _take(self, planned: Planned) -> None:
        step = planned.step
        if isinstance(step, Register):
            self.office.register(step.command)
        elif isinstance(step, Fire):
            matter = self.find(step.organisation, step.matter)
            self.office.give(matter, FireEvent(step.event, data=step.data))
        elif isinstance(step, Decide):
            self._decide(step)
        elif isinstance(step, Announce):
            self._announce(step)
        else:
            self._settle(step)

    def _decide(self, step: Decide) -> None:
        decision = step.decision
        self.office.give(
            self.find(step.organisation, step.matter),
            RecordDecision(
                outcomes=tuple(outcome(one) for one in decision.outcomes),
                body=step.meeting.body,
                decided_on=step.meeting.meeting_on,
                paragraph=decision.paragraph,
                recipients=decision.recipients,
                assignments=assignments(decision),
                data=decision.data,
            ),
        )

    def _announce(self, step: Announce) -> None:
        meeting = step.meeting
        self.office.register(
            RegisterMatter(
                organisation=step.organisation,
                matter_type="notice",
                title=f"{meeting.body} {meeting.meeting_on}",
                number=f"ANSLAG {meeting.meeting_on.year}/{len(self.office.world.matters) + 1}",
                fields={
                    "body": meeting.body,
                    "meeting_on": meeting.meeting_on.isoformat(),
                    "adjusted_on": meeting.adjusted_on.isoformat(),
                    "posted_on": meeting.posted_on.isoformat(),
                    "all_boards": True,
                    "paragraphs": step.paragraphs,
                },
            )
        )
        held = (meeting.body, meeting.meeting_on)
        for matter in list(self.office.world.matters.values()):
            decided = {(d.body, d.decided_on) for d in matter.decisions}
            if matter.organisation == step.organisation and held in decided:
                self.office.give(matter.id, AdjustMinutes(*held, meeting.adjusted_on))

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
