"""``audit verify``: proof that nothing in the log was changed, removed or moved."""

import typer

app = typer.Typer(no_args_is_help=True, help="Bevis: kontrollera loggen.")


@app.callback()
def group() -> None:
    """Keep ``verify`` a command of its own although it is the only one."""
