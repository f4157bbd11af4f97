"""Other systems' workflows in our language: from a graph of states and transitions to a matter type in YAML."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

Graph = Mapping[str, Any]

WAITS_FOREVER = "ett förlopp utan slut: hos oss ska varje ärende kunna avslutas"
REOPENS = "samma sak öppnas igen: hos oss öppnas en ny punkt (from: new)"
ENDS_ANEW = "från ett slut direkt till ett annat: hos oss ändras inte det som är slut"
FORKS = "en gren som delar sig i två: hos oss delar ett beslut upp ärendet i punkter"
CODE = "villkor som är program i det andra systemet: hos oss läser villkor bara ärendets uppgifter"
DURATION = "en väntetid som är ett program: hos oss står tiden i definitionen"
PROGRAM = "arbete som ett annat program gör: hos oss en automatisk övergång"
SUBPROCESS = "ett förlopp inuti ett annat, i samma ärende: hos oss är det lägen i samma väg"

_SLUG = re.compile(r"[^A-Za-z0-9]+")
_VARIABLE = re.compile(r"('[^']*')|\b([A-Za-z_]\w*)\b(\s*[!=]=)?")
_PERMISSION = re.compile(r"permission: (.+)$")
_DECLARED = (
    re.compile(r"transitions? ([\w-]+(?: and [\w-]+)*) have no user"),
    re.compile(r"message (\w+) is defined and never used"),
)
_ENGINE_KINDS = ("startEvent", "exclusiveGateway", "endEvent", "serviceTask")
_LONGEST = 50


@dataclass
class Peer:
    """A graph as a matter type. ``lost`` is what the language can't say of it."""

    graph: Graph
    lost: set[str] = field(default_factory=set)
    states: dict[str, str] = field(default_factory=dict)  # the graph's id to our name
    roles: dict[str, str] = field(default_factory=dict)  # a permission to our name of the role

    @property
    def name(self) -> str:
        """The matter type's name."""
        return _slug(self.graph["name"], ())

    def yaml(self) -> str:
        """The file of the matter type."""
        for state in self.graph["states"]:
            word = state["label"] if state["id"].isdigit() else state["id"]
            self.states[state["id"]] = _slug(word, self.states.values())
        lines = list(self._transitions())
        variables = sorted(
            {name for condition in self._conditions() for name in variables_of(condition)}
        )
        events = {line["event"]: {"label": line.pop("label")} for line in lines}
        events |= {_slug(name, ()): {"label": name} for name in declared(self.graph)}
        definition = {
            "matter_type": self.name,
            "label": self.graph["name"],
            "requires_preparation": False,
            "fields": {
                name: {
                    "type": "text" if compared else "boolean",
                    "label": name,
                    "default": "" if compared else False,
                }
                for name, compared in variables
            },
            "initial": self.states[self.graph["initial"]],
            "states": {
                self.states[state["id"]]: self._state(state) for state in self.graph["states"]
            },
            "events": events,
            "transitions": lines,
            "deadlines": dict(self._deadlines()),
        }
        if not any(state.get("final") for state in self.graph["states"]):
            self.lost.add(WAITS_FOREVER)
        return yaml.safe_dump(definition, allow_unicode=True, sort_keys=False)

    def office(self) -> str:
        """The file of an organisation where the type is used: an officer, and who has permissions."""
        roles = {"officer": "Handläggare", **{name: text for text, name in self.roles.items()}}
        entries = [
            {"name": text, "kind": "role", "email": f"{name.lower()}@peer.example"}
            for name, text in roles.items()
        ]
        organisation = {
            "organisation": "peer",
            "name": "Andras kontor",
            "kind": "municipality",
            "register_code": "P",
            "bodies": {},
            "roles": roles,
            "entries": entries,
        }
        return yaml.safe_dump(organisation, allow_unicode=True, sort_keys=False)

    def _state(self, state: Graph) -> dict[str, object]:
        if state.get("final"):
            return {"label": state["label"], "final": True}
        kind = state.get("kind")
        if kind == "serviceTask":
            self.lost.add(PROGRAM)
        if kind in _ENGINE_KINDS:  # passed at once
            return {"label": state["label"]}
        if kind == "subProcess":
            self.lost.add(SUBPROCESS)
        if kind == "parallelGateway":
            self.lost.add(FORKS)
        if state.get("timer"):
            return {"label": state["label"]}
        return {"label": state["label"], "owner": "officer"}

    def _transitions(self) -> Iterator[dict[str, Any]]:
        states = {state["id"]: state for state in self.graph["states"]}
        opened: set[tuple[str, str]] = set()
        for line in self.graph["transitions"]:
            source, target = states[line["from"]], states[line["to"]]
            label = line["label"] or f"till {target['label']}"
            event = _slug(label if source.get("kind") is None else line["id"], ())
            found = {
                "event": event,
                "from": self.states[source["id"]],
                "to": self.states[target["id"]],
            }
            if source.get("final"):
                self.lost.add(ENDS_ANEW if target.get("final") else REOPENS)
                found |= {"event": f"{event}_anew", "from": "new"}
                if target.get("final") or (event, target["id"]) in opened:
                    continue
                opened.add((event, target["id"]))
            yield {**found, "label": str(label), **self._when(line, source)}

    def _when(self, line: Graph, source: Graph) -> dict[str, object]:
        """Who may do it, or on what condition the engine does."""
        kind, condition = source.get("kind"), line.get("condition")
        if kind is None:
            permission = _PERMISSION.search(condition or "")
            if condition and not condition.startswith("permission:"):
                self.lost.add(CODE)
            return {"roles": [self._role(permission[1])]} if permission else {}
        if kind in _ENGINE_KINDS:
            guard = cel(condition) if condition else self._otherwise(line)
            return {"automatic": True, **({"guard": guard} if guard else {})}
        return {}

    def _role(self, permission: str) -> str:
        """Who has a permission, as a role of the office."""
        return self.roles.setdefault(permission, _slug(permission, self.roles.values()))

    def _otherwise(self, line: Graph) -> str:
        """The default flow is taken where no other is."""
        others = [
            each["condition"]
            for each in self.graph["transitions"]
            if each["from"] == line["from"] and each.get("condition")
        ]
        return (
            " && ".join(f"!({cel(condition)})" for condition in others)
            if line.get("default")
            else ""
        )

    def _deadlines(self) -> Iterator[tuple[str, dict[str, object]]]:
        for state in self.graph["states"]:
            if not state.get("timer"):
                continue
            self.lost.add(DURATION)
            (line,) = [each for each in self.graph["transitions"] if each["from"] == state["id"]]
            name = self.states[state["id"]]
            yield (
                name,
                {
                    "label": state["label"],
                    "after": "P1D",
                    "counts_from": "entered",
                    "during": [name],
                    "on_expiry": {"event": _slug(line["id"], ())},
                },
            )

    def _conditions(self) -> Iterator[str]:
        kinds = {state["id"]: state.get("kind") for state in self.graph["states"]}
        for line in self.graph["transitions"]:
            if line.get("condition") and kinds[line["from"]] is not None:
                yield line["condition"]


