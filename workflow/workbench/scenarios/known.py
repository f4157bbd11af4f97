"""The names that there are: those of one type, and those of any."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from workflow.definition.findings import Findings, Place, suggest
from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType
from workflow.workbench.properties import names_of
from workflow.workbench.scenarios.acts import ALL
from workflow.workbench.scenarios.names import Kind, Mention
from workflow.workbench.scenarios.rules import ScenarioRule

_RULES: Mapping[Kind, tuple[ScenarioRule, str]] = {
    "event": (ScenarioRule.UNKNOWN_EVENT, "Händelsen"),
    "happening": (ScenarioRule.UNKNOWN_EVENT, "Händelsen"),
    "outcome": (ScenarioRule.UNKNOWN_EVENT, "Beslutet"),
    "state": (ScenarioRule.UNKNOWN_STATE, "Läget"),
    "field": (ScenarioRule.UNKNOWN_FIELD, "Fältet"),
    "deadline": (ScenarioRule.UNKNOWN_DEADLINE, "Fristen"),
    "organisation": (ScenarioRule.UNKNOWN_ORGANISATION, "Organisationen"),
    "body": (ScenarioRule.UNKNOWN_BODY, "Organet"),
    "role": (ScenarioRule.UNKNOWN_ROLE, "Rollen"),
    "property": (ScenarioRule.UNKNOWN_PROPERTY, "Egenskapen"),
}
_ELSEWHERE: Mapping[Kind, str] = {
    "happening": "Ett organs beslut skrivs med decision: i stället för event:.",
    "outcome": "Det är inget beslut: skriv event: i stället för decision:.",
}
_ENGINE = "engine"


@dataclass(frozen=True, slots=True)
class Known:
    """Names by their kind; ``within`` says where, for findings."""

    names: Mapping[Kind, AbstractSet[str]]
    within: str

    def check(self, mention: Mention, place: Place, findings: Findings) -> None:
        """Find a name that there isn't."""
        known = self.names[mention.kind]
        if mention.name in known:
            return
        rule, what = _RULES[mention.kind]
        fix = suggest(mention.name, sorted(known), otherwise="Rätta namnet.")
        if mention.name in self.names["event"]:
            fix = _ELSEWHERE.get(mention.kind, fix)
        if mention.kind == "role" and mention.name == _ENGINE:
            fix = "Det som motorn gör händer av sig självt: låt tiden gå."
        findings.add(rule, place, f"{what} ”{mention.name}” finns inte {self.within}.", fix)


def of_type(
    definition: MatterType,
    organisations: Mapping[str, Organisation],
    organisation: Organisation | None,
) -> Known:
    """What a scenario of a type may name; the bodies are those of its organisation."""
    homes = [organisation] if organisation is not None else organisations.values()
    events = definition.events
    return Known(
        {
            "event": events.keys(),
            "happening": {name for name, spec in events.items() if spec.form is None},
            "outcome": {name for name, spec in events.items() if spec.form is not None},
            "state": definition.states.keys(),
            "field": definition.fields.keys(),
            "deadline": definition.deadlines.keys(),
            "organisation": organisations.keys(),
            "body": {ALL, *(code for home in homes for code in home.bodies)}
            | {state.body for state in definition.states.values() if state.body},
            "role": {role for home in organisations.values() for role in home.roles},
            "property": frozenset(names_of(definition)),
        },
        f"i {definition.name}",
    )


def of_any(known: Iterable[Known]) -> Known:
    """What any of the types has."""
    together: dict[Kind, set[str]] = {kind: set() for kind in _RULES}
    for one in known:
        for kind, names in one.names.items():
            together[kind] |= names
    return Known(together, "i någon ärendetyp")
