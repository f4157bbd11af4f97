"""The outermost group: global options, and every error as a sentence, never as a traceback."""

import errno
import json
import os
import sys
from collections.abc import Sequence
from typing import Any, Final

import typer

from workflow.cli import output, usage
from workflow.cli.lazy import Lazy
from workflow.cli.office import Office
from workflow.errors import ArendegangError, InvalidInputError

REFUSED = 1
"""Exit status when the engine said no; wrong usage is 2."""

_TRACEBACK: Final = "ARENDEGANG_TRACEBACK"
"""Set it to see where an unexpected error came from."""


class UnexpectedError(ArendegangError):
    """A fault in the program itself. The transaction that it happened in was rolled back."""

    code = "AG-900"


class Root(Lazy):
    """Shows refusals, bad input and wrong usage; no traceback reaches the office."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> Any:
        """Run the command line and leave with its exit status.

        Raises:
            SystemExit: always; 0 done, 1 refused, 2 written wrongly.
        """
        given = sys.argv[1:] if args is None else list(args)
        extra["standalone_mode"] = False
        try:
            status = super().main(given, *rest, **extra)
        except typer.TyperException as error:
            _show_usage(error, json_wanted="--json" in given)
            sys.exit(error.exit_code)
        except typer.Abort:
            sys.exit(REFUSED)
        sys.exit(status if isinstance(status, int) else 0)

    def invoke(self, context: Any) -> Any:
        """Run the command.

        Raises:
            typer.Exit: with status 1 when the engine refused.
        """
        try:
            return _flushed(super().invoke(context))
        except (typer.Exit, typer.Abort, typer.TyperException):
            raise
        except ArendegangError as error:
            _show(context, error)
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise  # the reader has what it wanted; Typer ends quietly
            _show(context, _unusable(error))
        except Exception as error:
            if os.environ.get(_TRACEBACK):
                raise
            _show(context, _unexpected(error))
        finally:
            if isinstance(context.obj, Office):
                context.obj.close()
        raise typer.Exit(REFUSED)


def _flushed(answer: Any) -> Any:
    """The answer, when what was said is out: a full disk is told by us, not as Python ends."""
    sys.stdout.flush()
    return answer


def _show(context: Any, error: ArendegangError) -> None:
    office = context.obj
    output.show_error(error, json_wanted=isinstance(office, Office) and office.json)


def _unusable(error: OSError) -> InvalidInputError:
    """A file or folder that the system doesn't let us use."""
    reason = {
        errno.EACCES: "rättigheten saknas",
        errno.EPERM: "rättigheten saknas",
        errno.EROFS: "den går inte att skriva till",
        errno.ENOSPC: "det finns ingen plats kvar",
        errno.ENOENT: "den finns inte",
        errno.ENOTDIR: "den ligger inte i en katalog",
        errno.EISDIR: "den är en katalog",
        errno.EEXIST: "det finns redan något annat där",
    }.get(error.errno or 0, error.strerror or type(error).__name__)
    where = f" {error.filename}" if error.filename else ""
    return InvalidInputError(
        f"Filen eller katalogen{where} går inte att använda: {reason}.",
        hint="Kontrollera sökväg, rättigheter och ledigt utrymme.",
    )


def _unexpected(error: Exception) -> UnexpectedError:
    first = str(error).partition("\n")[0][:200]
    return UnexpectedError(
        f"Ett oväntat fel i programmet: {type(error).__name__}: {first}",
        hint=f"Det som inte hann bli klart är inte sparat. Sätt {_TRACEBACK}=1 för att se var.",
    )


def _show_usage(error: typer.TyperException, *, json_wanted: bool) -> None:
    if type(error).__name__ == "NoArgsIsHelpError":  # the help, which goes to people
        sys.stderr.write(f"{error.message}\n")
        return
    message, hint = usage.in_swedish(error.format_message()), usage.how(error)
    if json_wanted:
        shown = {"code": usage.CODE, "message": message, "hint": hint, "possible": []}
        sys.stderr.write(json.dumps(shown, ensure_ascii=False) + "\n")
        return
    sys.stderr.write(f"{usage.CODE}: {message} {hint}\n")


def office_of(context: typer.Context) -> Office:
    """What the command works with."""
    office = context.obj
    if not isinstance(office, Office):  # pragma: no cover - the root callback always sets it
        raise TypeError(type(office))
    return office