def declared(graph: Graph) -> tuple[str, ...]:
    """What the other system declares besides what the graph shows, by what is known to be wrong with it."""
    found: list[str] = []
    for sentence in graph.get("known_defects") or ():
        for pattern in _DECLARED:
            if match := pattern.search(sentence):
                found += match[1].split(" and ")
    return tuple(found)


def cel(condition: str) -> str:
    """A BPMN expression as a guard."""

    def word(match: re.Match[str]) -> str:
        text, name, compares = match.groups()
        if text:
            return f'"{text[1:-1]}"'
        return f"fields.{name}{compares or ''}"

    return _VARIABLE.sub(word, condition.strip().removeprefix("${").removesuffix("}"))


def variables_of(condition: str) -> set[tuple[str, bool]]:
    """The variables of an expression, and whether each is compared with a text."""
    return {
        (name, bool(compares))
        for text, name, compares in _VARIABLE.findall(
            condition.removeprefix("${").removesuffix("}")
        )
        if name
    }


def _slug(text: str, taken: Iterable[str]) -> str:
    """A name of our language that isn't taken."""
    plain = _SLUG.sub("_", text).strip("_")
    plain = (plain if plain[:1].isalpha() else f"n_{plain}")[-_LONGEST:].strip("_")
    known, name, number = set(taken), plain, 2
    while name in known:
        name, number = f"{plain}_{number}", number + 1
    return name
