"""The outermost group: global options, and every error of the engine as a sentence."""

from typing import Any

import typer
from typer.core import TyperGroup

from workflow.cli import output
from workflow.cli.office import Office
from workflow.errors import ArendegangError

REFUSED = 1
"""Exit status when the engine said no; wrong usage is 2."""


class Root(TyperGroup):
    """Shows refusals and bad input; no traceback reaches the office."""

    def invoke(self, context: Any) -> Any:
        """Run the command.

        Raises:
            typer.Exit: with status 1 when the engine refused.
        """
        try:
            return super().invoke(context)
        except ArendegangError as error:
            office = context.obj
            output.show_error(error, json_wanted=isinstance(office, Office) and office.json)
            raise typer.Exit(REFUSED) from None
        finally:
            if isinstance(context.obj, Office):
                context.obj.close()


def office_of(context: typer.Context) -> Office:
    """What the command works with."""
    office = context.obj
    if not isinstance(office, Office):  # pragma: no cover - the root callback always sets it
        raise TypeError(type(office))
    return office
