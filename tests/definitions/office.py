"""A whole office in memory: several organisations, one clock, every mail delivered at once."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from itertools import count
from zoneinfo import ZoneInfo

from workflow.definition.organisation import Organisation
from workflow.machine.build import Machine
from workflow.model.commands import Command, Envelope, RegisterMatter
from workflow.model.effects import OpenIncident, PostNotice, SendMail
from workflow.model.events import Event
from workflow.model.ids import MatterId, RegistrationNumber, matter_id
from workflow.model.matter import Actor, Matter
from workflow.testing.world import World

SECRETARY = Actor("sekreteraren", ("secretary", "officer", "registrar"))
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def noon(day: date) -> datetime:
    """Noon in Stockholm, as UTC."""
    return datetime.combine(day, time(12), STOCKHOLM).astimezone(UTC)


class Office:
    """Gives commands to a world; what follows from one must never be refused."""

    def __init__(
        self, machines: Mapping[str, Machine], organisations: Mapping[str, Organisation], day: date
    ) -> None:
        self.world = World(machines, organisations, noon(day))
        self._keys = count(1)

    @property
    def machines(self) -> Mapping[str, Machine]:
        """By matter type."""
        return self.world.machines

    @property
    def now(self) -> datetime:
        """Aware UTC."""
        return self.world.now

    @property
    def mails(self) -> list[SendMail]:
        """Everything that was sent."""
        return self.world.mails

    @property
    def incidents(self) -> list[OpenIncident]:
        """What a person must look at."""
        return self.world.incidents

    @property
    def notices(self) -> list[PostNotice]:
        """Everything that was put up."""
        return self.world.notices

    @property
    def log(self) -> list[Event]:
        """What happened, in order."""
        return [event for _, change in self.world.carried_out for event in change.events]

    def register(self, command: RegisterMatter) -> MatterId:
        """Register a matter under its printed number."""
        assert command.number is not None
        code = self.world.organisations[command.organisation].register_code
        number = RegistrationNumber.parse(command.number, default_register=code)
        identity = matter_id(command.organisation, number.normalised)
        self.give(identity, command)
        return identity

    def give(self, matter: MatterId, command: Command, actor: Actor = SECRETARY) -> None:
        """Carry a command out with everything that follows from it at once."""
        key = f"test:{next(self._keys)}"
        self.world.give(Envelope(key, matter, command, actor, self.now))
        assert not [one for one in self.incidents if one.kind == "command"]
        assert not self.world.undelivered

    def go_to(self, day: date) -> None:
        """Let time pass until noon of that day; what comes due on the way fires in order."""
        self.world.go_to(noon(day))

    def matter(self, identity: MatterId) -> Matter:
        """The matter as it is now."""
        return self.world.matters[identity]

    def mails_to(self, address: str) -> list[SendMail]:
        """What was sent there."""
        return [mail for mail in self.mails if mail.to_address == address]
