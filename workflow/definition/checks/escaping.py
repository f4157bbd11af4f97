"""Where a template puts what others wrote so that it could become markup or a script.

Escaping makes text harmless between tags and within quoted attributes, and nowhere else.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from jinja2 import nodes

from workflow.definition.templates import TEXT, used_by

_BEGIN, _END = "\ue000", "\ue001"
_MARK = re.compile(f"{_BEGIN}(\\d+){_END}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_ADDRESSES = frozenset({"href", "src", "action", "formaction", "data", "background", "poster"})


def unescaped(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """(line, what is wrong there) for every place in an HTML template."""
    for each in tree.find_all(nodes.Filter):
        if each.name == "safe" and not isinstance(each.node, nodes.Const):
            yield each.lineno, "”|safe” stänger av skyddet för värdet."
    for modifier in tree.find_all(nodes.EvalContextModifier):
        for option in modifier.options:
            on = isinstance(option.value, nodes.Const) and option.value.value is True
            if option.key == "autoescape" and not on:
                yield modifier.lineno, "”autoescape” stänger av skyddet."
    for name, line in used_by(tree):
        if name.endswith(TEXT):
            yield line, f"”{name}” är text och skyddas inte när den används i HTML."
    places = _Places([])
    places.feed("".join(_written(tree, places.lines)))
    places.close()
    yield from places.found


def _written(node: nodes.Node, lines: list[int]) -> Iterator[str]:
    """The template as written, with a mark for each value; ``lines`` gets where they stand."""
    if isinstance(node, nodes.Output):
        for part in node.nodes:
            if isinstance(part, nodes.TemplateData):
                yield part.data
            elif not isinstance(part, nodes.Const):
                lines.append(part.lineno)
                yield f"{_BEGIN}{len(lines) - 1}{_END}"
    else:
        for child in node.iter_child_nodes():
            yield from _written(child, lines)


class _Places(HTMLParser):
    """Finds marks where escaping doesn't help."""

    def __init__(self, lines: list[int]) -> None:
        super().__init__(convert_charrefs=False)
        self.lines = lines
        self.found: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self._note(
                    value or "", f"Ett värde står i attributet ”{name}”, där det kan bli kod."
                )
            elif name in _ADDRESSES and (value or "").lstrip().startswith(_BEGIN):
                self._note(
                    value or "", f"Ett värde är hela adressen i ”{name}”; den kan bli javascript:."
                )
        bare = _QUOTED.sub("", self.get_starttag_text() or "")
        self._note(bare, f"Ett värde står utan citattecken i taggen ”{tag}”.")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem is not None:
            self._note(data, f"Ett värde står inne i ”{self.cdata_elem}”, där det kan bli kod.")

    def _note(self, text: str, sentence: str) -> None:
        for match in _MARK.finditer(text):
            self.found.append((self.lines[int(match[1])], sentence))
