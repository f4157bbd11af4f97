"""What an expectation is about, as the office says it."""

from collections.abc import Mapping

from workflow.definition.tree import Loc

_WORDS: Mapping[str, str] = {
    "state": "läget",
    "closed": "om ärendet är avslutat",
    "deadlines": "fristen",
    "fields": "fältet",
    "tasks": "vad som väntar på en person",
    "recipients": "hur det har gått för mottagarna",
    "assignments": "uppdragen",
    "children": "svaren på startade ärenden",
    "possible": "vilka händelser som är möjliga",
    "reminders": "vilka frister det har påmints om",
    "dispatched": "vilka beslutet har skickats till",
    "told": "vilka som har fått besked om en frist",
    "notices": "var anslag har satts upp",
    "taken_down": "om anslaget har tagits ned",
    "incidents": "avvikelserna",
}
_NAMED = frozenset({"deadlines", "fields"})


def in_words(at: Loc) -> str:
    """The part of ``then`` with its key: ``fristen one_year (deadlines)``."""
    part = str(at[0])
    name = f" {at[1]}" if part in _NAMED else ""
    return f"{_WORDS[part]}{name} ({part})"
