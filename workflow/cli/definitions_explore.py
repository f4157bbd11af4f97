"""``definitions explore``: every situation of a matter type walked, and what is proved or refuted by it."""

import time
from collections.abc import Collection
from typing import Annotated

import typer

from workflow.cli import output
from workflow.cli.definitions_explore_show import as_answer, show
from workflow.cli.options import Json
from workflow.cli.parse import text
from workflow.cli.replay_answer import progress_bar
from workflow.cli.root import REFUSED, office_of
from workflow.definition.catalogue import Entry, Loaded, load
from workflow.definition.findings import suggest
from workflow.errors import DefinitionError, InvalidInputError, UnknownDefinitionError
from workflow.machine.build import build
from workflow.workbench.exploring.bounds import MOST_STATES, Bounds
from workflow.workbench.properties import names_of
from workflow.workbench.proving import prove
from workflow.workbench.replay.replaying import Progress

Names = Annotated[
    list[str] | None, typer.Argument(metavar="TYP...", help="Ärendetyper eller procedurer.")
]
Everything = Annotated[bool, typer.Option("--all", help="Alla ärendetyper och procedurer.")]
Asked = Annotated[
    list[str] | None,
    typer.Option(
        "--property",
        metavar="EGENSKAP",
        help="Bara den egenskapen; kan anges flera gånger. Annars alla.",
    ),
]
Most = Annotated[
    int,
    typer.Option(
        "--most-states",
        metavar="ANTAL",
        min=1,
        help="Så många situationer i varje genomgång; finns det fler sägs det.",
    ),
]


def explore(
    context: typer.Context,
    *,
    names: Names = None,
    everything: Everything = False,
    asked: Asked = None,
    most: Most = MOST_STATES,
    json: Json = False,
) -> None:
    """Gå igenom varje situation som ett ärende kan hamna i: vad håller alltid, och vad gör det inte?

    Det är motorn själv som körs, i minnet. Det som inte håller visas som ett scenario som kan klistras in i
    ärendetypens scenariofil och misslyckas där. Slutkoden är 1 om något inte håller.
    """
    loaded = load(office_of(context).settings.definitions)
    chosen = _chosen(loaded, [text(name, "TYP") for name in names or ()], everything=everything)
    properties = _properties(chosen, asked or ())
    organisations = {code: entry.organisation for code, entry in loaded.organisations.items()}
    answers = []
    with progress_bar() as watch:
        for number, entry in enumerate(chosen):
            watch(Progress(number, len(chosen), f"Utforskar {entry.definition.name}"))
            began = time.perf_counter()
            answer = prove(
                build(entry.digest, entry.definition),
                organisations,
                names=properties,
                bounds=Bounds(most_states=most),
            )
            answers.append((answer, time.perf_counter() - began))
    if json:
        output.as_json([as_answer(answer, organisations) for answer, _ in answers])
    else:
        for answer, seconds in answers:
            show(answer, organisations, seconds)
    if any(answer.refuted for answer, _ in answers):
        raise typer.Exit(REFUSED)


def _chosen(loaded: Loaded, names: Collection[str], *, everything: bool) -> list[Entry]:
    """The definitions that are asked for.

    Raises:
        InvalidInputError: neither names nor all of them.
        DefinitionError: one of them can't be used, or none can.
        UnknownDefinitionError: there is none of that name.
    """
    usable = {**loaded.types, **loaded.procedures}
    if bool(names) == everything:
        raise InvalidInputError("Ange ärendetyper att utforska, eller --all.")
    if everything:
        if loaded.errors:
            raise DefinitionError(loaded.errors)
        return list(usable.values())
    for name in names:
        if name not in usable:
            if loaded.errors:
                raise DefinitionError(loaded.errors)
            raise UnknownDefinitionError(
                f"”{name[:60]}” finns inte.",
                hint=suggest(name, usable, otherwise="Inga definitioner hittades."),
            )
    return [usable[name] for name in dict.fromkeys(names)]


def _properties(chosen: Collection[Entry], asked: Collection[str]) -> tuple[str, ...]:
    """The properties that are asked for, each of which is one of some chosen type.

    Raises:
        InvalidInputError: there is none of that name.
    """
    known = dict.fromkeys(name for entry in chosen for name in names_of(entry.definition))
    for name in asked:
        if name not in known:
            hint = suggest(name, known, otherwise="")
            raise InvalidInputError(f"Egenskapen ”{name[:60]}” finns inte.", hint=hint)
    return tuple(asked)
