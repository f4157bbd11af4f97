"""Turns a template and its values into the text and the HTML of one message.

How they are read is said in ``workflow.definition.templates``, where they are also checked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import FileSystemLoader, TemplateError, TemplateNotFound, nodes
from jinja2.exceptions import TemplateSyntaxError, UndefinedError

from workflow.definition.templates import HTML, TEXT, environment, files_of, read_from_message
from workflow.errors import PermanentDeliveryError

TEMPLATES = Path("definitions") / "templates"
GIVEN = frozenset({"subject"})
"""What every template may use besides the context of the message."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The two forms of one message."""

    text: str
    html: str


class Renderer:
    """The templates of a directory: ``NAME.txt.j2`` beside ``NAME.html.j2``."""

    def __init__(self, directory: Path = TEMPLATES) -> None:
        self._loader = FileSystemLoader(directory)
        self._environment = environment(self._loader)

    def names(self) -> tuple[str, ...]:
        """The templates that exist in both forms, by name."""
        files = frozenset(self._environment.list_templates())
        names = {file.removesuffix(TEXT) for file in files if file.endswith(TEXT)}
        return tuple(sorted(name for name in names if name + HTML in files))

    def render(self, template: str, context: Mapping[str, object], *, subject: str) -> Rendered:
        """Fill a template in.

        Raises:
            PermanentDeliveryError: the template is missing or faulty, or wants a value that the
                context lacks. Another try won't help: a person must mend the template.
        """
        values = {**context, "subject": subject}
        return Rendered(
            text=self._fill(template + TEXT, values), html=self._fill(template + HTML, values)
        )

    def required_variables(self, template: str) -> frozenset[str]:
        """Every name that a template reads from the context, in either form, layouts included.

        Raises:
            PermanentDeliveryError: the template is missing or its syntax is wrong.
        """
        trees = files_of(self._parse, (template + TEXT, template + HTML)).values()
        return frozenset[str]().union(*map(read_from_message, trees)) - GIVEN

    def _parse(self, file: str) -> nodes.Template:
        try:
            source, _, _ = self._loader.get_source(self._environment, file)
            return self._environment.parse(source, file)
        except TemplateError as error:
            raise _faulty(file, error) from error

    def _fill(self, file: str, values: Mapping[str, object]) -> str:
        try:
            return self._environment.get_template(file).render(values)
        except Exception as error:  # a template is a program: it may fail in any way
            raise _faulty(file, error) from error


def fault_of(file: str, error: Exception) -> str:
    """What is wrong with a template that couldn't be filled in, in a sentence."""
    match error:
        case TemplateNotFound():
            return f"Mallen {error.name} finns inte."
        case TemplateSyntaxError():
            return f"Mallen {file} är felskriven på rad {error.lineno}: {error.message}."
        case UndefinedError():
            return f"Mallen {file} använder ett värde som meddelandet saknar: {error.message}."
        case _:
            return f"Mallen {file} går inte att fylla i: {type(error).__name__}: {error}."


def _faulty(file: str, error: Exception) -> PermanentDeliveryError:
    return PermanentDeliveryError(f"{fault_of(file, error)} Rätta mallen och skicka igen.")
