"""What is declared and then used by nothing: most often a misspelt name somewhere else."""

from workflow.definition.checks.subject import Subject
from workflow.definition.findings import Findings, Rule
from workflow.definition.routes import Laid
from workflow.definition.tree import Node


def check_unused(subject: Subject) -> None:
    """Events of the type's own that no transition has."""
    definition = subject.definition
    used = {event for transition in definition.transitions for event in transition.event}
    for event in definition.events:
        place = subject.at("events", event)
        if event not in used and subject.is_own(place):
            subject.add(
                Rule.UNUSED,
                place,
                f"Händelsen ”{event}” kan aldrig inträffa: ingen övergång har den.",
                "Lägg till en övergång, eller ta bort händelsen.",
                severity="warning",
            )


def check_parameters(root: Node, laid: Laid, findings: Findings) -> None:
    """Parameters of a route that no transition of it, or of the routes under it, has."""
    used = {
        name for layer in laid.layers.values() for line in layer for name, _ in line.parameters()
    }
    for name, node in root.part("parameters").items():
        if name not in used:
            findings.add(
                Rule.UNUSED,
                node.start,
                f"Parametern ”{name}” används inte av någon övergång.",
                f"Skriv ${name} i event, from, roles eller requires, eller ta bort den.",
                severity="warning",
            )
