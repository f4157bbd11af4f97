"""What scenarios may name: the definitions around them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType
from workflow.workbench.scenarios.known import Known, of_any, of_type


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The definitions of a directory.

    Attributes:
        definitions: usable types and procedures by name.
        declared: every type and procedure, usable or not.
        routes: every route.
        organisations: usable ones by code.
    """

    definitions: Mapping[str, MatterType]
    declared: Collection[str]
    routes: Collection[str]
    organisations: Mapping[str, Organisation]
    _known: dict[tuple[str, str | None], Known] = field(default_factory=dict)

    def known(self, matter_type: str, organisation: str | None = None) -> Known:
        """The names of one type; the bodies are those of the organisation, or of all."""
        key = (matter_type, organisation)
        if key not in self._known:
            home = self.organisations.get(organisation or "")
            definition = self.definitions[matter_type]
            self._known[key] = of_type(definition, self.organisations, home)
        return self._known[key]

    def anything(self) -> Known:
        """The names of any type."""
        return of_any(self.known(name) for name in self.definitions)
