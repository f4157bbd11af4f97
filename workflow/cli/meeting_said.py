"""What the options say of how an item was dealt with."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Annotated, Any

import typer

from workflow.cli import parse
from workflow.definition.schema import FieldSpec
from workflow.errors import InvalidInputError
from workflow.model.proceedings import (
    Ballot,
    Choice,
    Conflict,
    Deliberation,
    FloorMotion,
    Reservation,
    Resolution,
    Statement,
    Vote,
)

_Many = list[str] | None
_WHO_AND_WHAT = ("NAMN, NAMN", "TEXT")
_VOTE = ("JA BETYDER", "NEJ BETYDER", "JA", "NEJ", "AVSTÅR")
_MOST_OF_A_VOTE = 100_000

Outcomes = Annotated[
    _Many,
    typer.Argument(
        metavar="HÄNDELSE:PUNKTER[=FÖRSLAG]",
        help="Vad som beslutades i ärendet: notes, approves:1,2 eller proposes=adopts.",
    ),
]
Sentences = Annotated[
    _Many, typer.Option("--sentence", metavar="TEXT", help="Beslutssats; kan upprepas.")
]
HeadingText = Annotated[
    str, typer.Option("--heading", help="Beslutets rubrik; annars den som följer av utfallet.")
]
Recipients = Annotated[
    _Many, typer.Option("--recipient", metavar="NAMN", help="Beslutet skickas till; kan upprepas.")
]
Assignments = Annotated[
    _Many,
    typer.Option("--assignment", metavar='"VAD;VEM;NÄR;ORGAN"', help="Uppdrag; kan upprepas."),
]
ReasonText = Annotated[
    str | None, typer.Option("--reason", help="Skälet till bordläggning eller återremiss.")
]
TabledTo = Annotated[
    str | None, typer.Option("--tabled-to", metavar="DAG", help="Dagen det bordläggs till.")
]
Data = Annotated[
    _Many, typer.Option("--data", metavar="NAMN=VÄRDE", help="Uppgift som utfallet kräver.")
]
TakenUpAt = Annotated[
    str | None, typer.Option("--at", metavar="TT:MM", help="Klockslaget då det togs upp.")
]
ByAll = Annotated[
    bool,
    typer.Option(
        "--by-all", help="Alla närvarande beslutade att avgöra det fast det kom sent (KL 5:52)."
    ),
]
Conflicts = Annotated[
    _Many, typer.Option("--conflict", metavar='"NAMN;GRUND"', help="Jäv; kan upprepas.")
]
Floor = Annotated[
    _Many, typer.Option("--motion", metavar='"NAMN, NAMN;TEXT"', help="Yrkande; kan upprepas.")
]
Question = Annotated[str, typer.Option("--question", help="Propositionsordning.")]
VoteText = Annotated[
    str | None,
    typer.Option(
        "--vote",
        metavar='"JA BETYDER;NEJ BETYDER;JA;NEJ;AVSTÅR"',
        help="Omröstning; antalen får utelämnas när rösterna anges med namn.",
    ),
]
YesBy = Annotated[_Many, typer.Option("--yes-by", metavar="NAMN", help="Röstade ja.")]
NoBy = Annotated[_Many, typer.Option("--no-by", metavar="NAMN", help="Röstade nej.")]
AbstainedBy = Annotated[_Many, typer.Option("--abstained-by", metavar="NAMN", help="Avstod.")]
Casting = Annotated[
    bool, typer.Option("--casting", help="Ordförandens utslagsröst avgjorde (KL 5:56, 6:33).")
]
Minority = Annotated[
    bool, typer.Option("--minority", help="En tredjedel begär det; de är ja-rösterna (KL 5:50).")
]
Reservations = Annotated[
    _Many, typer.Option("--reservation", metavar='"NAMN, NAMN;TEXT"', help="Reservation.")
]
Statements = Annotated[
    _Many, typer.Option("--statement", metavar='"NAMN, NAMN;TEXT"', help="Protokollsanteckning.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The options as they were given."""

    outcomes: _Many = None
    sentences: _Many = None
    heading: str = ""
    recipients: _Many = None
    assignments: _Many = None
    reason: str | None = None
    tabled_to: str | None = None
    data: _Many = None
    at: str | None = None
    by_all: bool = False
    conflicts: _Many = None
    floor: _Many = None
    question: str = ""
    vote: str | None = None
    yes_by: _Many = None
    no_by: _Many = None
    abstained_by: _Many = None
    casting: bool = False
    minority: bool = False
    reservations: _Many = None
    statements: _Many = None

    def deliberation(self, specs: Mapping[str, FieldSpec]) -> Deliberation:
        """The same as the engine knows it; ``specs`` are the fields of the item's matter.

        Raises:
            InvalidInputError: an option that can't be read.
        """
        return Deliberation(
            resolution=self._resolution(specs),
            taken_up_at=parse.clock(self.at, "--at") if self.at else None,
            by_all=self.by_all,
            conflicts=tuple(
                Conflict(*parse.parts(one, "--conflict", ("NAMN", "GRUND"), least=2))
                for one in self.conflicts or ()
            ),
            floor=tuple(FloorMotion(*said) for said in _spoken(self.floor, "--motion", least=2)),
            putting_the_question=parse.text(self.question, "--question"),
            vote=self._vote(),
            reservations=tuple(
                Reservation(*said) for said in _spoken(self.reservations, "--reservation")
            ),
            statements=tuple(
                Statement(*said) for said in _spoken(self.statements, "--statement", least=2)
            ),
        )

    def _resolution(self, specs: Mapping[str, FieldSpec]) -> Resolution:
        data = parse.fields(parse.pairs(self.data or [], "--data"), specs, "--data")
        if self.reason:
            data["reason"] = parse.text(self.reason, "--reason")
        if self.tabled_to:
            data["tabled_to"] = parse.day(self.tabled_to, "--tabled-to").isoformat()
        return Resolution(
            outcomes=tuple(map(parse.outcome, self.outcomes or ())),
            sentences=tuple(parse.text(one, "--sentence") for one in self.sentences or ()),
            heading=parse.text(self.heading, "--heading"),
            recipients=tuple(parse.text(one, "--recipient") for one in self.recipients or ()),
            assignments=tuple(map(parse.assignment, self.assignments or ())),
            data=data,
        )

    def _vote(self) -> Vote | None:
        sides: tuple[tuple[Choice, _Many], ...] = (
            ("yes", self.yes_by),
            ("no", self.no_by),
            ("abstains", self.abstained_by),
        )
        if self.vote is None:
            if any(names for _, names in sides) or self.casting or self.minority:
                raise InvalidInputError(
                    "Det framgår inte vad ja och nej betydde (KL 5:67).",
                    hint='Skriv --vote "JA BETYDER;NEJ BETYDER".',
                )
            return None
        yes_means, no_means, *numbers = parse.parts(self.vote, "--vote", _VOTE, least=2)
        named = any(names for _, names in sides)
        yes, no, abstained = (
            _votes(number, names, optional=named or choice == "abstains")
            for number, (choice, names) in zip(numbers, sides, strict=True)
        )
        return Vote(
            yes_means=yes_means,
            no_means=no_means,
            yes=yes,
            no=no,
            abstained=abstained,
            ballots=tuple(Ballot(name, choice) for choice, names in sides for name in names or ()),
            casting=self.casting,
            minority=self.minority,
        )


