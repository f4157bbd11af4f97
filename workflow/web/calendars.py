"""Calendars to subscribe to. A body's meetings are for everyone; what names matters needs its key."""

from hashlib import sha256
from typing import Annotated

from fastapi import FastAPI, Header, Query, Response
from starlette.exceptions import HTTPException

from workflow.command.feeds.address import Whose
from workflow.command.feeds.calendars import Calendars
from workflow.command.feeds.entry import local_day
from workflow.command.ports import Clock
from workflow.errors import ChangedDefinitionError, InvalidInputError, UnknownDefinitionError

_MEDIA_TYPE = "text/calendar; charset=utf-8"
_LONGEST = 200

Key = Annotated[str, Query(alias="nyckel")]
Known = Annotated[str, Header(alias="If-None-Match")]


def add_calendars(app: FastAPI, calendars: Calendars, clock: Clock) -> None:
    """The addresses that ``arendegang calendar address`` tells.

    What may not be read is not there: 404, whether there is such a calendar or not.
    """

    def answer(organisation: str, whose: Whose, name: str, key: str, known: str) -> Response:
        if max(len(organisation), len(name)) > _LONGEST:
            raise HTTPException(404)
        try:
            address = calendars.address(organisation, whose, name)
            if not calendars.opens(address, key):
                raise HTTPException(404)
            text = calendars.write(calendars.feed(address, local_day(clock.now())))
        except (UnknownDefinitionError, InvalidInputError):
            raise HTTPException(404) from None
        except ChangedDefinitionError:
            raise HTTPException(503) from None
        return _conditional(text, known)

    def body(organisation: str, name: str, known: Known = "") -> Response:
        """A body's meetings, cut-off days and days of summons."""
        return answer(organisation, "body", name, "", known)

    def role(organisation: str, name: str, key: Key = "", known: Known = "") -> Response:
        """The deadlines of a role."""
        return answer(organisation, "role", name, key, known)

    def person(organisation: str, name: str, key: Key = "", known: Known = "") -> Response:
        """The deadlines and assignments of a person."""
        return answer(organisation, "owner", name, key, known)

    for path, page in (
        ("/kalender/{organisation}/roll/{name}.ics", role),
        ("/kalender/{organisation}/person/{name:path}.ics", person),
        ("/kalender/{organisation}/{name}.ics", body),
    ):
        app.add_api_route(path, page, methods=["GET", "HEAD"], response_model=None)


def _conditional(text: bytes, known: str) -> Response:
    """The text, or that nothing has changed (RFC 9110 section 13.1.2)."""
    tag = f'"{sha256(text).hexdigest()[:32]}"'
    headers = {"ETag": tag, "X-Robots-Tag": "noindex"}
    if known.strip() == "*" or tag in {one.strip().removeprefix("W/") for one in known.split(",")}:
        return Response(status_code=304, headers=headers)
    return Response(text, media_type=_MEDIA_TYPE, headers=headers)
