"""The picture as Mermaid: every line is one of those that Mermaid knows, whatever the labels say."""

import re
from collections.abc import Mapping

from made_up_types import HOSTILE, hostile

from workflow.definition.schema import NEW, MatterType
from workflow.workbench.diagram.chart import chart
from workflow.workbench.diagram.lettering import clean
from workflow.workbench.diagram.mermaid import SHOWN, mermaid

LABEL = r'"(?:[^"#<>&`|\[\]{};\\%*_]|#\d{2,3};|<br/>)*"'
NAME = r"(?:state_[A-Za-z][A-Za-z0-9_]*|point_new)"
LINES = tuple(
    re.compile(line)
    for line in (
        r"flowchart LR",
        r"  accTitle: (?:[^\"#<>&`|\[\]{};\\%*_\n]|#\d{2,3};)+",
        rf"  subgraph lane_[A-Za-z]+\[{LABEL}\]",
        rf"    {NAME}\[{LABEL}\]",
        rf"    {NAME}\(\[{LABEL}\]\)",
        r"  end",
        rf'  begin\(\("Början"\)\) --> {NAME}',
        rf"  {NAME} (?:-->|-\.->|==>)\|{LABEL}\| {NAME}",
        r"  classDef [a-z]+ (?:[a-z-]+:[#0-9a-z]+,?)+",
        rf"  class {NAME} (?:final|visited|standing)",
        r"  linkStyle \d+(?:,\d+)* stroke:#1b1f24,stroke-width:4px",
    )
)


def test_every_line_is_one_that_mermaid_knows(every: Mapping[str, MatterType]) -> None:
    """With lanes opened and closed in turn."""
    for definition in every.values():
        depth = 0
        for line in mermaid(chart(definition)).splitlines():
            assert any(known.fullmatch(line) for known in LINES), line
            depth += line.startswith("  subgraph") - (line == "  end")
            assert depth in (0, 1)
        assert depth == 0


def test_every_state_and_edge_is_there_once(every: Mapping[str, MatterType]) -> None:
    """States within their lanes, edges after them."""
    for definition in every.values():
        found = chart(definition)
        text = mermaid(found)
        states = re.findall(rf"^    ({NAME})[\[(]", text, flags=re.MULTILINE)
        assert states == [_name(node.key) for node in found.nodes]
        edges = re.findall(rf"^  ({NAME}) [=.>|-]+{LABEL}\| ({NAME})$", text, flags=re.MULTILINE)
        assert edges == [(_name(edge.source), _name(edge.target)) for edge in found.edges]


def _name(key: str) -> str:
    return "point_new" if key == NEW else f"state_{key}"


def test_hostile_labels_come_back_as_they_were() -> None:
    """Read as a browser reads the codes; a label that looks like a list or a word of Mermaid's is text."""
    text = mermaid(chart(hostile()))
    labels = re.findall(r'^    \S+?[\[(]+"(.*?)(?:<br/>.*)?"[\])]+$', text, flags=re.MULTILINE)
    read = [re.sub(r"#(\d+);", lambda code: chr(int(code[1])), label) for label in labels]
    assert read == [clean(label) for label in (*HOSTILE, HOSTILE[0])]
    assert "<script" not in text
    assert '["1#46; listan' in text
    assert '["#45; strecket' in text


def test_what_is_drawn_how(shipped: Mapping[str, MatterType]) -> None:
    """Deadlines in the text of the state, conditions told, the engine's own lines dashed, many events counted."""
    text = mermaid(chart(shipped["motion"]))
    assert "Frist: KF:s beslut inom ett år (KL 5:35)" in text
    assert 'state_dispatching -.->|"Allt är expedierat (villkor)"| state_closed' in text
    assert "begin((" in text
    assert 'state_closed(["Avslutat"])' in text
    decided = next(
        line for line in text.splitlines() if "state_at_KF --" in line and "Bifalls" in line
    )
    assert decided.count(",") == SHOWN
    assert "+2" in decided
    assert "Startar: " in mermaid(chart(shipped["collaboration_agreement"]))
    assert "linkStyle" not in text
