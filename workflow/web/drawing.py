"""Draws the pages from their templates."""

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from workflow.statutory.days import in_words
from workflow.web.days import with_weekday


class Templates:
    """The templates of this package; what they are given is escaped."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=PackageLoader("workflow.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= {"in_words": in_words, "with_weekday": with_weekday}

    def page(self, name: str, *, status: int = 200, **values: object) -> HTMLResponse:
        """A page in HTML."""
        return HTMLResponse(self.text(name, **values), status_code=status)

    def text(self, name: str, **values: object) -> str:
        """A template filled in."""
        return self._environment.get_template(name).render(values)
