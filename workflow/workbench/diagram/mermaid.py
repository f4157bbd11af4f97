"""A chart as Mermaid: text that GitHub, GitLab and many editors show as a picture.

Every word stands between quotation marks, and of ASCII only what means nothing to Mermaid stands as it
is; the rest is written as its entity codes (``#35;``). Names of states get a prefix, as ``end`` and
others are words of Mermaid's own.
"""

import re
from collections.abc import Iterator
from typing import Final

from workflow.definition.schema import NEW
from workflow.workbench.diagram.chart import Chart, Edge, Node
from workflow.workbench.diagram.lettering import clean
from workflow.workbench.diagram.way import Way

SHOWN: Final = 4
"""How many events of an edge are named; the rest are counted."""

_PLAIN: Final = re.compile(r"[^A-Za-z0-9 ,.:()?!/+–-]", re.ASCII)
_LIST: Final = re.compile(r"^(\d+)\.|^([-+*])")
_CLASSES: Final = {
    "final": "fill:#ffffff,stroke:#57606a,stroke-width:3px,color:#1b1f24",
    "visited": "fill:#fff3cd,stroke:#1b1f24,stroke-width:2px,color:#1b1f24",
    "standing": "fill:#ffdf7e,stroke:#1b1f24,stroke-width:4px,color:#1b1f24",
}


def mermaid(chart: Chart, way: Way | None = None) -> str:
    """The chart as a Mermaid flowchart; the same chart is always the same text.

    Args:
        chart: what to draw.
        way: the way that a matter has gone; None where none is shown.
    """
    return "\n".join(_lines(chart, way)) + "\n"


def _lines(chart: Chart, way: Way | None) -> Iterator[str]:
    title = f"{way.number} {way.title}, {chart.label}" if way else chart.label
    yield "flowchart LR"
    yield f"  accTitle: {_escaped(title)}"
    for lane in chart.lanes:
        yield f'  subgraph lane_{lane.phase}["{_escaped(lane.label)}"]'
        yield from (f"    {_node(chart.node(key), way)}" for key in lane.nodes)
        yield "  end"
    begin = next(node.key for node in chart.nodes if node.initial)
    yield f'  begin(("Början")) --> {_id(begin)}'
    yield from (f"  {_edge(edge, way)}" for edge in chart.edges)
    for name, look in _CLASSES.items():
        yield f"  classDef {name} {look}"
    for name, keys in _members(chart, way).items():
        yield from (f"  class {_id(key)} {name}" for key in keys)
    # Mermaid counts the lines as they are written; the first leads from the beginning
    edges = enumerate(chart.edges, start=1)
    taken = [str(line) for line, edge in edges if way is not None and way.along(edge)]
    if taken:
        yield f"  linkStyle {','.join(taken)} stroke:#1b1f24,stroke-width:4px"


def _members(chart: Chart, way: Way | None) -> dict[str, list[str]]:
    """The states of each class; a state has the last one that it is in."""
    visited = set(way.visited) if way else set()
    standing = set(way.standing) if way else set()
    return {
        "final": [node.key for node in chart.nodes if node.final and node.key not in visited],
        "visited": [n.key for n in chart.nodes if n.key in visited and n.key not in standing],
        "standing": [node.key for node in chart.nodes if node.key in standing],
    }


def _node(node: Node, way: Way | None) -> str:
    lines = [node.label]
    lines += ["Ett ärende kan börja här"] if node.entry else []
    for limit in node.limits:
        due = way.due_in(limit.key, node.key) if way else None
        lines.append(f"Frist: {limit.label} ({due.in_words if due else limit.when})")
    lines += [f"Startar: {label}" for label in node.starts]
    points = way.standing.get(node.key, ()) if way else ()
    lines += [f"Här: punkt {', '.join(points)}"] if points else []
    text = "<br/>".join(map(_escaped, lines))
    left, right = ("([", "])") if node.final else ("[", "]")
    return f'{_id(node.key)}{left}"{text}"{right}'


def _edge(edge: Edge, way: Way | None) -> str:
    steps = way.along(edge) if way else ()
    known = way.taken_first(edge) if way else edge.labels
    labels = [*known[:SHOWN]]
    more = len(known) - len(labels)
    labels += [f"+{more}"] if more else []
    text = ", ".join(labels)
    text += " (villkor)" if edge.guarded else ""
    text = f"{'+'.join(map(str, steps))}: {text}" if steps else text
    arrow = "-.->" if edge.automatic else "==>" if steps else "-->"
    return f'{_id(edge.source)} {arrow}|"{_escaped(text)}"| {_id(edge.target)}'


def _id(key: str) -> str:
    return "point_new" if key == NEW else f"state_{key}"


def _escaped(text: str) -> str:
    """The text as a label may hold it: nothing in it means anything to Mermaid or to HTML."""
    coded = _PLAIN.sub(lambda found: _code(found[0]), clean(text))
    return _LIST.sub(lambda found: f"{found[1] or ''}{_code(found[2] or '.')}", coded)


def _code(char: str) -> str:
    return char if char > "\x7f" else f"#{ord(char)};"
