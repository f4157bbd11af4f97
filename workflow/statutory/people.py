"""Counts of people: what is a possible number, and what fits within another."""

from typing import Final

from workflow.errors import InvalidInputError

MOST: Final = 10_000
"""More than any elected body has; larger numbers are mistyped ones."""


def check(source: str, *numbers: int, least: int = 0) -> None:
    """Every number is a possible count of people.

    Raises:
        InvalidInputError: one is too small or too large; ``source`` is the section that it was meant for.
    """
    for number in numbers:
        if not least <= number <= MOST:
            raise InvalidInputError(
                f"{number} är inget möjligt antal ({source}).",
                hint=f"Ange ett helt tal från {least} till {MOST}.",
            )


def check_fits(part: int, whole: int, of_part: str, of_whole: str, source: str) -> None:
    """No more of a part than there are in all.

    Raises:
        InvalidInputError: there are more; both are named as the words say.
    """
    if part > whole:
        raise InvalidInputError(
            f"{part} {of_part} är fler än {whole} {of_whole} ({source}).",
            hint="Räkna dem som tjänstgör, och var och en en gång.",
        )


def capital(text: str) -> str:
    """The text with a capital letter first."""
    return text[0].upper() + text[1:]
