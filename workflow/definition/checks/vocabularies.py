"""Vocabularies: words that lead to types and events that there are, each to one."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from workflow.definition.findings import Findings, Place, Rule, suggest
from workflow.definition.schema import MatterType
from workflow.definition.tree import Node
from workflow.definition.vocabulary import Vocabulary, bare, normal

UNTOLD = "untold"
"""What a word means that doesn't say what was decided."""


@dataclass(frozen=True, slots=True)
class World:
    """What words can mean: types (None for one that can't be used), events and organisations."""

    types: Mapping[str, MatterType | None]
    events: Collection[str]
    organisations: Collection[str]

    def events_of(self, name: str) -> Collection[str]:
        """The events of a type; every event where the type can't be used."""
        definition = self.types.get(name)
        return self.events if definition is None else definition.events


@dataclass(slots=True)
class _Meanings:
    """Words with what they mean, and where that was said first."""

    found: dict[str, tuple[str, Place]] = field(default_factory=dict)

    def add(self, word: str, meaning: str, place: Place, findings: Findings) -> None:
        """One word; a finding if it means something else already."""
        first, where = self.found.setdefault(word, (meaning, place))
        if first != meaning:
            findings.add(
                Rule.ALIAS,
                place,
                f"”{word}” betyder redan ”{first}”, på rad {where.line} i {where.path}.",
                "Ett ord får bara betyda en sak; ta bort det ena.",
            )

    def of(self, known: Collection[str]) -> dict[str, str]:
        """The words that mean something known."""
        return {word: meaning for word, (meaning, _) in self.found.items() if meaning in known}


def merged(files: Iterable[tuple[Node, Findings]], world: World) -> Vocabulary:
    """The vocabularies as one, each file's faults in its findings; words at fault are left out."""
    types, outcomes, organisations = _Meanings(), _Meanings(), _Meanings()
    within: dict[str, _Meanings] = {}
    for root, findings in files:
        for word, node in root.part("matter_types").items():
            name = str(node.value)
            _known(Rule.UNKNOWN_TYPE, name, node.place, world.types, findings)
            types.add(normal(word), name, node.place, findings)
        _outcomes(root.part("outcomes"), outcomes, world.events, findings)
        for item in root.listed("untold"):
            outcomes.add(bare(str(item.value)), UNTOLD, item.place, findings)
        for name, part in root.part("in").items():
            _known(Rule.UNKNOWN_TYPE, name, part.start, world.types, findings)
            own_words = within.setdefault(name, _Meanings())
            own_events, among = world.events_of(name), f" i ärendetypen ”{name}”"
            _outcomes(part.mapping(), own_words, own_events, findings, among=among)
        code = root.get("organisation")
        if code is not None:
            name = str(code.value)
            _known(Rule.UNKNOWN_ORGANISATION, name, code.place, world.organisations, findings)
            organisations.add("organisation", name, code.place, findings)
    untold = {word for word, (meaning, _) in outcomes.found.items() if meaning == UNTOLD}
    return Vocabulary(
        organisation=organisations.of(world.organisations).get("organisation"),
        types=types.of(world.types),
        outcomes=outcomes.of(world.events),
        within={name: words.of(world.events_of(name)) for name, words in within.items()},
        untold=frozenset(untold),
        known_types=frozenset(world.types),
        known_events=frozenset(world.events),
    )


def _outcomes(
    part: Mapping[str, Node],
    into: _Meanings,
    events: Collection[str],
    findings: Findings,
    *,
    among: str = "",
) -> None:
    for word, node in part.items():
        name = str(node.value)
        _known(Rule.UNKNOWN_EVENT, name, node.place, events, findings, among=among)
        into.add(bare(word), name, node.place, findings)


_WHAT: Mapping[Rule, str] = {
    Rule.UNKNOWN_TYPE: "Ärendetypen",
    Rule.UNKNOWN_EVENT: "Händelsen",
    Rule.UNKNOWN_ORGANISATION: "Organisationen",
}


def _known(
    rule: Rule,
    name: str,
    place: Place,
    known: Collection[str],
    findings: Findings,
    *,
    among: str = "",
) -> None:
    """A finding where a name names nothing."""
    if name not in known:
        fix = suggest(name, sorted(known), otherwise="Rätta namnet.")
        findings.add(rule, place, f"{_WHAT[rule]} ”{name}” finns inte{among}.", fix)