def over(said: Deliberation, before: Deliberation) -> Deliberation:
    """What is said goes before what was recorded; what isn't said stays.

    With another outcome nothing but the recipients stays of the decision: its sentences and reason were those
    of the outcome that it wasn't.
    """
    nothing = Deliberation(Resolution())
    kept = before.resolution
    if said.resolution.outcomes:
        kept = Resolution(recipients=kept.recipients)
    resolution = replace(kept, **dict(_new(said.resolution, nothing.resolution)))
    changed = {name: value for name, value in _new(said, nothing) if name != "resolution"}
    return replace(before, **changed, resolution=resolution)


def _new(said: Deliberation | Resolution, nothing: object) -> "Iterator[tuple[str, Any]]":
    for one in fields(said):
        if getattr(said, one.name) != getattr(nothing, one.name):
            yield one.name, getattr(said, one.name)


def _spoken(given: _Many, option: str, *, least: int = 1) -> Iterator[tuple[tuple[str, ...], str]]:
    for one in given or ():
        names, words = parse.parts(one, option, _WHO_AND_WHAT, least=least)
        yield tuple(filter(None, (name.strip() for name in names.split(",")))), words


def _votes(number: str, names: Sequence[str] | None, *, optional: bool) -> int:
    if not number:
        if not optional:
            raise InvalidInputError(
                "Det framgår inte hur många som röstade ja och nej (KL 5:67).",
                hint=f'Skriv --vote "{";".join(_VOTE)}", eller namnen med --yes-by och --no-by.',
            )
        return len(names or ())
    if not number.isdecimal() or int(number) > _MOST_OF_A_VOTE:
        raise InvalidInputError(
            f"--vote: ”{number[:20]}” är inget antal röster.", hint="Skriv bara siffror."
        )
    return int(number)
