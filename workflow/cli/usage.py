"""A command that was written wrongly, told in Swedish. Typer's own sentences are English."""

import re
from typing import Final

import typer
from typer import rich_utils

CODE: Final = "AG-010"
"""Wrong usage; the exit status is 2."""

_SENTENCES: Final = tuple(
    (re.compile(english, re.DOTALL), swedish)
    for english, swedish in (
        (r"No such command ['\"](.*)['\"]\.?(?: .*)?", "Kommandot ”{0}” finns inte."),
        (r"Missing command\.", "Det saknas ett kommando."),
        (r"No such option: (\S+).*", "Valet {0} finns inte."),
        (r"Missing argument '(.*?)'.*", "Det saknas {0}."),
        (r"Missing option '(.*?)'.*", "Det saknas {0}."),
        (r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)", "Det står för mycket: {0}."),
        (r"Option '(.*?)' requires an argument\.", "{0} ska följas av ett värde."),
        (r"Option '(.*?)' does not take a value\.", "{0} tar inget värde."),
        (
            r"Invalid value for '(.*?)': .*greater than or equal to (\S+)",
            "{0} ska vara minst {1}.",
        ),
        (r"Invalid value for '(.*?)': .*less than or equal to (\S+)", "{0} får vara högst {1}."),
        (r"Invalid value for '(.*?)': .*valid integer.*", "{0} ska vara ett heltal."),
        (r"Invalid value for '(.*?)': .*is not one of (.*?)\.?", "{0} ska vara ett av {1}."),
        (r"Invalid value: (.*)", "{0}"),
    )
)


def in_swedish(english: str) -> str:
    """What Typer says, in Swedish; a sentence that isn't known is left as it is."""
    for pattern, swedish in _SENTENCES:
        found = pattern.fullmatch(english.strip())
        if found is not None:
            return swedish.format(*found.groups())
    return english


def how(error: typer.TyperException) -> str:
    """Where to read how the command is written."""
    context = getattr(error, "ctx", None)
    return f"Se {context.command_path if context else 'arendegang'} --help."


def title_help() -> None:
    """Give the parts of every ``--help`` their Swedish names."""
    rich_utils.ARGUMENTS_PANEL_TITLE = "Argument"
    rich_utils.OPTIONS_PANEL_TITLE = "Val"
    rich_utils.COMMANDS_PANEL_TITLE = "Kommandon"
    rich_utils.REQUIRED_LONG_STRING = "[måste anges]"
    rich_utils.DEFAULT_STRING = "[annars: {}]"
    rich_utils.ENVVAR_STRING = "[miljövariabel: {}]"
