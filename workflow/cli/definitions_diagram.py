"""``definitions diagram``: a picture of the way a matter goes, and of how far one has come."""

from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import Annotated, Literal

import typer

from workflow.cli import output
from workflow.cli.office import Office, local_day
from workflow.cli.options import Json, Org
from workflow.cli.parse import text
from workflow.cli.root import office_of
from workflow.cli.versions import KINDS, SHORT, Shelf, Side, draft
from workflow.definition.schema import MatterType
from workflow.errors import InvalidInputError, UnknownDefinitionError
from workflow.workbench.diagram.chart import Chart, chart
from workflow.workbench.diagram.mermaid import mermaid
from workflow.workbench.diagram.svg import svg
from workflow.workbench.diagram.way import Way, way

Format = Literal["mermaid", "svg"]
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class _Picture:
    """What is drawn. ``origin`` says in words which version it is."""

    chart: Chart
    way: Way | None
    origin: str

    def written(self, form: Format) -> str:
        if form == "svg":
            return svg(self.chart, self.way, origin=self.origin)
        return mermaid(self.chart, self.way)


def diagram(
    context: typer.Context,
    *,
    name: Annotated[str, typer.Argument(metavar="TYP[@VERSION]", help="Ärendetyp eller procedur.")],
    matter: Annotated[
        str | None,
        typer.Option(
            "--matter",
            metavar="NUMMER",
            help="Märk ut ärendets väg hittills, i den version som ärendet går efter.",
        ),
    ] = None,
    form: Annotated[
        Format | None,
        typer.Option("--format", help="Annars svg för en fil som slutar på .svg, annars mermaid."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FIL", help="Skriv dit i stället för hit.")
    ] = None,
    published: Annotated[
        bool, typer.Option("--published", help="Rita den gällande versionen, inte filerna.")
    ] = False,
    definitions: Annotated[
        Path | None,
        typer.Option(
            "--definitions", metavar="KATALOG", help="Annars den som inställningarna anger."
        ),
    ] = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Rita vägen som ett ärende går: lägen i sina delar, händelser, frister.

    Typen läses ur filerna, så att ett utkast kan ritas.
    """
    if sum(1 for given in (matter, published or None, definitions) if given is not None) > 1:
        raise typer.BadParameter("Ange högst ett av --matter, --published och --definitions.")
    office = office_of(context)
    wanted = text(name, "TYP")
    if matter is not None:
        picture = _of_matter(office, wanted, matter, org)
    elif published or "@" in wanted:
        shelf = Shelf(office)
        side = shelf.current(wanted) if published else shelf.find(wanted)
        picture = _of_type(side, f"Version {side.digest[:SHORT]}.")
    else:
        picture = _of_type(draft(definitions or office.settings.definitions, wanted), "")
    if out is not None:
        chosen: Format = form or ("svg" if out.suffix.lower() == ".svg" else "mermaid")
        out.write_text(picture.written(chosen), encoding="utf-8")
    if json:
        output.as_json({**output.plain(picture.chart), "way": picture.way})
    elif out is None:
        output.say(picture.written(form or "mermaid").removesuffix("\n"))
    else:
        output.say(f"{picture.chart.label}: {out}")


def _of_matter(office: Office, name: str, reference: str, org: str | None) -> _Picture:
    """The version that a matter goes by, and the matter's way in it."""
    found = office.find(reference, org)
    if found.matter_type != name:
        raise InvalidInputError(
            f"Ärendet {found.number.printed} är av typen ”{found.matter_type}”, inte ”{name[:_SHOWN]}”.",
            hint=f"Skriv arendegang definitions diagram {found.matter_type} --matter {quote(reference)}.",
        )
    with office.uow() as uow:
        log = uow.matters.history(found.id)
    definition = office.catalogue.matter_type(found.definition)
    gone = way(definition, found, ((local_day(row.at), row.event) for row in log))
    return _Picture(chart(definition), gone, f"Version {found.definition[:SHORT]}.")


def _of_type(side: Side, origin: str) -> _Picture:
    """A type by itself.

    Raises:
        UnknownDefinitionError: it is something that has no way.
    """
    if not isinstance(side.definition, MatterType):
        raise UnknownDefinitionError(
            f"”{side.name}” är en {KINDS[side.kind]} och har inga lägen.",
            hint="Ange en ärendetyp eller procedur.",
        )
    return _Picture(chart(side.definition), None, origin)
