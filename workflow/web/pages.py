"""The pages of the notice board, drawn on the server: no scripts, nothing from elsewhere.

Only notices are shown: body, days and paragraphs, never the minutes themselves and no person (KL 8:10,
GDPR art. 5.1 c).
"""

from typing import Annotated

from fastapi import Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException

from workflow.command.ports import NoticeRow, UnitOfWorkFactory
from workflow.web.board import Notice, boards

_AS_MANY = 1000
_PROBLEMS = {
    404: "Sidan finns inte.",
    405: "Sidan kan bara läsas.",
    422: "Någon organisation med den koden kan inte finnas.",
    503: "Anslagstavlan svarar inte just nu. Försök igen om en stund.",
}

Organisation = Annotated[
    str | None,
    Query(
        max_length=60,
        pattern=r"^[A-Za-z][A-Za-z0-9_]*$",
        description="Organisationens kod, till exempel norsjo",
    ),
]


class Pages:
    """Every page over one store; each request is one transaction that only reads."""

    def __init__(self, uow_factory: UnitOfWorkFactory) -> None:
        self._uow_factory = uow_factory
        self._templates = Environment(
            loader=PackageLoader("workflow.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def board(self, organisation: Organisation = None) -> Response:
        """What is up now."""
        return self._page("board.html", boards=boards(self._up(organisation)))

    def archive(self, organisation: Organisation = None) -> Response:
        """What has been taken down: the proof that it was up."""
        with self._uow_factory() as uow:
            rows = uow.notices.list(organisation=organisation, limit=_AS_MANY)
        down = [row for row in rows if row.removed_on is not None]
        return self._page("archive.html", boards=boards(down))

    def as_json(self, organisation: Organisation = None) -> Response:
        """What is up now, for other systems."""
        notices = [Notice.of(row).public() for row in self._up(organisation)]
        return JSONResponse({"notices": notices})

    def stylesheet(self) -> Response:
        """The one style sheet of all pages."""
        style = self._templates.get_template("style.css").render()
        return Response(style, media_type="text/css")

    def problem(self, _request: Request, error: Exception) -> Response:
        """A page that says in words what went wrong."""
        match error:
            case HTTPException():
                status = error.status_code
            case RequestValidationError():
                status = 422
            case _:
                status = 503
        words = _PROBLEMS.get(status, "Det gick inte att visa sidan.")
        return self._page("problem.html", status=status, problem=words)

    def _up(self, organisation: str | None) -> tuple[NoticeRow, ...]:
        with self._uow_factory() as uow:
            return uow.notices.list(organisation=organisation, up_only=True, limit=_AS_MANY)

    def _page(self, name: str, *, status: int = 200, **values: object) -> HTMLResponse:
        return HTMLResponse(self._templates.get_template(name).render(values), status_code=status)
