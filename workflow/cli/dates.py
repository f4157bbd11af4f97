"""``arendegang dates``: what the law makes of a day. One JSON line for each; reads a stream if asked to."""

import re
import sys
from collections.abc import Iterator
from datetime import date
from json import dumps
from typing import Annotated, Final

import typer

from workflow.cli import output
from workflow.cli.options import Json
from workflow.errors import InvalidInputError
from workflow.statutory import rules
from workflow.statutory.rules import StatutoryDate

STANDARD_INPUT: Final = "-"

_WRITTEN: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHOWN: Final = 40


def dates(
    rule: Annotated[
        str, typer.Argument(metavar="REGEL", help=f"En av {', '.join(rules.known())}.")
    ],
    days: Annotated[
        list[str],
        typer.Argument(metavar="DAG...", help="Dagar att räkna från; - läser dem rad för rad."),
    ],
    *,
    text: Annotated[
        bool, typer.Option("--text", help="Svara med en mening i stället för en rad JSON.")
    ] = False,
    json: Json = False,
) -> None:
    """Räkna ut lagens dagar från en eller flera dagar. Svarar med en rad JSON för varje dag.

    En dag som inte kan läsas får ett felmeddelande; de andra räknas ändå, och slutstatus blir 1.
    """
    rules.named(rule)
    failed = False
    for where, given in _given(days):
        try:
            answer = rules.apply(rule, _day(given))
        except InvalidInputError as error:
            placed = InvalidInputError(f"{where}: {error.message}", hint=error.hint)
            output.show_error(placed, json_wanted=json)
            failed = True
        else:
            sys.stdout.write((answer.explanation if text else _line(answer)) + "\n")
    sys.stdout.flush()  # here, where a reader that has gone is no news; not when Python ends
    if failed:
        raise typer.Exit(1)


def _given(days: list[str]) -> Iterator[tuple[str, str]]:
    """Every day with where it stands. Standard input is read as it comes; blank lines are skipped."""
    for position, given in enumerate(days, start=1):
        if given != STANDARD_INPUT:
            yield f"Dag {position}", given.strip()
            continue
        stream = typer.get_text_stream("stdin", encoding="utf-8-sig", errors="replace")
        for number, line in enumerate(stream, start=1):
            if line.strip():
                yield f"Rad {number}", line.strip()


def _day(given: str) -> date:
    try:
        if _WRITTEN.fullmatch(given):
            return date.fromisoformat(given)
    except ValueError:
        pass  # no such day: refused as any other text
    shown = "".join(letter if letter.isprintable() else "?" for letter in given[:_SHOWN])
    raise InvalidInputError(
        f"”{shown}” är inget datum.", hint="Skriv år, månad och dag: 2025-02-27."
    )


def _line(answer: StatutoryDate) -> str:
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
