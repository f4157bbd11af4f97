"""A meeting in an office in memory, step by step, with short words for each."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256

from office import Office

from workflow.command.numbering import opens, provisionally
from workflow.meeting.facts import meeting_id
from workflow.model.commands import (
    CallRoll,
    Command,
    ElectAdjusters,
    FireEvent,
    ItemDealtWith,
    PlaceItems,
    PresentMinutes,
    RecordItems,
    RegisterMatter,
    SignMinutes,
)
from workflow.model.matter import Matter
from workflow.model.outcome import PointOutcome
from workflow.model.proceedings import (
    Adjusters,
    AgendaItem,
    Deliberation,
    Presence,
    Proceedings,
    Resolution,
    Roll,
    Seat,
)

BYTES = sha256(b"minutes").hexdigest()
SEATS = (
    Seat("Mikael Lindfors", "S", "chair"),
    Seat("Astrid Nerdal", "S", "vice_chair"),
    Seat("Hans Klingstedt", "V"),
    Seat("Lars-Åke Holmgren", "KD"),
    Seat("Per Rud-Petersen", "M"),
    Seat("Ersättaren", "S", "substitute"),
)
ALL_THERE = Roll(SEATS, tuple(Presence(seat.name) for seat in SEATS[:5]))


class Sitting:
    """One meeting of a body of an organisation."""

    def __init__(
        self,
        office: Office,
        body: str,
        on: date,
        organisation: str = "norsjo",
        secretary: str | None = "Ingela Lidström",
    ) -> None:
        self.office = office
        self.id = meeting_id(organisation, body, on)
        self.on = on
        fields: dict[str, object] = {"body": body, "meeting_on": on.isoformat()}
        if secretary is not None:
            fields["secretary"] = secretary
        command = RegisterMatter(
            organisation=organisation,
            matter_type="meeting",
            title=f"{body} {on}",
            number=f"SAMMANTRADE {on.year}/{on.month}{on.day:02}",
            fields=fields,
        )
        self.give(command)

    @property
    def matter(self) -> Matter:
        """The meeting as it is."""
        return self.office.matter(self.id)

    @property
    def held(self) -> Proceedings:
        """What has happened at it."""
        assert self.matter.proceedings is not None
        return self.matter.proceedings

    def give(self, command: Command) -> None:
        """A command of the secretary's, with everything that follows."""
        self.office.give(self.id, command)

    def place(self, *items: AgendaItem) -> None:
        """Put items on the agenda."""
        self.give(PlaceItems(items))

    def open(self, roll: Roll = ALL_THERE, first: int = 1) -> None:
        """Summon, let the day come, call the roll and open."""
        self.give(FireEvent("summons"))
        self.office.go_to(self.on)
        self.open_only(roll, first)

    def open_only(self, roll: Roll = ALL_THERE, first: int = 1) -> None:
        """Call the roll and open what was summoned."""
        self.give(CallRoll(roll))
        command = FireEvent("opens", data={"first_paragraph": first})
        assert opens(self.matter, command)
        assert provisionally(command).data["first_paragraph"] == 1
        self.give(command)

    def record(self, *keys: str, outcome: str | None = None, form: str = "decides") -> None:
        """Items were dealt with: by an outcome, or as formalities."""
        self.give(RecordItems(tuple(ItemDealtWith(key, said(outcome, form)) for key in keys)))

    def adjust(self, items: Sequence[str] = (), content: str = BYTES) -> None:
        """Put the minutes before all who sign, who sign."""
        if not self.held.adjusters.names:
            self.give(ElectAdjusters(Adjusters(("Lars-Åke Holmgren",))))
        self.give(PresentMinutes(content, tuple(items)))
        self.sign()

    def sign(self) -> None:
        """Everybody who is to sign what was presented last does."""
        presented = self.held.presentations[-1]
        for name, _ in presented.signers:
            self.give(SignMinutes(presented.key, name, presented.sha256))

    def number(self, key: str) -> int | None:
        """The paragraph of an item."""
        item = self.held.item(key)
        assert item is not None
        return item.paragraph


def said(outcome: str | None, form: str = "decides", **changes: object) -> Deliberation:
    """How an item was dealt with."""
    outcomes = () if outcome is None else (PointOutcome(outcome),)
    forms = () if outcome is None else (form,)
    resolution = Resolution(outcomes=outcomes, forms=forms, sentences=("att så sker",))
    return replace(Deliberation(resolution), **changes)  # type: ignore[arg-type]
