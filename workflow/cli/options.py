"""Arguments and options that many commands share, so that they are called the same everywhere."""

from typing import Annotated

import typer


def _want_json(context: typer.Context, wanted: bool) -> bool:  # noqa: FBT001 - typer passes it so
    if wanted and context.obj is not None:
        context.obj.json = True
    return wanted


Json = Annotated[
    bool, typer.Option("--json", callback=_want_json, is_eager=True, help="Svara med JSON.")
]
MatterRef = Annotated[
    str, typer.Argument(metavar="ÄRENDE", help="Diarienummer som det trycks, eller ärendets id.")
]
Org = Annotated[
    str | None, typer.Option("--org", metavar="KOD", help="Organisation, till exempel norsjo.")
]
Role = Annotated[
    list[str] | None, typer.Option("--as", metavar="ROLL", help="Roll att handla i; kan upprepas.")
]
Key = Annotated[
    str | None,
    typer.Option("--key", metavar="NYCKEL", help="Samma nyckel utförs bara en gång."),
]
Version = Annotated[
    int | None,
    typer.Option("--expected-version", help="Vägra om ärendet har ändrats sedan denna version."),
]
Limit = Annotated[int, typer.Option("--limit", min=1, max=100_000, help="Högst så många.")]
Reason = Annotated[str, typer.Option("--reason", help="Skälet, som sparas i loggen.")]
