"""The web application: the notice board for the public, health and figures for those who run it."""

from collections.abc import Awaitable, Callable

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST

from workflow.command.feeds.calendars import Calendars
from workflow.command.ports import Clock, UnitOfWorkFactory
from workflow.errors import StoreUnavailableError
from workflow.web.calendars import add_calendars
from workflow.web.documents import Documents
from workflow.web.drawing import Templates
from workflow.web.feeds import Feeds
from workflow.web.monitoring import exposition
from workflow.web.names import NameBook
from workflow.web.pages import Pages
from workflow.web.problems import Problems

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}

_READING = ["GET", "HEAD"]


def create_app(
    uow_factory: UnitOfWorkFactory, clock: Clock, calendars: Calendars | None = None
) -> FastAPI:
    """The application over a store and a clock, with the calendars where they are given."""
    app = FastAPI(title="Anslagstavla", docs_url=None, redoc_url=None, openapi_url=None)
    names, templates = NameBook(uow_factory), Templates()
    pages = Pages(uow_factory, clock, names, templates)
    feeds = Feeds(uow_factory, clock, names)
    documents = Documents(uow_factory, clock)
    for path, answer in (
        ("/", pages.board),
        ("/anslag/{notice:path}", pages.notice),
        ("/arkiv", pages.archive),
        ("/arkiv/{year:int}", pages.year),
        ("/sok", pages.search),
        ("/stil.css", pages.stylesheet),
        ("/robots.txt", pages.robots),
        ("/anslag.json", feeds.as_json),
        ("/anslag.atom", feeds.atom),
        ("/protokoll/{sha256}.pdf", documents.minutes),
    ):
        app.add_api_route(path, answer, methods=_READING, response_model=None)
    Problems(templates, HEADERS).register(app)
    app.middleware("http")(_with_headers)
    if calendars is not None:
        add_calendars(app, calendars, clock)

    @app.api_route("/halsa", methods=_READING)
    def health() -> JSONResponse:
        """200 when the database answers, 503 when it does not."""
        try:
            with uow_factory() as uow:
                uow.commands.waiting()
        except StoreUnavailableError:
            return JSONResponse({"database": "unavailable"}, status_code=503)
        return JSONResponse({"database": "ok"})

    @app.api_route("/metrics", methods=_READING)
    def metrics() -> Response:
        """Figures in Prometheus' text format; for the monitoring, not for the public."""
        return Response(exposition(uow_factory, clock), media_type=CONTENT_TYPE_LATEST)

    return app


def server(
    uow_factory: UnitOfWorkFactory,
    clock: Clock,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    calendars: Calendars | None = None,
) -> uvicorn.Server:
    """The web server, not started yet; ``run`` serves until it is told to stop (SIGINT, SIGTERM).

    It keeps no log of who reads the board.
    """
    app = create_app(uow_factory, clock, calendars)
    config = uvicorn.Config(app, host=host, port=port, server_header=False, access_log=False)
    return uvicorn.Server(config)


def serve(
    uow_factory: UnitOfWorkFactory,
    clock: Clock,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    calendars: Calendars | None = None,
) -> None:
    """Serve until told to stop."""
    server(uow_factory, clock, host=host, port=port, calendars=calendars).run()


async def _with_headers(
    request: Request, go_on: Callable[[Request], Awaitable[Response]]
) -> Response:
    response = await go_on(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
