"""What there is to see of a matter after a step, in the words of an expectation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflow.machine.context import latest_round
from workflow.machine.possible import possible
from workflow.machine.recipients import folded, resolve
from workflow.model.effects import SendMail
from workflow.model.events import NoticeRemoved, ReminderSent
from workflow.model.matter import Child, Deadline
from workflow.workbench.scenarios.trial import OFFICE, Mark, Trial

_ABOUT_DEADLINES = frozenset({"reminder", "escalation", "at_risk"})


@dataclass(frozen=True, slots=True)
class Seen:
    """A trial as it stands, and what has happened in it since a mark."""

    trial: Trial
    since: Mark
    until: Mark

    def states(self) -> list[str]:
        """Of every point, in order."""
        return [point.state for point in self.trial.matter.points]

    def deadline(self, key: str) -> Deadline | None:
        """As it is; None if the matter has none of that name."""
        return next((one for one in self.trial.matter.deadlines if one.key == key), None)

    def tasks(self) -> list[str]:
        """Kinds of what is open."""
        return [task.kind for task in self.trial.matter.tasks if task.open]

    def recipients(self) -> dict[str, str]:
        """As printed, and what has become of each; of a group what hasn't gone well before the rest."""
        found: dict[str, str] = {}
        for item in self.trial.matter.items:
            if found.get(item.printed, "delivered") == "delivered":
                found[item.printed] = item.status
        return found

    def children(self) -> dict[str, str | None]:
        """Whom was asked last, and the answers."""
        matter = self.trial.matter
        groups = dict.fromkeys(child.group for child in matter.children)
        asked: list[Child] = [child for group in groups for child in latest_round(matter, group)]
        return {child.organisation: child.outcome for child in asked}

    def possible(self) -> list[str]:
        """Events that the office can bring about now."""
        world, machine = self.trial.world, self.trial.machine
        matter = self.trial.matter
        found = possible(machine, world.organisations, matter, world.now, OFFICE)
        return [one.event for one in found]

    def reminders(self) -> list[str]:
        """Deadlines that somebody was reminded of, once each time."""
        return [event.deadline for event in self._events() if isinstance(event, ReminderSent)]

    def taken_down(self) -> bool:
        """Whether the notice was."""
        return any(isinstance(event, NoticeRemoved) for event in self._events())

    def dispatched(self) -> list[SendMail]:
        """Decisions that were sent."""
        return [mail for mail in self._mails() if mail.reply_item is not None]

    def told(self) -> list[SendMail]:
        """News of deadlines, one to each receiver."""
        about = (mail for mail in self._mails() if mail.template in _ABOUT_DEADLINES)
        return list({mail.to_address: mail for mail in about}.values())

    def notices(self) -> list[str]:
        """Boards that a notice was put up on."""
        return [notice.board for notice in self.trial.notices(self.since, self.until)]

    def incidents(self) -> list[str]:
        """Kinds of them."""
        return [one.kind for one in self.trial.incidents(self.since, self.until)]

    def is_to(self, mail: SendMail, receiver: str) -> bool:
        """Whether the mail went to that role, name or address."""
        if receiver == mail.to_address or folded(receiver) == folded(mail.to_name):
            return True
        home, organisations = self.trial.home, self.trial.world.organisations
        name = receiver.removeprefix("role:")
        known = f"role:{name}" if name in home.roles else receiver
        return any(one.address == mail.to_address for one in resolve(home, organisations, known))

    def role_or_name(self, mail: SendMail) -> str:
        """The role that the receiver has, else the name."""
        roles: Mapping[str, str] = self.trial.home.roles
        return next((role for role in roles if self.is_to(mail, role)), mail.to_name)

    def _mails(self) -> list[SendMail]:
        return self.trial.mails(self.since, self.until)

    def _events(self) -> Iterator[object]:
        for change in self.trial.changes(self.since, self.until):
            yield from change.events
