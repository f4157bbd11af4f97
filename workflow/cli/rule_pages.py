"""Where the pages of the rules are. They are for people to open; the program never reads them."""

from typing import Final

FOLDER: Final = "docs/rules"


def page_of(rule: str) -> str:
    """The page of a rule, from the top of the project."""
    return f"{FOLDER}/{rule}.md"
