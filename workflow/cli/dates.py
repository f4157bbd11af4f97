"""``arendegang dates``: what the law makes of a day, or of a number of people.

One JSON line for each; reads a stream if asked to.
"""

import re
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from json import dumps
from typing import Annotated, Final

import typer

from workflow.cli import counts, output
from workflow.cli.counts import Chair, Circumstances, Result
from workflow.cli.options import Json
from workflow.errors import InvalidInputError
from workflow.statutory import boards, given, periods, rules, sittings
from workflow.statutory.boards import Removal
from workflow.statutory.rules import StatutoryDate

STANDARD_INPUT: Final = "-"

_WRITTEN: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHOWN: Final = 40
_NAMES: Final = tuple(sorted({*rules.known(), *given.known(), *sittings.known(), *counts.names()}))
_VOTES: Final = ("KL-5:50", "KL-5:55", "KL-6:33")
_TAKEN_BY: Final = {
    "--period": given.known(),
    "--meeting": sittings.known(),
    "--election": _VOTES,
    "--casting": _VOTES,
    "--earlier": ("KL-5:50",),
    "--conflicted": ("KL-5:45",),
    "--taken-down": (boards.APPEAL,),
}
_NEEDED: Final = {"--period": "P7D", "--meeting": "2025-03-25"}

Found = StatutoryDate | Removal | Result
Answer = Callable[[str], Found]


def dates(
    rule: Annotated[str, typer.Argument(metavar="REGEL", help=f"En av {', '.join(_NAMES)}.")],
    values: Annotated[
        list[str],
        typer.Argument(
            metavar="VÄRDE...",
            help="Dagar att räkna från (flera anslagstavlor med komma emellan), eller antal:"
            " ledamöter 11, närvarande av ledamöter 6/11, röster 43-38; - läser dem rad för rad.",
        ),
    ],
    *,
    period: Annotated[
        str | None,
        typer.Option(
            "--period", metavar="TID", help="Tid som reglementet eller underrättelsen anger: P7D."
        ),
    ] = None,
    meetings: Annotated[
        list[str] | None,
        typer.Option("--meeting", metavar="DAG", help="Sammanträdesdag; kan upprepas."),
    ] = None,
    election: Annotated[
        bool, typer.Option("--election", help="Det gäller val eller anställning av personal.")
    ] = False,
    earlier: Annotated[
        bool, typer.Option("--earlier", help="En minoritet har redan skjutit upp ärendet.")
    ] = False,
    casting: Annotated[
        Chair | None, typer.Option("--casting", help="Ordförandens utslagsröst.")
    ] = None,
    conflicted: Annotated[
        int, typer.Option("--conflicted", metavar="ANTAL", min=0, help="Jäviga i ärendet.")
    ] = 0,
    taken_down: Annotated[
        str | None,
        typer.Option("--taken-down", metavar="DAG", help="När anslaget togs ned: fick det det?"),
    ] = None,
    text: Annotated[
        bool, typer.Option("--text", help="Svara med meningar i stället för rader JSON.")
    ] = False,
    json: Json = False,
) -> None:
    """Räkna ut lagens dagar och antal. Svarar med en rad JSON för varje värde.

    Ett värde som inte kan läsas får ett felmeddelande; de andra räknas ändå, och slutstatus blir 1.
    """
    if rule not in _NAMES:
        raise rules.unknown(rule, _NAMES)
    _check_options(
        rule,
        {
            "--period": period is not None,
            "--meeting": bool(meetings),
            "--election": election,
            "--casting": casting is not None,
            "--earlier": earlier,
            "--conflicted": conflicted > 0,
            "--taken-down": taken_down is not None,
        },
    )
    if rule in counts.names():
        known = Circumstances(election, earlier, casting, conflicted)
        answer: Answer = partial(counts.answer, rule, known=known)
    else:
        answer = _days(rule, period, meetings or [], taken_down)
    failed = False
    for where, value in _given(values, "Antal" if rule in counts.names() else "Dag"):
        try:
            found = answer(value)
        except InvalidInputError as error:
            placed = InvalidInputError(f"{where}: {error.message}", hint=error.hint)
            output.show_error(placed, json_wanted=json)
            failed = True
        else:
            sys.stdout.write((_sentence(found) if text else _line(found)) + "\n")
    sys.stdout.flush()  # here, where a reader that has gone is no news; not when Python ends
    if failed:
        raise typer.Exit(1)


def _check_options(rule: str, said: dict[str, bool]) -> None:
    """An option that the rule doesn't take would be silently without effect; one that it needs is asked for."""
    for option, takes in _TAKEN_BY.items():
        if said[option] and rule not in takes:
            raise InvalidInputError(
                f"{rule} räknas utan {option}.", hint=f"{option} hör till {', '.join(takes)}."
            )
        if not said[option] and rule in takes and option in _NEEDED:
            raise InvalidInputError(
                f"{rule} räknas inte utan {option}.",
                hint=f"Ange den, till exempel {option} {_NEEDED[option]}.",
            )


def _days(rule: str, period: str | None, meetings: list[str], taken_down: str | None) -> Answer:
    """What answers a rule that is counted from a day."""
    if taken_down is not None:
        gone = _day(taken_down.strip())
        return lambda value: boards.removal(_each(value), gone)
    if period is not None:
        length = periods.parse(period)
        return lambda value: given.apply(rule, _day(value), length)
    if meetings:
        held = [_day(meeting.strip()) for meeting in meetings]
        return lambda value: sittings.apply(rule, _day(value), held)
    return lambda value: boards.several(rule, _each(value))


def _each(value: str) -> list[date]:
    """The day of each board."""
    return [_day(one.strip()) for one in value.split(",")]


def _given(values: list[str], what: str) -> Iterator[tuple[str, str]]:
    """Every value with where it stands. Standard input is read as it comes; blank lines are skipped."""
    for position, value in enumerate(values, start=1):
        if value != STANDARD_INPUT:
            yield f"{what} {position}", value.strip()
            continue
        stream = typer.get_text_stream("stdin", encoding="utf-8-sig", errors="replace")
        for number, line in enumerate(stream, start=1):
            if line.strip():
                yield f"Rad {number}", line.strip()


def _day(value: str) -> date:
    try:
        if _WRITTEN.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass  # no such day: refused as any other text
    shown = "".join(letter if letter.isprintable() else "?" for letter in value[:_SHOWN])
    raise InvalidInputError(
        f"”{shown}” är inget datum.", hint="Skriv år, månad och dag: 2025-02-27."
    )


def _sentence(answer: Found) -> str:
    if isinstance(answer, StatutoryDate | Removal):
        return f"{answer.explanation} Källa: {answer.source}."
    return answer.explanation


def _line(answer: Found) -> str:
    if not isinstance(answer, StatutoryDate):
        return dumps(output.plain(answer), ensure_ascii=False)
    return dumps(
        {
            "rule": answer.rule,
            "trigger": answer.trigger.isoformat(),
            "nominal": answer.nominal.isoformat(),
            "final": answer.final.isoformat(),
            "target": _iso(answer.target),
            "earliest_removal": _iso(answer.earliest_removal),
            "moved_by": answer.moved_by,
            "source": answer.source,
        },
        ensure_ascii=False,
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
