"""Two versions of an organisation: its bodies, roles, register of recipients and boards."""

from collections.abc import Iterator

from workflow.definition.differences.difference import Difference
from workflow.definition.differences.sections import Section, changed, listed
from workflow.definition.organisation import Organisation

_BODIES = Section("bodies", "body", "Organet", "Organens", "ärenden som väntar på det står kvar")
_NAMED = (
    Section("entries", "recipient", "Mottagaren", "Mottagarnas", "beslut till den når ingen"),
    Section("groups", "group", "Uttrycket", "Uttryckens", "beslut till dem når ingen"),
    Section("boards", "board", "Anslagstavlan", "Anslagstavlornas", "protokoll anslås inte där"),
)
_APART = frozenset({"bodies", "roles", *(section.attribute for section in _NAMED)})


def offices(old: Organisation, new: Organisation) -> Iterator[Difference]:
    """Every difference, in the order of the file."""
    subject = f"{new.name} ({new.organisation})"
    yield from changed("organisation", "", subject, old, new, without=_APART)
    yield from listed(_BODIES, old.bodies, new.bodies)
    yield from _roles(old.roles, new.roles)
    for section in _NAMED:
        before, after = getattr(old, section.attribute), getattr(new, section.attribute)
        yield from listed(
            section, {one.name: one for one in before}, {one.name: one for one in after}
        )


def _roles(old: dict[str, str], new: dict[str, str]) -> Iterator[Difference]:
    for role, holder in old.items():
        if role not in new:
            sentence = f"Rollen {role} (”{holder}”) försvinner."
            why = "påminnelser och besked till rollen når ingen"
            yield Difference("role", role, "removed", sentence, breaking=True, why=why)
    for role, holder in new.items():
        if role not in old:
            yield Difference("role", role, "added", f"Rollen {role} (”{holder}”) tillkommer.")
        elif old[role] != holder:
            sentence = f"Rollen {role} går från ”{old[role]}” till ”{holder}”."
            yield Difference("role", role, "changed", sentence)
