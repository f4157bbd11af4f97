"""``definitions diff``: what two versions say differently, in words, and what of it breaks something."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Annotated

import typer

from workflow.cli import output
from workflow.cli.office import Office
from workflow.cli.options import Json
from workflow.cli.root import office_of
from workflow.cli.versions import SHORT, Shelf, Side, compare
from workflow.command.live import Live
from workflow.definition.catalogue import load
from workflow.definition.differences import Difference
from workflow.definition.schema import MatterType
from workflow.errors import UnknownDefinitionError

_PARTS: Mapping[str, str] = {
    "type": "Ärendetypen",
    "field": "Fält",
    "state": "Lägen",
    "event": "Händelser",
    "transition": "Övergångar",
    "deadline": "Frister",
    "dispatch": "Utskick",
    "children": "Underärenden",
    "invariant": "Löften",
    "organisation": "Organisationen",
    "body": "Organ",
    "role": "Roller",
    "recipient": "Mottagare",
    "group": "Uttryck för flera",
    "board": "Anslagstavlor",
}
_VERSION = "NAMN, NAMN@VERSION, början på en version, en fil, eller NAMN@KATALOG"
Compared = tuple[Side, Side, tuple[Difference, ...]]


def diff(
    context: typer.Context,
    *,
    old: Annotated[
        str | None,
        typer.Argument(metavar="GAMMAL", help=f"{_VERSION}; utan: allt som är publicerat."),
    ] = None,
    new: Annotated[
        str | None,
        typer.Argument(metavar="NY", help=f"{_VERSION}; utan: det som står i filerna."),
    ] = None,
    json: Json = False,
) -> None:
    """Jämför två versioner i ord; det som bryter mot pågående ärenden eller andra märks BRYTER."""
    office = office_of(context)
    unpublished: list[Side] = []
    if old is None:
        compared, unpublished = _everything(office)
    else:
        compared = [_two(office, old, new)]
    if json:
        output.as_json(
            {
                "comparisons": [
                    {"old": _address(before), "new": _address(after), "differences": found}
                    for before, after, found in compared
                ],
                "unpublished": [_address(one) for one in unpublished],
                "breaking": sum(one.breaking for _, _, found in compared for one in found),
            }
        )
        return
    if not compared and not unpublished:
        output.say("Filerna säger detsamma som det som är publicerat.")
    for before, after, found in compared:
        output.say(f"{after.name}: {_said(before)} → {_said(after)}", *lines(found), "")
    for one in unpublished:
        output.say(f"{one.name}: inte publicerad än → {_said(one)}")


def _two(office: Office, old: str, new: str | None) -> Compared:
    shelf = Shelf(office)
    # A folder takes its name from the other side.
    after = None if new is None else _unless_folder(shelf, new)
    if shelf.is_only_draft(old):
        raise UnknownDefinitionError(
            f"”{old.strip()}” är inte publicerad än, så det finns inget att jämföra med.",
            hint=f"Jämför med något annat: arendegang definitions diff ANNAT {old.strip()}.",
        )
    before = shelf.find(old, after.name if after else None)
    if after is None:
        after = shelf.draft(before.name) if new is None else shelf.find(new, before.name)
    return before, after, compare(before, after, _others(office))


def _unless_folder(shelf: Shelf, given: str) -> Side | None:
    if shelf.is_only_draft(given):
        return shelf.draft(given.strip())
    return None if shelf.is_folder(given) else shelf.find(given)


def _everything(office: Office) -> tuple[list[Compared], list[Side]]:
    """What the files say otherwise than what is published, and what isn't published at all."""
    shelf = Shelf(office)
    loaded = load(office.settings.definitions)
    outlook = office.engine.foresee(office.engine.offered(loaded))
    found, fresh = [], []
    for one in outlook.renewals:
        if one.before is None:
            fresh.append(shelf.draft(one.version.name))
        elif one.differences:
            side = shelf.find(f"{one.version.name}@{one.before}")
            found.append((side, shelf.draft(one.version.name), one.differences))
    return found, fresh


def _others(office: Office) -> Iterable[MatterType]:
    with office.uow() as uow:
        return tuple(Live(uow).usable.values())


def _said(side: Side) -> str:
    return f"{side.where} ({side.digest[:SHORT]})"


def _address(side: Side) -> dict[str, str]:
    return {"kind": side.kind, "name": side.name, "digest": side.digest, "where": side.where}


def lines(found: Sequence[Difference]) -> list[str]:
    """The differences under the parts that they are about, and how many they are."""
    if not found:
        return ["Ingen skillnad."]
    said = []
    for part, group in groupby(found, key=lambda one: one.part):
        said.append(_PARTS[part])
        for one in group:
            why = f" Följd: {one.why}." if one.why else ""
            said.append(f"  {'BRYTER ' if one.breaking else ''}{one.sentence}{why}")
    breaking = sum(one.breaking for one in found)
    return [*said, f"{output.count(len(found), 'skillnad', 'skillnader')}, {breaking} bryter."]
