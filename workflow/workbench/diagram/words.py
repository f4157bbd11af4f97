"""A diagram in words: for those who don't see it, and for what is told when one points at a part."""

from collections.abc import Iterator

from workflow.workbench.diagram.chart import Cause, Chart, Edge, Limit, Node
from workflow.workbench.diagram.legend import step_in_words
from workflow.workbench.diagram.way import Way


def node_in_words(node: Node) -> str:
    """A state: its name, whether it is a beginning or an end, its deadlines, what it starts."""
    marks = [
        *(["början"] if node.initial else []),
        *(["ärendet kan börja här"] if node.entry else []),
        *(["slut"] if node.final else []),
        *([f"hos {node.body}"] if node.body else []),
    ]
    about = f" ({', '.join(marks)})" if marks else ""
    limits = "".join(f" Frist: {_limit(limit)}." for limit in node.limits)
    starts = "".join(f" Startar: {label}." for label in node.starts)
    return f"{node.label}{about}.{limits}{starts}"


def _limit(limit: Limit) -> str:
    return f"{limit.label}, {limit.when}" + (", en missad frist blir en avvikelse" * limit.hard)


def edge_in_words(edge: Edge, chart: Chart) -> str:
    """An edge: from where to where, and each event with what it takes."""
    source, target = chart.node(edge.source).label, chart.node(edge.target).label
    ends = f"{source} → {target}" if source != target else f"{source}, stannar kvar"
    by = " (motorn)" if edge.automatic else ""
    return f"{ends}{by}: {'; '.join(dict.fromkeys(map(_cause, edge.causes)))}"


def _cause(cause: Cause) -> str:
    terms = [
        *([f"om {cause.guard}"] if cause.guard else []),
        *([f"avgörs av {cause.decided_by}"] if cause.decided_by else []),
        *([f"kräver {', '.join(cause.requires)}"] if cause.requires else []),
        *([f"görs av {', '.join(cause.roles)}"] if cause.roles else []),
        *(f"genom ”{label}”" for label in cause.done_by),
    ]
    return f"{cause.label} ({'; '.join(terms)})" if terms else cause.label


def described(chart: Chart, way: Way | None) -> str:
    """The whole diagram as running text."""
    return " ".join(_sentences(chart, way))


def _sentences(chart: Chart, way: Way | None) -> Iterator[str]:
    for lane in chart.lanes:
        yield f"{lane.label}: {' '.join(node_in_words(chart.node(key)) for key in lane.nodes)}"
    yield "Händelser:"
    for edge in chart.edges:
        source, target = chart.node(edge.source).label, chart.node(edge.target).label
        yield f"{source} till {target}: {', '.join(edge.labels)}."
    if way is not None:
        yield "Vägen hittills:"
        yield from (f"{step_in_words(step, chart)}." for step in way.steps)
