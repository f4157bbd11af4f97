"""Turns a template and its values into the text and the HTML of one message.

Templates are edited by administrators, so they run in Jinja2's sandbox, a name that the context lacks is
an error instead of a gap in a letter, and what goes into HTML is escaped.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, meta
from jinja2.exceptions import TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from workflow.errors import PermanentDeliveryError

TEMPLATES = Path("definitions") / "templates"
GIVEN = frozenset({"subject"})
"""What every template may use besides the context of the message."""

_TEXT = ".txt.j2"
_HTML = ".html.j2"


@dataclass(frozen=True, slots=True)
class Rendered:
    """The two forms of one message."""

    text: str
    html: str


class Renderer:
    """The templates of a directory: ``NAME.txt.j2`` beside ``NAME.html.j2``."""

    def __init__(self, directory: Path = TEMPLATES) -> None:
        self._loader = FileSystemLoader(directory)
        self._environment = ImmutableSandboxedEnvironment(
            loader=self._loader,
            undefined=StrictUndefined,
            autoescape=lambda name: name is None or not name.endswith(_TEXT),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    def names(self) -> tuple[str, ...]:
        """The templates that exist in both forms, by name."""
        files = frozenset(self._environment.list_templates())
        names = {file.removesuffix(_TEXT) for file in files if file.endswith(_TEXT)}
        return tuple(sorted(name for name in names if name + _HTML in files))

    def render(self, template: str, context: Mapping[str, object], *, subject: str) -> Rendered:
        """Fill a template in.

        Raises:
            PermanentDeliveryError: the template is missing or faulty, or wants a value that the
                context lacks. Another try won't help: a person must mend the template.
        """
        values = {**context, "subject": subject}
        return Rendered(
            text=self._fill(template + _TEXT, values), html=self._fill(template + _HTML, values)
        )

    def required_variables(self, template: str) -> frozenset[str]:
        """Every name that a template reads from the context, in either form, layouts included.

        Raises:
            PermanentDeliveryError: the template is missing or its syntax is wrong.
        """
        found: set[str] = set()
        seen: set[str] = set()
        waiting = [template + _TEXT, template + _HTML]
        while waiting:
            file = waiting.pop()
            if file in seen:
                continue
            seen.add(file)
            try:
                source, _, _ = self._loader.get_source(self._environment, file)
                tree = self._environment.parse(source, file)
            except TemplateError as error:
                raise _faulty(file, error) from error
            found |= meta.find_undeclared_variables(tree)
            waiting += [name for name in meta.find_referenced_templates(tree) if name]
        return frozenset(found) - GIVEN

    def _fill(self, file: str, values: Mapping[str, object]) -> str:
        try:
            return self._environment.get_template(file).render(values)
        except Exception as error:  # a template is a program: it may fail in any way
            raise _faulty(file, error) from error


def _faulty(file: str, error: Exception) -> PermanentDeliveryError:
    match error:
        case TemplateNotFound():
            why = f"Mallen {error.name} finns inte."
        case TemplateSyntaxError():
            why = f"Mallen {file} är felskriven på rad {error.lineno}: {error.message}."
        case UndefinedError():
            why = f"Mallen {file} använder ett värde som meddelandet saknar: {error.message}."
        case _:
            why = f"Mallen {file} går inte att fylla i: {type(error).__name__}: {error}."
    return PermanentDeliveryError(f"{why} Rätta mallen och skicka igen.")
