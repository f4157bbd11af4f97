"""Prints documents by the templates of a folder: ``NAME.typ``, ``NAME.html.j2`` and ``NAME.txt.j2``."""

import textwrap
from pathlib import Path

from jinja2 import FileSystemLoader

from workflow.definition.templates import HTML, TEXT, environment
from workflow.errors import DocumentError
from workflow.meeting.document import Document
from workflow.notify.documents.pdf import print_pdf
from workflow.notify.documents.values import template_of, values_of
from workflow.notify.render import TEMPLATES, fault_of

COLUMNS = 100
"""Characters in a line of plain text, at most."""


class TemplateRenderer:
    """Implements ``ports.DocumentRenderer``."""

    def __init__(self, directory: Path = TEMPLATES) -> None:
        self._directory = directory
        self._environment = environment(FileSystemLoader(directory))

    def pdf(self, document: Document) -> bytes:
        """See ``ports.DocumentRenderer.pdf``."""
        return print_pdf(
            self._directory,
            template_of(document),
            values_of(document),
            meeting_on=document.meeting_on,
        )

    def html(self, document: Document) -> str:
        """See ``ports.DocumentRenderer.html``."""
        return self._fill(document, HTML)

    def text(self, document: Document) -> str:
        """See ``ports.DocumentRenderer.text``."""
        lines = self._fill(document, TEXT).split("\n")
        return "\n".join(narrow for line in lines for narrow in _narrow(line))

    def _fill(self, document: Document, ending: str) -> str:
        file = template_of(document) + ending
        try:
            return self._environment.get_template(file).render(values_of(document))
        except Exception as error:  # a template is a program: it may fail in any way
            raise DocumentError(fault_of(file, error), hint="Rätta mallen.") from error


def _narrow(line: str) -> list[str]:
    """A line as lines of at most ``COLUMNS`` characters, indented as it is."""
    if len(line) <= COLUMNS:
        return [line.rstrip()]
    indent = line[: len(line) - len(line.lstrip())][: COLUMNS // 2]
    return textwrap.wrap(line, COLUMNS, subsequent_indent=indent, break_on_hyphens=False) or [""]
