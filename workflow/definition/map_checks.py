"""What a migration map may say: every word against the versions that matters come from and go to."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from workflow.definition.checks.fields import misfit
from workflow.definition.findings import Findings, suggest
from workflow.definition.schema import FieldSpec, MatterType
from workflow.definition.tree import Node


class MapRule(StrEnum):
    """Ids that may be searched for; they never change their meaning."""

    MATTER_TYPE = "AG-M001"  # the map is for another type
    UNKNOWN_OLD_STATE = "AG-M002"
    UNKNOWN_NEW_STATE = "AG-M003"
    ENDS = "AG-M004"  # an end becomes no end, or the reverse
    UNKNOWN_NEW_FIELD = "AG-M005"
    UNKNOWN_OLD_FIELD = "AG-M006"
    FIELD_TYPE = "AG-M007"  # a value of a type that the new field doesn't take
    UNKNOWN_DEADLINE = "AG-M008"
    UNMAPPED = "AG-M009"  # what an older version had and nobody says anything about
    CONTRADICTION = "AG-M010"  # both used and dropped


def check_map(root: Node, old: Sequence[MatterType], new: MatterType, findings: Findings) -> None:
    """Every check; ``old`` are the versions that running matters are on, at least one.

    What is unmapped is a warning: perhaps no running matter has it.
    """
    _Check(root, old, new, findings).run()


class _Check:
    def __init__(
        self, root: Node, old: Sequence[MatterType], new: MatterType, findings: Findings
    ) -> None:
        self._root = root
        self._old = old
        self._new = new
        self._findings = findings
        self._fields: dict[str, FieldSpec] = {
            name: spec for version in reversed(old) for name, spec in version.fields.items()
        }

    def run(self) -> None:
        name = self._root.mapping()["matter_type"]
        if name.value != self._new.name:
            self._findings.add(
                MapRule.MATTER_TYPE,
                name.place,
                f"Filen gäller ”{name.value}”, men flytten gäller ”{self._new.name}”.",
                f"Skriv matter_type: {self._new.name} eller ange en annan fil.",
            )
            return
        self._states()
        self._sources()
        self._dropped()
        self._deadlines()
        self._unmapped()

    def _unknown(
        self, rule: MapRule, node: Node, what: str, word: str, known: Iterable[str]
    ) -> None:
        self._findings.add(
            rule,
            node.start,
            f"{what} ”{word}” finns inte.",
            suggest(word, known, otherwise="Ta bort raden."),
        )

    def _states(self) -> None:
        before = {name: state for old in self._old for name, state in old.states.items()}
        for name, node in self._root.part("states").items():
            to = str(node.value)
            if name not in before:
                self._unknown(MapRule.UNKNOWN_OLD_STATE, node, "Det gamla läget", name, before)
            if to not in self._new.states:
                self._findings.add(
                    MapRule.UNKNOWN_NEW_STATE,
                    node.place,
                    f"Läget ”{to}” finns inte i den nya versionen.",
                    suggest(to, self._new.states, otherwise="Ta bort raden."),
                )
            elif name in before and before[name].final != self._new.states[to].final:
                self._findings.add(
                    MapRule.ENDS,
                    node.place,
                    f"”{name}” och ”{to}” är inte slut på samma sätt: en flytt avslutar ingen punkt"
                    " och öppnar ingen.",
                    "Välj ett slutläge för ett slutläge och ett öppet för ett öppet.",
                )

    def _sources(self) -> None:
        for name, node in self._root.part("fields").items():
            spec = self._new.fields.get(name)
            if spec is None:
                self._unknown(
                    MapRule.UNKNOWN_NEW_FIELD, node, "Det nya fältet", name, self._new.fields
                )
                continue
            source = node if isinstance(node.value, str) else node.get("from")
            old = name if source is None else str(source.value)
            if source is not None and old not in self._fields:
                self._unknown(
                    MapRule.UNKNOWN_OLD_FIELD, source, "Det gamla fältet", old, self._fields
                )
            self._values(name, spec, node)
            self._same_type(name, spec, old, node)

    def _values(self, name: str, spec: FieldSpec, node: Node) -> None:
        value = node.get("value")
        for given in (*node.part("values").values(), *([value] if value else [])):
            expected = misfit(spec, given.plain())
            if expected is not None:
                self._findings.add(
                    MapRule.FIELD_TYPE,
                    given.place,
                    f"Fältet ”{name}” ska ha {expected}.",
                    "Rätta värdet.",
                )

    def _same_type(self, name: str, spec: FieldSpec, old: str, node: Node) -> None:
        """A field that takes over from one of another type needs to be told what its values become."""
        before = self._fields.get(old)
        if before is None or node.part("values") or (before.type, spec.type) in _TAKEN_OVER:
            return
        if before.type != spec.type:
            self._findings.add(
                MapRule.FIELD_TYPE,
                node.start,
                f"”{old}” har typen {before.type} och ”{name}” har {spec.type}.",
                "Ange med values vad de gamla värdena blir, eller skriv fältet under dropped.",
            )

    def _dropped(self) -> None:
        used = {
            str((node if isinstance(node.value, str) else node.mapping()["from"]).value)
            for node in self._root.part("fields").values()
            if isinstance(node.value, str) or node.get("from")
        }
        for node in self._root.listed("dropped"):
            name = str(node.value)
            if name not in self._fields:
                self._unknown(
                    MapRule.UNKNOWN_OLD_FIELD, node, "Det gamla fältet", name, self._fields
                )
            elif name in used:
                self._findings.add(
                    MapRule.CONTRADICTION,
                    node.place,
                    f"Fältet ”{name}” ska både följa med och tas bort.",
                    "Ta bort det från fields eller från dropped.",
                )

    def _deadlines(self) -> None:
        before = {name for old in self._old for name in old.deadlines}
        for name, node in self._root.part("deadlines").items():
            if node.value == "drop":
                if name not in before and name not in self._new.deadlines:
                    known = [*self._new.deadlines, *sorted(before)]
                    self._unknown(MapRule.UNKNOWN_DEADLINE, node, "Fristen", name, known)
            elif name not in self._new.deadlines:
                self._findings.add(
                    MapRule.UNKNOWN_DEADLINE,
                    node.start,
                    f"Fristen ”{name}” finns inte i den nya versionen.",
                    "Skriv drop, eller ta bort raden."
                    if name in before
                    else suggest(name, self._new.deadlines, otherwise="Ta bort raden."),
                )

    def _unmapped(self) -> None:
        states = self._root.part("states")
        for name in _gone((old.states for old in self._old), self._new.states):
            if name not in states:
                self._warn("Läget", name, f"Skriv {name}: NYTT_LÄGE under states.")
        named = {
            str(part.value)
            for node in self._root.part("fields").values()
            for part in (node, *([node.mapping()["from"]] if node.get("from") else []))
            if isinstance(part.value, str)
        }
        named |= set(self._root.words("dropped"))
        for name in _gone((old.fields for old in self._old), self._new.fields):
            if name not in named:
                self._warn("Fältet", name, f"Skriv NYTT_FÄLT: {name} under fields, eller dropped.")

    def _warn(self, what: str, name: str, fix: str) -> None:
        self._findings.add(
            MapRule.UNMAPPED,
            self._root.mapping()["matter_type"].start,
            f"{what} ”{name}” finns inte i den nya versionen; ärenden som har det flyttas inte.",
            fix,
            severity="warning",
        )


_TAKEN_OVER = {
    ("integer", "money"),
    ("money", "integer"),
    ("recipients", "list"),
    ("list", "recipients"),
    ("text", "choice"),
    ("choice", "text"),
    ("date", "text"),
    ("month", "text"),
}
"""Types (old, new) whose values are written alike; what doesn't fit all the same shows in the plan."""


def _gone(before: Iterable[Iterable[str]], after: Iterable[str]) -> list[str]:
    kept = set(after)
    return list(dict.fromkeys(name for names in before for name in names if name not in kept))
