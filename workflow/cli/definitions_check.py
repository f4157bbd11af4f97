"""``definitions check``: everything that is wrong with definitions, for people and for programs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from workflow.cli import output, sarif
from workflow.cli.names_or_paths import files_meant
from workflow.cli.options import Json
from workflow.cli.root import REFUSED, office_of
from workflow.cli.rule_pages import page_of
from workflow.definition.allowances import Allowed
from workflow.definition.text import printable
from workflow.errors import Finding
from workflow.workbench.review import Review, review

Format = Literal["text", "json", "sarif"]

_SEVERITY = {"error": "fel", "warning": "varning"}
_CONCERNED_SHOWN = 3
"""Types that use a route with a finding; more are counted."""


def check(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="SÖKVÄG|NAMN",
            help="Kataloger med definitioner, filer i en, eller namn i den som inställningarna anger; annars allt i den.",
        ),
    ] = None,
    *,
    form: Annotated[
        Format | None, typer.Option("--format", help="Hur svaret skrivs.", show_default="text")
    ] = None,
    json: Json = False,
) -> None:
    """Kontrollera definitionerna; varje fel med regel, fil, rad, kolumn och hur det rättas."""
    office = office_of(context)
    folder = office.settings.definitions
    found = review(files_meant(folder, paths or ()) or [folder])
    wanted = form or ("json" if json else "text")
    if wanted == "sarif":
        output.as_json(sarif.log(found.findings, found.allowed))
    elif wanted == "json":
        output.as_json(_as_json(found))
    else:
        for finding in found.findings:
            concerned = found.concerned.get(finding, ())
            output.say(*map(printable, _lines(finding, concerned)))
        for each in found.allowed:
            output.say(*map(printable, _allowed(each)))
        output.say(*_counted(found))
    if found.errors:
        raise typer.Exit(REFUSED)


def _as_json(found: Review) -> dict[str, object]:
    return {
        "findings": [
            output.plain(each)
            | {"page": page_of(each.rule), "concerns": found.concerned.get(each, ())}
            for each in found.findings
        ],
        "allowed": [
            output.plain(each.finding)
            | {"page": page_of(each.finding.rule), "reason": each.allowance.reason}
            for each in found.allowed
        ],
        "errors": found.errors,
        "warnings": found.warnings,
    }


def _lines(finding: Finding, concerned: Sequence[str]) -> list[str]:
    """One finding: severity, place, rule and sentence; then what to do, the way, and where to read.

    What is found in a route may concern only some of the types that use it.
    """
    place = f"{finding.path}:{finding.line}:{finding.column}" if finding.line else finding.path
    lines = [
        f"{_SEVERITY[finding.severity]}: {place}: {finding.rule}: {finding.sentence}",
        f"  {finding.fix}",
    ]
    if finding.way:
        lines.append(f"  Väg: {' → '.join(finding.way)}")
    if concerned:
        left = len(concerned) - _CONCERNED_SHOWN
        more = f" och {left} till" if left > 0 else ""
        lines.append(f"  Gäller: {', '.join(concerned[:_CONCERNED_SHOWN])}{more}")
    return [*lines, f"  Läs mer: {page_of(finding.rule)}"]


def _allowed(each: Allowed) -> list[str]:
    """One finding that a comment allows, with its reason."""
    finding = each.finding
    place = f"{finding.path}:{finding.line}:{finding.column}"
    return [
        f"tillåten: {place}: {finding.rule}: {finding.sentence}",
        f"  Skäl: {each.allowance.reason}",
    ]


def _counted(found: Review) -> list[str]:
    lines = []
    if found.usable is not None:
        types, procedures, organisations = found.usable
        lines.append(
            f"{output.count(types, 'ärendetyp', 'ärendetyper')},"
            f" {output.count(procedures, 'procedur', 'procedurer')} och"
            f" {output.count(organisations, 'organisation', 'organisationer')} går att använda;"
        )
    allowed = (
        f", {output.count(len(found.allowed), 'tillåten', 'tillåtna')}" if found.allowed else ""
    )
    lines.append(
        f"{found.errors} fel, {output.count(found.warnings, 'varning', 'varningar')}{allowed}."
    )
    return [" ".join(lines)]
