"""What could not be shown, as a page in words with the right status."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from workflow.errors import (
    ArendegangError,
    InvalidInputError,
    StoreUnavailableError,
)
from workflow.web.drawing import Templates

_WORDS: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        404: ("Sidan finns inte.", "Kanske är adressen fel skriven. Sök, eller börja på tavlan."),
        405: ("Sidan kan bara läsas.", "Öppna den som vanligt i webbläsaren."),
        422: ("Adressen kan inte stämma.", "Sök, eller börja på tavlan."),
        500: ("Uppgiften går inte att visa.", "Hör av dig till kommunen om du behöver den."),
        503: ("Anslagstavlan svarar inte just nu.", "Försök igen om en stund."),
    }
)
_OTHERWISE = ("Det gick inte att visa sidan.", "Börja om på tavlan.")


class NotThereError(ArendegangError):
    """No such page, notice or document is shown."""

    code = "AG-110"


class Problems:
    """Answers what went wrong, as a page like the others; ``headers`` are those of every answer."""

    def __init__(self, templates: Templates, headers: Mapping[str, str]) -> None:
        self._templates = templates
        self._headers = headers

    def register(self, app: FastAPI) -> None:
        """Answer for everything that the application doesn't answer itself."""
        for kind in (ArendegangError, HTTPException, RequestValidationError, Exception):
            app.add_exception_handler(kind, self.page)

    def page(self, _request: Request, error: Exception) -> Response:
        """The sentence, what to do, and the status: 4xx where the reader can do something about it."""
        status = _status(error)
        problem, advice = _WORDS.get(status, _OTHERWISE)
        if isinstance(error, NotThereError | InvalidInputError):
            problem, advice = error.message, error.hint
        answer = self._templates.page("problem.html", status=status, problem=problem, advice=advice)
        answer.headers.update(self._headers)
        if isinstance(error, HTTPException):
            answer.headers.update(error.headers or {})
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            answer.headers["Retry-After"] = "60"
        return answer


def _status(error: Exception) -> int:
    match error:
        case HTTPException():
            return error.status_code
        case NotThereError():
            return HTTPStatus.NOT_FOUND
        case InvalidInputError() | RequestValidationError():
            return HTTPStatus.UNPROCESSABLE_ENTITY
        case StoreUnavailableError():
            return HTTPStatus.SERVICE_UNAVAILABLE
        case _:
            return HTTPStatus.INTERNAL_SERVER_ERROR
