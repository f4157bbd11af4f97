"""An engine in memory: a small matter type, an office, and a clock and a mailer that do as they are told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from workflow.command.bus import Answer, Bus
from workflow.command.catalogue import StoredCatalogue
from workflow.command.context import Context, Policy
from workflow.command.definitions import Version, publish
from workflow.command.ports import Incident
from workflow.command.retry import RetryPolicy
from workflow.definition.catalogue import canonical, digest
from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType
from workflow.model.commands import Command, Envelope, FireEvent, RecordDecision, RegisterMatter
from workflow.model.events import Event
from workflow.model.ids import MatterId, matter_id
from workflow.model.matter import Actor, Matter
from workflow.model.outcome import PointOutcome
from workflow.testing import FakeClock, MemoryStore, RecordingMailer, RecordingRenderer

START = datetime(2024, 4, 16, 10, tzinfo=UTC)
SARA = Actor("Sara", ("secretary", "officer"))

ERRAND: dict[str, Any] = {
    "name": "errand",
    "label": "Ärende",
    "decided_by": ["KS"],
    "fields": {
        "owner": {"type": "text", "label": "Vem"},
        "due": {"type": "date", "label": "Senast"},
        "given_in": {"type": "text", "label": "Givet i"},
    },
    "initial": "waiting",
    "states": {
        "waiting": {"label": "Väntar", "owner": "officer", "body": "KS"},
        "decided": {"label": "Beslutat", "phase": "dispatch"},
        "closed": {"label": "Avslutat", "phase": "end", "final": True},
    },
    "events": {
        "pings": {"label": "Påminns"},
        "approves": {"label": "Godkänns", "form": "decides"},
        "tables": {"label": "Bordläggs", "form": "tables"},
        "ends": {"label": "Avslutas"},
    },
    "transitions": [
        {"event": ["pings", "tables"], "from": "waiting", "to": "same"},
        {"event": "approves", "from": "waiting", "to": "decided"},
        {"event": "ends", "from": "decided", "to": "closed", "automatic": True,
         "guard": "dispatch.all_terminal && decisions.all_adjusted"},
    ],
    "dispatch": {"before_adjustment": True, "on_doubt": "incident"},
    "assignments_as": "errand",
}  # fmt: skip

NOTICE: dict[str, Any] = {
    "kind": "procedure",
    "name": "notice",
    "label": "Anslag",
    "register_code": "ANSLAG",
    "requires_preparation": False,
    "fields": {
        "body": {"type": "text", "label": "Organ", "required": True},
        "meeting_on": {"type": "date", "label": "Sammanträde", "required": True},
        "adjusted_on": {"type": "date", "label": "Justerat", "required": True},
        "posted_on": {"type": "date", "label": "Anslaget", "required": True},
        "paragraphs": {"type": "text", "label": "Paragrafer"},
        "appealable": {"type": "boolean", "label": "Kan överklagas", "default": True},
    },
    "initial": "to_be_posted",
    "states": {
        "to_be_posted": {"label": "Ska anslås", "owner": "registrar"},
        "posted": {"label": "Anslaget", "owner": "registrar"},
        "removed": {"label": "Nedtaget", "phase": "end", "final": True},
    },
    "events": {"posts": {"label": "Anslås"}, "takes_down": {"label": "Tas ned"}},
    "transitions": [
        {
            "event": "posts",
            "from": "to_be_posted",
            "to": "posted",
            "automatic": True,
            "effects": ["post_notice"],
        },
        {"event": "takes_down", "from": "posted", "to": "removed"},
    ],
}

OFFICE: dict[str, Any] = {
    "organisation": "norsjo",
    "name": "Norsjö kommun",
    "kind": "municipality",
    "register_code": "KS",
    "bodies": {
        "KS": {"name": "Kommunstyrelsen", "kind": "executive_board", "meets": ["2024-04-16"]},
        "AU": {"name": "Allmänna utskottet", "kind": "subcommittee", "parent": "KS"},
    },
    "roles": {"secretary": "Ekonomi", "officer": "Ekonomi"},
    "entries": [
        {"name": "Ekonomi", "kind": "unit", "email": "ekonomi@norsjo.example"},
        {"name": "Skolan", "kind": "unit", "email": "skolan@norsjo.example"},
    ],
    "boards": [{"name": "Tavlan", "where_kept": "Kansliet"}],
    "notice_for": ["KS"],
}


def of_type(base: dict[str, Any] = ERRAND, **changes: Any) -> Version:
    """A matter type, with these changes."""
    definition = MatterType.model_validate({**base, **changes})
    return Version(definition.kind, definition.name, digest(definition), canonical(definition))


def of_office(**changes: Any) -> Version:
    """The office, with these changes."""
    organisation = Organisation.model_validate({**OFFICE, **changes})
    return Version(
        "organisation", organisation.organisation, digest(organisation), canonical(organisation)
    )


def identity(number: str) -> MatterId:
    """The id of the matter with this number."""
    return matter_id("norsjo", number)


@dataclass
class EngineRoom:
    """Everything in memory; ``hints`` and ``reached`` remember what was told."""

    clock: FakeClock = field(default_factory=lambda: FakeClock(START))
    lease_clock: FakeClock = field(default_factory=lambda: FakeClock(START))
    mailer: RecordingMailer = field(default_factory=RecordingMailer)
    renderer: RecordingRenderer = field(default_factory=RecordingRenderer)
    hints: list[Literal["apply", "timers", "deliver"]] = field(default_factory=list)
    reached: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self.store = MemoryStore(self.lease_clock.now)
        self.catalogue = StoredCatalogue(self.store, seconds=lambda: self.seconds)
        self.context = Context(
            units=self.store,
            catalogue=self.catalogue,
            clock=self.clock,
            mailer=self.mailer,
            renderer=self.renderer,
            hint=self._hint,
            policy=Policy(
                command_retry=RetryPolicy(
                    first=timedelta(seconds=1), longest=timedelta(seconds=1), tries=3
                ),
                mail_retry=RetryPolicy(
                    first=timedelta(minutes=1), longest=timedelta(minutes=1), tries=3
                ),
                random=lambda: 0.0,
            ),
            reached=self.reached.append,
        )
        self.bus = Bus(self.context)
        self.publish(of_type(), of_type(NOTICE), of_office())

    def _hint(self, queue: Literal["apply", "timers", "deliver"]) -> None:
        self.hints.append(queue)

    def publish(self, *versions: Version) -> tuple[Version, ...]:
        """Make these the current ones."""
        with self.store() as uow:
            new = publish(uow, versions, at=self.clock.now())
            uow.commit()
        self.catalogue.forget()
        return new

    def envelope(
        self,
        key: str,
        number: str,
        command: Command,
        *,
        actor: Actor = SARA,
        version: int | None = None,
    ) -> Envelope:
        """A command on its way to the matter with that number."""
        return Envelope(key, identity(number), command, actor, self.clock.now(), version)

    def registering(self, name: str, /, key: str | None = None, **changes: Any) -> Envelope:
        """Register an errand under that number, or whatever ``changes`` say."""
        given = {"organisation": "norsjo", "matter_type": "errand", "title": "Bygg en bro"}
        command = RegisterMatter(**{**given, "number": name, **changes})
        return self.envelope(key or f"register:{name}", name, command)

    def ping(self, number: str, key: str, **changes: Any) -> Envelope:
        """Fire the event that leaves the errand where it is."""
        return self.envelope(key, number, FireEvent("pings"), **changes)

    def approval(self, number: str, *recipients: str, **changes: Any) -> Envelope:
        """KS approves, and these are to know."""
        command = RecordDecision(
            (PointOutcome("approves"),),
            body="KS",
            decided_on=START.date(),
            recipients=recipients,
            **changes,
        )
        return self.envelope(f"approve:{number}", number, command)

    def register(self, number: str = "KS 2024/1") -> Answer:
        """Register an errand at once."""
        return self.bus.execute(self.registering(number))

    def submit(self, *envelopes: Envelope) -> int:
        """Queue commands."""
        return self.bus.submit(envelopes)

    def accept(self, *envelopes: Envelope) -> None:
        """Queue commands of the engine's own."""
        with self.store() as uow:
            uow.commands.accept(envelopes, at=self.clock.now())
            uow.commit()

    def matter(self, number: str = "KS 2024/1") -> Matter:
        """The matter as it is stored."""
        with self.store() as uow:
            return uow.matters.load((identity(number),))[identity(number)]

    def events(self, number: str = "KS 2024/1") -> Sequence[Event]:
        """What has happened to it."""
        with self.store() as uow:
            return [stored.event for stored in uow.matters.history(identity(number))]

    def status(self, key: str) -> str:
        """What became of a command."""
        with self.store() as uow:
            outcome = uow.commands.outcome(key)
        return outcome.status if outcome else "unknown"

    def incidents(self) -> tuple[Incident, ...]:
        """The open ones."""
        with self.store() as uow:
            return uow.incidents.list()
