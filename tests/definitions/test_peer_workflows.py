"""Others' workflows in our language: the checks find the defects that are there, and nothing else."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from peers import (
    CODE,
    DURATION,
    ENDS_ANEW,
    FORKS,
    PROGRAM,
    REOPENS,
    SUBPROCESS,
    WAITS_FOREVER,
    Graph,
    Peer,
)

from workflow.definition.catalogue import Loaded, load

pytestmark = pytest.mark.shared

DEAD_END, UNREACHABLE, NO_END = "AG-D017", "AG-D016", "AG-D019"
UNUSED, CIRCLE, TWO_AT_ONCE, OVER_AT_ONCE = "AG-D066", "AG-D059", "AG-D080", "AG-D081"

KNOWN: Mapping[str, Mapping[str, str]] = {
    # what is known of a graph to be wrong: the beginning of the sentence, and the rule that finds it
    "Complex Workflow": {"dead end": DEAD_END},
    "opengever_ris_proposal": {"transitions reactivate": UNUSED},
    "opengever_document": {"document-state-shadow": UNREACHABLE},
    "process-parking-permit / Decision": {"two exclusive exits": TWO_AT_ONCE},
    "process-paratransit / Handling": {"empty phase": OVER_AT_ONCE},
    "process-e-signing": {"status Active loops": CIRCLE, "message cancelMessage": UNUSED},
}

FOUND: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    # per graph: rule, and what each finding names; each was looked up in the graph
    "Complex Workflow": {DEAD_END: ("adjourned", "referred_to_committee", "needs_review")},
    "plonemeeting_activity_workflow": {NO_END: ("",)},
    "opengever_period": {NO_END: ("",), DEAD_END: ("STATUS_active",)},
    "opengever_ris_proposal": {UNUSED: ("reactivate”", "reactivate_manage”")},
    "opengever_document": {NO_END: ("",), UNREACHABLE: ("document_state_shadow",)},
    "opengever_workspace_todo": {NO_END: ("",)},
    "process-parking-permit / Decision": {TWO_AT_ONCE: ("gateway_is_decision_final",)},
    # the same once more, and: somebody from another municipality whose matter is cancelled
    "process-parking-permit (flattened)": {
        TWO_AT_ONCE: ("gateway_is_decision_final", "gateway_is_citizen")
    },
    # phases with a beginning and an end, and nothing between
    "alkt-ansokan / Registration": {OVER_AT_ONCE: ("flow_registration",)},
    "alkt-ansokan / Investigation": {OVER_AT_ONCE: ("flow_investigation",)},
    "alkt-ansokan / Decision": {OVER_AT_ONCE: ("flow_decision",)},
    "alkt-ansokan / Follow up": {OVER_AT_ONCE: ("flow_follow_up",)},
    "process-paratransit / Handling": {OVER_AT_ONCE: ("Flow_1bo2uh1",)},
    "process-e-signing": {CIRCLE: ("runt utan slut",), UNUSED: ("cancelMessage",)},
}


@pytest.fixture(scope="module")
def graphs(shared: Path) -> list[Graph]:
    """State graphs of other systems."""
    found: list[Graph] = json.loads((shared / "data/peer_workflows.json").read_text("utf-8"))
    return found


def converted(graph: Graph, directory: Path) -> tuple[Peer, Loaded]:
    """The graph as the only matter type of a directory."""
    peer = Peer(graph)
    for path, text in (
        ("matters/peer.yaml", peer.yaml()),
        ("organisations/peer.yaml", peer.office()),
    ):
        (directory / path).parent.mkdir(parents=True)
        (directory / path).write_text(text, "utf-8")
    return peer, load(directory)


def test_what_is_wrong_is_found_and_nothing_else(graphs: list[Graph], tmp_path: Path) -> None:
    """For each of the graphs, exactly the findings that are true of it."""
    for number, graph in enumerate(graphs):
        _, loaded = converted(graph, tmp_path / str(number))
        expected = FOUND.get(graph["name"], {})
        rules = [rule for rule, names in expected.items() for _ in names]
        assert sorted(one.rule for one in loaded.findings) == sorted(rules), graph["name"]
        for rule, names in expected.items():
            sentences = [one.sentence for one in loaded.findings if one.rule == rule]
            for name in names:
                assert any(name in sentence for sentence in sentences), (graph["name"], name)


def test_every_known_defect_is_found(graphs: list[Graph]) -> None:
    """What those who know the systems say is wrong has its rule among the findings."""
    for graph in graphs:
        defects = graph.get("known_defects") or ()
        rules = KNOWN.get(graph["name"], {})
        assert len(defects) == len(rules)
        for sentence in defects:
            (rule,) = [rule for start, rule in rules.items() if sentence.startswith(start)]
            assert rule in FOUND[graph["name"]]


def test_a_graph_is_converted_whole(graphs: list[Graph], tmp_path: Path) -> None:
    """Each state, and each transition but those from one end to another, is in the matter type."""
    for number, graph in enumerate(graphs):
        peer, loaded = converted(graph, tmp_path / str(number))
        if loaded.errors:
            continue
        definition = loaded.types[peer.name].definition
        ends = {state["id"] for state in graph["states"] if state.get("final")}
        lines = {
            ("new" if line["from"] in ends else peer.states[line["from"]], peer.states[line["to"]])
            for line in graph["transitions"]
            if not (line["from"] in ends and line["to"] in ends)
        }
        assert set(definition.states) == set(peer.states.values())
        assert {name for name, state in definition.states.items() if state.final} == {
            peer.states[end] for end in ends
        }
        assert {
            (source, line.to) for line in definition.transitions for source in line.from_
        } == lines


def test_what_the_language_cannot_say_is_known(graphs: list[Graph]) -> None:
    """The list in the decision on others' workflows: nothing more is lost, nothing less."""
    lost: dict[str, int] = {}
    for graph in graphs:
        peer = Peer(graph)
        peer.yaml()
        for sentence in peer.lost:
            lost[sentence] = lost.get(sentence, 0) + 1
    assert lost == {
        CODE: 17,
        DURATION: 2,
        ENDS_ANEW: 1,
        FORKS: 1,
        PROGRAM: 7,
        REOPENS: 15,
        SUBPROCESS: 2,
        WAITS_FOREVER: 4,
    }
