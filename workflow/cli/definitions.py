"""``definitions``: what administrators write, and what is live. Each command has a module of its own."""

import typer

from workflow.cli import (
    definitions_check,
    definitions_diagram,
    definitions_diff,
    definitions_explore,
    definitions_list,
    definitions_publish,
    definitions_show,
    definitions_test,
)

app = typer.Typer(
    no_args_is_help=True,
    help="Definitioner: kontrollera, prova, utforska, rita, jämföra, publicera, ta ur bruk.",
)
app.command("check")(definitions_check.check)
app.command("test")(definitions_test.play)
app.command("explore")(definitions_explore.explore)
app.command("list")(definitions_list.listing)
app.command("show")(definitions_show.show)
app.command("diff")(definitions_diff.diff)
app.command("publish")(definitions_publish.publish)
app.command("retire")(definitions_publish.retire)
app.command("diagram")(definitions_diagram.diagram)
